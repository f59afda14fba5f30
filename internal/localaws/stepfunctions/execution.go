package stepfunctions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/trace"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// execution is one that has not ended.
type execution struct {
	ref     uint64
	machine *machine
	trace   string // the trace header that functions are called with

	mu    sync.Mutex // guards what follows; held while a fact is put into the log's queue, so that facts keep their order
	state asl.State
	facts int         // how many are in the log
	last  asl.Instant // of the newest fact

	timer timer         // belongs to timers
	ended chan struct{} // of an EXPRESS machine's: closed when it has ended; nil otherwise
}

// feed gives an execution a fact: the interpreter steps at once, the fact goes
// to the log, and what comes of it happens after the commit. done is called
// then, or at once when the fact changes nothing. What the interpreter says of
// the fact is returned at once.
func (e *Engine) feed(x *execution, fact asl.Fact, done func(error)) (refused error) {
	if e.broken.Load() {
		done(errBroken)
		return nil
	}
	fact.Deleted = x.ended == nil && e.dyingMachine(x.machine.arn) != nil // EXPRESS executions go on to their end
	fact.Missing = e.missingActivities(x.machine)
	x.mu.Lock()
	defer x.mu.Unlock()
	fact.At = max(asl.InstantOf(time.Now()), x.last)
	state, fx := x.machine.asl.Step(x.state, fact)
	if !fx.Changed() {
		done(nil)
		return fx.Refused
	}
	if x.ended != nil {
		e.step(x, state, fact, fx)
		done(nil)
		return fx.Refused
	}
	// A redrive that fails at once ends with the status that it began with.
	changed := state.Status != x.state.Status || state.Redrives != x.state.Redrives
	x.state, x.last = state, fact.At
	x.facts++
	e.timers.set(x, state.Due())
	e.log(x, fact, changed, fx, done)
	return fx.Refused
}

var errBroken = errors.New("the log of executions cannot be written")

// log hands a fact to the log, and with changed the new status. The caller holds
// x.mu.
func (e *Engine) log(x *execution, fact asl.Fact, changed bool, fx asl.Effects, done func(error)) {
	seq, state := x.facts, x.state
	text, err := json.Marshal(fact)
	if err != nil { // what callers may put into a fact has been found to be JSON
		e.fail(fmt.Errorf("encode a fact: %w", err))
		done(errBroken)
		return
	}
	var after func()
	e.cfg.DB.Enqueue(func(tx *sqlitedb.Tx) (err error) {
		after = nil
		if _, err := tx.Exec("INSERT INTO facts VALUES (?, ?, ?)", x.ref, seq, text); err != nil {
			return err
		}
		if !changed {
			return nil
		}
		if err := writeStatus(tx, x.ref, state, fact.At); err != nil {
			return err
		}
		after, err = e.changed(tx, x, state, fact.At)
		return err
	}, func(err error) {
		if err != nil {
			e.fail(err)
			done(err)
			return
		}
		e.committed(x, state, seq, fx, after)
		done(nil)
	})
}

// committed does what may be done now that the log has it.
func (e *Engine) committed(x *execution, state asl.State, facts int, fx asl.Effects, after func()) {
	e.logEvents(x, state, fx.Events)
	if state.Status != asl.Running {
		e.forget(x)
	}
	e.observed(x, state, facts)
	e.carryOut(x, fx.Commands)
	if after != nil {
		after()
	}
}

// writeStatus brings an execution's row up to date.
func writeStatus(tx *sqlitedb.Tx, ref uint64, state asl.State, at asl.Instant) error {
	var stopped, redriven any
	if state.Status != asl.Running {
		stopped = int64(at)
	}
	if state.Redriven != 0 {
		redriven = int64(state.Redriven)
	}
	_, err := tx.Exec(`UPDATE executions SET status = ?, stopped = ?, output = ?, error = ?, cause = ?, redrives = ?, redriven = ?, state = ?, events = ? WHERE ref = ?`,
		state.Status, stopped, []byte(state.Output), state.Failure.Error, state.Failure.Cause, state.Redrives, redriven, state.Waiting().State, state.Events(), ref)
	return err
}

// forget forgets an execution that has ended, and tells the tasks that wait for it.
func (e *Engine) forget(x *execution) {
	e.mu.Lock()
	_, ran := e.running[x.ref] // one that ended as it started was never there
	delete(e.running, x.ref)
	waiters := e.waiters[x.ref]
	delete(e.waiters, x.ref)
	e.mu.Unlock()
	if waiters != nil {
		e.calls.Go(func() {
			e.tell(x.ref, waiters)
			e.settled(x)
		})
	} else if ran {
		e.settled(x)
	}
}

// carryOut makes calls, each in a goroutine of its own, and feeds what they
// report. It does nothing once the engine is stopping: the next one resumes them.
func (e *Engine) carryOut(x *execution, commands []asl.Command) {
	if e.broken.Load() {
		return
	}
	for _, c := range commands {
		switch c.Kind {
		case asl.Keep:
			e.keep(x, c)
		case asl.Await:
			e.calls.Go(func() { e.await(x, c) })
		case asl.Cancel:
			e.calls.Go(func() { e.abandon(c) })
		default:
			e.calls.Go(func() { e.call(x, c) })
		}
	}
}

// call makes a call and feeds what it reports.
func (e *Engine) call(x *execution, c asl.Command) {
	caller := ""
	if x.ended == nil { // an EXPRESS execution's call is never repeated
		caller = fmt.Sprintf("%d:%d", x.ref, c.Task)
	}
	output, failure := e.carry(trace.With(e.ctx, x.trace), c, caller)
	if e.ctx.Err() != nil {
		return // cut off: nothing is known of the outcome
	}
	e.reported(x, c, output, failure)
}

// carry makes a call. Who calls is told to an execution that it starts.
func (e *Engine) carry(ctx context.Context, c asl.Command, caller string) (json.RawMessage, *asl.Failure) {
	if strings.HasPrefix(c.Resource, asl.StartExecution) {
		return e.startNested(c, caller, trace.Of(ctx))
	}
	return e.cfg.Call(ctx, c.Resource, c.Arguments)
}

// keep keeps an activity's task for a worker.
func (e *Engine) keep(x *execution, c asl.Command) {
	if e.activities.offer(x, c) {
		return
	}
	failure := asl.Failed(asl.ErrorRuntime, "The activity "+c.Resource+" does not exist.")
	e.calls.Go(func() {
		_, _ = e.feedWait(x, asl.Fact{Kind: asl.FactReport, Task: c.Task, Failure: &failure}) // as below: one that cannot be logged has stopped the engine
	})
}

// feedWait is feed, and waits for the commit.
func (e *Engine) feedWait(x *execution, fact asl.Fact) (refused, err error) {
	result := make(chan error, 1)
	refused = e.feed(x, fact, func(err error) { result <- err })
	return refused, <-result
}

// tick is called by the timers when an execution is due.
func (e *Engine) tick(x *execution) {
	_ = e.feed(x, asl.Fact{Kind: asl.FactTick}, func(error) {}) // a tick is always refused: it has no effect of its own
}
