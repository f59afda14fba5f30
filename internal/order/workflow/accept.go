package workflow

import (
	"context"

	"github.com/orderflow/orderflow/internal/order"
)

// DecidedInput also has the decision that ended the wait.
type DecidedInput struct {
	Input
	Decision Verdict `json:"decision"`
}

// AcceptOrder is the state AcceptOrder: placed → accepted, order_accepted.
type AcceptOrder struct{ Base }

// Handle accepts the order.
func (h AcceptOrder) Handle(ctx context.Context, in DecidedInput) error {
	return h.do(ctx, in.Input, "accept the order", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.Accept(step, in.Decision.Decision)
	})
}
