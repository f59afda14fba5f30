package stepfunctions

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// machine is one revision of a state machine. Executions keep the revision with
// which they started.
type machine struct {
	arn      string
	name     string
	number   int // of the revision
	first    int // the number of its first revision
	born     asl.Instant
	created  asl.Instant // the revision
	asl      *asl.Machine
	identity *asl.Identity
}

// Put registers a state machine, or its newest revision when the definition has
// changed since it was last put. The error is [asl.Diagnostics] when the
// definition is not valid.
func (e *Engine) Put(name, definition string) (arn string, err error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	return e.define(name, definition, "")
}

// define makes a machine, or a new revision of it when definition or role have
// changed; no role is that of [Engine.Put]. The caller holds e.defining.
func (e *Engine) define(name, definition, role string) (arn string, err error) {
	parsed, err := asl.Parse(definition)
	if err != nil {
		return "", err
	}
	now := asl.InstantOf(time.Now())
	m := &machine{arn: e.cfg.Place.ARN("states", "stateMachine:"+name), name: name, asl: parsed}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		m.number, m.first, m.created, m.born = 0, 0, now, now
		var newest, newestRole string
		var created, born asl.Instant
		var number, deleted int
		err := tx.QueryRow("SELECT revision, definition, role, created, born, deleted FROM machines WHERE arn = ? ORDER BY revision DESC LIMIT 1", m.arn).
			Scan(&number, &newest, &newestRole, &created, &born, &deleted)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case deleted == 0 && newest == definition && newestRole == role:
			m.number, m.created, m.born = number, created, born
			return tx.QueryRow("SELECT min(revision) FROM machines WHERE arn = ? AND born = ?", m.arn, born).Scan(&m.first)
		case deleted == 0:
			m.number, m.born = number, born
		default:
			m.number = number
		}
		m.number++
		_, err = tx.Exec("INSERT INTO machines (arn, revision, name, definition, created, role, born) VALUES (?, ?, ?, ?, ?, ?, ?)",
			m.arn, m.number, name, definition, m.created, role, m.born)
		if err != nil {
			return err
		}
		return tx.QueryRow("SELECT min(revision) FROM machines WHERE arn = ? AND born = ?", m.arn, m.born).Scan(&m.first)
	})
	if err != nil {
		return "", fmt.Errorf("register state machine %s: %w", name, err)
	}
	m.identity = e.identity(m.name, m.arn, role)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.machines[m.arn] = m
	e.parsed[revision{m.arn, m.number}] = m
	return m.arn, nil
}

// revisionID is the revision's name in the API; the first one has none.
func (m *machine) revisionID() string {
	if m.number == m.first {
		return ""
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "%s:%d", m.arn, m.number)).String()
}

// loadMachines reads the machines that were made by the API; those that the
// program registers are put again.
func (e *Engine) loadMachines() error {
	return e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		var newest []revision
		err := tx.Query("SELECT arn, max(revision) FROM machines WHERE deleted = 0 AND role <> '' GROUP BY arn", nil, func(row sqlitedb.Row) error {
			var r revision
			err := row.Scan(&r.arn, &r.number)
			newest = append(newest, r)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range newest {
			m, err := e.revisionOf(tx, r)
			if err != nil {
				return err
			}
			e.machines[m.arn] = m
		}
		return nil
	})
}

func (e *Engine) identity(name, arn, role string) *asl.Identity {
	if role == "" {
		role = e.cfg.Place.RoleARN(name + "-states")
	}
	return &asl.Identity{
		MachineARN: arn, MachineName: name, RoleARN: role, Region: e.cfg.Place.Region, ExecutionPrefix: e.executionPrefix(name),
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
	var definition, role string
	err := tx.QueryRow(`SELECT name, definition, role, created, born, (SELECT min(revision) FROM machines AS life WHERE life.arn = machines.arn AND life.born = machines.born)
		FROM machines WHERE arn = ? AND revision = ?`, key.arn, key.number).
		Scan(&m.name, &definition, &role, &m.created, &m.born, &m.first)
	if err != nil {
		return nil, fmt.Errorf("read revision %d of %s: %w", key.number, key.arn, err)
	}
	if m.asl, err = asl.Parse(definition); err != nil {
		return nil, fmt.Errorf("revision %d of %s: %w", key.number, key.arn, err)
	}
	m.identity = e.identity(m.name, m.arn, role)
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
