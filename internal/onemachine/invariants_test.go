package onemachine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order"
)

// The invariants of the design, each with its tests. Their numbers are those of
// ARCHITECTURE.md.

// invoke invokes a function over Lambda's Invoke API and gives its error type,
// "" when it succeeded.
func (w *world) invoke(function, payload string) (errorType string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost,
		"http://aws.test/2015-03-31/functions/"+function+"/invocations", strings.NewReader(payload))
	if err != nil {
		w.t.Fatal(err)
	}
	response, err := w.m.Cloud.Transport().RoundTrip(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		w.t.Fatalf("invoke %s: %d %s, %v", function, response.StatusCode, body, err)
	}
	if response.Header.Get("X-Amz-Function-Error") == "" {
		return ""
	}
	var failure struct{ ErrorType string }
	if err := json.Unmarshal(body, &failure); err != nil {
		w.t.Fatal(err)
	}
	return failure.ErrorType
}

// Invariant 1: writes only go forward, an ended order never changes, and an
// event's time and id are those of the first write.
func TestInvariant1_AHandlerThatRunsAgain(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		accepted(w, id)
		w.pass(time.Minute)
		w.must(id, "complete")
		before := w.wantStatus(id, "completed")
		published := w.events(id)

		w.pass(time.Hour)
		input := `{"orderId": "` + id + `", "redriveCount": 7, "decision": {"by": "somebody else"}}`
		for _, function := range []string{"place-order", "accept-order", "complete-order"} {
			if got := w.invoke(function, input); got != "" {
				t.Errorf("%s again: got %s, want success: its effect is there", function, got)
			}
		}
		if got := w.invoke("close-order", `{"orderId": "`+id+`", "outcome": "expired", "stage": "acceptance"}`); got != "OrderEnded" {
			t.Errorf("close-order after the end: got %q, want OrderEnded", got)
		}
		if got := w.invoke("await-restaurant", `{"orderId": "`+id+`", "wait": "completion", "token": "t", "enteredTime": "2030-01-01T00:00:00Z"}`); got != "OrderEnded" {
			t.Errorf("await-restaurant after the end: got %q, want OrderEnded", got)
		}
		if after := w.order(id); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("the ended order has changed:\nbefore %+v\n after %+v", before, after)
		}
		again := w.events(id)
		if len(again) != len(published)+3 {
			t.Fatalf("events: got %d, want %d and three duplicates", len(again), len(published))
		}
		for _, duplicate := range again[len(published):] {
			i := slices.IndexFunc(published, func(e busEvent) bool { return e.id == duplicate.id })
			if i < 0 || !bytes.Equal(published[i].Detail, duplicate.Detail) {
				t.Errorf("%s was published again with another id, time or content:\n%s", duplicate.DetailType, duplicate.Detail)
			}
		}
	})
}

// Invariant 1: a parked wait is replaced by a later attempt only.
func TestInvariant1_OnlyALaterWaitIsParked(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		parked := w.order(id).Waiting.Until
		late := func(entered string, retry int) string {
			return fmt.Sprintf(`{"orderId": %q, "wait": "acceptance", "token": "late", "enteredTime": %q, "retryCount": %d, "deadline": "2031-01-01T00:00:00Z"}`, id, entered, retry)
		}
		now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
		for _, attempt := range []string{late("1999-01-01T00:00:00Z", 9), late(now, 0)} {
			if got := w.invoke("await-restaurant", attempt); got != "" {
				t.Errorf("await-restaurant: got %s", got)
			}
		}
		if got := w.order(id).Waiting.Until; !got.Equal(parked) {
			t.Errorf("the wait was replaced by one that came late: until %v", got)
		}
		w.must(id, "accept") // with the token that was parked first
		w.wantStatus(id, "accepted")
	})
}

// Invariant 2: at ten minutes less a millisecond an accept is taken, a
// millisecond after ten minutes it is too late, and nobody is told otherwise.
func TestInvariant2_AcceptRacesTheTimeout(t *testing.T) {
	for _, test := range []struct {
		name   string
		at     time.Duration
		answer int
		status string
	}{
		{"one_millisecond_before", 10*time.Minute - time.Millisecond, 200, "accepted"},
		{"one_millisecond_after", 10*time.Minute + time.Millisecond, 409, "expired"},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, onemachine.Config{}, func(w *world) {
				id := w.place()
				w.wantStatus(id, "placed")
				for _, e := range w.history(id) { // the clock of the wait starts when it is scheduled
					if d := e.TaskScheduledEventDetails; d != nil && *d.Resource == "invoke.waitForTaskToken" {
						time.Sleep(time.Until(e.Timestamp.Add(test.at)))
					}
				}
				a := w.decide(id, "accept")
				if a.status != test.answer {
					t.Errorf("accept: got %d %s, want %d", a.status, a.body, test.answer)
				}
				w.wantStatus(id, test.status)
			})
		})
	}
}

// Invariant 2: the very millisecond of the timeout belongs to the timeout, and
// whatever is answered agrees with what the order becomes.
func TestInvariant2_AcceptInTheVeryMillisecond(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		for range 20 {
			id := w.place()
			w.wantStatus(id, "placed")
			time.Sleep(10 * time.Minute)
			a := w.decide(id, "accept")
			w.settle()
			if o := w.order(id); a.status == 200 != (o.Status == "accepted") {
				t.Errorf("accept answered %d, and the order is %s", a.status, o.Status)
			}
		}
	})
}

// Invariant 2: of two who decide at once one wins; the other is told so. The
// same caller twice is the same decision.
func TestInvariant2_TwoAcceptsAtOnce(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		chef := func(name string) string {
			token, err := w.m.Cloud.Issuer.Token(name, []string{"restaurant:" + theRestaurant})
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		for _, test := range []struct {
			name string
			who  [2]string
			want []int
		}{
			{"two people", [2]string{"ada", "bruno"}, []int{200, 409}},
			{"one person twice", [2]string{"ada", "ada"}, []int{200, 200}},
		} {
			id := w.place()
			w.wantStatus(id, "placed")
			got := w.both(
				func() answer { return w.call("POST", "/orders/"+id+"/accept", chef(test.who[0]), "") },
				func() answer { return w.call("POST", "/orders/"+id+"/accept", chef(test.who[1]), "") },
			)
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: got %v, want %v", test.name, got, test.want)
			}
			w.wantStatus(id, "accepted")
			if n := len(w.events(id)); n != 4 {
				t.Errorf("%s: got %d events, want 4", test.name, n)
			}
		}
	})
}

// both makes two calls at once and gives the sorted statuses.
func (w *world) both(calls ...func() answer) []int {
	statuses := make([]int, len(calls))
	var all sync.WaitGroup
	for i, call := range calls {
		all.Go(func() { statuses[i] = call().status })
	}
	all.Wait()
	slices.Sort(statuses)
	return statuses
}

// Invariant 2: accept against cancel.
func TestInvariant2_AcceptAgainstCancel(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		wins := map[string]int{}
		for range 20 {
			id := w.place()
			w.wantStatus(id, "placed")
			var accept, cancel answer
			got := w.both(
				func() answer { accept = w.decide(id, "accept"); return accept },
				func() answer { cancel = w.decide(id, "cancel"); return cancel },
			)
			if !slices.Equal(got, []int{200, 409}) {
				t.Fatalf("got %v, want one 200 and one 409", got)
			}
			w.settle()
			o := w.order(id)
			wins[o.Status]++
			if accept.status == 200 != (o.Status == "accepted") || cancel.status == 200 != (o.Status == "cancelled") {
				t.Errorf("accept answered %d, cancel %d, and the order is %s", accept.status, cancel.status, o.Status)
			}
		}
		t.Logf("outcomes: %v", wins)
	})
}

// Invariant 2: accepting before the wait has begun waits for it, and says "too
// early" when it does not begin within five seconds.
func TestInvariant2_AcceptBeforeTheWaitHasBegun(t *testing.T) {
	cfg := onemachine.Config{AroundFunction: around("notify-restaurant", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		time.Sleep(7 * time.Second)
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		began := time.Now()
		a := w.decide(id, "accept")
		if a.status != 409 || a.problem(t) != "too-early" || a.header.Get("Retry-After") == "" {
			t.Errorf("accept: got %d %s, Retry-After %q; want 409 too-early", a.status, a.body, a.header.Get("Retry-After"))
		}
		if took := time.Since(began); took > 5*time.Second || took < 4*time.Second {
			t.Errorf("it took %v, want a little less than 5 s", took)
		}
		w.must(id, "accept") // now the wait begins while this call is looking
		w.wantStatus(id, "accepted")
	})
}

// Invariant 2: an accept whose answer was lost is sent again, right away, later,
// and after the order has ended.
func TestInvariant2_TheAnswerToAnAcceptIsLost(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		for range 3 {
			w.must(id, "accept")
		}
		w.wantStatus(id, "accepted")
		w.must(id, "accept")
		w.must(id, "complete")
		w.must(id, "complete")
		w.wantStatus(id, "completed")
		w.must(id, "accept")
		w.must(id, "complete")
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_accepted", "user_notified", "order_completed")
		if a := w.decide(id, "reject"); a.status != 409 {
			t.Errorf("reject after completion: got %d, want 409", a.status)
		}
	})
}

// Invariant 2: a retry of the wait brings a new token; an accept that was sent
// with the old one looks for the new one.
func TestInvariant2_ARetryOfTheWaitReplacesTheToken(t *testing.T) {
	cfg := onemachine.Config{AroundFunction: around("await-restaurant", func(n int, next func() ([]byte, error)) ([]byte, error) {
		answer, err := next() // it parks the token,
		if n == 1 {           // and then fails
			return nil, messages.InvokeResponse_Error{Type: "Unavailable", Message: "the answer was lost"}
		}
		return answer, err
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.settle()
		if o := w.order(id); o.Waiting == nil {
			t.Fatal("the first attempt has parked no token")
		}
		began := time.Now()
		w.must(id, "accept") // the parked token belongs to an attempt that has failed
		if took := time.Since(began); took < 500*time.Millisecond {
			t.Errorf("accept was taken after %v, before the retry", took)
		}
		w.wantStatus(id, "accepted")
	})
}

// Invariant 2: when the token is gone and nobody has written who won, the answer
// is that it is not known yet.
func TestInvariant2_UndecidedIsSaid(t *testing.T) {
	cfg := onemachine.Config{AroundFunction: around("accept-order", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		time.Sleep(8 * time.Second)
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.must(id, "accept")
		a := w.decide(id, "cancel")
		if a.status != 503 || a.problem(t) != "decision-pending" {
			t.Errorf("cancel: got %d %s, want 503 decision-pending", a.status, a.body)
		}
		w.pass(5 * time.Second)
		if a := w.decide(id, "cancel"); a.status != 409 {
			t.Errorf("cancel later: got %d, want 409", a.status)
		}
	})
}

// Invariant 4: the workflow is the outbox. A publication that fails is made
// again, with the id and the time of the first write.
func TestInvariant4_AnEventOutlivesTheFailureToPublishIt(t *testing.T) {
	broken := &outage{what: "eventbridge"}
	cfg := onemachine.Config{
		AroundCalls: broken.calls,
		AroundFunction: around("accept-order", func(_ int, next func() ([]byte, error)) ([]byte, error) {
			broken.begin(2 * time.Minute)
			return next()
		}),
	}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		began := time.Now()
		w.must(id, "accept")
		o := w.wantStatus(id, "accepted")
		if got := w.published(id); slices.Contains(got, "order_accepted") {
			t.Fatalf("published while the bus is out of order: %v", got)
		}
		w.pass(3 * time.Minute)
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_accepted", "user_notified")
		for _, e := range w.events(id) {
			if e.DetailType == "order_accepted" && (e.at.Sub(began) > 0 || !e.at.Equal(o.Timeline[2].At)) {
				t.Errorf("order_accepted occurred at %v, want the time of the write, %v", e.at, began)
			}
		}
	})
}

// Invariant 4: PutEvents answers 200 and yet has not taken an entry, which the
// SDK does not report.
func TestInvariant4_PutEventsTakesOnlySome(t *testing.T) {
	refusals := 0
	cfg := onemachine.Config{AroundCalls: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if serviceOf(r) == "eventbridge" && refusals < 5 {
				refusals++
				return respond(r, 200, "", `{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure", "ErrorMessage": "try again"}]}`), nil
			}
			return next.RoundTrip(r)
		})
	}}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.pass(time.Minute)
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified")
		if refusals != 5 {
			t.Errorf("refusals: got %d, want 5", refusals)
		}
	})
}

// Invariant 6: placing is idempotent, at any age.
func TestInvariant6_PlacingIsIdempotent(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		key := []string{"Idempotency-Key", "order-of-friday"}
		id := w.place(key...)
		if again := w.place(key...); again != id {
			t.Errorf("right away: got another order, %s", again)
		}
		w.wantStatus(id, "placed")
		if again := w.place(key...); again != id {
			t.Errorf("while it runs: got another order, %s", again)
		}
		other := strings.Replace(goodOrder, `"quantity": 2`, `"quantity": 3`, 1)
		if a := w.call("POST", "/orders", w.alice(), other, key...); a.status != 422 || a.problem(t) != "idempotency-key-reused" {
			t.Errorf("another body: got %d %s, want 422", a.status, a.body)
		}
		blanks := w.call("POST", "/orders", w.alice(), strings.ReplaceAll(goodOrder, `": `, `" :   `), key...)
		if blanks.status != 202 || !strings.Contains(blanks.body, id) {
			t.Errorf("the same with other blanks: got %d %s, want the same order", blanks.status, blanks.body)
		}
		accepted(w, id)
		w.must(id, "complete")
		w.wantStatus(id, "completed")
		w.pass(49 * time.Hour) // longer than an order is kept whose workflow never began
		if again := w.place(key...); again != id {
			t.Errorf("after it ended: got another order, %s", again)
		}
		if a := w.call("POST", "/orders", w.alice(), other, key...); a.status != 422 {
			t.Errorf("another body after it ended: got %d %s, want 422", a.status, a.body)
		}
		bob := w.token("customer", "bob", "bob@example.com")
		if a := w.call("POST", "/orders", bob, goodOrder, key...); a.status != 202 || strings.Contains(a.body, id) {
			t.Errorf("another customer with the same key: got %d %s, want an order of their own", a.status, a.body)
		}
	})
}

// Invariant 6: ten identical requests at once are one order.
func TestInvariant6_TenAtOnceAreOneOrder(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ids := make([]string, 10)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() { ids[i] = w.place("Idempotency-Key", "k") })
		}
		all.Wait()
		if slices.Sort(ids); ids[0] != ids[9] {
			t.Errorf("orders: got %v, want one", slices.Compact(ids))
		}
		w.wantStatus(ids[0], "placed")
		if n := w.m.Cloud.Waiting(); n != 1 {
			t.Errorf("executions: got %d, want 1", n)
		}
	})
}

// Invariant 6: an order that was kept but whose execution could not be started is
// started by the same request sent again.
func TestInvariant6_AThrottledStartIsMadeUpFor(t *testing.T) {
	busy := true
	cfg := onemachine.Config{AroundCalls: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if busy && r.Header.Get("X-Amz-Target") == "AWSStepFunctions.StartExecution" {
				return throttled(r), nil
			}
			return next.RoundTrip(r)
		})
	}}
	inBubble(t, cfg, func(w *world) {
		a := w.call("POST", "/orders", w.alice(), goodOrder, "Idempotency-Key", "k")
		if a.status != 503 || a.problem(t) != "unavailable" || a.header.Get("Retry-After") == "" {
			t.Fatalf("while Step Functions throttles: got %d %s, want 503 with Retry-After", a.status, a.body)
		}
		w.pass(time.Hour)
		busy = false
		id := w.place("Idempotency-Key", "k")
		w.wantStatus(id, "placed")
	})
}

// Step Functions having too much to do is said, and nothing is decided by it.
func TestAThrottledDecisionIsSaid(t *testing.T) {
	busy := false
	cfg := onemachine.Config{AroundCalls: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if busy && strings.HasPrefix(r.Header.Get("X-Amz-Target"), "AWSStepFunctions.SendTask") {
				return throttled(r), nil
			}
			return next.RoundTrip(r)
		})
	}}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		busy = true
		for _, decision := range []string{"accept", "reject", "cancel"} {
			if a := w.decide(id, decision); a.status != 503 || a.problem(t) != "unavailable" || a.header.Get("Retry-After") == "" {
				t.Errorf("%s: got %d %s, want 503 with Retry-After", decision, a.status, a.body)
			}
		}
		busy = false
		w.must(id, "accept")
		w.wantStatus(id, "accepted")
	})
}

// Invariant 9: prices come from the menu.
func TestInvariant9_PricesComeFromTheMenu(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		cheap := strings.Replace(goodOrder, `"quantity": 2`, `"quantity": 2, "unitPrice": {"amount": 1, "currency": "EUR"}`, 1)
		if a := w.call("POST", "/orders", w.alice(), cheap); a.status != 422 {
			t.Errorf("an order with prices: got %d, want 422", a.status)
		}
		var o struct{ Total order.Money }
		w.call("GET", "/orders/"+w.place(), w.alice(), "").json(t, &o)
		if want := (order.Money{Amount: 2*950 + 590, Currency: "EUR"}); o.Total != want {
			t.Errorf("total: got %v, want %v", o.Total, want)
		}
	})
}

// The store being out of order for the API is said, and nothing is lost by it.
func TestTheAPIWithoutItsStore(t *testing.T) {
	broken := &outage{what: "store"}
	inBubble(t, onemachine.Config{AroundOrders: broken.orders}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		broken.begin(time.Minute)
		for _, call := range []func() answer{
			func() answer { return w.call("POST", "/orders", w.alice(), goodOrder) },
			func() answer { return w.call("GET", "/orders/"+id, w.alice(), "") },
			func() answer { return w.decide(id, "accept") },
		} {
			if a := call(); a.status != 503 || a.problem(t) != "unavailable" {
				t.Errorf("got %d %s, want 503 unavailable", a.status, a.body)
			}
		}
		w.pass(2 * time.Minute)
		w.must(id, "accept")
	})
}
