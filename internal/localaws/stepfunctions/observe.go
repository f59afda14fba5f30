package stepfunctions

import (
	"encoding/json"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// StateColumn is the second version of the engine's part of the database: the
// state in which an execution ended, so that a list need not replay it. It is
// ” for executions that ended before.
const StateColumn = `ALTER TABLE executions ADD COLUMN state TEXT NOT NULL DEFAULT '';`

// Summary is one execution as a list shows it.
type Summary struct {
	Ref              uint64
	Version          int // counts the facts: of two summaries the greater is the newer
	ARN, Machine     string
	Name             string
	Status           asl.Status
	Started, Stopped asl.Instant
	Waiting          asl.Waiting
	Error            string
	Redrives         int
	Input, Output    json.RawMessage
}

// Observe has f told of every change of every execution, after the commit. It
// must be quick, and two goroutines may call it at once. There is one observer.
func (e *Engine) Observe(f func(Summary)) { e.observer.Store(&f) }

// observed tells the observer what an execution has become.
func (e *Engine) observed(x *execution, state asl.State, facts int) {
	if f := e.observer.Load(); f != nil {
		(*f)(x.summary(state, facts))
	}
}

func (x *execution) summary(state asl.State, facts int) Summary {
	start := state.Start()
	s := Summary{
		Ref: x.ref, Version: facts, ARN: start.ExecutionARN(), Machine: x.machine.name, Name: start.Name,
		Status: state.Status, Started: state.Started(), Waiting: state.Waiting(), Redrives: state.Redrives,
		Input: start.Input, Output: state.Output,
	}
	if state.Status != asl.Running {
		s.Stopped = x.last
	}
	if state.Failure.Error != nil {
		s.Error = *state.Failure.Error
	}
	return s
}

// Each gives every execution there is. What changes meanwhile may be given as it
// was or as it is; who observes too can tell by the version.
func (e *Engine) Each(f func(Summary)) error {
	err := e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		return tx.Query(`SELECT ref, machine, name, status, started, coalesce(stopped, 0), input, output, coalesce(error, ''), redrives, state
			FROM executions WHERE status <> ? ORDER BY ref`, []any{asl.Running}, func(row sqlitedb.Row) error {
			var s Summary
			var machine string
			var input, output []byte
			err := row.Scan(&s.Ref, &machine, &s.Name, &s.Status, &s.Started, &s.Stopped, &input, &output, &s.Error, &s.Redrives, &s.Waiting.State)
			if err != nil {
				return err
			}
			_, s.Machine, _ = resourceOf(machine)
			s.ARN, s.Input, s.Output = e.executionPrefix(s.Machine)+s.Name, input, output
			f(s)
			return nil
		})
	})
	if err != nil {
		return err
	}
	e.mu.RLock()
	running := make([]*execution, 0, len(e.running))
	for _, x := range e.running {
		running = append(running, x)
	}
	e.mu.RUnlock()
	for _, x := range running {
		x.mu.Lock()
		s := x.summary(x.state, x.facts)
		x.mu.Unlock()
		f(s)
	}
	return nil
}

// Inspection is everything about one execution.
type Inspection struct {
	Summary
	MachineARN string
	Revision   int
	Definition string
	Cause      string
	Redriven   asl.Instant
	Trace      string
	Events     []asl.Event
}

// Inspect replays an execution. The error is an [*awsapi.Error] when there is none
// of that ARN.
func (e *Engine) Inspect(arn string) (Inspection, error) {
	r, err := e.byARN(arn)
	if err != nil {
		return Inspection{}, err
	}
	var events []asl.Event
	x, err := e.replay(r, func(event asl.Event) { events = append(events, event) })
	if err != nil {
		return Inspection{}, err
	}
	i := Inspection{
		Summary: x.summary(x.state, x.facts), MachineARN: x.machine.arn, Revision: x.machine.number, Definition: x.machine.asl.Definition(),
		Redriven: x.state.Redriven, Trace: r.trace, Events: events,
	}
	if cause := x.state.Failure.Cause; cause != nil {
		i.Cause = *cause
	}
	return i, nil
}

// MachineInfo is one revision of a state machine.
type MachineInfo struct {
	ARN, Name  string
	Revision   int
	Definition string
}

// Machines lists the newest revision of each state machine.
func (e *Engine) Machines() (all []MachineInfo) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, m := range e.machines {
		all = append(all, MachineInfo{m.arn, m.name, m.number, m.asl.Definition()})
	}
	return all
}

// ExecutionARN is the ARN of a machine's execution, by their names.
func (e *Engine) ExecutionARN(machine, name string) string { return e.executionPrefix(machine) + name }
