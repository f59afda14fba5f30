package console

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
)

// entry is one execution as the index has it. It never changes: a change of the
// execution puts a new one in its place, so that whoever searches needs no lock
// on what was found.
type entry struct {
	ref      uint64
	version  int
	prefix   string // of its ARN; the name follows
	machine  string
	name     string
	status   asl.Status
	started  asl.Instant
	stopped  asl.Instant
	waiting  asl.Waiting
	err      string
	redrives int

	customer, restaurant, outcome string // of the order, where there is one

	place int    // of its status among statuses
	text  string // what a word is looked for in, in lower case
}

// about is what an execution's input and output tell of its order.
type about struct {
	OrderID      string `json:"orderId"`
	CustomerID   string `json:"customerId"`
	RestaurantID string `json:"restaurantId"`
	Outcome      string `json:"outcome"`
}

func entryOf(s stepfunctions.Summary, share func(string) string) *entry {
	var input, output about
	_ = json.Unmarshal(s.Input, &input) // what is no order has none of it
	if len(s.Output) > 0 && len(s.Output) < 4096 {
		_ = json.Unmarshal(s.Output, &output) // likewise
	}
	e := &entry{
		ref: s.Ref, version: s.Version, prefix: share(strings.TrimSuffix(s.ARN, s.Name)), machine: share(s.Machine), name: s.Name, status: s.Status,
		started: s.Started, stopped: s.Stopped, waiting: s.Waiting, err: share(s.Error), redrives: s.Redrives,
		customer: share(input.CustomerID), restaurant: share(input.RestaurantID), outcome: share(output.Outcome),
	}
	e.waiting.State = share(s.Waiting.State)
	e.place = max(0, slices.Index(statuses, e.status))
	words := []string{s.Name, input.CustomerID, input.RestaurantID, s.Waiting.State, s.Error, output.Outcome}
	if input.OrderID != s.Name {
		words = append(words, input.OrderID)
	}
	e.text = strings.ToLower(strings.Join(words, "\n"))
	return e
}

// index is all executions, oldest first. It is filled at the first use, so that an
// orderflow that nobody looks at pays nothing for it.
type index struct {
	engine *stepfunctions.Engine
	once   sync.Once
	err    error

	mu      sync.RWMutex // guards what follows
	entries []*entry     // by ref
	place   map[uint64]int
	reading map[uint64]*entry // while all are being read, those that have been; nil after that
	shared  map[string]string // one copy of each text that many executions share
	changed func(*entry)      // told of every change; may be nil
}

func newIndex(engine *stepfunctions.Engine, changed func(*entry)) *index {
	return &index{
		engine: engine, changed: changed, reading: map[uint64]*entry{},
		place: map[uint64]int{}, shared: map[string]string{},
	}
}

// open reads all executions, once. What changes meanwhile is told by both, the
// engine's list and its observer; the newer one counts.
func (x *index) open() error {
	x.once.Do(func() {
		x.engine.Observe(x.observe)
		x.engine.ObserveRemoval(x.remove)
		if err := x.engine.Each(func(s stepfunctions.Summary) { x.put(s) }); err != nil {
			x.err = fmt.Errorf("read the executions: %w", err)
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		x.entries = slices.SortedFunc(maps.Values(x.reading), func(a, b *entry) int { return cmp.Compare(a.ref, b.ref) })
		for at, e := range x.entries {
			x.place[e.ref] = at
		}
		x.reading = nil
	})
	return x.err
}

// observe takes in what an execution has become.
func (x *index) observe(s stepfunctions.Summary) {
	if e := x.put(s); e != nil && x.changed != nil {
		x.changed(e)
	}
}

// put gives the execution's new entry; nil when the index knows of a newer one.
func (x *index) put(s stepfunctions.Summary) *entry {
	x.mu.Lock()
	defer x.mu.Unlock()
	e := entryOf(s, x.share)
	if x.reading != nil {
		if known := x.reading[e.ref]; known != nil && known.version > e.version {
			return nil
		}
		x.reading[e.ref] = e
		return e
	}
	at, known := x.place[e.ref]
	switch {
	case known && x.entries[at].version > e.version:
		return nil
	case known:
		x.entries[at] = e
	default:
		x.insert(e)
	}
	return e
}

// insert adds an execution at the end, or before those that started at the same
// time and were quicker. The caller holds x.mu.
func (x *index) insert(e *entry) {
	at := len(x.entries)
	for at > 0 && x.entries[at-1].ref > e.ref {
		at--
		x.place[x.entries[at].ref]++
	}
	x.entries = slices.Insert(x.entries, at, e)
	x.place[e.ref] = at
}

// remove takes the executions of a machine out that is gone.
func (x *index) remove(machine string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	maps.DeleteFunc(x.reading, func(_ uint64, e *entry) bool { return e.machine == machine })
	x.entries = slices.DeleteFunc(x.entries, func(e *entry) bool { return e.machine == machine })
	clear(x.place)
	for at, e := range x.entries {
		x.place[e.ref] = at
	}
}

// share gives the one copy of a text. The caller holds x.mu.
func (x *index) share(text string) string {
	if one, ok := x.shared[text]; ok {
		return one
	}
	if len(x.shared) > 50_000 { // errors can be anything; better to forget than to grow
		clear(x.shared)
	}
	x.shared[text] = text
	return text
}

// all is every execution, oldest first. The slice must not be changed.
func (x *index) all() []*entry {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.Clone(x.entries)
}
