package order

import (
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/events"
)

// Record is an order as a store keeps it. Nothing but this package and the
// stores should look inside; everybody else has an [Order].
type Record struct {
	ID           ID           `json:"id"`
	CustomerID   CustomerID   `json:"customerId"`
	RestaurantID RestaurantID `json:"restaurantId"`
	Items        []Item       `json:"items"`
	Total        Money        `json:"total"`
	Address      string       `json:"address"`        // private
	Note         string       `json:"note,omitempty"` // private
	RequestHash  string       `json:"requestHash"`

	Status    Status     `json:"status"`
	Stall     *Stall     `json:"stall,omitempty"`
	Wait      *Wait      `json:"wait,omitempty"`
	Decisions []Decision `json:"decisions,omitempty"`
	Timeline  []Moment   `json:"timeline,omitempty"`
	// Told counts the moments whose events watch-orders has published, as it does
	// when the workflow has stopped. It is bookkeeping, no part of what the order is.
	Told int `json:"told,omitempty"`
	// Redrives is the execution's redriveCount when a handler last wrote.
	Redrives  int       `json:"redrives,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	// ExpiresAt is when a store may forget the order; only one whose workflow
	// never began has it.
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	// Version counts the writes; a store replaces only the version that was read.
	Version int64 `json:"version"`
}

// Item is one line of an order, at the price of the day.
type Item struct {
	DishID    string `json:"dishId"`
	Name      string `json:"name"`
	Quantity  int    `json:"quantity"`
	UnitPrice Money  `json:"unitPrice"`
}

// Moment is one thing that happened to an order. It is written once; the event
// that tells of it is made of it, and so stays the same.
type Moment struct {
	Event    events.Type `json:"event"`
	At       time.Time   `json:"at"`
	Sequence int         `json:"sequence"`

	AcceptBy *time.Time `json:"acceptBy,omitempty"` // restaurant_notified
	Stage    Stage      `json:"stage,omitempty"`    // order_rejected, order_expired, order_cancelled
	Reason   string     `json:"reason,omitempty"`   // order_rejected, order_cancelled, order_failed
	Status   Status     `json:"status,omitempty"`   // order_stalled, order_failed: the status then
	Error    string     `json:"error,omitempty"`    // order_stalled
}

// Stall marks an order whose workflow has stopped.
type Stall struct {
	Since    time.Time `json:"since"`
	Error    string    `json:"error"`
	Redrives int       `json:"redrives"` // the redriveCount at which it stopped
}

// Stage says what an order was waiting for.
type Stage string

// The stages.
const (
	Acceptance Stage = "acceptance"
	Completion Stage = "completion"
)

// Wait is a task token parked on the order: the workflow goes on when somebody
// resolves it. Once the wait is over the token is gone and the rest remains, so
// that a late copy of the same wait is known for what it is.
type Wait struct {
	For         Stage     `json:"for"`
	Token       string    `json:"token,omitempty"` // a secret; never leaves the record but to Step Functions
	EnteredTime time.Time `json:"enteredTime"`     // of the workflow's state
	RetryCount  int       `json:"retryCount"`      // of the workflow's state
	Deadline    time.Time `json:"deadline"`
}

// newer reports whether w is a later attempt than the other. The two stages come
// one after the other, whatever the clock says: both may be entered within one
// millisecond, the resolution of Step Functions' time.
func (w Wait) newer(than *Wait) bool {
	switch {
	case than == nil:
		return true
	case w.For != than.For:
		return w.For == Completion
	case !w.EnteredTime.Equal(than.EnteredTime):
		return w.EnteredTime.After(than.EnteredTime)
	}
	return w.RetryCount > than.RetryCount
}

// Verdict is what somebody decides about an order.
type Verdict string

// The verdicts.
const (
	Accept   Verdict = "accept"
	Reject   Verdict = "reject"
	Complete Verdict = "complete"
	Cancel   Verdict = "cancel"
)

// Decision is who decided what.
type Decision struct {
	Verdict   Verdict   `json:"decision"`
	By        string    `json:"by"`        // the subject of the caller's token
	RequestID string    `json:"requestId"` // of the call that was taken
	Reason    string    `json:"reason,omitempty"`
	At        time.Time `json:"at,omitzero"` // when a handler wrote it
}

// FromRecord is the door for orders that come out of a store. The error says
// what the record lacks: it is damaged, or not an order.
func FromRecord(r Record) (*Order, error) {
	switch {
	case r.ID == "" || r.CustomerID == "" || r.RestaurantID == "":
		return nil, fmt.Errorf("order record %q: id, customerId and restaurantId are required", r.ID)
	case !validStatus(r.Status):
		return nil, fmt.Errorf("order record %q: unknown status %q", r.ID, r.Status)
	}
	return &Order{r: r}, nil
}

func validStatus(s Status) bool {
	for _, each := range Statuses {
		if s == each {
			return true
		}
	}
	return false
}

// Record is the order for a store.
func (o *Order) Record() Record { return o.r }
