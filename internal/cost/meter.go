package cost

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/cost/capacity"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/wiring"
)

// meter counts what the functions of one orderflow do. It sits at the seams of
// the local runtime and changes nothing that passes. All methods may be called by
// many goroutines.
type meter struct {
	prices           Prices
	orders, vouchers *capacity.Table

	mu sync.Mutex // guards by
	by map[string]*Work
}

func newMeter(prices Prices) *meter {
	orders, _ := wiring.TableNamed(wiring.OrdersTable)
	vouchers, _ := wiring.TableNamed(wiring.VouchersTable)
	return &meter{
		prices: prices, orders: capacity.NewTable(orders), vouchers: capacity.NewTable(vouchers), by: map[string]*Work{},
	}
}

// measure puts the meter into a configuration.
func (m *meter) measure(cfg onemachine.Config) onemachine.Config {
	cfg.AroundFunction = m.function
	cfg.AroundCalls = func(next http.RoundTripper) http.RoundTripper { return calls{m, next} }
	cfg.AroundOrders = m.aroundOrders
	cfg.AroundVouchers = m.aroundVouchers
	cfg.Log, cfg.Metrics = m.log(), logLines{m}
	return cfg
}

// assume is the value of an assumption.
func (m *meter) assume(name string) int64 { return m.prices.byName[name] }

// note counts something for a function; "" is for what no function is known of.
func (m *meter) note(function string, count func(w *Work)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.by[function]
	if w == nil {
		work := newWork()
		w = &work
		m.by[function] = w
	}
	count(w)
}

// noteIn counts something for the function that is running. What is done from
// outside, as by the demo, is nobody's.
func (m *meter) noteIn(ctx context.Context, count func(w *Work)) {
	if running, ok := lambdacontext.FromContext(ctx); ok {
		arn := running.InvokedFunctionArn
		m.note(arn[strings.LastIndexByte(arn, ':')+1:], count)
	}
}

// work is a copy of what a function has done so far.
func (m *meter) work(function string) Work {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := newWork()
	if done := m.by[function]; done != nil {
		w.add(*done)
	}
	return w
}

// functions are those that have done anything.
func (m *meter) functions() (names []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name := range m.by {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// requestBlock is how many bytes of a request to the HTTP API are paid for as one.
const requestBlock = 512 << 10

// apart is how long a function waits before it begins. On one machine two steps of
// the workflow may write within one millisecond, which is the resolution of the
// times that the agenda is sorted by: an index that a write on AWS changes would
// stay as it is.
const apart = 2 * time.Millisecond

// function counts a function's invocations, and the requests and traces that
// begin with them.
func (m *meter) function(name string, handler lambda.Handler) lambda.Handler {
	answers, begins := answersRequests(name), beginsTraces(name)
	return invoker(func(ctx context.Context, payload []byte) ([]byte, error) {
		m.note(name, func(w *Work) {
			w.Usage[Invocations]++
			if answers {
				w.Usage[Requests] += started(len(payload), requestBlock)
			}
			if begins {
				w.Usage[Traces]++
			}
		})
		time.Sleep(apart)
		return handler.Invoke(ctx, payload)
	})
}

type invoker func(ctx context.Context, payload []byte) ([]byte, error)

func (f invoker) Invoke(ctx context.Context, payload []byte) ([]byte, error) { return f(ctx, payload) }

// answersRequests reports whether a route of the HTTP API leads to a function.
func answersRequests(function string) bool {
	return slices.ContainsFunc(wiring.Routes, func(r wiring.Route) bool { return r.Function == function })
}

// beginsTraces reports whether a function is called by something that hands on no
// trace. The workflow and the events on orderflow's own bus go on with the trace of
// the request that began the order.
func beginsTraces(function string) bool {
	return answersRequests(function) ||
		slices.ContainsFunc(wiring.Schedules, func(s wiring.Schedule) bool { return s.Target.Function == function }) ||
		slices.ContainsFunc(wiring.Rules, func(r wiring.Rule) bool { return r.Bus != wiring.Bus && r.Target.Function == function })
}

// started is how many blocks are begun, at least one.
func started(size, block int) int64 { return int64(max(1, (size+block-1)/block)) }
