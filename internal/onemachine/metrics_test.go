package onemachine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// measured are the metrics of an order, each as NAME or NAME=VALUE when the value
// is not 1, in the order in which they were written; "" are those of no order.
func (w *world) measured(id string) (all []string) {
	w.t.Helper()
	for _, line := range lines(w.t, w.metrics.String()) {
		if of, _ := line["orderId"].(string); of != id {
			continue
		}
		directive := line["_aws"].(map[string]any)["CloudWatchMetrics"].([]any)[0].(map[string]any)
		name := directive["Metrics"].([]any)[0].(map[string]any)["Name"].(string)
		if line[name] == 1.0 {
			all = append(all, name)
		} else {
			all = append(all, fmt.Sprint(name, "=", line[name]))
		}
	}
	return all
}

// TestMetricsOfEachEnding: what each ending counts, once, and how long it took.
func TestMetricsOfEachEnding(t *testing.T) {
	accepted := func(after string) []string { return []string{"OrdersAccepted", "SecondsToAccept=" + after} }
	want := map[string][]string{
		"completed":                      append(accepted("540"), "OrdersCompleted", "SecondsToComplete=4140"),
		"rejected":                       {"OrdersRejected"},
		"rejected after it was accepted": append(accepted("0"), "OrdersRejected"),
		"cancelled":                      {"OrdersCancelled"},
		"expired":                        {"OrdersExpired"},
		"expired after it was accepted":  append(accepted("0"), "OrdersExpired"),
	}
	for _, e := range endings {
		t.Run(e.name, func(t *testing.T) {
			inBubble(t, onemachine.Config{}, func(w *world) {
				id := w.place()
				w.wantStatus(id, "placed")
				e.act(w, id)
				w.wantStatus(id, e.status)
				w.pass(time.Hour)
				wantList(t, "metrics", w.measured(id), append([]string{"OrdersPlaced"}, want[e.name]...)...)
			})
		})
	}
}

// TestMetricsOfAStalledOrder: it stalls, is given up after an hour, and counts
// once as each, though watch-orders comes by every minute.
func TestMetricsOfAStalledOrder(t *testing.T) {
	mended := false
	inBubble(t, brokenAccept(&mended), func(w *world) {
		id := stall(w)
		w.pass(30 * time.Minute)
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersStalled")
		oldest := w.measured("")
		if at := slices.Index(oldest, "OldestWaitSeconds=1800"); at < 0 {
			t.Errorf("no age of the oldest stalled order is 1800 s: %v", oldest)
		}
		w.pass(3 * time.Hour)
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersStalled", "OrdersFailed")

		id = stall(w)
		mended = true
		w.redrive(id)
		w.wantStatus(id, "accepted")
		w.pass(10 * time.Minute)
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersStalled", "OrdersAccepted", "SecondsToAccept=0")
	})
}

// TestARetryCountsNothingTwice: the event of each step cannot be published for a
// while, so that each handler finds its own effect again and again; and the
// notification of the same stop comes twice.
func TestARetryCountsNothingTwice(t *testing.T) {
	for _, s := range steps {
		if !slices.Contains(s.uses, "eventbridge") {
			continue
		}
		t.Run(s.state, func(t *testing.T) {
			broken := &outage{what: "eventbridge"}
			inBubble(t, onemachine.Config{AroundCalls: broken.calls, AroundFunction: s.begins(broken, 3*time.Minute)}, func(w *world) {
				id := w.place()
				w.settle()
				drive(w, id, s.path)
				w.pass(7 * time.Minute)
				w.wantStatus(id, s.path)
				counts := map[string]int{}
				for _, name := range w.measured(id) {
					name, _, _ = strings.Cut(name, "=")
					counts[name]++
				}
				want := []string{"OrdersPlaced", "Orders" + strings.ToUpper(s.path[:1]) + s.path[1:]}
				if s.path == "completed" {
					want = append(want, "OrdersAccepted", "SecondsToAccept", "SecondsToComplete")
				}
				for _, name := range want {
					if counts[name] != 1 {
						t.Errorf("%s was told %d times, want once", name, counts[name])
					}
					delete(counts, name)
				}
				if len(counts) != 0 {
					t.Errorf("also told: %v", counts)
				}
			})
		})
	}
}

// TestAnAbortedOrderCountsAsFailed, and the same news again as nothing.
func TestAnAbortedOrderCountsAsFailed(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.stop(id)
		w.wantStatus(id, "failed")
		if got := w.invoke("watch-orders", statusEvent(id, "ABORTED", 0)); got != "" {
			t.Errorf("watch-orders: got %s", got)
		}
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersFailed")
	})
}

// forgetfulTable writes an order and then says that somebody else has: so it looks
// when an SDK repeats a write whose answer was lost.
type forgetfulTable struct{ store.Table }

func (t forgetfulTable) Replace(ctx context.Context, r order.Record) error {
	if err := t.Table.Replace(ctx, r); err != nil {
		return err
	}
	return store.ErrConflict
}

// TestAWriteWhoseAnswerIsLostIsCounted: the handler finds its own write.
func TestAWriteWhoseAnswerIsLostIsCounted(t *testing.T) {
	cfg := onemachine.Config{AroundOrders: func(t store.Table) store.Table { return forgetfulTable{t} }}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.pass(10 * time.Minute)
		w.wantStatus(id, "expired")
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersExpired")
	})
}
