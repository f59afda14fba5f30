package asl

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// schedule begins an attempt of a task: it computes the arguments anew and asks
// for the call.
func (r *step) schedule(st *state) {
	f := r.f
	f.rest()
	f.token = ""
	if slices.Contains(r.missing, st.resource.arn) {
		r.broken(st, Failed(ErrorRuntime, r.cause(st, "The activity "+st.resource.arn+" does not exist.")))
		return
	}
	if st.resource.token {
		f.token = tokenFor(r.s.start, r.s.lastID+1)
	}
	arguments, err := r.arguments(st)
	var timeout, heartbeat int64
	var role *TaskCredentials
	if err == nil {
		role, err = r.roleOf(st)
	}
	if err == nil {
		timeout, err = r.integer(st, st.timeout)
	}
	if err == nil {
		heartbeat, err = r.integer(st, st.heartbeat)
	}
	if err != nil {
		r.evaluationFailed(st, err)
		return
	}
	f.task = r.scheduled(st, arguments, role, timeout, heartbeat)
	r.started(st)
	f.phase, f.command, f.limit, f.interval = busy, arguments, timeout, heartbeat
	if st.resource.kind != activity || r.s.start.Rules == 0 {
		r.startTimes(f)
	}
	r.fx.Commands = append(r.fx.Commands, r.command(f))
}

// startTimes starts the clocks of the task's timeout and heartbeat.
func (r *step) startTimes(f *frame) {
	if f.limit > 0 {
		f.wake = r.now.Add(f.limit)
	}
	if f.interval > 0 {
		f.pulse = r.now.Add(f.interval)
	}
}

// report takes the return of a call.
func (r *step) report(fact Fact) error {
	f := r.find(func(f *frame) bool { return f.phase == busy && f.task == fact.Task })
	if f == nil {
		return ErrStale
	}
	r.f = f
	st := r.state()
	f.command = nil
	failure := st.failure(fact)
	submitted := failure == nil && (st.resource.token || st.resource.sync)
	switch {
	case r.doomed && !submitted:
		r.deleted(f)
		return nil
	case failure != nil:
		r.taskFailed(st, *failure)
		return nil
	case submitted:
		f.phase = parked
		r.follow(TaskSubmitted, st.outputDetails(fact.Output))
		if st.resource.sync {
			f.command = fact.Output
			r.fx.Commands = append(r.fx.Commands, r.command(f))
		}
		return nil
	}
	r.taskSucceeded(st, fact.Output)
	r.leave(st, fact.Output, st.transfer())
	return nil
}

// pick lets a worker take an activity's task. The one that has been taken waits
// for its token. Its times start now: until then it waits as long as need be
// (recorded, and developer guide, "Task workflow state": the count begins when
// GetActivityTask receives a token).
func (r *step) pick(fact Fact) error {
	f := r.find(func(f *frame) bool { return f.phase == busy && f.task == fact.Task })
	if f == nil || r.m.states[f.state].resource.kind != activity {
		return ErrStale
	}
	r.f = f
	f.phase, f.command = parked, nil
	r.follow(ActivityStarted, &ActivityStartedDetails{fact.Worker})
	if r.s.start.Rules > 0 {
		r.startTimes(f)
	}
	return nil
}

// resolve takes SendTaskSuccess or SendTaskFailure. It may come before the call
// has reported: the function may resolve the token itself.
func (r *step) resolve(fact Fact) error {
	f := r.holder(fact.Token)
	if f == nil {
		return ErrStale
	}
	r.conclude(f, fact)
	return nil
}

// conclude ends the frame's task as the fact says.
func (r *step) conclude(f *frame, fact Fact) {
	if r.doomed {
		r.deleted(f)
		return
	}
	r.f = f
	st := r.state()
	f.command = nil
	if failure := st.failure(fact); failure != nil {
		r.taskFailed(st, *failure)
		return
	}
	r.taskSucceeded(st, fact.Output)
	r.leave(st, fact.Output, st.transfer())
}

// failure is what has gone wrong with the task, if anything has: a result that is
// too large as well.
func (s *state) failure(fact Fact) *Failure {
	if fact.Failure != nil || len(fact.Output) <= maxPayload {
		return fact.Failure
	}
	name := s.resource.service
	if s.resource.kind != integration {
		name = s.resource.arn
	}
	failure := oversize(name)
	return &failure
}

func (r *step) heartbeat(fact Fact) error {
	f := r.holder(fact.Token)
	if f == nil {
		return ErrStale
	}
	if f.interval > 0 {
		f.pulse = r.now.Add(f.interval)
	}
	return nil
}

// holder is the frame whose attempt under way has that token; nil when none has.
func (r *step) holder(token string) *frame {
	if token == "" {
		return nil
	}
	return r.find(func(f *frame) bool { return f.token == token && (f.phase == busy || f.phase == parked) })
}

func (r *step) find(is func(*frame) bool) *frame {
	if i := slices.IndexFunc(r.s.frames, is); i >= 0 {
		return r.s.frames[i]
	}
	return nil
}

func (r *step) taskFailed(st *state, failure Failure) {
	r.taskEnded(st, failure, true)
	r.fault(st, failure, false)
}

// timeout ends an attempt whose time, or whose heartbeat's, is up.
func (r *step) timeout(st *state, heartbeat bool) {
	name := ErrorTimeout
	failure := Failure{Error: &name}
	r.taskEnded(st, failure, false)
	r.fault(st, failure, heartbeat)
}

// evaluationFailed is an expression that gave no value. Its event follows the one
// before the state was entered; only a Wait's follows the entry (observed).
func (r *step) evaluationFailed(st *state, err error) {
	if errors.Is(err, errOversize) {
		r.fault(st, oversize(st.name), false)
		return
	}
	location := ""
	var evaluation *evaluationError
	if errors.As(err, &evaluation) {
		location = evaluation.location
	}
	cause := r.cause(st, err.Error())
	var runtime *runtimeError
	var bare *bareError
	switch {
	case errors.As(err, &bare):
		r.broken(st, Failed(bare.name, bare.cause))
		return
	case st.paths != nil || errors.As(err, &runtime): // of a path no event tells
		r.broken(st, Failed(ErrorRuntime, cause))
		return
	}
	previous := r.f.before
	if st.kind == waitState {
		previous = r.f.entry
	}
	r.f.last = r.emit(previous, EvaluationFailed, &EvaluationFailedDetails{st.name, ErrorQueryEvaluation, cause, location})
	r.fault(st, Failed(ErrorQueryEvaluation, cause), false)
}

// broken is a failure that ends the whole execution, in whatever it happens: no event
// but the last tells of it, and nobody can retry or catch it (recorded).
func (r *step) broken(st *state, failure Failure) {
	switch {
	case r.probe != nil:
		r.probe.failed(TrialFailed, failure)
	case r.s.start.Rules == 0:
		r.fault(st, failure, false)
	default:
		if r.f.phase != forked {
			r.f.rest()
		}
		r.end(failure)
	}
}

// cause is a failure's text with the prefix that AWS gives it, but not in a trial
// (recorded).
func (r *step) cause(st *state, text string) string {
	if r.probe != nil {
		return text
	}
	return fmt.Sprintf("An error occurred while executing the state '%s' (entered at the event id #%d). %s", st.name, r.f.entry, text)
}

// fault decides what a failure leads to: another attempt, a catcher, or the end
// of the body.
func (r *step) fault(st *state, failure Failure, heartbeat bool) {
	f := r.f
	for i := range st.retry {
		if !failure.matches(st.retry[i].errors, heartbeat) {
			continue
		}
		if f.retried(i) < st.retry[i].maxAttempts {
			if r.probe != nil {
				backoff := int(st.retry[i].delay(f.retried(i)))
				r.probe.failed(TrialRetriable, failure)
				r.probe.Seen.RetryIndex, r.probe.Seen.RetryBackoff = &i, &backoff
				return
			}
			r.dropBranches()
			f.rest()
			r.retry(&st.retry[i], i)
			return
		}
		break // this retrier is exhausted; later ones are not asked
	}
	if st.forks() {
		r.follow(EventType(st.kind)+"StateFailed", nil)
	}
	for i := range st.catch {
		if failure.matches(st.catch[i].errors, heartbeat) {
			if r.probe != nil {
				r.probe.failed(TrialCaught, failure)
				r.probe.Seen.CatchIndex = &i
			}
			r.caught(st, &st.catch[i], failure)
			return
		}
	}
	r.failed(failure)
}

// failed ends the frame's body, and with the machine's the execution.
func (r *step) failed(failure Failure) {
	if r.probe != nil {
		r.probe.failed(TrialFailed, failure)
		return
	}
	if r.f.parent != 0 {
		r.branchFailed(failure)
		return
	}
	if r.f.phase != forked {
		r.f.rest()
	}
	r.end(failure)
}

func (f *frame) retried(retrier int) int64 {
	if f.retries == nil {
		return 0
	}
	return int64(f.retries[retrier])
}

// retry waits for IntervalSeconds · BackoffRate^n, at most MaxDelaySeconds, or a
// random part of it.
func (r *step) retry(rule *retrier, index int) {
	f := r.f
	delay := rule.delay(f.retried(index))
	if rule.fullJitter {
		delay *= (&draw{entropy: r.s.start.Entropy, event: r.s.lastID}).float()
	}
	retries := make([]int, len(r.m.states[f.state].retry))
	copy(retries, f.retries)
	retries[index]++
	f.retries = retries
	f.attempts++
	f.phase, f.wake = backingOff, r.now+Instant(delay*1000)
}

// delay is how many seconds to wait after so many retries, before any jitter.
func (rule *retrier) delay(retries int64) float64 {
	delay := float64(rule.interval) * math.Pow(rule.backoff, float64(retries))
	if rule.maxDelay > 0 {
		delay = min(delay, rule.maxDelay)
	}
	return min(delay, maxSeconds)
}

// caught hands a failure to a catcher.
func (r *step) caught(st *state, c *catcher, failure Failure) {
	if st.paths != nil {
		r.caughtByPaths(st, c, failure)
		return
	}
	s := r.scope()
	s.errorOutput = failure.errorOutput()
	out, assigned, err := results(s, s.errorOutput, c.output, c.assign)
	if err != nil {
		// A catcher that cannot be evaluated does not catch itself.
		cause := r.cause(st, err.Error())
		r.f.last = r.emit(r.f.before, EvaluationFailed, &EvaluationFailedDetails{State: st.name, Error: ErrorQueryEvaluation, Cause: cause})
		r.failed(Failed(ErrorQueryEvaluation, cause))
		return
	}
	r.exit(st, c.next, out, assigned)
}
