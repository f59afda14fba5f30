package onemachine_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/platform/xray"
)

// traces notes the trace of every invocation that names an order, by function.
type traces struct {
	mu   sync.Mutex
	seen map[string][]string
}

// function is an AroundFunction.
func (s *traces) function(name string, next lambda.Handler) lambda.Handler {
	return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
		s.mu.Lock()
		s.seen[name] = append(s.seen[name], xray.TraceID(ctx))
		s.mu.Unlock()
		return next.Invoke(ctx, payload)
	})
}

// take gives what was noted since it was last taken.
func (s *traces) take() map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = map[string][]string{}
	delete(seen, "query-orders") // the test's own looks
	delete(seen, "watch-orders") // its schedule
	return seen
}

// want checks that exactly these functions were invoked, and all in one trace.
func (s *traces) want(t *testing.T, trace string, functions ...string) {
	t.Helper()
	seen := s.take()
	slices.Sort(functions)
	wantList(t, "functions", slices.Sorted(maps.Keys(seen)), functions...)
	for name, all := range seen {
		for _, got := range all {
			if got != trace {
				t.Errorf("%s was invoked in trace %q, want %q", name, got, trace)
			}
		}
	}
}

const (
	aTrace  = "1-5759e988-bd862e3fe1be46a994272793"
	another = "1-5759e989-cd862e3fe1be46a994272793"
)

func header(trace string) string { return "Root=" + trace + ";Parent=53995c3f42cd8ad8;Sampled=1" }

// TestOneOrderIsOneTrace: from the request that places it to the voucher, also
// when the process ends while the order waits, and while its event waits to be
// delivered again. A decision is a request of somebody else's, in a trace of its
// own.
func TestOneOrderIsOneTrace(t *testing.T) {
	dir, key := t.TempDir(), signingKey()
	synctest.Test(t, func(t *testing.T) {
		seen := &traces{seen: map[string][]string{}}
		deaf := around("issue-promo-code", func(n int, next func() ([]byte, error)) ([]byte, error) {
			if n == 1 {
				return nil, errors.New("once")
			}
			return next()
		})
		cfg := onemachine.Config{Dir: dir, SigningKey: key, AroundFunction: func(name string, h lambda.Handler) lambda.Handler {
			return seen.function(name, deaf(name, h))
		}}
		restart := func(w *world) *world {
			if err := w.m.Close(context.Background()); err != nil {
				t.Fatal(err)
			}
			return open(t, cfg)
		}

		w := open(t, cfg)
		id := w.place("X-Amzn-Trace-Id", header(aTrace))
		w.wantStatus(id, "placed")
		seen.want(t, aTrace, "start-order", "place-order", "notify-restaurant", "await-restaurant")
		if d := w.execution(id); d.TraceHeader == nil || *d.TraceHeader != header(aTrace) {
			t.Errorf("DescribeExecution: the trace header is %v, want %s", d.TraceHeader, header(aTrace))
		}

		w = restart(w)
		if a := w.call("POST", "/orders/"+id+"/accept", w.napoli(), "", "X-Amzn-Trace-Id", header(another)); a.status != 200 {
			t.Fatalf("accept: got %d %s", a.status, a.body)
		}
		w.wantStatus(id, "accepted")
		if got := seen.seen["signal-order"]; !slices.Equal(got, []string{another}) {
			t.Errorf("signal-order: got %v, want the trace of its own request", got)
		}
		delete(seen.seen, "signal-order")
		seen.want(t, aTrace, "accept-order", "notify-user", "await-restaurant")

		w.must(id, "complete")
		w.wantStatus(id, "completed")
		delete(seen.seen, "signal-order")
		seen.want(t, aTrace, "complete-order", "issue-promo-code")
		w = restart(w)
		w.pass(2 * time.Minute)
		seen.want(t, aTrace, "issue-promo-code")
		wantList(t, "mails", w.subjects(), acceptMail, "10 % off your next order")
		if err := w.m.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// TestATraceBegins: with the request, when the client brings none that is any
// good; with the invocation, when nobody did.
func TestATraceBegins(t *testing.T) {
	seen := &traces{seen: map[string][]string{}}
	inBubble(t, onemachine.Config{AroundFunction: seen.function}, func(w *world) {
		traced := map[string]bool{}
		for name, headers := range map[string][]string{
			"none": nil, "no root": {"X-Amzn-Trace-Id", "Sampled=1"}, "not hex": {"X-Amzn-Trace-Id", strings.ToUpper(header(aTrace))},
			"too long": {"X-Amzn-Trace-Id", header(aTrace) + ";" + strings.Repeat("x", 256)}, "control": {"X-Amzn-Trace-Id", header(aTrace) + ";a\tb"},
		} {
			w.place(headers...)
			w.settle()
			seen.mu.Lock()
			trace := seen.seen["start-order"][0]
			seen.mu.Unlock()
			if len(trace) != len(aTrace) || trace == aTrace || traced[trace] {
				t.Errorf("%s: the trace is %q, want a new one", name, trace)
			}
			traced[trace] = true
			seen.want(t, trace, "start-order", "place-order", "notify-restaurant", "await-restaurant")
		}
		w.pass(time.Minute)
		seen.mu.Lock()
		defer seen.mu.Unlock()
		if all := seen.seen["watch-orders"]; len(all) != 1 || len(all[0]) != len(aTrace) {
			t.Errorf("watch-orders by its schedule: the trace is %q, want a new one", all)
		}
	})
}

// TestAMachinesTasksAreInItsTrace: functions that it calls, and what its events set
// off.
func TestAMachinesTasksAreInItsTrace(t *testing.T) {
	seen := &traces{seen: map[string][]string{}}
	inBubble(t, onemachine.Config{AroundFunction: seen.function}, func(w *world) {
		failed, err := os.ReadFile("../events/testdata/goldens/order_failed.v1.json")
		if err != nil {
			t.Fatal(err)
		}
		definition := `{"QueryLanguage": "JSONata", "StartAt": "Tell", "States": {
			"Tell": {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "Next": "Ask", "Arguments": {"Entries": [
				{"Source": "orderflow.orders", "DetailType": "order_failed", "EventBusName": "orderflow", "Detail": ` + string(failed) + `}]}},
			"Ask": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:place-order", "Arguments": {"orderId": "ord-1"}, "End": true}}}`
		made, err := w.sfn.CreateStateMachine(context.Background(), &sfn.CreateStateMachineInput{Name: aws.String("m"), Definition: &definition, RoleArn: aws.String(role)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.sfn.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: made.StateMachineArn, TraceHeader: aws.String(header(aTrace))})
		if err != nil {
			t.Fatal(err)
		}
		w.settle()
		seen.want(t, aTrace, "notify-user", "place-order")
	})
}
