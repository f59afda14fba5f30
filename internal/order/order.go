package order

import (
	"errors"
	"slices"
	"time"

	"github.com/orderflow/orderflow/internal/events"
)

var (
	// ErrEnded is what a step gets that would change an order that has ended.
	ErrEnded = errors.New("the order has ended")
	// ErrOutOfStep is what a step gets for which the order is not ready. The
	// workflow's order of states rules it out.
	ErrOutOfStep = errors.New("the order is not ready for this step")
)

// keepUnstarted is how long an order is kept whose workflow never began.
const keepUnstarted = 24 * time.Hour

// Order is one order. It is not safe for concurrent use: a store hands it to one
// change at a time.
type Order struct {
	r       Record
	changed bool
}

// Receive makes the order that a customer's request asks for. The error is an
// [*InvalidRequest] when something is wrong with the request.
func Receive(id ID, customer CustomerID, request Request, menu *Menu, now time.Time) (*Order, error) {
	items, total, err := request.price(menu)
	if err != nil {
		return nil, err
	}
	hash, err := request.Hash()
	if err != nil {
		return nil, err
	}
	now = now.UTC().Truncate(time.Millisecond)
	expires := now.Add(keepUnstarted)
	return &Order{changed: true, r: Record{
		ID: id, CustomerID: customer, RestaurantID: request.RestaurantID,
		Items: items, Total: total, Address: request.Address, Note: request.Note, RequestHash: hash,
		Status: Received, CreatedAt: now, UpdatedAt: now, ExpiresAt: &expires,
	}}, nil
}

// Step is what every handler of the workflow knows: the time, and how often the
// execution has been redriven.
type Step struct {
	Now      time.Time
	Redrives int
}

// time is the step's time in the resolution in which orders keep it.
func (s Step) time() time.Time { return s.Now.UTC().Truncate(time.Millisecond) }

// Changed reports whether the order differs from what was read.
func (o *Order) Changed() bool { return o.changed }

// Place puts the order on its way: it will be kept.
func (o *Order) Place(step Step) (Moment, error) {
	return o.once(step, Moment{Event: events.OrderPlaced}, func() error {
		if o.r.Status != Received {
			return ErrOutOfStep
		}
		o.r.Status = Placed
		return nil
	})
}

// NotifyRestaurant notes that the restaurant was told, and until when it may accept.
func (o *Order) NotifyRestaurant(step Step, acceptBy time.Time) (Moment, error) {
	acceptBy = acceptBy.UTC()
	return o.once(step, Moment{Event: events.RestaurantNotified, AcceptBy: &acceptBy}, nil)
}

// Park keeps a task token until somebody decides. An attempt that is not newer
// than the one the order knows changes nothing: it came late, or twice.
func (o *Order) Park(step Step, wait Wait) error {
	if o.r.Status.Ended() {
		return ErrEnded
	}
	if !wait.newer(o.r.Wait) {
		return nil
	}
	o.touch(step)
	o.r.Wait, o.r.UpdatedAt, o.changed = &wait, step.time(), true
	return nil
}

// Accept takes the restaurant's decision to cook.
func (o *Order) Accept(step Step, decision Decision) (Moment, error) {
	return o.once(step, Moment{Event: events.OrderAccepted}, func() error {
		return o.advance(step, Placed, Accepted, Accept, decision)
	})
}

// NotifyUser notes that the customer was told that the order is accepted.
func (o *Order) NotifyUser(step Step) (Moment, error) {
	return o.once(step, Moment{Event: events.UserNotified, Status: Accepted}, nil)
}

// Complete takes the restaurant's word that it has delivered.
func (o *Order) Complete(step Step, decision Decision) (Moment, error) {
	return o.once(step, Moment{Event: events.OrderCompleted}, func() error {
		return o.advance(step, Accepted, Completed, Complete, decision)
	})
}

// Close ends the order without delivery: outcome is Rejected, Expired or
// Cancelled. Only an expiry has no decision.
func (o *Order) Close(step Step, outcome Status, stage Stage, decision *Decision) (Moment, error) {
	m := Moment{Stage: stage}
	verdict := Verdict("")
	switch outcome {
	case Rejected:
		m.Event, verdict = events.OrderRejected, Reject
	case Cancelled:
		m.Event, verdict = events.OrderCancelled, Cancel
	case Expired:
		m.Event = events.OrderExpired
	default:
		return Moment{}, ErrOutOfStep
	}
	if decision != nil {
		m.Reason = decision.Reason
	}
	return o.once(step, m, func() error {
		if decision != nil {
			decision.Verdict = verdict
			o.decide(step, *decision)
		}
		return o.end(outcome)
	})
}

// Fail ends an order that its workflow could not bring to an end; reason is how
// the workflow ended.
func (o *Order) Fail(step Step, reason string) (Moment, error) {
	m := Moment{Event: events.OrderFailed, Status: o.r.Status, Reason: reason}
	return o.once(step, m, func() error { return o.end(Failed) })
}

// MarkStalled marks an order whose workflow has stopped at the given redrive
// count. Nothing happens when it is marked already, when it has ended, or when a
// handler of a later redrive has written since; then the moment is none.
func (o *Order) MarkStalled(step Step, errorName string) Moment {
	if o.r.Status.Ended() || o.r.Redrives > step.Redrives {
		return Moment{}
	}
	if stall := o.r.Stall; stall != nil && stall.Redrives >= step.Redrives {
		return Moment{}
	}
	m := o.append(step, Moment{Event: events.OrderStalled, Status: o.r.Status, Error: errorName})
	o.r.Stall = &Stall{Since: m.At, Error: errorName, Redrives: step.Redrives}
	return m
}

// Told reports whether watch-orders has published all of the order's events.
func (o *Order) Told() bool { return o.r.Told >= len(o.r.Timeline) }

// MarkTold notes that it has. This is the one thing that is written to an order
// that has ended, and nobody but watch-orders looks at it.
func (o *Order) MarkTold() {
	if !o.Told() {
		o.r.Told, o.changed = len(o.r.Timeline), true
	}
}

// once does a step that has an event: the first time it changes the order, after
// that it gives the first time's moment.
func (o *Order) once(step Step, m Moment, change func() error) (Moment, error) {
	if first := o.moment(m.Event); first != nil {
		if !o.r.Status.Ended() {
			o.touch(step)
		}
		return *first, nil
	}
	if o.r.Status.Ended() {
		return Moment{}, ErrEnded
	}
	if change != nil {
		if err := change(); err != nil {
			return Moment{}, err
		}
	}
	o.touch(step)
	return o.append(step, m), nil
}

// touch notes that a handler has come by: the workflow is alive, and the order
// is to be kept.
func (o *Order) touch(step Step) {
	if o.r.Stall != nil || o.r.ExpiresAt != nil || step.Redrives > o.r.Redrives {
		o.r.Stall, o.r.ExpiresAt = nil, nil
		o.r.Redrives = max(o.r.Redrives, step.Redrives)
		o.r.UpdatedAt = step.time()
		o.changed = true
	}
}

// append adds a moment to the timeline.
func (o *Order) append(step Step, m Moment) Moment {
	m.At = step.time()
	m.Sequence = len(o.r.Timeline) + 1
	o.r.Timeline = append(slices.Clip(o.r.Timeline), m)
	o.r.UpdatedAt = m.At
	o.r.ExpiresAt = nil
	o.changed = true
	return m
}

func (o *Order) moment(event events.Type) *Moment {
	for i := range o.r.Timeline {
		if o.r.Timeline[i].Event == event {
			return &o.r.Timeline[i]
		}
	}
	return nil
}

// decide writes down who decided; the wait is over.
func (o *Order) decide(step Step, d Decision) {
	d.At = step.time()
	o.r.Decisions = append(slices.Clip(o.r.Decisions), d)
}

// advance goes on as somebody decided.
func (o *Order) advance(step Step, from, to Status, verdict Verdict, decision Decision) error {
	if o.r.Status != from {
		return ErrOutOfStep
	}
	decision.Verdict = verdict
	o.decide(step, decision)
	o.r.Status = to
	o.forgetToken()
	return nil
}

func (o *Order) end(outcome Status) error {
	o.r.Status = outcome
	o.forgetToken()
	return nil
}

// forgetToken ends the wait but remembers which attempt it was.
func (o *Order) forgetToken() {
	if o.r.Wait == nil {
		return
	}
	over := *o.r.Wait
	over.Token = ""
	o.r.Wait = &over
}
