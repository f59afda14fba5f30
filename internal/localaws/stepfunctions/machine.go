package stepfunctions

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// The types of a state machine.
const (
	standard = "STANDARD"
	express  = "EXPRESS"
)

// spec is what a revision of a state machine is made of.
type spec struct {
	name, definition string
	role             string // "" is that of the machines that the program registers
	kind             string // standard or express
	logging          string // the logging configuration as it was given; "" is none
	tracing          bool
}

// machine is one revision of a state machine. Executions keep the revision with
// which they started.
type machine struct {
	spec
	arn      string
	number   int // of the revision
	first    int // the number of its first revision
	born     asl.Instant
	created  asl.Instant // the revision
	asl      *asl.Machine
	identity *asl.Identity
	logged   loggingConfiguration
}

// parse reads the definition for the machine's type.
func (s spec) parse() (*asl.Machine, error) {
	if s.kind == express {
		return asl.ParseExpress(s.definition)
	}
	return asl.Parse(s.definition)
}

// Put registers a state machine, or its newest revision when the definition has
// changed since it was last put. The error is [asl.Diagnostics] when the
// definition is not valid.
func (e *Engine) Put(name, definition string) (arn string, err error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.define(spec{name: name, definition: definition, kind: standard})
	if err != nil {
		return "", err
	}
	return m.arn, nil
}

// Release publishes the newest revision of a machine, unless it is, and lets the
// alias lead to it alone.
func (e *Engine) Release(machineARN, aliasName string) (aliasARN string, err error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.machineOf(machineARN)
	if err != nil {
		return "", err
	}
	v, err := e.publish(m, "")
	if err != nil {
		return "", err
	}
	a, err := e.alias(m, aliasName)
	if err != nil {
		return "", err
	}
	aliasARN = m.arn + ":" + aliasName
	if a == nil {
		a = &alias{name: aliasName}
	} else if len(a.routes) == 1 && a.routes[0].StateMachineVersionArn == v.arn(m) {
		return aliasARN, nil
	}
	a.routes = []route{{v.arn(m), 100}}
	_, err = e.putAlias(m, *a)
	return aliasARN, err
}

// define makes a machine, or a new revision of it when anything of it has changed.
// The caller holds e.defining.
func (e *Engine) define(s spec) (m *machine, err error) {
	parsed, err := s.parse()
	if err != nil {
		return nil, err
	}
	now := asl.InstantOf(time.Now())
	m = &machine{spec: s, arn: e.cfg.Place.ARN("states", "stateMachine:"+s.name), asl: parsed}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		m.number, m.first, m.created, m.born = 0, 0, now, now
		newest := spec{name: s.name}
		var created, born asl.Instant
		var number, deleted int
		err := tx.QueryRow(`SELECT revision, definition, role, type, logging, tracing, created, born, deleted
			FROM machines WHERE arn = ? ORDER BY revision DESC LIMIT 1`, m.arn).
			Scan(&number, &newest.definition, &newest.role, &newest.kind, &newest.logging, &newest.tracing, &created, &born, &deleted)
		if err == nil && deleted != 0 {
			err = e.revive(tx, m.arn, born)
		}
		switch {
		case noRows(err):
		case err != nil:
			return err
		case newest == s:
			m.number, m.created, m.born = number, created, born
			return tx.QueryRow("SELECT min(revision) FROM machines WHERE arn = ? AND born = ?", m.arn, born).Scan(&m.first)
		default:
			m.number, m.born = number, born
		}
		m.number++
		_, err = tx.Exec(`INSERT INTO machines (arn, revision, name, definition, created, role, born, type, logging, tracing)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			m.arn, m.number, s.name, s.definition, m.created, s.role, m.born, s.kind, s.logging, s.tracing)
		if err != nil {
			return err
		}
		return tx.QueryRow("SELECT min(revision) FROM machines WHERE arn = ? AND born = ?", m.arn, m.born).Scan(&m.first)
	})
	if err != nil {
		return nil, fmt.Errorf("register state machine %s: %w", s.name, err)
	}
	m.identity, m.logged = e.identity(m.spec, m.arn), m.logs()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.machines[m.arn] = m
	delete(e.dying, m.arn)
	e.parsed[revision{m.arn, m.number}] = m
	return m, nil
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

func (e *Engine) identity(s spec, arn string) *asl.Identity {
	role := s.role
	if role == "" {
		role = e.cfg.Place.RoleARN(s.name + "-states")
	}
	id := &asl.Identity{
		MachineARN: arn, MachineName: s.name, RoleARN: role, Region: e.cfg.Place.Region, ExecutionPrefix: e.executionPrefix(s.name),
	}
	if s.kind == express {
		id.ExecutionPrefix = e.cfg.Place.ARN("states", "express:"+s.name+":")
	}
	return id
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
	err := tx.QueryRow(`SELECT name, definition, role, type, logging, tracing, created, born,
		(SELECT min(revision) FROM machines AS life WHERE life.arn = machines.arn AND life.born = machines.born)
		FROM machines WHERE arn = ? AND revision = ?`, key.arn, key.number).
		Scan(&m.name, &m.definition, &m.role, &m.kind, &m.logging, &m.tracing, &m.created, &m.born, &m.first)
	if err != nil {
		return nil, fmt.Errorf("read revision %d of %s: %w", key.number, key.arn, err)
	}
	if m.asl, err = m.parse(); err != nil {
		return nil, fmt.Errorf("revision %d of %s: %w", key.number, key.arn, err)
	}
	m.identity, m.logged = e.identity(m.spec, m.arn), m.logs()
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
