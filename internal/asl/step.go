package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// The service's limits (Step Functions Developer Guide, "Service quotas").
const (
	maxPayload = 262_144 // bytes of any input or output
	maxEvents  = 25_000  // of a history
)

// Why a fact had no effect. The API's names for them are the caller's business.
var (
	// ErrNotRunning means that the execution has ended.
	ErrNotRunning = errors.New("the execution is not running")
	// ErrRunning means that the execution has not ended.
	ErrRunning = errors.New("the execution is running")
	// ErrStale means that the task has ended, or that a later attempt has replaced it.
	ErrStale = errors.New("the task does not exist anymore")
	// ErrNotRedrivable means that an execution that succeeded cannot be redriven.
	ErrNotRedrivable = errors.New("the execution cannot be redriven")
)

// Step lets time pass up to the fact, then applies the fact. The same state and
// the same fact always give the same answer. It never panics on what an outsider
// can send, and what it is given it does not change.
//
// A fact that comes too late, or for another execution, changes nothing and is
// Refused; so does every fact but FactRedrive after the end.
func (m *Machine) Step(s State, fact Fact) (State, Effects) {
	r := &step{m: m, s: s, now: fact.At}
	if s.Status == "" {
		r.fx.Refused = r.begin(fact)
		return r.s, r.fx
	}
	r.elapse()
	r.fx.Refused = r.apply(fact)
	return r.s, r.fx
}

// Resume gives the commands that a state still waits for: what must be carried
// out again when it is not known whether they ever were.
func (m *Machine) Resume(s State) []Command {
	if s.Status != Running || s.frame.phase != busy {
		return nil
	}
	return []Command{{s.frame.task, m.states[s.frame.state].resource.arn, s.frame.command}}
}

// step is one call of Step under way.
type step struct {
	m   *Machine
	s   State
	now Instant
	fx  Effects
}

func (r *step) begin(fact Fact) error {
	if fact.Kind != FactStart || fact.Start == nil {
		return ErrNotRunning
	}
	r.s = State{Status: Running, start: fact.Start, started: r.now}
	if r.m.timeout > 0 {
		r.s.deadline = r.now.Add(r.m.timeout)
	}
	r.event(0, ExecutionStarted, &ExecutionStartedDetails{Input: string(fact.Start.Input), RoleARN: fact.Start.Identity.RoleARN})
	r.s.frame.last = 0 // the first StateEntered follows nothing
	r.enter(r.m.startAt, fact.Start.Input)
	return nil
}

func (r *step) apply(fact Fact) error {
	if fact.Kind == FactRedrive {
		return r.redrive()
	}
	if r.s.Status != Running {
		return ErrNotRunning
	}
	switch fact.Kind {
	case FactTick:
		return ErrStale // what time changes, it has changed
	case FactReport:
		return r.report(fact)
	case FactResolve:
		return r.resolve(fact)
	case FactHeartbeat:
		return r.heartbeat(fact)
	case FactStop:
		r.stop(fact)
		return nil
	}
	return fmt.Errorf("%q is no kind of fact", fact.Kind)
}

// elapse does what is due, in order, until nothing is.
func (r *step) elapse() {
	for r.s.Status == Running {
		due := r.s.Due()
		if due == 0 || due > r.now {
			return
		}
		f := &r.s.frame
		st := r.m.states[f.state]
		switch {
		case due == r.s.deadline:
			r.s.Status = TimedOut
			r.event(0, ExecutionTimedOut, &Failure{})
		case f.phase == sleeping:
			r.finish(st, nil)
		case f.phase == backingOff:
			r.schedule(st)
		default:
			r.timeout(st, due == f.pulse && due != f.wake)
		}
	}
}

func (r *step) stop(fact Fact) {
	r.s.Status = Aborted
	if fact.Failure != nil {
		r.s.Failure = *fact.Failure
	}
	failure := r.s.Failure
	r.event(0, ExecutionAborted, &failure)
}

// redrive goes on at the state that did not succeed, with its input and its
// retries anew. The machine's timeout starts again.
func (r *step) redrive() error {
	switch r.s.Status {
	case Running:
		return ErrRunning
	case Succeeded:
		return ErrNotRedrivable
	}
	r.s.Status, r.s.Failure = Running, Failure{}
	r.s.Redrives++
	r.s.Redriven = r.now
	if r.m.timeout > 0 {
		r.s.deadline = r.now.Add(r.m.timeout)
	}
	r.event(r.s.lastID, ExecutionRedriven, &ExecutionRedrivenDetails{r.s.Redrives})
	r.enter(r.s.frame.state, r.s.frame.input)
	return nil
}

// event appends to the history. The event becomes the one that the frame's next
// event follows.
func (r *step) event(previous int64, kind EventType, details any) int64 {
	r.s.lastID++
	r.s.frame.last = r.s.lastID
	r.fx.Events = append(r.fx.Events, Event{ID: r.s.lastID, PreviousID: previous, At: r.now, Type: kind, Details: details})
	return r.s.lastID
}

// follow appends an event that follows the frame's newest.
func (r *step) follow(kind EventType, details any) int64 {
	return r.event(r.s.frame.last, kind, details)
}

// enter goes into a state, and through as many as do not have to wait.
func (r *step) enter(name string, input json.RawMessage) {
	for name != "" {
		if r.s.lastID > maxEvents-10 { // room for what ends the execution
			r.fail(Failed(ErrorRuntime, "The execution reached the maximum number of history events (25000)."))
			return
		}
		st := r.m.states[name]
		before := r.s.frame.last
		r.s.frame = frame{
			state: name, entered: r.now, before: before, last: before, input: input,
			variables: r.s.frame.variables,
		}
		r.s.frame.entry = r.follow(EventType(st.kind)+"StateEntered", &StateEnteredDetails{Name: name, Input: string(input)})
		name, input = r.visit(st)
	}
}

// visit does a state's work. It returns the next state when there is nothing to
// wait for and the execution goes on.
func (r *step) visit(st *state) (next string, input json.RawMessage) {
	switch st.kind {
	case taskState:
		r.schedule(st)
		return "", nil
	case waitState:
		return r.sleep(st)
	case choiceState:
		return r.choose(st)
	case failState:
		r.failState(st)
		return "", nil
	default: // Pass, Succeed
		return r.leave(st, nil, st.next, st.output, st.assign)
	}
}

// finish leaves a state that had to wait and goes on from there.
func (r *step) finish(st *state, result json.RawMessage) {
	if next, input := r.leave(st, result, st.next, st.output, st.assign); next != "" {
		r.enter(next, input)
	}
}

// leave computes a state's output and variables and goes out of it. With
// result = nil the output's default is the state's input.
func (r *step) leave(st *state, result json.RawMessage, next string, output *template, assign []assignment) (string, json.RawMessage) {
	s := r.scope()
	s.result = result
	fallback := result
	if fallback == nil {
		fallback = r.s.frame.input
	}
	out, assigned, err := results(s, fallback, output, assign)
	if err != nil {
		return r.evaluationFailed(st, err)
	}
	if len(out) > maxPayload {
		return r.fault(st, oversize(st), false)
	}
	return r.exit(st, next, out, assigned)
}

// exit writes that a state was left. Without a next state the execution has
// succeeded.
func (r *step) exit(st *state, next string, out json.RawMessage, assigned map[string]json.RawMessage) (string, json.RawMessage) {
	details := &StateExitedDetails{Name: st.name, Output: string(out)}
	if len(assigned) > 0 {
		variables := maps.Clone(r.s.frame.variables)
		if variables == nil {
			variables = make(map[string]json.RawMessage, len(assigned))
		}
		details.AssignedVariables, details.AssignedVariablesDetails = map[string]string{}, &Truncation{}
		for name, value := range assigned {
			variables[name] = value
			details.AssignedVariables[name] = string(value)
		}
		r.s.frame.variables = variables
	}
	r.follow(EventType(st.kind)+"StateExited", details)
	r.s.frame.rest()
	if next == "" {
		r.s.Status, r.s.Output = Succeeded, out
		r.follow(ExecutionSucceeded, &ExecutionSucceededDetails{Output: string(out)})
	}
	return next, out
}

func oversize(st *state) Failure {
	return Failed(ErrorDataLimitExceeded, fmt.Sprintf(
		"The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit.", st.name))
}

// results evaluates Output and Assign; both see the variables as they were when
// the state was entered.
func results(s *scope, fallback json.RawMessage, output *template, assign []assignment) (out json.RawMessage, assigned map[string]json.RawMessage, err error) {
	out = fallback
	if output != nil {
		if out, err = output.evaluate(s); err != nil {
			return nil, nil, err
		}
	}
	if len(assign) > 0 {
		assigned = make(map[string]json.RawMessage, len(assign))
	}
	for i := range assign {
		value, err := assign[i].value.evaluate(s)
		if err != nil {
			return nil, nil, err
		}
		assigned[assign[i].name] = value
	}
	return out, assigned, nil
}

// scope is what the current state's expressions see.
func (r *step) scope() *scope {
	return &scope{
		input:     r.s.frame.input,
		variables: r.s.frame.variables,
		context:   r.contextObject,
		now:       r.now,
		draw:      &draw{entropy: r.s.start.Entropy, event: r.s.lastID},
	}
}

// fail ends the execution.
func (r *step) fail(f Failure) {
	r.s.Status, r.s.Failure = FailedRun, f
	r.s.frame.rest()
	r.follow(ExecutionFailed, &f)
}
