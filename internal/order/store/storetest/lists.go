package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// ids lists everything that a query finds, page by page.
func ids(t *testing.T, orders *store.Orders, q store.Query) (all []order.ID) {
	t.Helper()
	for range 100 {
		page, err := orders.List(ctx, q)
		if err != nil {
			t.Fatalf("list: %v", err)
		}
		for _, s := range page.Orders {
			all = append(all, s.ID)
		}
		if page.Cursor == "" {
			return all
		}
		q.Cursor = page.Cursor
	}
	t.Fatal("the pages do not end")
	return nil
}

func lists(t *testing.T, orders *store.Orders, _ store.Table) {
	var want []order.ID
	for i := range 7 {
		o := create(t, orders, received(t, "alice", "sakura", fmt.Sprint(i), now.Add(time.Duration(i)*time.Second)))
		want = append([]order.ID{o.ID()}, want...)
	}
	for _, limit := range []int{1, 3, 7, 100} {
		if diff := cmp.Diff(want, ids(t, orders, store.Query{Customer: "alice", Limit: limit})); diff != "" {
			t.Errorf("a customer's, %d at a time (-want +got):\n%s", limit, diff)
		}
		if diff := cmp.Diff(want, ids(t, orders, store.Query{Restaurant: "sakura", Limit: limit})); diff != "" {
			t.Errorf("a restaurant's, %d at a time (-want +got):\n%s", limit, diff)
		}
	}
	page, err := orders.List(ctx, store.Query{Customer: "alice", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	o, err := orders.Get(ctx, want[0])
	if err != nil {
		t.Fatal(err)
	}
	summary := store.Summary{ID: o.ID(), CustomerID: "alice", RestaurantID: "sakura", Status: order.Received, Total: o.Total(), CreatedAt: o.CreatedAt()}
	if diff := cmp.Diff([]store.Summary{summary}, page.Orders); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func listsByStatus(t *testing.T, orders *store.Orders, _ store.Table) {
	var placed []order.ID
	for i := range 9 {
		o := create(t, orders, received(t, "alice", "sakura", fmt.Sprint(i), now.Add(time.Duration(i)*time.Second)))
		if i%3 == 0 {
			update(t, orders, o.ID(), moments(place))
			placed = append([]order.ID{o.ID()}, placed...)
		}
	}
	if diff := cmp.Diff(placed, ids(t, orders, store.Query{Restaurant: "sakura", Status: order.Placed, Limit: 2})); diff != "" {
		t.Errorf("placed (-want +got):\n%s", diff)
	}
	if got := ids(t, orders, store.Query{Restaurant: "sakura", Status: order.Completed, Limit: 2}); len(got) != 0 {
		t.Errorf("completed: got %v, want none", got)
	}
}

func listsArePrivate(t *testing.T, orders *store.Orders, _ store.Table) {
	mine := create(t, orders, received(t, "alice", "sakura", "1", now))
	create(t, orders, received(t, "alice", "sakura", "2", now.Add(time.Second)))
	create(t, orders, received(t, "bob", "bella-napoli", "1", now))
	page, err := orders.List(ctx, store.Query{Customer: "alice", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	// Somebody else's cursor is a place in one's own list.
	if got := ids(t, orders, store.Query{Customer: "bob", Limit: 10, Cursor: page.Cursor}); len(got) != 1 || got[0] == mine.ID() {
		t.Errorf("bob with alice's cursor: got %v, want bob's own order", got)
	}
	if got := ids(t, orders, store.Query{Restaurant: "taj-palace", Limit: 10}); len(got) != 0 {
		t.Errorf("another restaurant: got %v, want none", got)
	}
}

func badCursors(t *testing.T, orders *store.Orders, _ store.Table) {
	for _, cursor := range []string{"x", "%%%", "e30", "eyJjIjoieCJ9"} {
		if _, err := orders.List(ctx, store.Query{Customer: "alice", Limit: 1, Cursor: cursor}); !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("cursor %q: got %v, want ErrBadCursor", cursor, err)
		}
	}
}

// due lists a topic's entries up to a time.
func due(t *testing.T, orders *store.Orders, topic order.Topic, by time.Time) (all []order.ID) {
	t.Helper()
	err := orders.Due(ctx, topic, by, func(e store.Entry) error {
		all = append(all, e.ID)
		return nil
	})
	if err != nil {
		t.Fatalf("due: %v", err)
	}
	return all
}

func agenda(t *testing.T, orders *store.Orders, _ store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "1", now))
	far := now.Add(1000 * time.Hour)
	if got := due(t, orders, order.TopicStart, far); len(got) != 1 {
		t.Errorf("a new order: got %v on the topic start", got)
	}
	if got := due(t, orders, order.TopicStart, now.Add(time.Minute)); len(got) != 0 {
		t.Errorf("a new order: got %v due after a minute", got)
	}
	update(t, orders, o.ID(), moments(place))
	if got := due(t, orders, order.TopicStart, far); len(got) != 0 {
		t.Errorf("a placed order: got %v on the topic start", got)
	}
	entered := now.Add(3 * time.Second)
	update(t, orders, o.ID(), func(o *order.Order) error {
		return o.Park(step(3*time.Second), order.Wait{For: order.Acceptance, Token: "t", EnteredTime: entered, Deadline: entered.Add(10 * time.Minute)})
	})
	if got := due(t, orders, order.TopicStep, far); len(got) != 0 {
		t.Errorf("a waiting order: got %v on the topic step", got)
	}
	entry, ok, err := orders.Next(ctx, order.TopicAcceptance)
	if err != nil || !ok || entry.ID != o.ID() || !entry.Since.Equal(entered) || !entry.Due.After(entered.Add(10*time.Minute)) {
		t.Errorf("a waiting order: got %+v, %v, %v", entry, ok, err)
	}
}

func agendaPages(t *testing.T, orders *store.Orders, _ store.Table) {
	const n = 230 // more than two pages
	for i := range n {
		create(t, orders, received(t, "alice", "sakura", fmt.Sprint(i), now.Add(time.Duration(i%50)*time.Second)))
	}
	var times []time.Time
	seen := map[order.ID]bool{}
	err := orders.Due(ctx, order.TopicStart, now.Add(time.Hour), func(e store.Entry) error {
		times, seen[e.ID] = append(times, e.Due), true
		return nil
	})
	if err != nil || len(times) != n || len(seen) != n {
		t.Errorf("due: visited %d entries of %d orders, %v; want %d", len(times), len(seen), err, n)
	}
	if !slices.IsSortedFunc(times, time.Time.Compare) {
		t.Error("the entries do not come in the order of their due times")
	}
	stop := errors.New("enough")
	if err := orders.Due(ctx, order.TopicStart, now.Add(time.Hour), func(store.Entry) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("due: got %v, want the error of visit", err)
	}
}

func agendaEnds(t *testing.T, orders *store.Orders, _ store.Table) {
	o := create(t, orders, received(t, "alice", "sakura", "1", now))
	update(t, orders, o.ID(), moments(place))
	update(t, orders, o.ID(), moments(func(o *order.Order) (order.Moment, error) {
		return o.Close(step(time.Minute), order.Expired, order.Acceptance, nil)
	}))
	for _, topic := range order.Topics {
		if _, ok, err := orders.Next(ctx, topic); ok || err != nil {
			t.Errorf("topic %s: got an entry, or %v", topic, err)
		}
	}
}

func sameMillisecond(t *testing.T, orders *store.Orders, _ store.Table) {
	want := map[order.ID]bool{}
	for i := range 5 {
		want[create(t, orders, received(t, "alice", "sakura", fmt.Sprint(i), now)).ID()] = true
	}
	got := ids(t, orders, store.Query{Customer: "alice", Limit: 2})
	for _, id := range got {
		delete(want, id)
	}
	if len(got) != 5 || len(want) != 0 {
		t.Errorf("got %v; %d are missing", got, len(want))
	}
}
