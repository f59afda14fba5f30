package order

import (
	"slices"
	"time"

	"github.com/orderflow/orderflow/internal/events"
)

// ID is the order's id.
func (o *Order) ID() ID { return o.r.ID }

// CustomerID is whose order it is.
func (o *Order) CustomerID() CustomerID { return o.r.CustomerID }

// RestaurantID is to whom it is addressed.
func (o *Order) RestaurantID() RestaurantID { return o.r.RestaurantID }

// Status is how far it has come.
func (o *Order) Status() Status { return o.r.Status }

// Items are its lines. They must not be changed.
func (o *Order) Items() []Item { return o.r.Items }

// Total is the sum of its lines.
func (o *Order) Total() Money { return o.r.Total }

// Address is where to deliver. Private: for its customer and its restaurant only.
func (o *Order) Address() string { return o.r.Address }

// Note is what the customer adds. Private likewise.
func (o *Order) Note() string { return o.r.Note }

// RequestHash is the [Request.Hash] of what was asked for.
func (o *Order) RequestHash() string { return o.r.RequestHash }

// CreatedAt is when it was received.
func (o *Order) CreatedAt() time.Time { return o.r.CreatedAt }

// UpdatedAt is when it last changed.
func (o *Order) UpdatedAt() time.Time { return o.r.UpdatedAt }

// Timeline is what happened to it, in order.
func (o *Order) Timeline() []Moment { return slices.Clone(o.r.Timeline) }

// Stalled is the mark of an order whose workflow has stopped, or nil.
func (o *Order) Stalled() *Stall { return o.r.Stall }

// Parked is the wait that a decision would answer, or nil when none is parked.
func (o *Order) Parked() *Wait {
	if o.r.Wait == nil || o.r.Wait.Token == "" {
		return nil
	}
	wait := *o.r.Wait
	return &wait
}

// Decided finds the decision of that verdict, if it was written.
func (o *Order) Decided(v Verdict) (Decision, bool) {
	for _, d := range o.r.Decisions {
		if d.Verdict == v {
			return d, true
		}
	}
	return Decision{}, false
}

// Has reports whether something has happened to the order.
func (o *Order) Has(event events.Type) bool { return o.moment(event) != nil }

// Happened is how many things have happened to the order.
func (o *Order) Happened() int { return len(o.r.Timeline) }

// At is when something first happened to the order; the zero time if it did not.
func (o *Order) At(event events.Type) time.Time {
	if m := o.moment(event); m != nil {
		return m.At
	}
	return time.Time{}
}
