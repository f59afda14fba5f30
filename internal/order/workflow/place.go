package workflow

import (
	"context"

	"github.com/orderflow/orderflow/internal/order"
)

// PlaceOrder is the state PlaceOrder: received → placed, order_placed.
type PlaceOrder struct{ Base }

// Handle places the order.
func (h PlaceOrder) Handle(ctx context.Context, in Input) error {
	return h.do(ctx, in, "place the order", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.Place(step)
	})
}
