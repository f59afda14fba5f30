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
	deadline Instant  // of the machine's TimeoutSeconds
	lastID   int64    // of the newest history event
	newest   int64    // id of the newest frame
	frames   []*frame // a frame stands behind its parent; none is changed once a step has returned it
}

// Start is what the execution was given.
func (s State) Start() *Start { return s.start }

// Started is when the execution started.
func (s State) Started() Instant { return s.started }

// Events is how many events the history has.
func (s State) Events() int64 { return s.lastID }

// At is the name of the state in which the execution is, or was when it ended: of
// the machine's own states, a Parallel or Map while something in it runs.
func (s State) At() string {
	if len(s.frames) == 0 {
		return ""
	}
	return s.frames[0].state
}

// Due is when time itself will change the execution: feed it a FactTick then.
// Zero is never.
func (s State) Due() Instant {
	if s.Status != Running {
		return 0
	}
	due := s.deadline
	for _, f := range s.frames {
		due = earliest(due, f.due())
	}
	return due
}
