package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// WatchOrders sees to orders whose execution has stopped without bringing them
// to an end. It is told by the execution's status event; since those are best
// effort it also comes by every minute and does what a lost one would have done.
//
// A FAILED execution can be redriven, so its order is marked as stalled, and
// ended only when nobody has redriven it for an hour. One that TIMED_OUT or was
// ABORTED is given up at once.
type WatchOrders struct {
	Base
	Agenda     Agenda
	Executions Executions
	Doorbell   Doorbell
	Metrics    Metrics
}

// Agenda is the order store, asked by due time.
type Agenda interface {
	Due(ctx context.Context, topic order.Topic, by time.Time, visit func(store.Entry) error) error
	Next(ctx context.Context, topic order.Topic) (store.Entry, bool, error)
}

// Executions tells of executions.
type Executions interface {
	// Describe gives an order's execution, or ErrNoExecution.
	Describe(ctx context.Context, id order.ID) (Execution, error)
}

// ErrNoExecution means that an order has no execution.
var ErrNoExecution = errors.New("the order has no execution")

// Execution is how an order's execution stands.
type Execution struct {
	Status   string // as the API of Step Functions says it
	Redrives int
	Error    string // when it FAILED
}

// The statuses of executions that stopped.
const (
	failed   = "FAILED"
	timedOut = "TIMED_OUT"
	aborted  = "ABORTED"
	running  = "RUNNING"
)

// Notice is the EventBridge event by which it is called: an execution's change
// of status, or the schedule.
type Notice struct {
	DetailType string          `json:"detail-type"`
	Detail     json.RawMessage `json:"detail"`
}

// Handle sees to one execution, or to all.
func (h WatchOrders) Handle(ctx context.Context, notice Notice) error {
	switch notice.DetailType {
	case "Step Functions Execution Status Change":
		var change struct {
			Name         order.ID `json:"name"`
			Status       string   `json:"status"`
			RedriveCount int      `json:"redriveCount"`
			Error        *string  `json:"error"`
		}
		if err := json.Unmarshal(notice.Detail, &change); err != nil {
			return fault.New(fault.InvalidInput, "read a change of status", err)
		}
		stopped := Execution{Status: change.Status, Redrives: change.RedriveCount}
		if change.Error != nil {
			stopped.Error = *change.Error
		}
		return h.stopped(ctx, change.Name, stopped)
	case "Scheduled Event":
		return h.sweep(ctx)
	}
	return fault.New(fault.InvalidInput, "watch orders on an event of type "+notice.DetailType, nil)
}

// stopped sees to an order whose execution has stopped.
func (h WatchOrders) stopped(ctx context.Context, id order.ID, x Execution) error {
	switch x.Status {
	case failed:
		return h.stall(ctx, id, x)
	case timedOut, aborted:
		return h.giveUp(ctx, id, x.Status, x.Redrives)
	}
	return nil
}

// stall marks the order. Of one that has ended the execution may have stopped
// before the ending was published, so its events go out once more.
func (h WatchOrders) stall(ctx context.Context, id order.ID, x Execution) error {
	var m order.Moment
	var stalled bool
	o, err := h.Orders.Update(ctx, id, func(o *order.Order) error {
		m, stalled = o.MarkStalled(order.Step{Now: h.Now(), Redrives: x.Redrives}, x.Error)
		return nil
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil // an execution that was started by hand
	case err != nil:
		return stored("mark the order as stalled", err)
	case stalled:
		return h.publish(ctx, o.Event(m))
	case o.Status().Ended():
		return h.publish(ctx, o.Events()...)
	}
	return nil
}

// giveUp ends the order as failed, unless its execution is on its way again, and
// tells the restaurant. The customer is told by what order_failed sets off.
func (h WatchOrders) giveUp(ctx context.Context, id order.ID, reason string, redrives int) error {
	x, err := h.Executions.Describe(ctx, id)
	switch {
	case errors.Is(err, ErrNoExecution):
		return nil
	case err != nil:
		return fault.New(fault.Unavailable, "describe the execution", err)
	case x.Status == running || x.Redrives > redrives:
		return nil
	}
	o, err := h.Orders.Update(ctx, id, func(o *order.Order) error {
		_, err := o.Fail(order.Step{Now: h.Now(), Redrives: redrives}, reason)
		if errors.Is(err, order.ErrEnded) {
			return nil
		}
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return stored("end the order as failed", err)
	}
	if o.Status() == order.Failed {
		if err := h.Doorbell.Ring(ctx, withdrawn(o)); err != nil {
			return fault.New(fault.Unavailable, "tell the restaurant", err)
		}
	}
	// The workflow was the outbox; what it did not get to is published here.
	return h.publish(ctx, o.Events()...)
}

// forgetUnstarted is when an order whose execution never started is no longer
// looked after: its client did not come back, and the store will forget it.
const forgetUnstarted = 2 * time.Hour

// sweep looks at every order that should have changed by now, and tells how old
// the oldest wait is. One order that cannot be seen to does not keep it from the
// others.
func (h WatchOrders) sweep(ctx context.Context) error {
	now := h.Now()
	var failures []error
	for _, topic := range order.Topics {
		err := h.Agenda.Due(ctx, topic, now, func(entry store.Entry) error {
			if topic == order.TopicStart && now.Sub(entry.Since) > forgetUnstarted {
				return nil
			}
			if err := h.overdue(ctx, topic, entry); err != nil {
				failures = append(failures, err)
			}
			return ctx.Err()
		})
		if err != nil {
			failures = append(failures, fault.New(fault.Unavailable, "read the agenda", err))
		}
	}
	for _, topic := range []order.Topic{order.TopicAcceptance, order.TopicCompletion, order.TopicStalled} {
		age := 0.0
		if entry, ok, err := h.Agenda.Next(ctx, topic); err != nil {
			failures = append(failures, fault.New(fault.Unavailable, "read the agenda", err))
			continue
		} else if ok {
			age = now.Sub(entry.Since).Seconds()
		}
		h.Metrics.Gauge("OldestWaitSeconds", age, "Topic", string(topic))
	}
	return errors.Join(failures...)
}

// overdue sees to one order that should have changed by now.
func (h WatchOrders) overdue(ctx context.Context, topic order.Topic, entry store.Entry) error {
	x, err := h.Executions.Describe(ctx, entry.ID)
	switch {
	case errors.Is(err, ErrNoExecution):
		return nil
	case err != nil:
		return fault.New(fault.Unavailable, "describe the execution", err)
	case x.Status == failed && topic == order.TopicStalled:
		return h.giveUp(ctx, entry.ID, "STALLED", x.Redrives)
	}
	return h.stopped(ctx, entry.ID, x)
}
