package cost

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/cost/capacity"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	ordersdynamo "github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/promo"
	promodynamo "github.com/orderflow/orderflow/internal/promo/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
)

// The actions of DynamoDB that the stores use.
const (
	getItem    = "dynamodb:GetItem"
	putItem    = "dynamodb:PutItem"
	updateItem = "dynamodb:UpdateItem"
	query      = "dynamodb:Query"
)

// read counts a call that reads, write one that writes.
func (m *meter) read(ctx context.Context, action string, units capacity.HalfReads) {
	m.noteIn(ctx, func(w *Work) {
		w.Calls[action]++
		w.Usage[HalfReads] += int64(units)
	})
}

func (m *meter) write(ctx context.Context, action, table string, units capacity.Write) {
	m.noteIn(ctx, func(w *Work) {
		w.Calls[action]++
		w.Usage[WriteUnits] += units.Total()
		w.Written[Place{table, ""}] += units.Table
		for _, i := range units.Indexes {
			place := Place{table, i.Index}
			w.Written[place] += i.Units
			w.Partitions[Partition{place, i.Partition}] += i.Units
		}
	})
}

// orders is the order store as DynamoDB would bill it: what the store does here in
// SQLite, package dynamostore does there with the calls that are counted.
type orders struct {
	store.Table
	meter *meter
}

func (m *meter) aroundOrders(table store.Table) store.Table { return orders{table, m} }

// Insert is one conditional PutItem; when it is refused DynamoDB sends the item
// that is there along.
func (t orders) Insert(ctx context.Context, r order.Record, now time.Time) (*order.Record, error) {
	existing, err := t.Table.Insert(ctx, r, now)
	switch {
	case err != nil:
	case existing != nil:
		t.meter.write(ctx, putItem, wiring.OrdersTable, t.meter.orders.Refuse(string(r.ID)))
	default:
		err = t.put(ctx, r)
	}
	return existing, err
}

// Get is one consistent GetItem.
func (t orders) Get(ctx context.Context, id order.ID) (order.Record, error) {
	t.meter.read(ctx, getItem, t.meter.orders.Get(string(id)))
	return t.Table.Get(ctx, id)
}

// Replace is one conditional PutItem.
func (t orders) Replace(ctx context.Context, r order.Record) error {
	err := t.Table.Replace(ctx, r)
	switch {
	case errors.Is(err, store.ErrConflict):
		t.meter.write(ctx, putItem, wiring.OrdersTable, t.meter.orders.Refuse(string(r.ID)))
	case err == nil:
		err = t.put(ctx, r)
	}
	return err
}

// put counts a record as it is on AWS, where a task token is longer than here.
func (t orders) put(ctx context.Context, r order.Record) error {
	if r.Wait != nil && r.Wait.Token != "" {
		wait := *r.Wait
		wait.Token = strings.Repeat("x", int(t.meter.assume(bytesPerTaskToken)))
		r.Wait = &wait
	}
	item, err := ordersdynamo.ItemOf(r)
	if err != nil {
		return err
	}
	t.meter.write(ctx, putItem, wiring.OrdersTable, t.meter.orders.Put(item))
	return nil
}

// List is one Query.
func (t orders) List(ctx context.Context, q store.Query) (store.Page, error) {
	index, owner := store.IndexByCustomer, string(q.Customer)
	if q.Restaurant != "" {
		index, owner = store.IndexByRestaurant, string(q.Restaurant)
	}
	t.meter.read(ctx, query, t.meter.orders.Query(index, owner, q.Limit))
	return t.Table.List(ctx, q)
}

// Agenda is one Query for each partition of a topic.
func (t orders) Agenda(ctx context.Context, topic order.Topic, after *store.Entry, limit int) ([]store.Entry, error) {
	for _, key := range ordersdynamo.AgendaKeys(topic) {
		t.meter.read(ctx, query, t.meter.orders.Query(store.IndexAgenda, key, limit))
	}
	return t.Table.Agenda(ctx, topic, after, limit)
}

// vouchers is the voucher store as DynamoDB would bill it.
type vouchers struct {
	promo.Vouchers
	meter *meter

	mu   *sync.Mutex // guards kept
	kept map[string]promo.Voucher
}

func (m *meter) aroundVouchers(next promo.Vouchers) promo.Vouchers {
	return vouchers{next, m, &sync.Mutex{}, map[string]promo.Voucher{}}
}

// Issue is one conditional PutItem, and when it is refused a GetItem.
func (t vouchers) Issue(ctx context.Context, v promo.Voucher) (promo.Voucher, error) {
	kept, err := t.Vouchers.Issue(ctx, v)
	switch {
	case err != nil:
	case kept.Code != v.Code:
		t.meter.write(ctx, putItem, wiring.VouchersTable, t.meter.vouchers.Refuse(v.OrderID))
		t.meter.read(ctx, getItem, t.meter.vouchers.Get(v.OrderID))
	default:
		err = t.put(ctx, putItem, v)
	}
	return kept, err
}

// Mailed is one UpdateItem.
func (t vouchers) Mailed(ctx context.Context, orderID string, at time.Time) error {
	if err := t.Vouchers.Mailed(ctx, orderID, at); err != nil {
		return err
	}
	t.mu.Lock()
	v := t.kept[orderID]
	t.mu.Unlock()
	if v.MailedAt == nil {
		v.MailedAt = &at
	}
	return t.put(ctx, updateItem, v)
}

func (t vouchers) put(ctx context.Context, action string, v promo.Voucher) error {
	t.mu.Lock()
	t.kept[v.OrderID] = v
	t.mu.Unlock()
	item, err := promodynamo.ItemOf(v)
	if err != nil {
		return err
	}
	t.meter.write(ctx, action, wiring.VouchersTable, t.meter.vouchers.Put(item))
	return nil
}
