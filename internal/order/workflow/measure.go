package workflow

import (
	"context"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/order"
)

// Metrics counts what ops want to know.
type Metrics interface {
	Count(ctx context.Context, name string)
	Gauge(ctx context.Context, name string, value float64, dimensions ...string) // dimensions are name and value by turns
}

// counted are the moments of which there is a count.
var counted = map[events.Type]string{
	events.OrderPlaced:    metrics.OrdersPlaced,
	events.OrderAccepted:  metrics.OrdersAccepted,
	events.OrderRejected:  metrics.OrdersRejected,
	events.OrderExpired:   metrics.OrdersExpired,
	events.OrderCancelled: metrics.OrdersCancelled,
	events.OrderCompleted: metrics.OrdersCompleted,
	events.OrderStalled:   metrics.OrdersStalled,
	events.OrderFailed:    metrics.OrdersFailed,
}

// timed are the moments of which it is told how long after the placing they were.
var timed = map[events.Type]string{
	events.OrderAccepted:  metrics.SecondsToAccept,
	events.OrderCompleted: metrics.SecondsToComplete,
}

// measure tells of a moment that this invocation has just written, at most once:
// it comes right after the write, so that a retry, which finds its own effect,
// counts nothing twice, and what fails later takes nothing back. A crash between
// the write and this line loses one count. At least once would need a mark on the
// order, a write more for every moment; the events on the bus are the exact record,
// the age of the oldest wait shows a stalled order every minute, and the alarms on
// executions do not depend on this.
func (b Base) measure(ctx context.Context, o *order.Order, m order.Moment) {
	if name, ok := counted[m.Event]; ok {
		b.Metrics.Count(ctx, name)
	}
	if name, ok := timed[m.Event]; ok {
		b.Metrics.Gauge(ctx, name, m.At.Sub(o.At(events.OrderPlaced)).Seconds())
	}
}
