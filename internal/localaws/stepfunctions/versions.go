package stepfunctions

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// maxVersions is how many versions a machine may have (API reference).
const maxVersions = 1000

// maxDescription is the limit on a description, in characters (API reference).
const maxDescription = 256

// version is a published revision. Versions never change.
type version struct {
	number, revision int
	description      string
	created          asl.Instant
}

// arn is the version's ARN.
func (v *version) arn(m *machine) string { return m.arn + ":" + strconv.Itoa(v.number) }

// versions reads a machine's versions, newest first.
func versions(tx *sqlitedb.Tx, m *machine, where string, args ...any) (all []*version, err error) {
	err = tx.Query("SELECT number, revision, description, created FROM versions WHERE machine = ? AND born = ? AND deleted = 0 "+where+
		" ORDER BY number DESC", append([]any{m.arn, m.born}, args...), func(row sqlitedb.Row) error {
		v := &version{}
		all = append(all, v)
		return row.Scan(&v.number, &v.revision, &v.description, &v.created)
	})
	return all, err
}

// version finds a version; nil when there is none.
func (e *Engine) version(m *machine, number int) (v *version, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		found, err := versions(tx, m, "AND number = ?", number)
		if len(found) > 0 {
			v = found[0]
		}
		return err
	})
	return v, err
}

// revision reads a revision of a machine.
func (e *Engine) revision(arn string, number int) (m *machine, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		m, err = e.revisionOf(tx, revision{arn, number})
		return err
	})
	return m, err
}

// publish publishes a machine's newest revision, once: the version that it has
// already is given again.
func (e *Engine) publish(m *machine, description string) (v *version, err error) {
	now := asl.InstantOf(time.Now())
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		found, err := versions(tx, m, "AND revision = ?", m.number)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			v = found[0]
			return nil
		}
		var last, live int
		err = tx.QueryRow("SELECT coalesce(max(number), 0), coalesce(sum(1 - deleted), 0) FROM versions WHERE machine = ? AND born = ?", m.arn, m.born).Scan(&last, &live)
		if err != nil {
			return err
		}
		if live >= maxVersions {
			return &awsapi.Error{Code: "ServiceQuotaExceededException", Status: http.StatusPaymentRequired, Message: fmt.Sprintf(
				"The state machine '%s' has %d versions; no more can be published until some are deleted", m.arn, maxVersions)}
		}
		v = &version{last + 1, m.number, description, now}
		_, err = tx.Exec("INSERT INTO versions (machine, born, number, revision, description, created) VALUES (?, ?, ?, ?, ?, ?)",
			m.arn, m.born, v.number, v.revision, v.description, v.created)
		return err
	})
	return v, err
}

// initialRevision is the API's name of a revision that has none.
const initialRevision = "INITIAL"

func (m *machine) revisionName() string {
	if id := m.revisionID(); id != "" {
		return id
	}
	return initialRevision
}

func conflict(format string, args ...any) error {
	return &awsapi.Error{Code: "ConflictException", Message: fmt.Sprintf(format, args...), Status: http.StatusConflict}
}

func (e *Engine) publishVersion(_ *http.Request, in struct {
	StateMachineArn, RevisionID, Description string
},
) (any, error) {
	err := (&awsapi.Validation{}).Required("stateMachineArn", in.StateMachineArn).Longest("description", in.Description, maxDescription).Err()
	if err != nil {
		return nil, err
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.machineOf(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	if in.RevisionID != "" && in.RevisionID != m.revisionName() {
		return nil, conflict("Failed to publish the State Machine version for revision %s. The current State Machine revision is %s.",
			in.RevisionID, m.revisionName())
	}
	v, err := e.publish(m, in.Description)
	if err != nil {
		return nil, err
	}
	return struct {
		CreationDate           epoch  `json:"creationDate"`
		StateMachineVersionArn string `json:"stateMachineVersionArn"`
	}{epoch(v.created), v.arn(m)}, nil
}

// deleteVersion takes a version away that no alias leads to. Its executions go on.
func (e *Engine) deleteVersion(_ *http.Request, in struct{ StateMachineVersionArn string }) (any, error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, qualifier, err := e.qualified(in.StateMachineVersionArn)
	if awsapi.IsCode(err, "StateMachineDoesNotExist") {
		return struct{}{}, nil
	}
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(qualifier)
	if err != nil {
		return nil, awsapi.Errorf("ValidationException", "The action takes the ARN of a version of a state machine: '%s'", in.StateMachineVersionArn)
	}
	referenced, err := e.aliasesOf(m, in.StateMachineVersionArn)
	if err != nil {
		return nil, err
	}
	if len(referenced) > 0 {
		names := ""
		for i, a := range referenced {
			if i > 0 {
				names += ", "
			}
			names += a.name
		}
		return nil, conflict("Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [%s]", names)
	}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("UPDATE versions SET deleted = 1 WHERE machine = ? AND born = ? AND number = ?", m.arn, m.born, number)
		return err
	})
	e.forgetTargets()
	return struct{}{}, err
}

type versionItem struct {
	StateMachineVersionArn string `json:"stateMachineVersionArn"`
	CreationDate           epoch  `json:"creationDate"`
}

func (e *Engine) listVersions(_ *http.Request, in struct {
	StateMachineArn string
	pageInput
},
) (any, error) {
	from, size, err := in.page()
	if err != nil {
		return nil, err
	}
	m, err := e.machineOf(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	var all []*version
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) (err error) {
		all, err = versions(tx, m, "")
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := struct {
		StateMachineVersions []versionItem `json:"stateMachineVersions"`
		NextToken            string        `json:"nextToken,omitempty"`
	}{StateMachineVersions: []versionItem{}}
	page, next := pageOf(all, from, size)
	for _, v := range page {
		answer.StateMachineVersions = append(answer.StateMachineVersions, versionItem{v.arn(m), epoch(v.created)})
	}
	answer.NextToken = next
	return answer, nil
}

// pageOf is one page of a list, and the token of the next.
func pageOf[T any](all []T, from, size int) (page []T, next string) {
	if from+size < len(all) {
		next = pageToken(from + size)
	}
	return all[min(from, len(all)):min(from+size, len(all))], next
}

// noRows reports that a query for one row has found none.
func noRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }
