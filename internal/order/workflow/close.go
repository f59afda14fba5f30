package workflow

import (
	"context"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/order"
)

// CloseOrder is the states RejectOrder, ExpireOrder and CancelOrder: it ends an
// order without delivery; order_rejected, order_expired, order_cancelled.
type CloseOrder struct {
	Base
	Doorbell Doorbell
}

// CloseInput says how the order ends, and what it was waiting for.
type CloseInput struct {
	Input
	Outcome  order.Status `json:"outcome"`
	Stage    order.Stage  `json:"stage"`
	Decision *Verdict     `json:"decision"` // nil when time was up
}

// Handle ends the order. The restaurant is told unless it was the one to decide.
func (h CloseOrder) Handle(ctx context.Context, in CloseInput) error {
	var decision *order.Decision
	if in.Decision != nil {
		decision = &in.Decision.Decision
	}
	o, m, err := h.write(ctx, in.Input, "end the order as "+string(in.Outcome), func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.Close(step, in.Outcome, in.Stage, decision)
	})
	if err != nil {
		return err
	}
	if in.Outcome != order.Rejected {
		if err := h.Doorbell.Ring(ctx, withdrawn(o)); err != nil {
			return fault.New(fault.Unavailable, "tell the restaurant", err)
		}
	}
	return h.publish(ctx, o.Event(m))
}

func withdrawn(o *order.Order) Ring {
	return Ring{OrderID: o.ID(), RestaurantID: o.RestaurantID(), Kind: OrderWithdrawn}
}
