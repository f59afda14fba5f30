package asl

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Trial says how one state is tried alone, as TestState does.
type Trial struct {
	State     string // its name
	Input     json.RawMessage
	Variables map[string]json.RawMessage
	Start     *Start  // what the context object tells of the execution
	At        Instant // the time that it is
	// Retries is how many retries the matching retrier has made.
	Retries int
	// Mocked says that the result comes from the caller: nothing runs.
	Mocked bool
	// Context is the context object, when the caller has one of its own.
	Context json.RawMessage
}

// TrialStatus is what became of a state that was tried, in the words of the API.
type TrialStatus string

// The statuses of a trial.
const (
	TrialSucceeded TrialStatus = "SUCCEEDED"
	TrialFailed    TrialStatus = "FAILED"
	TrialRetriable TrialStatus = "RETRIABLE"
	TrialCaught    TrialStatus = "CAUGHT_ERROR"
)

// Tried is a trial under way. While Status is "" it waits: for the outcome of
// Call, for a mocked result, or until Until.
type Tried struct {
	Status  TrialStatus
	Output  json.RawMessage
	Failure Failure
	Next    string
	Seen    Inspection

	Call    *Command
	Until   Instant
	Results int // how many a Parallel or Map waits for

	step *step
}

// Inspection is what the state has made of its data on the way. What a state of
// its kind or language does not have is nil.
type Inspection struct {
	AfterInputPath, AfterParameters, AfterArguments      json.RawMessage
	AfterItemsPath, AfterItemSelector                    json.RawMessage
	Result, AfterResultSelector, AfterResultPath         json.RawMessage
	Variables                                            map[string]json.RawMessage
	CatchIndex, RetryIndex, RetryBackoff, MaxConcurrency *int
}

// ErrNoSuchState means that the machine has no state of that name.
var ErrNoSuchState = errors.New("there is no such state")

// Try enters a state and does its work, as far as it goes without anybody else.
func (m *Machine) Try(t Trial) (*Tried, error) {
	st := m.states[t.State]
	if st == nil {
		return nil, ErrNoSuchState
	}
	tried := &Tried{}
	r := &step{m: m, now: t.At, probe: &probe{Tried: tried, mocked: t.Mocked, context: t.Context}}
	tried.step = r
	r.s = State{Status: Running, start: t.Start, started: t.At}
	r.f = r.newFrame(frame{variables: t.Variables})
	r.enter(t.State, t.Input)
	r.f.attempts = t.Retries
	r.f.retries = slices.Repeat([]int{t.Retries}, len(st.retry))
	tried.Seen.Variables = t.Variables
	r.run()
	for i := range r.fx.Commands {
		tried.Call = &r.fx.Commands[i]
	}
	tried.Until = r.f.wake
	return tried, nil
}

// Report gives the trial the result that it waits for, or the failure.
func (t *Tried) Report(output json.RawMessage, failure *Failure) {
	r := t.step
	st := r.state()
	switch {
	case t.Status != "":
	case !st.forks():
		r.conclude(r.f, Fact{Output: output, Failure: failure})
	case failure != nil:
		r.fault(st, *failure, false)
	default:
		r.leave(st, output, st.transfer())
	}
}

// Elapse ends what lasts until Until: a Wait, or a task's time.
func (t *Tried) Elapse() {
	r := t.step
	r.now = t.Until
	r.wake(r.state(), t.Until)
}

// probe makes a step a trial: it notes what the step makes, and keeps it from
// going on to another state.
type probe struct {
	*Tried
	mocked  bool
	context json.RawMessage
}

// note keeps a value that the state has made on the way. There is nothing to keep
// outside of a trial.
func (p *probe) note(into func(*Inspection) *json.RawMessage, value any) {
	if p == nil {
		return
	}
	if text, ok := value.(json.RawMessage); ok {
		*into(&p.Seen) = text
		return
	}
	if text, err := encoded(value); err == nil { // what is not JSON fails where it is used
		*into(&p.Seen) = text
	}
}

// list notes a Map's items, with blanks between as AWS has them.
func (p *probe) list(into func(*Inspection) *json.RawMessage, items []item) {
	if p == nil {
		return
	}
	texts := make([]string, len(items))
	for i := range items {
		texts[i] = string(items[i].value)
	}
	*into(&p.Seen) = json.RawMessage("[" + strings.Join(texts, ", ") + "]")
}

func (p *probe) left(next string, out json.RawMessage, variables map[string]json.RawMessage) {
	if p.Status == "" {
		p.Status = TrialSucceeded
	}
	p.Next, p.Output, p.Seen.Variables = next, out, variables
}

func (p *probe) failed(status TrialStatus, failure Failure) {
	p.Status, p.Failure = status, failure
}

// The places of an Inspection.
func afterInputPath(i *Inspection) *json.RawMessage      { return &i.AfterInputPath }
func afterParameters(i *Inspection) *json.RawMessage     { return &i.AfterParameters }
func afterArguments(i *Inspection) *json.RawMessage      { return &i.AfterArguments }
func afterItemsPath(i *Inspection) *json.RawMessage      { return &i.AfterItemsPath }
func afterItemSelector(i *Inspection) *json.RawMessage   { return &i.AfterItemSelector }
func rawResult(i *Inspection) *json.RawMessage           { return &i.Result }
func afterResultSelector(i *Inspection) *json.RawMessage { return &i.AfterResultSelector }
func afterResultPath(i *Inspection) *json.RawMessage     { return &i.AfterResultPath }
