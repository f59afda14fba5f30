package stepfunctions

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// maxInput is the service's limit on an input, in bytes.
const maxInput = 262_144

// startArguments are what an execution is started with. A parent is the task that
// starts it, and finds it again when it has started it before.
type startArguments struct {
	name, trace, parent string
	input               json.RawMessage
}

// maxOpen is how many executions may run at once (developer guide, "Service quotas").
const maxOpen = 1_000_000

// start starts an execution, or finds the one of that name: the same input while
// it is running is the same execution, anything else ExecutionAlreadyExists.
func (e *Engine) start(to target, with startArguments) (arn string, started asl.Instant, err error) {
	m, name := to.machine, with.name
	if e.broken.Load() {
		return "", 0, awsapi.Internal(errBroken)
	}
	e.starting.RLock()
	defer e.starting.RUnlock()
	if e.dyingMachine(m.arn) != nil {
		return "", 0, machineDeleting(m.arn)
	}
	if name == "" {
		name = uuid.NewString()
	}
	if err := checkName(name); err != nil {
		return "", 0, err
	}
	if e.Waiting() >= maxOpen {
		return "", 0, awsapi.Errorf("ExecutionLimitExceeded", "The account has %d open executions, and can have no more", maxOpen)
	}
	x := &execution{ref: e.lastRef.Add(1), machine: m, trace: with.trace}
	r := &row{
		ref: x.ref, machine: m.arn, revision: m.number, name: name, input: with.input, started: asl.InstantOf(time.Now()), trace: with.trace,
		version: to.version, alias: to.alias, parent: with.parent, rules: asl.Rules, missing: strings.Join(e.missingActivities(m), " "),
	}
	r.entropy = make([]byte, len(asl.Entropy{}))
	_, _ = rand.Read(r.entropy) // never fails
	fact := r.startFact(m)
	state, fx := m.asl.Step(asl.State{}, fact)
	if fx.Refused != nil {
		return "", 0, awsapi.Internal(fx.Refused)
	}
	x.state, x.last = state, fact.At

	var existing *row
	var after func()
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) (err error) {
		existing, after = nil, nil
		inserted, err := insert(tx, r, state)
		if err != nil {
			return err
		}
		if inserted {
			after, err = e.changed(tx, x, state, fact.At)
			return err
		}
		rows, err := queryRows(tx, "WHERE machine = ? AND name = ?", m.arn, name)
		if err == nil {
			existing = rows[0]
		}
		return err
	})
	arn = m.identity.ExecutionPrefix + name
	switch {
	case err != nil:
		e.fail(err)
		return "", 0, awsapi.Internal(errBroken)
	case existing == nil:
		e.begin(x, state, fx, after)
		return arn, fact.At, nil
	case existing.status == asl.Running && string(existing.input) == string(with.input), with.parent != "" && existing.parent == with.parent:
		return arn, existing.started, nil
	}
	return "", 0, executionAlreadyExists(arn)
}

// begin makes an execution known that is in the log now.
func (e *Engine) begin(x *execution, state asl.State, fx asl.Effects, after func()) {
	if state.Status == asl.Running {
		e.mu.Lock()
		e.running[x.ref] = x
		e.mu.Unlock()
		e.timers.set(x, state.Due())
	}
	e.committed(x, state, 0, fx, after)
}

// insert writes an execution's row, unless there is one of its name.
func insert(tx *sqlitedb.Tx, r *row, state asl.State) (inserted bool, err error) {
	rows, err := tx.Exec(`INSERT INTO executions (ref, machine, revision, name, status, started, input, entropy, trace, version, alias, parent, rules, missing)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.ref, r.machine, r.revision, r.name, state.Status, r.started, []byte(r.input), r.entropy, r.trace, r.version, r.alias, r.parent, r.rules, r.missing)
	if err != nil || rows == 0 {
		return false, err
	}
	if state.Status != asl.Running { // it needed nothing from outside
		return true, writeStatus(tx, r.ref, state, r.started)
	}
	return true, nil
}
