// Package storetest is what every [store.Table] must do. Each implementation
// runs it in its own tests.
package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// Run runs the suite. Every call of open must give an empty table.
func Run(t *testing.T, open func(t *testing.T) store.Table) {
	for name, test := range map[string]func(*testing.T, *store.Orders, store.Table){
		"create_once":                    createOnce,
		"create_concurrently":            createConcurrently,
		"an_expired_order_is_forgotten":  forgetExpired,
		"unknown_order":                  unknown,
		"everything_comes_back":          roundTrip,
		"update_is_conditional":          conditional,
		"no_update_is_lost":              noLostUpdate,
		"an_update_may_decide_not_to":    declined,
		"lists_are_newest_first":         lists,
		"lists_by_status":                listsByStatus,
		"lists_are_private":              listsArePrivate,
		"bad_cursors":                    badCursors,
		"the_agenda_follows_the_order":   agenda,
		"the_agenda_is_read_in_pages":    agendaPages,
		"an_ended_order_has_no_agenda":   agendaEnds,
		"orders_of_the_same_millisecond": sameMillisecond,
	} {
		t.Run(name, func(t *testing.T) {
			table := open(t)
			test(t, store.New(table), table)
		})
	}
}

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
)

func step(after time.Duration) order.Step { return order.Step{Now: now.Add(after)} }

// received makes an order that is in no store yet.
func received(t *testing.T, customer order.CustomerID, restaurant order.RestaurantID, key string, at time.Time) *order.Order {
	t.Helper()
	menu, err := order.TheMenu()
	if err != nil {
		t.Fatal(err)
	}
	r, ok := menu.Restaurant(restaurant)
	if !ok {
		t.Fatalf("no restaurant %s", restaurant)
	}
	o, err := order.Receive(order.NewID(customer, key), customer, order.Request{
		RestaurantID: restaurant, Address: "Via Roma 1, “Napoli” 🍕", Note: "2nd floor",
		Items: []order.RequestedItem{{DishID: r.Dishes[0].ID, Quantity: 2}, {DishID: r.Dishes[1].ID, Quantity: 1}},
	}, menu, at)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func create(t *testing.T, orders *store.Orders, o *order.Order) *order.Order {
	t.Helper()
	kept, created, err := orders.Create(ctx, o, o.CreatedAt())
	if err != nil || !created {
		t.Fatalf("create: created = %v, %v", created, err)
	}
	return kept
}

func update(t *testing.T, orders *store.Orders, id order.ID, change func(*order.Order) error) *order.Order {
	t.Helper()
	o, err := orders.Update(ctx, id, change)
	if err != nil {
		t.Fatalf("update: %v", err)
	}
	return o
}

// moments wraps a step that gives a moment.
func moments(f func(*order.Order) (order.Moment, error)) func(*order.Order) error {
	return func(o *order.Order) error {
		_, err := f(o)
		return err
	}
}

func place(o *order.Order) (order.Moment, error) { return o.Place(step(time.Second)) }

func createOnce(t *testing.T, orders *store.Orders, _ store.Table) {
	first := create(t, orders, received(t, "alice", "sakura", "k1", now))
	kept, created, err := orders.Create(ctx, received(t, "alice", "bella-napoli", "k1", now.Add(time.Minute)), now.Add(time.Minute))
	if err != nil || created {
		t.Fatalf("create again: created = %v, %v", created, err)
	}
	if kept.RestaurantID() != "sakura" || kept.RequestHash() != first.RequestHash() {
		t.Errorf("kept: got an order for %s, want the first one", kept.RestaurantID())
	}
}

func createConcurrently(t *testing.T, orders *store.Orders, _ store.Table) {
	var all sync.WaitGroup
	results := make([]bool, 10)
	for i := range results {
		all.Go(func() {
			_, created, err := orders.Create(ctx, received(t, "alice", "sakura", "k1", now), now)
			if err != nil {
				t.Errorf("create: %v", err)
			}
			results[i] = created
		})
	}
	all.Wait()
	if n := len(slices.DeleteFunc(results, func(created bool) bool { return !created })); n != 1 {
		t.Errorf("created: got %d orders, want 1", n)
	}
}

func forgetExpired(t *testing.T, orders *store.Orders, _ store.Table) {
	create(t, orders, received(t, "alice", "sakura", "k1", now))
	soon := now.Add(23*time.Hour + 59*time.Minute)
	if _, created, err := orders.Create(ctx, received(t, "alice", "bella-napoli", "k1", soon), soon); err != nil || created {
		t.Errorf("before it expires: created = %v, %v", created, err)
	}
	late := now.Add(24*time.Hour + time.Second)
	kept, created, err := orders.Create(ctx, received(t, "alice", "bella-napoli", "k1", late), late)
	if err != nil || !created || kept.RestaurantID() != "bella-napoli" {
		t.Errorf("after it expired: created = %v, %v", created, err)
	}

	// One whose workflow has begun is kept for good.
	update(t, orders, kept.ID(), moments(func(o *order.Order) (order.Moment, error) { return o.Place(order.Step{Now: late}) }))
	later := late.Add(48 * time.Hour)
	if _, created, err := orders.Create(ctx, received(t, "alice", "sakura", "k1", later), later); err != nil || created {
		t.Errorf("after it was placed: created = %v, %v", created, err)
	}
}

func unknown(t *testing.T, orders *store.Orders, _ store.Table) {
	id := order.NewID("nobody", "none")
	if _, err := orders.Get(ctx, id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get: got %v, want ErrNotFound", err)
	}
	if _, err := orders.Update(ctx, id, moments(place)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("update: got %v, want ErrNotFound", err)
	}
}

// roundTrip takes an order through most of what can happen to one, and compares
// it with what the store gives back.
func roundTrip(t *testing.T, orders *store.Orders, _ store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "k1", now))
	wait := order.Wait{For: order.Acceptance, Token: "secret", EnteredTime: now.Add(1234 * time.Millisecond), RetryCount: 2, Deadline: now.Add(10 * time.Minute)}
	for _, change := range []func(*order.Order) error{
		moments(place),
		moments(func(o *order.Order) (order.Moment, error) {
			return o.NotifyRestaurant(step(2*time.Second), now.Add(10*time.Minute))
		}),
		func(o *order.Order) error { return o.Park(step(3*time.Second), wait) },
		func(o *order.Order) error { o.MarkStalled(step(4*time.Second), "Unavailable"); return nil },
		moments(func(o *order.Order) (order.Moment, error) {
			return o.Accept(order.Step{Now: now.Add(5 * time.Second), Redrives: 1}, order.Decision{By: "bella", RequestID: "r1", Reason: "yes “we” can"})
		}),
	} {
		changed := update(t, orders, o.ID(), change)
		read, err := orders.Get(ctx, o.ID())
		if err != nil {
			t.Fatal(err)
		}
		want, got := changed.Record(), read.Record()
		want.Version = got.Version
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("what was written and what is read (-want +got):\n%s", diff)
		}
	}
}

func conditional(t *testing.T, orders *store.Orders, table store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "k1", now))
	record, err := table.Get(ctx, o.ID())
	if err != nil || record.Version != 1 {
		t.Fatalf("get: version %d, %v", record.Version, err)
	}
	record.Version = 2
	if err := table.Replace(ctx, record); err != nil {
		t.Fatalf("replace version 1: %v", err)
	}
	if err := table.Replace(ctx, record); !errors.Is(err, store.ErrConflict) {
		t.Errorf("replace version 1 again: got %v, want ErrConflict", err)
	}
	record.ID, record.Version = order.NewID("nobody", "none"), 2
	if err := table.Replace(ctx, record); !errors.Is(err, store.ErrConflict) {
		t.Errorf("replace what is not there: got %v, want ErrConflict", err)
	}
}

// noLostUpdate lets two writers read the same version: the second begins again
// and sees what the first wrote.
func noLostUpdate(t *testing.T, orders *store.Orders, _ store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "k1", now))
	calls := 0
	update(t, orders, o.ID(), func(mine *order.Order) error {
		if calls++; calls == 1 {
			update(t, orders, o.ID(), moments(place)) // a rival is quicker
		}
		_, err := mine.NotifyRestaurant(step(2*time.Second), now)
		return err
	})
	got, err := orders.Get(ctx, o.ID())
	if err != nil {
		t.Fatal(err)
	}
	if calls != 2 || !got.Has(events.OrderPlaced) || !got.Has(events.RestaurantNotified) {
		t.Errorf("after %d calls: placed %v, notified %v; want 2 calls and both", calls, got.Has(events.OrderPlaced), got.Has(events.RestaurantNotified))
	}
}

func declined(t *testing.T, orders *store.Orders, table store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "k1", now))
	refused := errors.New("refused")
	if _, err := orders.Update(ctx, o.ID(), func(o *order.Order) error {
		_, _ = o.Place(step(0))
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("update: got %v, want the error of change", err)
	}
	update(t, orders, o.ID(), func(*order.Order) error { return nil })
	record, err := table.Get(ctx, o.ID())
	if err != nil || record.Version != 1 || record.Status != order.Received {
		t.Errorf("get: version %d, %s, %v; want nothing written", record.Version, record.Status, err)
	}
}
