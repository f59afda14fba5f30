package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/metrics"
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
	// Stopped calls visit for each execution that was started since the given time
	// and FAILED, TIMED_OUT or was ABORTED, until visit returns an error.
	Stopped(ctx context.Context, since time.Time, visit func(order.ID, Execution) error) error
}

// ErrNoExecution means that an order has no execution.
var ErrNoExecution = errors.New("the order has no execution")

// Execution is how an order's execution stands.
type Execution struct {
	Status   string // as the API of Step Functions says it
	Redrives int
	Error    string // when it FAILED; "" when it was not asked for
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

// change is the detail of a change of status.
type change struct {
	ExecutionARN string   `json:"executionArn"`
	Name         order.ID `json:"name"`
	Status       string   `json:"status"`
	RedriveCount int      `json:"redriveCount"`
	Error        *string  `json:"error"`
}

// LogSubject is what log lines are about: the schedule is about no order.
func (n Notice) LogSubject() (orderID, execution string) {
	var c change
	_ = json.Unmarshal(n.Detail, &c) // Handle says what is wrong with it
	return string(c.Name), c.ExecutionARN
}

// Handle sees to one execution, or to all.
func (h WatchOrders) Handle(ctx context.Context, notice Notice) error {
	switch notice.DetailType {
	case "Step Functions Execution Status Change":
		var change change
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

// stall marks the order, unless its execution is on its way again.
func (h WatchOrders) stall(ctx context.Context, id order.ID, x Execution) error {
	o, _, err := h.write(ctx, Input{OrderID: id, RedriveCount: x.Redrives}, "mark the order as stalled", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.MarkStalled(step, x.Error), nil
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil // an execution that was started by hand
	case err != nil:
		return err
	}
	return h.tell(ctx, o)
}

// giveUp ends the order as failed, unless its execution is on its way again.
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
	o, _, err := h.write(ctx, Input{OrderID: id, RedriveCount: redrives}, "end the order as failed", func(o *order.Order, step order.Step) (order.Moment, error) {
		m, err := o.Fail(step, reason)
		if errors.Is(err, order.ErrEnded) {
			return order.Moment{}, nil
		}
		return m, err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return h.tell(ctx, o)
}

// tell publishes the events of an order whose workflow has stopped, once. The
// workflow was its outbox, and may have stopped between a write and its event.
// When the order failed the restaurant is told here, the customer by what
// order_failed sets off.
func (h WatchOrders) tell(ctx context.Context, o *order.Order) error {
	if o.Stalled() == nil && !o.Status().Ended() || o.Told() {
		return nil
	}
	if o.Status() == order.Failed {
		if err := h.Doorbell.Ring(ctx, withdrawn(o)); err != nil {
			return fault.New(fault.Unavailable, "tell the restaurant", err)
		}
	}
	if err := h.publish(ctx, o.Events()...); err != nil {
		return err
	}
	_, err := h.Orders.Update(ctx, o.ID(), func(o *order.Order) error {
		o.MarkTold()
		return nil
	})
	return stored("note that everybody was told", err)
}

// forgetUnstarted is when an order whose execution never started is no longer
// looked after: its client did not come back, and the store will forget it.
const forgetUnstarted = 2 * time.Hour

// longestRun is longer than an execution can run (the machine's TimeoutSeconds).
const longestRun = 7 * time.Hour

// sweep looks at every execution that has stopped of late and at every order that
// should have changed by now, and tells how old the oldest wait is. One order that
// cannot be seen to does not keep it from the others.
func (h WatchOrders) sweep(ctx context.Context) error {
	var failures []error
	note := func(err error) error {
		if err != nil {
			failures = append(failures, err)
		}
		return ctx.Err()
	}
	err := h.Executions.Stopped(ctx, h.Now().Add(-longestRun), func(id order.ID, x Execution) error {
		return note(h.stopped(about(ctx, id), id, x))
	})
	if err != nil {
		failures = append(failures, fault.New(fault.Unavailable, "list the executions that stopped", err))
	}
	for _, topic := range order.Topics {
		err := h.Agenda.Due(ctx, topic, h.Now(), func(entry store.Entry) error {
			return note(h.overdue(about(ctx, entry.ID), topic, entry))
		})
		if err != nil {
			failures = append(failures, fault.New(fault.Unavailable, "read the agenda", err))
		}
	}
	return errors.Join(append(failures, h.tellAges(ctx)...)...)
}

// about begins a part of a sweep that is about one order.
func about(ctx context.Context, id order.ID) context.Context {
	ctx = logs.Begin(ctx, nil)
	logs.About(ctx, string(id), "")
	return ctx
}

// tellAges tells how long the oldest order has been waiting.
func (h WatchOrders) tellAges(ctx context.Context) (failures []error) {
	for _, topic := range []order.Topic{order.TopicAcceptance, order.TopicCompletion, order.TopicStalled} {
		entry, ok, err := h.Agenda.Next(ctx, topic)
		if err != nil {
			failures = append(failures, fault.New(fault.Unavailable, "read the agenda", err))
			continue
		}
		age := 0.0
		if ok {
			age = h.Now().Sub(entry.Since).Seconds()
		}
		h.Metrics.Gauge(ctx, metrics.OldestWaitSeconds, age, metrics.DimensionTopic, string(topic))
	}
	return failures
}

// overdue sees to one order that should have changed by now.
func (h WatchOrders) overdue(ctx context.Context, topic order.Topic, entry store.Entry) error {
	if topic == order.TopicStart && h.Now().Sub(entry.Since) > forgetUnstarted {
		return nil
	}
	if topic == order.TopicAnnounce {
		o, err := h.Orders.Get(ctx, entry.ID)
		if err != nil {
			return stored("read the order", err)
		}
		return h.tell(ctx, o)
	}
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
