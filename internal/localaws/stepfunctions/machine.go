package stepfunctions

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// machine is one revision of a state machine. Executions keep the revision with
// which they started.
type machine struct {
	arn      string
	name     string
	number   int // of the revision
	created  asl.Instant
	asl      *asl.Machine
	identity *asl.Identity
}

// Put registers a state machine, or its newest revision when the definition has
// changed since it was last put. The error is [asl.Diagnostics] when the
// definition is not valid.
func (e *Engine) Put(name, definition string) (arn string, err error) {
	parsed, err := asl.Parse(definition)
	if err != nil {
		return "", err
	}
	m := &machine{
		arn: e.cfg.Place.ARN("states", "stateMachine:"+name), name: name,
		created: asl.InstantOf(time.Now()), asl: parsed,
	}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		var newest string
		err := tx.QueryRow("SELECT revision, definition, created FROM machines WHERE arn = ? ORDER BY revision DESC LIMIT 1", m.arn).
			Scan(&m.number, &newest, &m.created)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			m.number = 1
		case err != nil:
			return err
		case newest == definition:
			return nil
		default:
			m.number++
		}
		_, err = tx.Exec("INSERT INTO machines VALUES (?, ?, ?, ?, ?)", m.arn, m.number, name, definition, m.created)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("register state machine %s: %w", name, err)
	}
	m.identity = e.identity(m)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.machines[m.arn] = m
	e.parsed[revision{m.arn, m.number}] = m
	return m.arn, nil
}

func (e *Engine) identity(m *machine) *asl.Identity {
	return &asl.Identity{
		MachineARN: m.arn, MachineName: m.name, RoleARN: e.cfg.Place.RoleARN(m.name + "-states"), Region: e.cfg.Place.Region,
		ExecutionPrefix: e.executionPrefix(m.name),
	}
}

func (e *Engine) executionPrefix(machineName string) string {
	return e.cfg.Place.ARN("states", "execution:"+machineName+":")
}

// revisionOf finds a revision, reading it from the log the first time.
func (e *Engine) revisionOf(tx *sqlitedb.Tx, key revision) (*machine, error) {
	e.mu.RLock()
	m := e.parsed[key]
	e.mu.RUnlock()
	if m != nil {
		return m, nil
	}
	m = &machine{arn: key.arn, number: key.number}
	var definition string
	err := tx.QueryRow("SELECT name, definition, created FROM machines WHERE arn = ? AND revision = ?", key.arn, key.number).
		Scan(&m.name, &definition, &m.created)
	if err != nil {
		return nil, fmt.Errorf("read revision %d of %s: %w", key.number, key.arn, err)
	}
	if m.asl, err = asl.Parse(definition); err != nil {
		return nil, fmt.Errorf("revision %d of %s: %w", key.number, key.arn, err)
	}
	m.identity = e.identity(m)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.parsed[key] = m
	return m, nil
}

// newest is the newest revision of a machine.
func (e *Engine) newest(arn string) (*machine, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	m, ok := e.machines[arn]
	return m, ok
}
