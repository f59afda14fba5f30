package workflow

import (
	"context"

	"github.com/orderflow/orderflow/internal/order"
)

// CompleteOrder is the state CompleteOrder: accepted → completed, order_completed.
type CompleteOrder struct{ Base }

// Handle completes the order.
func (h CompleteOrder) Handle(ctx context.Context, in DecidedInput) error {
	return h.do(ctx, in.Input, "complete the order", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.Complete(step, in.Decision.Decision)
	})
}
