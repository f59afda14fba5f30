// Package workflow has the handlers that the order's state machine calls, one
// file each, and watch-orders, which sees to executions that have stopped.
//
// A handler is the outbox of its change: it writes the order, then publishes the
// event, then succeeds. A crash anywhere in between makes the state machine call
// it again; the write finds its own effect and the event goes out with the id and
// the time of the first write, so that consumers can drop the duplicate.
//
// The handlers know their neighbours by small interfaces and nothing of AWS.
// Every error that leaves them has a name of package fault.
package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// Orders is the order store.
type Orders interface {
	Get(ctx context.Context, id order.ID) (*order.Order, error)
	Update(ctx context.Context, id order.ID, change func(*order.Order) error) (*order.Order, error)
}

// Events is the event bus.
type Events interface {
	// Publish returns when the bus has taken all events.
	Publish(ctx context.Context, all ...events.Event) error
}

// Doorbell rings at a restaurant: it says that something is there to be looked
// at, and nothing private.
type Doorbell interface {
	Ring(ctx context.Context, ring Ring) error
}

// Ring is what a doorbell says.
type Ring struct {
	OrderID      order.ID           `json:"orderId"`
	RestaurantID order.RestaurantID `json:"restaurantId"`
	Kind         RingKind           `json:"kind"`
	Deadline     *time.Time         `json:"deadline,omitempty"` // until when to answer
}

// RingKind says why the doorbell rings.
type RingKind string

// The kinds.
const (
	OrderOffered   RingKind = "order_offered"
	OrderWithdrawn RingKind = "order_withdrawn"
)

// Input is what the state machine tells every handler.
type Input struct {
	OrderID      order.ID `json:"orderId"`
	RedriveCount int      `json:"redriveCount"`
	// Execution is the execution's ARN, for the log; "" when the execution began
	// with a definition that did not tell it.
	Execution string `json:"execution"`
}

// LogSubject is what log lines are about.
func (in Input) LogSubject() (orderID, execution string) { return string(in.OrderID), in.Execution }

// Base is what every handler needs.
type Base struct {
	Orders  Orders
	Events  Events
	Metrics Metrics
	Now     func() time.Time
}

// do changes the order and publishes the event that tells of the change.
func (b Base) do(ctx context.Context, in Input, doing string, change func(*order.Order, order.Step) (order.Moment, error)) error {
	o, m, err := b.write(ctx, in, doing, change)
	if err != nil {
		return err
	}
	return b.publish(ctx, o.Event(m))
}

// write changes the order, and measures the change when it was the first to make
// it.
func (b Base) write(ctx context.Context, in Input, doing string, change func(*order.Order, order.Step) (order.Moment, error)) (*order.Order, order.Moment, error) {
	step := order.Step{Now: b.Now(), Redrives: in.RedriveCount}
	var m order.Moment
	var mine *order.Moment // what this invocation has made; a write whose answer was lost is found as made before
	o, err := b.Orders.Update(ctx, in.OrderID, func(o *order.Order) (err error) {
		before := o.Happened()
		if m, err = change(o, step); err == nil && o.Happened() > before {
			made := m
			mine = &made
		}
		return err
	})
	if err == nil && mine != nil && mine.At.Equal(m.At) {
		b.measure(ctx, o, m)
	}
	return o, m, stored(doing, err)
}

func (b Base) publish(ctx context.Context, all ...events.Event) error {
	if err := b.Events.Publish(ctx, all...); err != nil {
		return fault.New(fault.Unavailable, "publish "+string(all[len(all)-1].Type), err)
	}
	return nil
}

// stored names what the store, or the order itself, said.
func stored(doing string, err error) error {
	var e *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return err
	case errors.Is(err, order.ErrEnded):
		return fault.New(fault.OrderEnded, doing, err)
	case errors.Is(err, order.ErrOutOfStep):
		return fault.New(fault.InvalidInput, doing, err)
	case errors.Is(err, store.ErrNotFound):
		return fault.New(fault.OrderNotFound, doing, err)
	}
	return fault.New(fault.Unavailable, doing, err)
}

// Verdict is a decision on its way through the state machine: the output with
// which signal-order resolved the token, or the cause with which it failed it,
// which is JSON text in a string. Ops may resolve a token by hand with anything,
// so what cannot be read is a decision by nobody in particular.
type Verdict struct{ order.Decision }

// UnmarshalJSON reads an object, or a string that holds one.
func (v *Verdict) UnmarshalJSON(text []byte) error {
	var quoted string
	if json.Unmarshal(text, &quoted) == nil {
		text = []byte(quoted)
	}
	if json.Unmarshal(text, &v.Decision) != nil {
		v.Decision = order.Decision{}
	}
	if v.By == "" {
		v.By = "unknown"
	}
	v.Reason = shorten(strings.ToValidUTF8(v.Reason, "?"), order.MaxReason)
	return nil
}

func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
