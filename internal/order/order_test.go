package order_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/events/eventstest"
	"github.com/orderflow/orderflow/internal/order"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123_456_789, time.UTC)

func received(t require) *order.Order {
	t.Helper()
	menu, err := order.TheMenu()
	if err != nil {
		t.Fatalf("%v", err)
	}
	o, err := order.Receive(order.NewID("alice", "key"), "alice", order.Request{
		RestaurantID: "bella-napoli", Address: "Via Roma 1", Items: []order.RequestedItem{{DishID: "margherita", Quantity: 2}},
	}, menu, noon)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return o
}

// require is what a test and a property have in common.
type require interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

func at(minutes int) order.Step {
	return order.Step{Now: noon.Add(time.Duration(minutes) * time.Minute)}
}

func TestIDs(t *testing.T) {
	id := order.NewID("alice", "key")
	if !id.Valid() || id != order.NewID("alice", "key") {
		t.Errorf("NewID is not a function of its arguments: %s", id)
	}
	for _, other := range []order.ID{order.NewID("alice", "kez"), order.NewID("alic", "ekey"), order.NewID("alice\x00", "key")} {
		if other == id {
			t.Errorf("another customer or key has the same id %s", id)
		}
	}
	for _, bad := range []order.ID{"", "ord-", "ord-A", id + "a", "xrd" + id[3:], "ord-aaaaaaaaaaaaaaaaaaaaaaaaa1"} {
		if bad.Valid() {
			t.Errorf("%q is valid", bad)
		}
	}
}

func TestMoney(t *testing.T) {
	m := order.Money{Amount: 1250, Currency: "EUR"}
	if got := m.Times(3).Plus(order.Money{Amount: 5, Currency: "EUR"}); got != (order.Money{Amount: 3755, Currency: "EUR"}) {
		t.Errorf("3 × 12.50 + 0.05: got %v", got)
	}
	if got := (order.Money{Amount: 905, Currency: "EUR"}).String(); got != "9.05 EUR" {
		t.Errorf("got %q, want 9.05 EUR", got)
	}
}

func TestParseMenuFindsEveryMistake(t *testing.T) {
	_, err := order.ParseMenu([]byte(`{"restaurants": [
		{"id": "Bella", "name": "", "currency": "eur", "dishes": [{"id": "a b", "name": "x", "price": 1}, {"id": "x", "name": "x", "price": 0}, {"id": "x", "name": "x", "price": 1}]},
		{"id": "Bella", "name": "B", "currency": "EUR", "dishes": [{"id": "y", "name": "", "price": 1}]}
	]}`))
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 9 {
		t.Errorf("got %v, want nine mistakes", err)
	}
	if _, err := order.ParseMenu([]byte(`{"restaurants": [{"tables": 3}]}`)); err == nil {
		t.Error("an unknown member is no mistake")
	}
}

// TestOnce: a step that is done again gives the first time's moment, and changes
// nothing.
func TestOnce(t *testing.T) {
	o := received(t)
	first, err := o.Place(at(1))
	if err != nil {
		t.Fatal(err)
	}
	again, err := read(t, o).Place(at(9))
	if err != nil || again != first {
		t.Errorf("again: got %+v, %v; want %+v", again, err, first)
	}
	if first.At != noon.Add(time.Minute).Truncate(time.Millisecond) || first.Sequence != 1 {
		t.Errorf("the moment: got %+v", first)
	}
	o = read(t, o)
	if _, err := o.Place(at(9)); err != nil || o.Changed() {
		t.Errorf("placing again has changed the order, %v", err)
	}
}

// read takes an order through its record, as a store does.
func read(t require, o *order.Order) *order.Order {
	t.Helper()
	text, err := json.Marshal(o.Record())
	if err != nil {
		t.Fatalf("%v", err)
	}
	var r order.Record
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatalf("%v", err)
	}
	again, err := order.FromRecord(r)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return again
}

func TestStepsComeInOrder(t *testing.T) {
	for name, step := range map[string]func(*order.Order) (order.Moment, error){
		"accept before placing":     func(o *order.Order) (order.Moment, error) { return o.Accept(at(1), order.Decision{}) },
		"complete before accepting": func(o *order.Order) (order.Moment, error) { return o.Complete(at(1), order.Decision{}) },
		"close as placed":           func(o *order.Order) (order.Moment, error) { return o.Close(at(1), order.Placed, order.Acceptance, nil) },
	} {
		o := received(t)
		if _, err := step(o); !errors.Is(err, order.ErrOutOfStep) {
			t.Errorf("%s: got %v, want ErrOutOfStep", name, err)
		}
	}
}

func TestPark(t *testing.T) {
	wait := func(stage order.Stage, entered, retry int) order.Wait {
		return order.Wait{For: stage, Token: fmt.Sprint(stage, entered, retry), EnteredTime: noon.Add(time.Duration(entered) * time.Second), RetryCount: retry}
	}
	for _, test := range []struct {
		name          string
		first, second order.Wait
		replaced      bool
	}{
		{"a retry", wait(order.Acceptance, 1, 0), wait(order.Acceptance, 1, 1), true},
		{"the same again", wait(order.Acceptance, 1, 1), wait(order.Acceptance, 1, 1), false},
		{"an earlier attempt", wait(order.Acceptance, 1, 1), wait(order.Acceptance, 1, 0), false},
		{"another visit", wait(order.Acceptance, 1, 3), wait(order.Acceptance, 2, 0), true},
		{"an earlier visit", wait(order.Acceptance, 2, 0), wait(order.Acceptance, 1, 3), false},
		{"the next stage within the same millisecond", wait(order.Acceptance, 1, 0), wait(order.Completion, 1, 0), true},
		{"the stage before", wait(order.Completion, 1, 0), wait(order.Acceptance, 2, 0), false},
	} {
		o := received(t)
		if err := errors.Join(o.Park(at(1), test.first), o.Park(at(1), test.second)); err != nil {
			t.Fatal(err)
		}
		if got := o.Parked().Token == test.second.Token && test.first.Token != test.second.Token; got != test.replaced {
			t.Errorf("%s: replaced = %v, want %v", test.name, got, test.replaced)
		}
	}

	// A wait that is over stays over, however late its copy comes.
	o := received(t)
	_, _ = o.Place(at(1))
	if err := o.Park(at(1), wait(order.Acceptance, 1, 0)); err != nil {
		t.Fatal(err)
	}
	_, _ = o.Accept(at(2), order.Decision{By: "bella"})
	if err := o.Park(at(3), wait(order.Acceptance, 1, 0)); err != nil || o.Parked() != nil {
		t.Errorf("a late copy was parked: %+v, %v", o.Parked(), err)
	}
}

// TestEventsDoNotDependOnWhenTheyAreMade: an event made at once and one made when
// the order has long ended are the same, and all of them follow their schemas.
func TestEventsDoNotDependOnWhenTheyAreMade(t *testing.T) {
	for _, path := range paths {
		t.Run(path.name, func(t *testing.T) {
			o := received(t)
			made := map[string]string{}
			for i, step := range path.steps {
				m, err := step(o, order.Step{Now: noon.Add(time.Duration(i) * time.Minute)})
				if err != nil {
					t.Fatal(err)
				}
				made[fmt.Sprint(m.Sequence)] = detail(t, o.Event(m))
			}
			for _, e := range read(t, o).Events() {
				if diff := cmp.Diff(made[fmt.Sprint(e.Metadata.Sequence)], detail(t, e)); diff != "" {
					t.Errorf("%s has changed (-at once +later):\n%s", e.Type, diff)
				}
			}
		})
	}
}

func detail(t *testing.T, e events.Event) string {
	t.Helper()
	text, err := e.Detail()
	if err != nil {
		t.Fatal(err)
	}
	if err := eventstest.Validate(string(e.Type), text); err != nil {
		t.Error(err)
	}
	return string(text)
}

type stepFunc func(*order.Order, order.Step) (order.Moment, error)

func place(o *order.Order, s order.Step) (order.Moment, error) { return o.Place(s) }
func notify(o *order.Order, s order.Step) (order.Moment, error) {
	return o.NotifyRestaurant(s, s.Now.Add(10*time.Minute))
}

func accept(o *order.Order, s order.Step) (order.Moment, error) {
	return o.Accept(s, order.Decision{By: "bella", RequestID: "r"})
}
func tell(o *order.Order, s order.Step) (order.Moment, error) { return o.NotifyUser(s) }
func complete(o *order.Order, s order.Step) (order.Moment, error) {
	return o.Complete(s, order.Decision{By: "bella"})
}

func reject(o *order.Order, s order.Step) (order.Moment, error) {
	return o.Close(s, order.Rejected, order.Completion, &order.Decision{By: "bella", Reason: "no dough"})
}

func cancel(o *order.Order, s order.Step) (order.Moment, error) {
	return o.Close(s, order.Cancelled, order.Acceptance, &order.Decision{By: "alice"})
}

func expire(o *order.Order, s order.Step) (order.Moment, error) {
	return o.Close(s, order.Expired, order.Acceptance, nil)
}
func fail(o *order.Order, s order.Step) (order.Moment, error) { return o.Fail(s, "ABORTED") }
func stall(o *order.Order, s order.Step) (order.Moment, error) {
	o.MarkStalled(s, "Unavailable")
	timeline := o.Timeline()
	return timeline[len(timeline)-1], nil
}

var paths = []struct {
	name  string
	steps []stepFunc
}{
	{"completed", []stepFunc{place, notify, accept, tell, complete}},
	{"rejected", []stepFunc{place, notify, accept, tell, reject}},
	{"cancelled", []stepFunc{place, notify, cancel}},
	{"expired", []stepFunc{place, notify, expire}},
	{"failed", []stepFunc{place, notify, stall, fail}},
	{"failed before it was placed", []stepFunc{stall, fail}},
}

// TestNothingGoesBack: whatever is called on an order in whatever order, it never
// goes back, its moments never change, and once it has ended nothing does.
func TestNothingGoesBack(t *testing.T) {
	rank := map[order.Status]int{order.Received: 0, order.Placed: 1, order.Accepted: 2}
	all := []stepFunc{place, notify, accept, tell, complete, reject, cancel, expire, fail, func(o *order.Order, s order.Step) (order.Moment, error) {
		o.MarkStalled(s, "Unavailable")
		return order.Moment{}, nil
	}, func(o *order.Order, s order.Step) (order.Moment, error) {
		return order.Moment{}, o.Park(s, order.Wait{For: order.Acceptance, Token: "t", EnteredTime: s.Now})
	}}
	rapid.Check(t, func(t *rapid.T) {
		o := received(t)
		for i, pick := range rapid.SliceOfN(rapid.IntRange(0, len(all)-1), 1, 30).Draw(t, "steps") {
			before, timeline := o.Record(), o.Timeline()
			_, err := all[pick](o, order.Step{Now: noon.Add(time.Duration(i) * time.Second), Redrives: rapid.IntRange(0, 2).Draw(t, "redrives")})
			after := o.Record()
			if before.Status.Ended() && !cmp.Equal(before, after) {
				t.Fatalf("an ended order has changed:\n%s", cmp.Diff(before, after))
			}
			if err != nil && !cmp.Equal(before, after) {
				t.Fatalf("a step that was refused has changed the order:\n%s", cmp.Diff(before, after))
			}
			if !after.Status.Ended() && rank[after.Status] < rank[before.Status] {
				t.Fatalf("from %s back to %s", before.Status, after.Status)
			}
			if !slices.Equal(timeline, o.Timeline()[:len(timeline)]) {
				t.Fatalf("the past has changed:\n%s", cmp.Diff(timeline, o.Timeline()))
			}
			if after.Redrives < before.Redrives {
				t.Fatal("the redrive count has gone back")
			}
			if o.Parked() != nil && o.Status().Ended() {
				t.Fatal("an ended order waits for somebody")
			}
			o = read(t, o)
		}
	})
}

func TestRequestHash(t *testing.T) {
	request := order.Request{RestaurantID: "r", Items: []order.RequestedItem{{DishID: "d", Quantity: 1}}, Address: "a"}
	hash, err := request.Hash()
	if err != nil {
		t.Fatal(err)
	}
	other := request
	other.Note = "n"
	if otherHash, err := other.Hash(); err != nil || otherHash == hash {
		t.Errorf("another request has the same hash, %v", err)
	}
}

func TestFromRecordRefuses(t *testing.T) {
	good := received(t).Record()
	for name, change := range map[string]func(*order.Record){
		"no id":             func(r *order.Record) { r.ID = "" },
		"no customer":       func(r *order.Record) { r.CustomerID = "" },
		"an unknown status": func(r *order.Record) { r.Status = "eaten" },
	} {
		r := good
		change(&r)
		if _, err := order.FromRecord(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
