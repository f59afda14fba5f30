package cost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

// Counts is what was counted.
type Counts struct {
	Endings []Ending
	// Poll is one GET /orders/{id}, List one GET /orders with a full page. The flow
	// needs neither.
	Poll Work
	List Work
	// Sweep is one look of watch-orders at everything, which comes once in SweepEvery
	// whether there are orders or not.
	Sweep      Work
	SweepEvery time.Duration
}

// Ending is what was done for one order that ended so, by context.
type Ending struct {
	Name     string
	Contexts map[wiring.Context]Work
}

// Contexts are the contexts, in the order in which they are told.
var Contexts = []wiring.Context{wiring.Orders, wiring.Promo}

// runTakes is longer than all the runs take together.
const runTakes = 2 * time.Minute

// Run runs orderflow for each ending, drives one order to it, and counts.
func Run(ctx context.Context, prices Prices) (counts Counts, err error) {
	ctx, cancel := context.WithTimeout(ctx, runTakes)
	defer cancel()
	var all sync.WaitGroup
	failures := make([]error, len(demo.Outcomes)+1)
	counts.Endings = make([]Ending, len(demo.Outcomes))
	for i, outcome := range demo.Outcomes {
		all.Go(func() {
			if counts.Endings[i], failures[i] = ending(ctx, prices, outcome); failures[i] != nil {
				failures[i] = fmt.Errorf("count an order that is %s: %w", outcome, failures[i])
			}
		})
	}
	all.Go(func() {
		if err := counts.asides(ctx, prices); err != nil {
			failures[len(failures)-1] = fmt.Errorf("count what the flow does not need: %w", err)
		}
	})
	all.Wait()
	return counts, errors.Join(failures...)
}

// ending drives one order to an outcome. What was done is looked at once
// everything has come to rest.
func ending(ctx context.Context, prices Prices, outcome string) (e Ending, err error) {
	m := newMeter(prices)
	at, stop, err := demo.Start(ctx, m.measure(onemachine.Config{Dir: sqlitedb.Memory, Definition: demo.Definition(outcome)}))
	if err != nil {
		return e, err
	}
	history, err := demo.Drive(ctx, at, outcome, io.Discard)
	if err := errors.Join(err, stop()); err != nil {
		return e, err
	}
	e = Ending{outcome, map[wiring.Context]Work{}}
	for _, c := range Contexts {
		w := newWork()
		for _, name := range m.functions() {
			if contextOf(name) == c && name != polls { // the demo looks at the order again and again
				w.add(m.finished(name))
			}
		}
		if c == wiring.Orders {
			w.Usage[Transitions] = transitions(history)
			w.Usage[Logged] += int64(len(history)) * m.assume(bytesPerHistoryEvent)
		}
		m.keep(c, w)
		e.Contexts[c] = w
	}
	return e, nil
}

// contextOf is whose function it is; a line of the log that names none is a
// metric of the order context.
func contextOf(function string) wiring.Context {
	if f, ok := wiring.FunctionNamed(function); ok {
		return f.Context
	}
	return wiring.Orders
}

// transitions counts state transitions: one for the start, one for each state
// entered, and one for each retry, which is a task scheduled again before the
// state is left.
func transitions(history []types.HistoryEvent) (n int64) {
	n = 1
	scheduled := 0
	for _, event := range history {
		switch {
		case event.StateEnteredEventDetails != nil:
			n, scheduled = n+1, 0
		case event.Type == types.HistoryEventTypeTaskScheduled:
			if scheduled++; scheduled > 1 {
				n++
			}
		}
	}
	return n
}

// finished is what a function has done, with what follows from it: its time, which
// is assumed by its calls, and what others log of it.
func (m *meter) finished(name string) Work {
	w := m.work(name)
	f, _ := wiring.FunctionNamed(name)
	w.Millis = w.Usage[Invocations] * m.assume(msPerInvocation)
	for _, n := range w.Calls {
		w.Millis += n * m.assume(msPerCall)
	}
	w.Usage[FunctionTime] = w.Millis * int64(f.MemoryMB)
	w.Usage[Logged] += w.Usage[Invocations]*m.assume(bytesPerInvocation) + w.Usage[Requests]*m.assume(bytesPerRequest)
	return w
}

// keep counts what is kept of a context's work for how long.
func (m *meter) keep(c wiring.Context, w Work) {
	table := m.orders
	if c == wiring.Promo {
		table = m.vouchers
	}
	items, entries := table.Stored()
	w.Usage[Stored] += (items + entries) * m.assume(monthsOrders)
	w.Usage[BackedUp] += items * m.assume(monthsOrders)
	w.Usage[EventsKept] += w.Usage[Archived] * m.assume(monthsEvents)
	w.Usage[LogsKept] += w.Usage[Logged] * m.assume(monthsLogs)
}
