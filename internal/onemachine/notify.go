package onemachine

import (
	"context"
	"time"

	"github.com/orderflow/orderflow/internal/live"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/promo"
)

// The topics of live notes.
const (
	orderTopic   = "order"
	voucherTopic = "voucher"
)

// customerAudience is how one customer's notes are addressed; a restaurant's go
// to its group.
func customerAudience(id string) string { return api.GroupCustomer + ":" + id }

// orderNote is what a browser is told of an order: that it has changed. It reads
// the order itself through the API.
type orderNote struct {
	ID      order.ID     `json:"id"`
	Status  order.Status `json:"status"`
	Version int64        `json:"version"`
}

// notifyingOrders tells the hub of every order that was written, once it is on
// disk.
type notifyingOrders struct {
	store.Table
	hub *live.Hub
}

// Insert implements [store.Table].
func (t notifyingOrders) Insert(ctx context.Context, r order.Record, now time.Time) (*order.Record, error) {
	existing, err := t.Table.Insert(ctx, r, now)
	if err == nil && existing == nil {
		t.tell(r)
	}
	return existing, err
}

// Replace implements [store.Table].
func (t notifyingOrders) Replace(ctx context.Context, r order.Record) error {
	err := t.Table.Replace(ctx, r)
	if err == nil {
		t.tell(r)
	}
	return err
}

func (t notifyingOrders) tell(r order.Record) {
	t.hub.Publish(live.Note{
		Topic: orderTopic, Key: string(r.ID), Data: orderNote{r.ID, r.Status, r.Version},
		To: []string{customerAudience(string(r.CustomerID)), api.GroupRestaurant + string(r.RestaurantID)},
	})
}

// notifyingVouchers tells the hub of every voucher that was issued.
type notifyingVouchers struct {
	promo.Vouchers
	hub *live.Hub
}

// Issue implements [promo.Vouchers].
func (v notifyingVouchers) Issue(ctx context.Context, asked promo.Voucher) (promo.Voucher, error) {
	kept, err := v.Vouchers.Issue(ctx, asked)
	if err == nil {
		v.hub.Publish(live.Note{
			Topic: voucherTopic, Key: kept.OrderID, Data: struct {
				OrderID string `json:"orderId"`
			}{kept.OrderID},
			To: []string{customerAudience(kept.CustomerID)},
		})
	}
	return kept, err
}
