package asl

import "encoding/json"

// FactKind says what happened.
type FactKind string

const (
	// FactStart is an execution's first fact.
	FactStart FactKind = "start"
	// FactReport is the return of a call that a Command asked for.
	FactReport FactKind = "report"
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
	FactRedrive FactKind = "redrive"
)

// Fact is something that happened to an execution. Facts are what is kept: in
// JSON, one after the other, they are the execution.
type Fact struct {
	Kind FactKind `json:"kind"`
	// At is when. It must not be earlier than the fact before it.
	At Instant `json:"at"`

	Start   *Start          `json:"start,omitempty"`   // FactStart
	Task    int64           `json:"task,omitempty"`    // FactReport, FactPick: the Command's Task
	Worker  string          `json:"worker,omitempty"`  // FactPick: the worker's name, if it has one
	Token   string          `json:"token,omitempty"`   // FactResolve, FactHeartbeat
	Output  json.RawMessage `json:"output,omitempty"`  // FactReport, FactResolve: JSON, when it went well
	Failure *Failure        `json:"failure,omitempty"` // FactReport, FactResolve: when it did not; FactStop
}

// Start is what an execution is given when it starts.
type Start struct {
	// Ref is a number that no other execution has; task tokens carry it.
	Ref     uint64          `json:"ref"`
	Name    string          `json:"name"`
	Input   json.RawMessage `json:"input"`
	Entropy Entropy         `json:"entropy"`
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

// ExecutionARN is the ARN of the execution.
func (s *Start) ExecutionARN() string { return s.Identity.ExecutionPrefix + s.Name }

// Command asks for a call to a task's resource. Its outcome comes back as a
// FactReport with the same Task. An activity is not called: its task is kept until
// a worker comes for it, which is a FactPick.
type Command struct {
	Task      int64           // id of the event that schedules it
	Resource  string          // the ARN that the definition names
	Arguments json.RawMessage // as the definition computes them
	Activity  bool
	Token     string // of an activity: what the worker answers with
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
