package asl

import "encoding/json"

// Status is an execution's status, in the words of the API.
type Status string

// The statuses of an execution.
const (
	Running   Status = "RUNNING"
	Succeeded Status = "SUCCEEDED"
	FailedRun Status = "FAILED"
	TimedOut  Status = "TIMED_OUT"
	Aborted   Status = "ABORTED"
)

// State is the state of one execution. It is a value: [Machine.Step] gives a new
// one and leaves the old as it was. The zero State has not started.
type State struct {
	Status  Status
	Output  json.RawMessage // when Status is Succeeded
	Failure Failure         // when Status is FailedRun or Aborted
	// Redrives counts the redrives; Redriven is when the last one was.
	Redrives int
	Redriven Instant

	start    *Start
	started  Instant
	deadline Instant // of the machine's TimeoutSeconds
	lastID   int64   // of the newest history event
	frame    frame
}

// Start is what the execution was given.
func (s State) Start() *Start { return s.start }

// Started is when the execution started.
func (s State) Started() Instant { return s.started }

// Events is how many events the history has.
func (s State) Events() int64 { return s.lastID }

// At is the name of the state in which the execution is, or was when it ended.
func (s State) At() string { return s.frame.state }

// Due is when time itself will change the execution: feed it a FactTick then.
// Zero is never.
func (s State) Due() Instant {
	if s.Status != Running {
		return 0
	}
	return earliest(s.deadline, s.frame.due())
}

// frame is one place where an execution stands: a state of one States object,
// and the variables of that scope. A machine without Parallel and Map has one.
type frame struct {
	state     string
	entered   Instant
	before    int64 // the event that the state's StateEntered follows
	entry     int64 // the state's StateEntered
	last      int64 // the newest event of this frame
	input     json.RawMessage
	variables map[string]json.RawMessage // replaced, never changed

	phase    phase
	wake     Instant // phase sleeping, backingOff: when to go on; busy, parked: the task's timeout
	pulse    Instant // when a heartbeat is missed
	interval int64   // seconds between heartbeats
	task     int64   // the current attempt's TaskScheduled event
	token    string  // the current attempt's task token
	command  json.RawMessage

	attempts int   // retries of this visit, over all retriers
	retries  []int // of each retrier; replaced, never changed
}

// phase is what a frame waits for.
type phase uint8

const (
	idle       phase = iota
	busy             // a call has not reported
	parked           // the call has reported, the token is not resolved
	backingOff       // a retry is due at wake
	sleeping         // a Wait state, until wake
)

// rest ends whatever the frame waits for.
func (f *frame) rest() { f.phase, f.wake, f.pulse, f.command = idle, 0, 0, nil }

func (f *frame) due() Instant { return earliest(f.wake, f.pulse) }

// earliest ignores what is zero.
func earliest(a, b Instant) Instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
