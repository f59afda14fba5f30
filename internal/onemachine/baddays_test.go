package onemachine_test

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/statemachine"
)

type handler = lambda.Handler

func definition() string { return statemachine.Order }

// step is a state of the flow, and how an order gets there.
type step struct {
	state    string
	function string
	visit    int // the how manieth invocation of the function begins the state
	uses     []string
	path     string // the ending on whose way it is
}

var steps = []step{
	{"PlaceOrder", "place-order", 1, []string{"store", "eventbridge"}, "completed"},
	{"NotifyRestaurant", "notify-restaurant", 1, []string{"store", "sns", "eventbridge"}, "completed"},
	{"WaitForAcceptance", "await-restaurant", 1, []string{"store"}, "completed"},
	{"AcceptOrder", "accept-order", 1, []string{"store", "eventbridge"}, "completed"},
	{"NotifyUser", "notify-user", 1, []string{"store", "eventbridge"}, "completed"},
	{"WaitForCompletion", "await-restaurant", 2, []string{"store"}, "completed"},
	{"CompleteOrder", "complete-order", 1, []string{"store", "eventbridge"}, "completed"},
	{"RejectOrder", "close-order", 1, []string{"store", "eventbridge"}, "rejected"},
	{"CancelOrder", "close-order", 1, []string{"store", "sns", "eventbridge"}, "cancelled"},
	{"ExpireOrder", "close-order", 1, []string{"store", "sns", "eventbridge"}, "expired"},
	{"NotifyUserOfEnding", "notify-user", 1, []string{"store"}, "rejected"},
}

// drive takes an order towards an ending, and on whenever it waits.
func drive(w *world, id, path string) {
	w.t.Helper()
	decide := func(decision string) {
		for range 200 { // an outage makes it too early, or unavailable, for a while
			if a := w.decide(id, decision); a.status == 200 {
				return
			}
			w.pass(10 * time.Second)
		}
		w.t.Fatalf("%s was never taken", decision)
	}
	switch path {
	case "completed":
		decide("accept")
		decide("complete")
	case "rejected":
		decide("reject")
	case "cancelled":
		decide("cancel")
	case "expired":
		w.pass(11 * time.Minute)
	}
}

// begins makes an AroundFunction that begins an outage when a step begins.
func (s step) begins(o *outage, d time.Duration) func(string, lambda.Handler) lambda.Handler {
	return around(s.function, func(n int, next func() ([]byte, error)) ([]byte, error) {
		if n == s.visit {
			o.begin(d)
		}
		return next()
	})
}

// TestFiveMinutesAtAnyStep: whatever a step needs may be out of order for five
// minutes, and the order goes on by itself.
func TestFiveMinutesAtAnyStep(t *testing.T) {
	for _, s := range steps {
		for _, what := range s.uses {
			t.Run(s.state+"_"+what, func(t *testing.T) {
				broken := &outage{what: what}
				cfg := onemachine.Config{AroundCalls: broken.calls, AroundOrders: broken.orders, AroundFunction: s.begins(broken, 5*time.Minute)}
				inBubble(t, cfg, func(w *world) {
					id := w.place()
					w.settle()
					drive(w, id, s.path)
					w.pass(7 * time.Minute)
					w.wantStatus(id, s.path)
					if d := w.execution(id); d.Status != "SUCCEEDED" {
						t.Errorf("execution: got %s", d.Status)
					}
					for _, e := range endings {
						if e.name == s.path {
							wantList(t, "events", w.published(id), append([]string{"order_placed", "restaurant_notified"}, e.events...)...)
						}
					}
				})
			})
		}
	}
}

// TestLongerAtAnyStep: what lasts longer leaves the order stalled at that very
// state, and a redrive takes it on from there.
func TestLongerAtAnyStep(t *testing.T) {
	for _, s := range steps {
		if s.state == "NotifyUserOfEnding" {
			continue // it ends all the same: TestTellingPeople
		}
		for _, what := range s.uses {
			t.Run(s.state+"_"+what, func(t *testing.T) {
				broken := &outage{what: what}
				cfg := onemachine.Config{AroundCalls: broken.calls, AroundOrders: broken.orders, AroundFunction: s.begins(broken, 20*time.Minute)}
				inBubble(t, cfg, func(w *world) {
					id := w.place()
					w.settle()
					go drive(w, id, s.path)
					w.pass(32 * time.Minute)
					d := w.execution(id)
					if d.Status != "FAILED" {
						t.Fatalf("execution: got %s, want FAILED\n%v", d.Status, w.states(id))
					}
					if got := w.states(id); got[len(got)-1] != s.state {
						t.Errorf("it failed at %s, want %s", got[len(got)-1], s.state)
					}
					o := w.order(id)
					if ended := !slices.Contains([]string{"received", "placed", "accepted"}, o.Status); !ended && o.Stalled == nil {
						t.Errorf("the order is %s and not marked as stalled", o.Status)
					}
					w.redrive(id)
					w.pass(15 * time.Minute)
					w.wantStatus(id, s.path)
					if d := w.execution(id); d.Status != "SUCCEEDED" || *d.RedriveCount != 1 {
						t.Errorf("execution after the redrive: got %s", d.Status)
					}
					published := w.published(id)
					for _, e := range endings {
						if e.name == s.path {
							for _, want := range append([]string{"order_placed", "restaurant_notified"}, e.events...) {
								if !slices.Contains(published, want) {
									t.Errorf("%s was not published: %v", want, published)
								}
							}
						}
					}
				})
			})
		}
	}
}

// TestTellingPeople: telling the customer never decides an order's fate.
func TestTellingPeople(t *testing.T) {
	noMail := func(w *world) string { // a customer whose address nobody knows
		token := w.token("customer", "nomail", "")
		a := w.call("POST", "/orders", token, goodOrder)
		var o orderView
		a.json(w.t, &o)
		return o.ID
	}
	for _, test := range []struct {
		name   string
		outage time.Duration // of SES, from NotifyUser's or NotifyUserOfEnding's beginning
		place  func(*world) string
		within time.Duration // after which it has gone on
		told   bool
	}{
		{"ses_out_for_half_a_minute", 30 * time.Second, nil, 2 * time.Minute, true},
		{"ses_out_for_an_hour", time.Hour, nil, 3 * time.Minute, false},
		{"no_mail_address", 0, noMail, time.Second, false},
	} {
		for _, path := range []string{"completed", "rejected"} {
			t.Run(test.name+"_"+path, func(t *testing.T) {
				broken := &outage{what: "ses"}
				cfg := onemachine.Config{AroundCalls: broken.calls, AroundFunction: around("notify-user", func(_ int, next func() ([]byte, error)) ([]byte, error) {
					broken.begin(test.outage)
					return next()
				})}
				inBubble(t, cfg, func(w *world) {
					var id string
					if test.place != nil {
						id = test.place(w)
					} else {
						id = w.place()
					}
					w.settle()
					if path == "completed" {
						w.must(id, "accept")
						w.pass(test.within)
						w.must(id, "complete")
					} else {
						w.must(id, "reject")
						w.pass(test.within)
					}
					w.settle()
					d := w.execution(id)
					want := `"userNotified":false`
					if test.told {
						want = `"userNotified":true`
					}
					if d.Status != "SUCCEEDED" || !strings.Contains(*d.Output, want) || !strings.Contains(*d.Output, `"outcome":"`+path+`"`) {
						t.Errorf("execution: got %s %v, want SUCCEEDED with %s", d.Status, d.Output, want)
					}
					not := 0
					for _, name := range w.measured(id) {
						if name == "UserNotNotified" {
							not++
						}
					}
					if want := map[bool]int{true: 0, false: 1}[test.told]; not != want {
						t.Errorf("UserNotNotified was counted %d times, want %d: %v", not, want, w.measured(id))
					}
					if !slices.Contains(w.measured(id), "UserNotificationFailed") {
						t.Error("no metric tells that a mail has failed")
					}
				})
			})
		}
	}
}

// TestAnswersThatAreLost: a service has done what it was asked for, and the answer
// never arrives. The SDK asks again, and nothing happens twice that must not.
func TestAnswersThatAreLost(t *testing.T) {
	var mu sync.Mutex
	lost := map[string]bool{}
	cfg := onemachine.Config{AroundCalls: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			asked := cmp.Or(r.Header.Get("X-Amz-Target"), serviceOf(r))
			response, err := next.RoundTrip(r)
			mu.Lock()
			defer mu.Unlock()
			if !lost[asked] {
				lost[asked] = true
				return nil, errors.New("connection reset by peer")
			}
			return response, err
		})
	}}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.pass(time.Minute)
		w.must(id, "accept")
		w.pass(time.Minute)
		w.must(id, "complete")
		w.pass(time.Minute)
		w.wantStatus(id, "completed")
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_accepted", "user_notified", "order_completed")
		wantList(t, "mails", w.subjects(), acceptMail, acceptMail, "10 % off your next order") // SES has no protection against duplicates

		other := w.place()
		w.wantStatus(other, "placed")
		w.must(other, "reject")
		w.wantStatus(other, "rejected")
		if d := w.execution(other); d.Status != "SUCCEEDED" {
			t.Errorf("execution: got %s", d.Status)
		}
		for _, asked := range []string{"StartExecution", "SendTaskSuccess", "SendTaskFailure"} {
			if !lost["AWSStepFunctions."+asked] {
				t.Errorf("no answer to %s was lost", asked)
			}
		}
		if len(lost) < 6 {
			t.Errorf("answers were lost to %v only", lost)
		}
	})
}

// TestAVoucherRidesOutAnOutage: Lambda calls the promo context's function again,
// after one and after three minutes. What lasts longer leaves the event in the
// dead letters, from where it can be handed in once more. There is one voucher in
// any case.
func TestAVoucherRidesOutAnOutage(t *testing.T) {
	for _, test := range []struct {
		name    string
		what    string
		lasts   time.Duration
		letters int
	}{
		{"ses_for_two_minutes", "ses", 2 * time.Minute, 0},
		{"vouchers_for_two_minutes", "vouchers", 2 * time.Minute, 0},
		{"ses_for_an_hour", "ses", time.Hour, 1},
		{"vouchers_for_an_hour", "vouchers", time.Hour, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := &outage{what: test.what}
			cfg := onemachine.Config{
				AroundCalls: broken.calls, AroundVouchers: broken.vouchers,
				AroundFunction: around("issue-promo-code", func(_ int, next func() ([]byte, error)) ([]byte, error) {
					broken.begin(test.lasts)
					return next()
				}),
			}
			inBubble(t, cfg, func(w *world) {
				id := w.place()
				w.wantStatus(id, "placed")
				accepted(w, id)
				w.must(id, "complete")
				w.wantStatus(id, "completed")
				w.pass(61 * time.Minute)
				letters, err := w.m.Cloud.DeadLetters()
				if err != nil || len(letters) != test.letters {
					t.Fatalf("dead letters: got %v, %v, want %d", letters, err, test.letters)
				}
				for _, letter := range letters {
					for range 2 { // somebody hands it in, and again
						if got := w.invoke("issue-promo-code", string(letter.Body)); got != "" {
							t.Errorf("handed in again: got %s", got)
						}
					}
				}
				wantList(t, "mails", w.subjects(), acceptMail, "10 % off your next order")
			})
		})
	}
}

// TestHandlersThatPanicOrHang: a handler that panics or runs into its timeout is
// called again, and the order goes on.
func TestHandlersThatPanicOrHang(t *testing.T) {
	for _, s := range steps {
		for name, fault := range map[string]func(){
			"panics": func() { panic("assignment to entry in nil map") },
			"hangs":  func() { time.Sleep(time.Minute) },
		} {
			t.Run(s.state+"_"+name, func(t *testing.T) {
				var armed atomic.Bool // the fault is in the handler's store, once
				cfg := onemachine.Config{
					AroundFunction: around(s.function, func(n int, next func() ([]byte, error)) ([]byte, error) {
						armed.Store(n == s.visit)
						return next()
					}),
					AroundOrders: func(table store.Table) store.Table {
						return faultyTable{table, func() error {
							if armed.CompareAndSwap(true, false) {
								fault()
							}
							return nil
						}}
					},
				}
				inBubble(t, cfg, func(w *world) {
					id := w.place()
					w.settle()
					drive(w, id, s.path)
					w.pass(2 * time.Minute)
					w.wantStatus(id, s.path)
				})
			})
		}
	}
}
