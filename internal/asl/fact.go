package asl

import (
	"encoding/json"
	"strconv"
)

// FactKind says what happened.
type FactKind string

const (
	// FactStart is an execution's first fact.
	FactStart FactKind = "start"
	// FactReport is the return of a call that a Command asked for.
	FactReport FactKind = "report"
	// FactDone is the end of what a .sync task has started.
	FactDone FactKind = "done"
	// FactPick is GetActivityTask: a worker has taken an activity's task.
	FactPick FactKind = "pick"
	// FactResolve is SendTaskSuccess or SendTaskFailure.
	FactResolve FactKind = "resolve"
	// FactHeartbeat is SendTaskHeartbeat.
	FactHeartbeat FactKind = "heartbeat"
	// FactTick is nothing but the passing of time.
	FactTick FactKind = "tick"
	// FactStop is StopExecution.
	FactStop FactKind = "stop"
	// FactRedrive is RedriveExecution.
	FactRedrive FactKind = "redriven"
)

// redriveByEntering is what older logs have in place of FactRedrive: it enters the
// states anew that did not succeed. It is replayed as it was: other events would make
// other task tokens, and those are in the hands of people.
const redriveByEntering FactKind = "redrive"

// Fact is something that happened to an execution. Facts are what is kept: in
// JSON, one after the other, they are the execution.
type Fact struct {
	Kind FactKind `json:"kind"`
	// At is when. It must not be earlier than the fact before it.
	At Instant `json:"at"`

	// Deleted means that the machine has been deleted by then: a transition that the
	// fact, or the time until then, would lead to ends the execution instead.
	Deleted bool `json:"deleted,omitempty"`
	// Missing are the activities that the machine names and that are not there.
	Missing []string `json:"missing,omitempty"`

	Start   *Start          `json:"start,omitempty"`   // FactStart
	Task    int64           `json:"task,omitempty"`    // FactReport, FactDone, FactPick: the Command's Task
	Worker  string          `json:"worker,omitempty"`  // FactPick: the worker's name, if it has one
	Token   string          `json:"token,omitempty"`   // FactResolve, FactHeartbeat
	Output  json.RawMessage `json:"output,omitempty"`  // FactReport, FactDone, FactResolve: JSON, when it went well
	Failure *Failure        `json:"failure,omitempty"` // FactReport, FactDone, FactResolve: when it did not; FactStop
}

// Rules are the newest. Since 1 the times of an activity's task start when a worker
// takes it, before when it was scheduled; a history ends with its 25,000th event, not
// ten before; an event tells of variables that are too large; and a States.Runtime ends
// the execution wherever it happens.
const Rules = 1

// Start is what an execution is given when it starts.
type Start struct {
	// Ref is a number that no other execution has; task tokens carry it.
	Ref  uint64 `json:"ref"`
	Name string `json:"name"`
	// ID tells executions of an EXPRESS machine apart, whose names need not be
	// unique; "" otherwise.
	ID      string          `json:"id,omitempty"`
	Input   json.RawMessage `json:"input"`
	Entropy Entropy         `json:"entropy"`
	// Version and Alias say by which qualified ARN the execution was started; 0 and
	// "" when it was by none.
	Version int    `json:"version,omitempty"`
	Alias   string `json:"alias,omitempty"`
	// Rules are those by which the execution runs, to its end: [Rules] for a new one,
	// 0 for one of a log that was written before there were any.
	Rules int `json:"rules,omitempty"`
	// Identity is shared by a machine's executions and not part of the record.
	Identity *Identity `json:"-"`
}

// Identity is where a state machine lives, as the context object and the history
// tell it.
type Identity struct {
	MachineARN, MachineName string
	RoleARN                 string
	Region                  string
	// ExecutionPrefix and an execution's name make its ARN.
	ExecutionPrefix string
}

// VersionARN is the ARN of the machine's version that runs, or "".
func (s *Start) VersionARN() string {
	if s.Version == 0 {
		return ""
	}
	return s.Identity.MachineARN + ":" + strconv.Itoa(s.Version)
}

// AliasARN is the ARN of the alias by which the execution was started, or "".
func (s *Start) AliasARN() string {
	if s.Alias == "" {
		return ""
	}
	return s.Identity.MachineARN + ":" + s.Alias
}

// ExecutionARN is the ARN of the execution.
func (s *Start) ExecutionARN() string {
	arn := s.Identity.ExecutionPrefix + s.Name
	if s.ID != "" {
		arn += ":" + s.ID
	}
	return arn
}

// CommandKind says what a Command asks for.
type CommandKind int

const (
	// Call asks for a call to a task's resource. Its outcome comes back as a
	// FactReport with the same Task.
	Call CommandKind = iota
	// Keep asks to keep an activity's task until a worker comes for it, which is a
	// FactPick.
	Keep
	// Await asks for the end of what a .sync task has started, which is a FactDone.
	// Arguments are what the call returned.
	Await
	// Cancel asks to stop what a .sync task has started: nobody waits for it any
	// more. Arguments are as with Await, and nothing comes back.
	Cancel
)

// Command is something that whoever owns the execution must do for it.
type Command struct {
	Kind      CommandKind
	Task      int64           // id of the event that schedules it
	Resource  string          // the ARN that the definition names
	Arguments json.RawMessage // as the definition computes them
	// Key is a UUID that is the attempt's own, the same whenever the command is
	// given: what the call makes can be called by it, and so is not made twice.
	Key   string
	Token string // Keep: what the worker answers with
}

// Effects are what a step brings forth besides the new state.
type Effects struct {
	Events   []Event
	Commands []Command
	// Refused says why the fact had no effect of its own: nil when it had one.
	// Time may have had effects all the same.
	Refused error
}

// Changed reports whether the step did anything that must be kept.
func (e Effects) Changed() bool { return len(e.Events) > 0 || e.Refused == nil }
