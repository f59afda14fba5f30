package workflow

import (
	"context"
	"time"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/order"
)

// NotifyRestaurant is the state NotifyRestaurant: it rings the restaurant's
// doorbell, restaurant_notified.
type NotifyRestaurant struct {
	Base
	Doorbell Doorbell
}

// NotifyRestaurantInput also says until when the restaurant will have to answer.
type NotifyRestaurantInput struct {
	Input
	Deadline time.Time `json:"deadline"`
}

// Handle rings, then writes that it did. A crash in between rings twice, which a
// doorbell may; written first, the order would say that a restaurant knows of it
// while it does not.
func (h NotifyRestaurant) Handle(ctx context.Context, in NotifyRestaurantInput) error {
	o, err := h.Orders.Get(ctx, in.OrderID)
	if err != nil {
		return stored("read the order", err)
	}
	if o.Status().Ended() {
		return fault.New(fault.OrderEnded, "notify the restaurant", order.ErrEnded)
	}
	if !o.Has(events.RestaurantNotified) {
		ring := Ring{OrderID: o.ID(), RestaurantID: o.RestaurantID(), Kind: OrderOffered, Deadline: &in.Deadline}
		if err := h.Doorbell.Ring(ctx, ring); err != nil {
			return fault.New(fault.Unavailable, "ring the restaurant's doorbell", err)
		}
	}
	return h.do(ctx, in.Input, "note that the restaurant was told", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.NotifyRestaurant(step, in.Deadline)
	})
}
