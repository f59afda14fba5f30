package stepfunctions

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// load brings every running execution back from the log.
func (e *Engine) load() error {
	var found []*row
	err := e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		var last uint64
		err := tx.QueryRow("SELECT max((SELECT coalesce(max(ref), 0) FROM executions), (SELECT coalesce(max(ref), 0) FROM removed))").Scan(&last)
		if err != nil {
			return err
		}
		e.lastRef.Store(last)
		if err := e.checkPlace(tx); err != nil {
			return err
		}
		found, err = queryRows(tx, "WHERE status = ?", asl.Running)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range found {
		x, err := e.replay(r, nil)
		if err != nil {
			return err
		}
		e.running[x.ref] = x
	}
	return e.cfg.DB.View(e.loadDying)
}

// checkPlace makes sure that the log was written in this account and region: what
// it holds is known by ARNs that name them.
func (e *Engine) checkPlace(tx *sqlitedb.Tx) error {
	return tx.Query("SELECT DISTINCT arn FROM machines", nil, func(row sqlitedb.Row) error {
		var arn string
		if err := row.Scan(&arn); err != nil || strings.HasPrefix(arn, e.cfg.Place.ARN("states", "")) {
			return err
		}
		return fmt.Errorf("it belongs to another account or region (it has %s): start with that one, or choose another data folder", arn)
	})
}

// replay steps through an execution's facts anew. With events, each history
// event is handed to it on the way.
func (e *Engine) replay(r *row, events func(asl.Event)) (x *execution, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		m, err := e.revisionOf(tx, revision{r.machine, r.revision})
		if err != nil {
			return err
		}
		x = &execution{ref: r.ref, machine: m, trace: r.trace}
		x.replay(r.startFact(m), events)
		return tx.Query("SELECT fact FROM facts WHERE execution = ? ORDER BY seq", []any{r.ref}, func(row sqlitedb.Row) error {
			var text []byte
			if err := row.Scan(&text); err != nil {
				return err
			}
			var fact asl.Fact
			if err := json.Unmarshal(text, &fact); err != nil {
				return fmt.Errorf("a fact of execution %s is damaged: %w", r.name, err)
			}
			x.facts++
			x.replay(fact, events)
			return nil
		})
	})
	return x, err
}

func (x *execution) replay(fact asl.Fact, events func(asl.Event)) {
	var fx asl.Effects
	x.state, fx = x.machine.asl.Step(x.state, fact)
	x.last = fact.At
	if events != nil {
		for _, event := range fx.Events {
			events(event)
		}
	}
}

// row is an execution as the log has it.
type row struct {
	ref              uint64
	machine          string // ARN
	revision         int
	name             string
	status           asl.Status
	started, stopped asl.Instant
	input, output    json.RawMessage
	entropy          []byte
	err, cause       *string
	redrives         int
	redriven         asl.Instant
	trace            string
	version          int
	alias            string
	parent           string
	rules            int
	missing          string
	events           int64
}

// startFact is the execution's first fact, which the row itself holds.
func (r *row) startFact(m *machine) asl.Fact {
	return asl.Fact{Kind: asl.FactStart, At: r.started, Missing: strings.Fields(r.missing), Start: &asl.Start{
		Ref: r.ref, Name: r.name, Input: r.input, Entropy: asl.Entropy(r.entropy), Identity: m.identity,
		Version: r.version, Alias: r.alias, Rules: r.rules,
	}}
}

// queryRows reads executions; where is what follows FROM executions.
func queryRows(tx *sqlitedb.Tx, where string, args ...any) (rows []*row, err error) {
	err = tx.Query(`SELECT ref, machine, revision, name, status, started, coalesce(stopped, 0), input, entropy, output, error, cause,
		redrives, coalesce(redriven, 0), trace, version, alias, parent, rules, missing, events FROM executions `+where, args, func(found sqlitedb.Row) error {
		r := &row{}
		rows = append(rows, r)
		var input, output []byte
		err := found.Scan(&r.ref, &r.machine, &r.revision, &r.name, &r.status, &r.started, &r.stopped, &input, &r.entropy, &output,
			&r.err, &r.cause, &r.redrives, &r.redriven, &r.trace, &r.version, &r.alias, &r.parent, &r.rules, &r.missing, &r.events)
		r.input, r.output = input, output
		return err
	})
	return rows, err
}

// find reads one execution; nil when there is none.
func (e *Engine) find(where string, args ...any) (r *row, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		rows, err := queryRows(tx, where+" LIMIT 1", args...)
		if len(rows) > 0 {
			r = rows[0]
		}
		return err
	})
	return r, err
}

// byARN finds an execution by its ARN.
func (e *Engine) byARN(arn string) (*row, error) {
	machineName, name, err := e.parseExecutionARN(arn)
	if err != nil {
		return nil, err
	}
	r, err := e.find("WHERE machine = ? AND name = ?", e.cfg.Place.ARN("states", "stateMachine:"+machineName), name)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, executionDoesNotExist(arn)
	}
	return r, nil
}

// live is the execution in memory, if it is running.
func (e *Engine) live(ref uint64) (*execution, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	x, ok := e.running[ref]
	return x, ok
}
