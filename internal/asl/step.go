package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The service's limits (Step Functions Developer Guide, "Service quotas").
const (
	maxPayload = 262_144 // bytes of any input or output
	maxEvents  = 25_000  // of a history; the last of them is an execution's end
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
	r := &step{m: m, s: s, now: fact.At, doomed: fact.Deleted, missing: fact.Missing}
	r.s.frames = make([]*frame, len(s.frames))
	for i, f := range s.frames {
		r.s.frames[i] = f.clone()
	}
	if s.Status == "" {
		r.fx.Refused = r.begin(fact)
	} else {
		r.elapse()
		r.fx.Refused = r.apply(fact)
	}
	r.run()
	if r.full {
		r.overflowed()
	}
	r.abandon(s, fact)
	return r.s, r.fx
}

// step is one call of Step under way.
type step struct {
	m    *Machine
	s    State // its frames are this step's own
	now  Instant
	fx   Effects
	f    *frame // the one that is worked on
	jobs []job  // what is left to do, in order

	full    bool     // the history was, before the execution had ended
	doomed  bool     // the machine has been deleted
	missing []string // activities that are not there

	probe *probe // of a trial; nil otherwise
}

// job is to enter a state, or to do the work of the one that was entered. Frames
// take turns, so that branches enter their states side by side.
type job struct {
	f     *frame
	enter string // "" does the work
	input json.RawMessage
}

// run does what there is to do, until everything waits.
func (r *step) run() {
	for i := 0; i < len(r.jobs) && r.s.Status == Running; i++ {
		j := r.jobs[i]
		if j.f.gone {
			continue
		}
		r.f = j.f
		if j.enter != "" {
			r.enter(j.enter, j.input)
		} else {
			r.visit(r.state())
		}
	}
	r.jobs = r.jobs[:0]
}

// state is the state in which the frame stands.
func (r *step) state() *state { return r.m.states[r.f.state] }

// goTo lets the frame enter a state when its turn comes. It stands there from now
// on: when something else ends the execution first, a redrive enters the state.
func (r *step) goTo(name string, input json.RawMessage) {
	r.f.state, r.f.input, r.f.entry = name, input, 0
	r.jobs = append(r.jobs, job{r.f, name, input})
}

func (r *step) begin(fact Fact) error {
	if fact.Kind != FactStart || fact.Start == nil {
		return ErrNotRunning
	}
	r.s = State{Status: Running, start: fact.Start, started: r.now}
	if r.m.timeout > 0 {
		r.s.deadline = r.now.Add(r.m.timeout)
	}
	r.f = r.newFrame(frame{}) // its first StateEntered follows nothing
	r.emit(0, ExecutionStarted, &ExecutionStartedDetails{
		Input: string(fact.Start.Input), RoleARN: fact.Start.Identity.RoleARN, VersionARN: fact.Start.VersionARN(), AliasARN: fact.Start.AliasARN(),
	})
	r.goTo(r.m.body.startAt, fact.Start.Input)
	return nil
}

func (r *step) newFrame(f frame) *frame {
	r.s.newest++
	f.id = r.s.newest
	r.s.frames = append(r.s.frames, &f)
	return &f
}

func (r *step) apply(fact Fact) error {
	if fact.Kind == FactRedrive || fact.Kind == redriveByEntering {
		return r.redrive(fact.Kind == redriveByEntering)
	}
	if r.s.Status != Running {
		return ErrNotRunning
	}
	switch fact.Kind {
	case FactTick:
		return ErrStale // what time changes, it has changed
	case FactReport:
		return r.report(fact)
	case FactDone:
		return r.done(fact)
	case FactPick:
		return r.pick(fact)
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
		if due == r.s.deadline {
			r.s.Status = TimedOut
			name := ErrorTimeout
			r.emit(0, ExecutionTimedOut, &Failure{Error: &name}) // DescribeExecution does not tell the error (observed)
			return
		}
		r.f = r.s.frames[slices.IndexFunc(r.s.frames, func(f *frame) bool { return f.due() == due })]
		if r.doomed {
			r.deleted(r.f)
			return
		}
		r.wake(r.state(), due)
		r.run()
	}
}

// wake does what the frame has waited for.
func (r *step) wake(st *state, due Instant) {
	switch r.f.phase {
	case sleeping:
		r.leave(st, nil, st.transfer())
	case backingOff:
		r.visit(st)
	default:
		r.timeout(st, due == r.f.pulse && due != r.f.wake)
	}
}

func (r *step) stop(fact Fact) {
	r.s.Status = Aborted
	if fact.Failure != nil {
		r.s.Failure = *fact.Failure
	}
	failure := r.s.Failure
	r.emit(0, ExecutionAborted, &failure)
}

// emit appends to the history an event that follows the event previous. In place
// of one that has no room there it ends the execution; nothing comes after that.
func (r *step) emit(previous int64, kind EventType, details any) int64 {
	switch {
	case r.full:
		return r.s.lastID
	case !r.fits(kind):
		r.end(Failed(ErrorRuntime, "The execution reached the maximum number of history events (25000)."))
		r.full = true
		return r.s.lastID
	}
	r.s.lastID++
	r.fx.Events = append(r.fx.Events, Event{ID: r.s.lastID, PreviousID: previous, At: r.now, Type: kind, Details: details})
	return r.s.lastID
}

// follow appends an event that follows the frame's newest, and becomes it.
func (r *step) follow(kind EventType, details any) int64 {
	r.f.last = r.emit(r.f.last, kind, details)
	return r.f.last
}

// fits reports whether an event of that type has a place in the history.
func (r *step) fits(kind EventType) bool {
	if r.s.start.Rules == 0 && r.s.lastID > maxEvents-10 { // before, nothing was begun this late
		text := string(kind)
		return !strings.HasSuffix(text, "Entered") && !strings.HasSuffix(text, "Scheduled") &&
			kind != MapIterationStarted && !strings.HasSuffix(text, "StateStarted")
	}
	return r.s.lastID < maxEvents-1 || kind.ends()
}

// overflowed takes back what the step has done after the history was full.
func (r *step) overflowed() {
	r.s.Status, r.s.Output = FailedRun, nil
	r.s.Failure = *r.fx.Events[len(r.fx.Events)-1].Details.(*Failure)
	r.fx.Commands = nil
}

// enter goes into a state. Its work is done when the frame's turn comes again.
func (r *step) enter(name string, input json.RawMessage) {
	f := r.f
	before := f.last
	f.rest()
	f.state, f.entered, f.before, f.input = name, r.now, before, input
	f.attempts, f.retries, f.task, f.token, f.interval = 0, nil, 0, "", 0
	f.entry = r.follow(EventType(r.state().kind)+"StateEntered", &StateEnteredDetails{Name: name, Input: string(input)})
	r.jobs = append(r.jobs, job{f: f})
}

// visit does a state's work, or as much of it as can be done before it waits.
func (r *step) visit(st *state) {
	switch st.kind {
	case taskState:
		r.schedule(st)
	case parallelState:
		r.branchOut(st)
	case mapState:
		r.iterate(st)
	case waitState:
		r.sleep(st)
	case choiceState:
		r.choose(st)
	case failState:
		r.failState(st)
	default: // Pass, Succeed
		r.leave(st, nil, st.transfer())
	}
}

// leave computes a state's output and variables and goes out of it. With
// result = nil the output's default is the state's input.
func (r *step) leave(st *state, result json.RawMessage, to transfer) {
	if st.paths != nil {
		r.leaveByPaths(st, result, to)
		return
	}
	if result != nil {
		r.probe.note(rawResult, result)
	}
	s := r.scope()
	s.result = result
	fallback := result
	if fallback == nil {
		fallback = r.f.input
	}
	out, assigned, err := results(s, fallback, to.output, to.assign)
	switch {
	case err != nil:
		r.evaluationFailed(st, err)
	case len(out) > maxPayload:
		r.fault(st, oversize(st.name), false)
	default:
		r.exit(st, to.next, out, assigned)
	}
}

// exit writes that a state was left, and goes on to the next one.
func (r *step) exit(st *state, next string, out json.RawMessage, assigned []variable) {
	details := &StateExitedDetails{Name: st.name, Output: string(out)}
	if len(assigned) > 0 {
		if problem := r.assign(st, assigned); problem != "" {
			r.tooMuchAssigned(st, problem)
			return
		}
		details.AssignedVariables, details.AssignedVariablesDetails = make(map[string]string, len(assigned)), &Truncation{}
		for _, v := range assigned {
			details.AssignedVariables[v.name] = string(v.value)
		}
	}
	if r.probe != nil {
		r.probe.left(next, out, r.f.variables)
		return
	}
	r.dropBranches()
	r.follow(EventType(st.kind)+"StateExited", details)
	r.f.rest()
	switch {
	case next != "":
		r.goTo(next, out)
	case r.f.parent != 0:
		r.joined(out)
	default:
		r.s.Status, r.s.Output = Succeeded, out
		r.follow(ExecutionSucceeded, &ExecutionSucceededDetails{Output: string(out)})
	}
}

func oversize(name string) Failure {
	return Failed(ErrorDataLimitExceeded, fmt.Sprintf(
		"The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit.", name))
}

// results evaluates Output and Assign; both see the variables as they were when
// the state was entered.
func results(s *scope, fallback json.RawMessage, output *template, assign []assignment) (out json.RawMessage, assigned []variable, err error) {
	out = fallback
	if output != nil {
		if out, err = output.evaluate(s); err != nil {
			return nil, nil, err
		}
	}
	for i := range assign {
		value, err := assign[i].value.evaluate(s)
		if err != nil {
			return nil, nil, err
		}
		assigned = append(assigned, variable{assign[i].name, value})
	}
	return out, assigned, nil
}

// scope is what the current state's expressions see.
func (r *step) scope() *scope {
	return &scope{
		input:     r.f.input,
		variables: r.f.variables,
		outer:     r.f.outer,
		context:   r.contextObject,
		now:       r.now,
		draw:      &draw{entropy: r.s.start.Entropy, event: r.s.lastID},
	}
}

// end ends the execution as failed.
func (r *step) end(f Failure) {
	r.s.Status, r.s.Failure = FailedRun, f
	r.s.frames[0].last = r.emit(r.f.last, ExecutionFailed, &f)
}
