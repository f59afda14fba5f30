package cost

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// as is a context in which the function of that name runs.
func as(t *testing.T, function string) context.Context {
	return lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{
		InvokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:" + function,
	})
}

// TestRefusedWritesAreCounted: a condition that fails costs what the write would,
// but for the indexes.
func TestRefusedWritesAreCounted(t *testing.T) {
	table, err := sqlitestore.Open(sqlitedb.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = table.Close() })
	m := newMeter(thePrices(t))
	orders := m.aroundOrders(table)
	now := time.Now()
	record := order.Record{ID: "ord-1", CustomerID: "alice", RestaurantID: "bella-napoli", Status: order.Placed, CreatedAt: now, UpdatedAt: now, Version: 1}
	ctx := as(t, "place-order")
	step := func(what string, units int64, do func() error) {
		t.Helper()
		before := m.work("place-order")
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if got := m.work("place-order").since(before).Usage[WriteUnits]; got != units {
			t.Errorf("%s: %d write units, want %d", what, got, units)
		}
	}
	insert := func() error { _, err := orders.Insert(ctx, record, now); return err }
	step("an order that is new, with three indexes", 4, insert)
	step("the same again", 1, insert)
	record.Version, record.Status = 2, order.Accepted
	step("a change of status, in two lists", 3, func() error { return orders.Replace(ctx, record) })
	step("a write that comes too late", 1, func() error {
		if err := orders.Replace(ctx, record); err == nil {
			t.Error("it was taken")
		}
		return nil
	})
	record.Version = 3
	record.Wait = &order.Wait{For: order.Acceptance, Token: "short", EnteredTime: now, Deadline: now}
	step("a task token, as long as on AWS, and the agenda", 2+2, func() error { return orders.Replace(ctx, record) })
	before := len(m.functions())
	if _, err := orders.Get(t.Context(), "ord-1"); err != nil {
		t.Fatal(err)
	}
	if len(m.functions()) != before {
		t.Error("what no function does was counted")
	}
}

// TestEventsAreCountedByTheirSize: each 64 KB that is begun is an event.
func TestEventsAreCountedByTheirSize(t *testing.T) {
	w := newWork()
	bill(&w, "events:PutEvents", []byte(`{"Entries": [
		{"Time": 1.5, "Source": "abc", "DetailType": "de", "Detail": "f", "Resources": ["gh"]},
		{"Source": "", "DetailType": "", "Detail": "`+strings.Repeat("x", 64<<10+1)+`"}]}`))
	if got, want := w.Usage, (Usage{Events: 1 + 2, Archived: 14 + 3 + 2 + 1 + 2 + 64<<10 + 1}); !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestTransitions: one for the start, one for each state, one for each retry.
func TestTransitions(t *testing.T) {
	entered := types.HistoryEvent{
		Type:                     types.HistoryEventTypeTaskStateEntered,
		StateEnteredEventDetails: &types.StateEnteredEventDetails{Name: aws.String("A")},
	}
	scheduled, failed := types.HistoryEvent{Type: types.HistoryEventTypeTaskScheduled}, types.HistoryEvent{Type: types.HistoryEventTypeTaskFailed}
	history := []types.HistoryEvent{
		{Type: types.HistoryEventTypeExecutionStarted},
		entered, scheduled, failed, scheduled, failed, scheduled,
		entered, scheduled,
		{Type: types.HistoryEventTypeExecutionSucceeded},
	}
	if got := transitions(history); got != 1+2+2 {
		t.Errorf("%d transitions, want 5: the start, two states, two retries", got)
	}
}

// TestLinesAreCountedForTheirFunction: a line that names none is counted all the
// same.
func TestLinesAreCountedForTheirFunction(t *testing.T) {
	m := newMeter(thePrices(t))
	text := "{\"function\":\"a\"}\n{\"metric\":1}\n"
	if n, err := (logLines{m}).Write([]byte(text)); n != len(text) || err != nil {
		t.Fatal(n, err)
	}
	if a, none := m.work("a").Usage[Logged], m.work("").Usage[Logged]; a != 17 || none != 13 {
		t.Errorf("%d bytes of a, %d of none; want 17 and 13", a, none)
	}
}
