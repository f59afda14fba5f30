package asl

import (
	"encoding/json"
	"slices"
)

// frame is one place where an execution stands: a state of one body, and the
// variables of that scope. The execution itself is the first frame; each branch
// of a Parallel and each iteration of a Map that is under way has its own.
type frame struct {
	id, parent int64 // parent is 0 for the first frame
	index      int   // which branch or iteration it is
	item       *item // what $states.context.Map.Item is in here; nil outside of a Map

	state     string
	entered   Instant
	before    int64 // the event that the state's StateEntered follows
	entry     int64 // the state's StateEntered
	last      int64 // the newest event of this frame
	input     json.RawMessage
	variables map[string]json.RawMessage // replaced, never changed
	outer     map[string]json.RawMessage // those of the scopes around it, likewise

	phase    phase
	wake     Instant // phase sleeping, backingOff: when to go on; busy, parked: the task's timeout
	pulse    Instant // when a heartbeat is missed
	limit    int64   // seconds that the task may take; 0 is any number
	interval int64   // seconds between heartbeats
	task     int64   // the current attempt's TaskScheduled event
	token    string  // the current attempt's task token
	command  json.RawMessage
	fork     *fork // phase forked

	attempts int   // retries of this visit, over all retriers
	retries  []int // of each retrier; replaced, never changed

	gone bool // in the step that gave it up or cut it off
}

// phase is what a frame waits for.
type phase uint8

const (
	idle       phase = iota
	busy             // a call has not reported
	parked           // the call has reported, the token is not resolved
	backingOff       // a retry is due at wake
	sleeping         // a Wait state, until wake
	forked           // branches or iterations
)

// fork is what a Parallel or Map keeps while its branches or iterations run.
type fork struct {
	results []json.RawMessage // in order; nil where there is none yet
	open    int               // how many have no result
	items   []item            // a Map's
	// selected is what a JSONPath Map's ItemSelector looks into.
	selected any
	next     int // the iteration to be started next
	outer    map[string]json.RawMessage
}

// item is what one iteration works on.
type item struct {
	index int
	key   string // when the items are those of an object
	value json.RawMessage
}

// clone is a copy that a step may change.
func (f *frame) clone() *frame {
	c := *f
	c.gone = false
	if f.fork != nil {
		fork := *f.fork
		fork.results = slices.Clone(fork.results)
		c.fork = &fork
	}
	return &c
}

// rest ends whatever the frame waits for.
func (f *frame) rest() { f.phase, f.wake, f.pulse, f.command, f.fork = idle, 0, 0, nil, nil }

func (f *frame) due() Instant { return earliest(f.wake, f.pulse) }

// earliest ignores what is zero.
func earliest(a, b Instant) Instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
