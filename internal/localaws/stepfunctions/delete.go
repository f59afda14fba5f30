package stepfunctions

import (
	"fmt"
	"net/http"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// A machine that is deleted is dying while executions of it run: each fails at its
// next transition, or is stopped. Those that make none stay, and so does the machine
// ("Why is my Step Functions state machine stuck in the DELETING status?", re:Post).
// With the last one it is gone, and all its executions with it: nobody can describe
// them any more (recorded from AWS), and the name is free again.

// dying is a machine that has been deleted and is not gone.
type dying struct {
	*machine
	open int // executions that have not ended, or of whose end somebody must still be told; guarded by Engine.mu
}

// dyingMachine is the machine of the ARN that is dying; nil when there is none.
func (e *Engine) dyingMachine(arn string) *dying {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.dying[arn]
}

// deleteStateMachine takes a machine away with its versions, aliases and tags; one
// that is not there as well.
func (e *Engine) deleteStateMachine(_ *http.Request, in struct{ StateMachineArn string }) (any, error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.machineOf(in.StateMachineArn)
	if awsapi.IsCode(err, "StateMachineDoesNotExist") || awsapi.IsCode(err, "StateMachineDeleting") {
		return struct{}{}, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := e.condemn(m)
	if err != nil {
		return nil, awsapi.Internal(err)
	}
	e.forgetTargets()
	if d == nil {
		return struct{}{}, nil
	}
	return struct{}{}, e.bury(d)
}

// condemn lets a machine die. It is given if there is nothing to wait for.
func (e *Engine) condemn(m *machine) (*dying, error) {
	e.starting.Lock() // what is being started now is counted, and nothing is started after that
	defer e.starting.Unlock()
	err := e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		for _, statement := range []string{
			"UPDATE machines SET deleted = 1 WHERE arn = ?", "UPDATE versions SET deleted = 1 WHERE machine = ?",
			"DELETE FROM aliases WHERE machine = ?", "DELETE FROM tags WHERE resource = ?",
		} {
			if _, err := tx.Exec(statement, m.arn); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.machines, m.arn)
	if d := e.dies(m); d.open == 0 {
		return d, nil
	}
	return nil, nil
}

// dies notes that a machine is dying. The caller holds e.mu.
func (e *Engine) dies(m *machine) *dying {
	d := &dying{machine: m}
	for _, x := range e.running {
		if x.machine.arn == m.arn {
			d.open++
		}
	}
	e.dying[m.arn] = d
	return d
}

// settled notes that an execution has ended, and that whoever waited for it knows.
// With a dying machine's last one the machine is buried.
func (e *Engine) settled(x *execution) {
	e.mu.Lock()
	d, last := e.dying[x.machine.arn], false
	if d != nil {
		d.open--
		last = d.open == 0
	}
	e.mu.Unlock()
	if last {
		e.calls.Go(func() { e.buryAlone(d) }) // once the engine is stopping, the next one does it
	}
}

func (e *Engine) buryAlone(d *dying) {
	e.defining.Lock()
	defer e.defining.Unlock()
	if err := e.bury(d); err != nil {
		e.fail(err)
	}
}

// removalSize is how many executions are removed in one transaction: others must
// not wait long for theirs.
const removalSize = 500

// bury removes a machine and all its executions from the log. The caller holds
// e.defining. It does nothing when the machine has been put again meanwhile.
func (e *Engine) bury(d *dying) error {
	if e.dyingMachine(d.arn) != d {
		return nil
	}
	for more := true; more; {
		err := e.cfg.DB.Update(func(tx *sqlitedb.Tx) (err error) {
			more, err = remove(tx, d.arn)
			return err
		})
		if err != nil {
			return fmt.Errorf("remove the executions of %s: %w", d.arn, err)
		}
	}
	e.mu.Lock()
	delete(e.dying, d.arn)
	for r := range e.parsed {
		if r.arn == d.arn {
			delete(e.parsed, r)
		}
	}
	e.mu.Unlock()
	if f := e.removal.Load(); f != nil {
		(*f)(d.name)
	}
	return nil
}

// remove removes some executions of a machine, and with the last ones the machine;
// it reports whether there are more.
func remove(tx *sqlitedb.Tx, arn string) (more bool, err error) {
	const some = "SELECT ref FROM executions WHERE machine = ? ORDER BY ref LIMIT ?"
	var n int
	var last uint64
	if err := tx.QueryRow("SELECT count(*), coalesce(max(ref), 0) FROM ("+some+")", arn, removalSize).Scan(&n, &last); err != nil {
		return false, err
	}
	if n > 0 {
		for _, statement := range []string{
			"DELETE FROM facts WHERE execution IN (" + some + ")", "DELETE FROM executions WHERE ref IN (" + some + ")",
		} {
			if _, err := tx.Exec(statement, arn, removalSize); err != nil {
				return false, err
			}
		}
		if _, err := tx.Exec("INSERT INTO removed VALUES (?)", last); err != nil {
			return false, err
		}
		_, err := tx.Exec("DELETE FROM removed WHERE ref < (SELECT max(ref) FROM removed)")
		return true, err
	}
	for _, statement := range []string{"DELETE FROM versions WHERE machine = ?", "DELETE FROM machines WHERE arn = ?"} {
		if _, err := tx.Exec(statement, arn); err != nil {
			return false, err
		}
	}
	return false, nil
}

// loadDying finds the machines that were dying when the process ended.
func (e *Engine) loadDying(tx *sqlitedb.Tx) error {
	var found []revision
	err := tx.Query("SELECT arn, max(revision) FROM machines GROUP BY arn HAVING min(deleted) = 1", nil, func(row sqlitedb.Row) error {
		var r revision
		err := row.Scan(&r.arn, &r.number)
		found = append(found, r)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range found {
		m, err := e.revisionOf(tx, r)
		if err != nil {
			return err
		}
		e.mu.Lock()
		e.dies(m)
		e.mu.Unlock()
	}
	return nil
}

// buryDead buries what has died while nobody was there.
func (e *Engine) buryDead() {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, d := range e.dying {
		if d.open == 0 {
			e.calls.Go(func() { e.buryAlone(d) })
		}
	}
}

// revive takes a machine's deletion back that the program registers again: its
// executions go on.
func (e *Engine) revive(tx *sqlitedb.Tx, arn string, born asl.Instant) error {
	_, err := tx.Exec("UPDATE machines SET deleted = 0 WHERE arn = ? AND born = ?", arn, born)
	return err
}

// ObserveRemoval has f told of the name of each machine that is gone with all its
// executions. There is one observer.
func (e *Engine) ObserveRemoval(f func(machine string)) { e.removal.Store(&f) }
