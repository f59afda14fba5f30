package console

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// The journal has a file of its own: it is written beside the work, and the work
// does not wait for it. Times are milliseconds since 1970.
var schema = sqlitedb.Schema{Name: "console", Migrations: []string{`
	CREATE TABLE audit (
		id         INTEGER PRIMARY KEY,
		at         INTEGER NOT NULL,
		who        TEXT NOT NULL,
		action     TEXT NOT NULL,
		target     TEXT NOT NULL,
		parameters TEXT NOT NULL,
		outcome    TEXT NOT NULL,
		failed     INTEGER NOT NULL
	);
	CREATE TABLE calls (
		id      INTEGER PRIMARY KEY,
		at      INTEGER NOT NULL,
		micros  INTEGER NOT NULL,
		subject TEXT NOT NULL,
		who     TEXT NOT NULL,
		method  TEXT NOT NULL,
		path    TEXT NOT NULL,
		status  INTEGER NOT NULL,
		problem TEXT NOT NULL
	);
	CREATE INDEX calls_by_subject ON calls (subject);
	CREATE TABLE attempts (
		id       INTEGER PRIMARY KEY,
		at       INTEGER NOT NULL,
		micros   INTEGER NOT NULL,
		subject  TEXT NOT NULL,
		function TEXT NOT NULL,
		event    TEXT NOT NULL,
		number   INTEGER NOT NULL,
		failure  TEXT NOT NULL,
		last     INTEGER NOT NULL
	);
	CREATE INDEX attempts_by_subject ON attempts (subject);
	CREATE INDEX audit_by_target ON audit (target);
`}}

const (
	// kept is how many calls, and how many attempts, the journal remembers.
	kept = 200_000
	// gather is how long calls and attempts are collected before they are written:
	// a crash loses no more than these.
	gather = 200 * time.Millisecond
	// maxGathered is how many are collected at most; what comes while the disk does
	// not keep up is dropped, since the work goes first.
	maxGathered = 50_000
)

// Journal is what the console itself keeps: who called the HTTP API about an order,
// what consumers did with events, and what ops did. All methods may be called by
// many goroutines.
type Journal struct {
	db *sqlitedb.DB

	mu       sync.Mutex // guards what follows
	gathered []func(*sqlitedb.Tx) error
	timer    *time.Timer // runs when something is gathered
	closed   bool
}

// OpenJournal opens the journal in the folder dir, or in memory (sqlitedb.Memory).
func OpenJournal(dir string) (*Journal, error) {
	db, err := sqlitedb.Open(dir, schema)
	if err != nil {
		return nil, err
	}
	return &Journal{db: db}, nil
}

// Close writes what was gathered and closes the file.
func (j *Journal) Close() error {
	err := j.flush()
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	if closing := j.db.Close(); err == nil {
		err = closing
	}
	return err
}

// later writes in a moment, together with what else comes.
func (j *Journal) later(write func(*sqlitedb.Tx) error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed || len(j.gathered) >= maxGathered {
		return
	}
	j.gathered = append(j.gathered, write)
	if j.timer == nil {
		j.timer = time.AfterFunc(gather, func() { _ = j.flush() }) // what could not be written is lost: it is no part of the work
	}
}

// flush writes what was gathered.
func (j *Journal) flush() error {
	j.mu.Lock()
	writes := j.gathered
	j.gathered = nil
	if j.timer != nil {
		j.timer.Stop()
		j.timer = nil
	}
	j.mu.Unlock()
	if len(writes) == 0 {
		return nil
	}
	err := j.db.Update(func(tx *sqlitedb.Tx) error {
		for _, write := range writes {
			if err := write(tx); err != nil {
				return err
			}
		}
		for _, table := range []string{"calls", "attempts"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE id <= (SELECT max(id) FROM "+table+") - ?", kept); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write the console's journal: %w", err)
	}
	return nil
}

// call is one request to the HTTP API.
type call struct {
	At      time.Time
	Took    time.Duration
	Subject string // the order
	Who     string
	Method  string
	Path    string
	Status  int
	Problem string // what the answer says is wrong; "" when nothing is
}

func (j *Journal) noteCall(c call) {
	j.later(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO calls (at, micros, subject, who, method, path, status, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			c.At.UnixMilli(), c.Took.Microseconds(), c.Subject, c.Who, c.Method, c.Path, c.Status, c.Problem)
		return err
	})
}

func (j *Journal) calls(subject string) (calls []call, err error) {
	err = j.look("SELECT at, micros, who, method, path, status, problem FROM calls WHERE subject = ? ORDER BY id LIMIT 1000", subject, func(row sqlitedb.Row) error {
		c := call{Subject: subject}
		var at, micros int64
		err := row.Scan(&at, &micros, &c.Who, &c.Method, &c.Path, &c.Status, &c.Problem)
		c.At, c.Took = time.UnixMilli(at).UTC(), time.Duration(micros)*time.Microsecond
		calls = append(calls, c)
		return err
	})
	return calls, err
}

// NoteAttempt takes down what a consumer did with an event about something. What is
// about nothing, such as a tick of a schedule, is not taken down. It returns what it
// was about.
func (j *Journal) NoteAttempt(a lambda.Attempt) (subject string) {
	subject, event := subjectOf(a.Payload)
	if subject == "" {
		return ""
	}
	j.later(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO attempts (at, micros, subject, function, event, number, failure, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			a.Began.UnixMilli(), a.Took.Microseconds(), subject, a.Function, event, a.Number, a.Failure, a.Last)
		return err
	})
	return subject
}

// subjectOf finds the order in what a consumer was given: an event, an event's
// metadata, or the name of an execution.
func subjectOf(payload json.RawMessage) (subject, event string) {
	var p struct {
		OrderID    string `json:"orderId"`
		DetailType string `json:"detail-type"`
		Detail     struct {
			Name     string `json:"name"`
			Metadata struct {
				OrderID string `json:"orderId"`
			} `json:"metadata"`
		} `json:"detail"`
	}
	_ = json.Unmarshal(payload, &p) // what is no event is about nothing
	for _, id := range []string{p.Detail.Metadata.OrderID, p.OrderID, p.Detail.Name} {
		if id != "" {
			return id, p.DetailType
		}
	}
	return "", ""
}

// attempt is what a consumer did.
type attempt struct {
	At              time.Time
	Took            time.Duration
	Function, Event string
	Number          int
	Failure         string
	Last            bool
}

func (j *Journal) attempts(subject string) (all []attempt, err error) {
	err = j.look("SELECT at, micros, function, event, number, failure, last FROM attempts WHERE subject = ? ORDER BY id LIMIT 1000", subject, func(row sqlitedb.Row) error {
		var a attempt
		var at, micros int64
		err := row.Scan(&at, &micros, &a.Function, &a.Event, &a.Number, &a.Failure, &a.Last)
		a.At, a.Took = time.UnixMilli(at).UTC(), time.Duration(micros)*time.Microsecond
		all = append(all, a)
		return err
	})
	return all, err
}

func (j *Journal) look(query, subject string, scan func(sqlitedb.Row) error) error {
	if err := j.flush(); err != nil {
		return err
	}
	return j.db.View(func(tx *sqlitedb.Tx) error { return tx.Query(query, []any{subject}, scan) })
}

// auditEntry is one thing that somebody of ops did.
type auditEntry struct {
	ID         int64     `json:"id"`
	At         time.Time `json:"at"`
	Who        string    `json:"who"`
	Action     string    `json:"action"`
	Target     string    `json:"target"`
	Parameters string    `json:"parameters,omitempty"`
	Outcome    string    `json:"outcome"`
	Failed     bool      `json:"failed"`
}

// audit writes an entry and returns when it is on disk.
func (j *Journal) audit(e auditEntry) (id int64, err error) {
	err = j.db.Update(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("INSERT INTO audit (at, who, action, target, parameters, outcome, failed) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
			e.At.UnixMilli(), e.Who, e.Action, e.Target, e.Parameters, e.Outcome, e.Failed).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("write the audit list: %w", err)
	}
	return id, nil
}

// conclude writes down what came of an action that had been begun.
func (j *Journal) conclude(id int64, outcome string, failed bool) error {
	err := j.db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("UPDATE audit SET outcome = ?, failed = ? WHERE id = ?", outcome, failed, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("write the audit list: %w", err)
	}
	return nil
}

// audited lists a page of the audit list, newest first, and how long all of it is.
func (j *Journal) audited(page, size int) (entries []auditEntry, total int, err error) {
	entries = []auditEntry{}
	err = j.db.View(func(tx *sqlitedb.Tx) error {
		if err := tx.QueryRow("SELECT count(*) FROM audit").Scan(&total); err != nil {
			return err
		}
		return tx.Query("SELECT id, at, who, action, target, parameters, outcome, failed FROM audit ORDER BY id DESC LIMIT ? OFFSET ?",
			[]any{size, (page - 1) * size}, func(row sqlitedb.Row) error {
				var e auditEntry
				var at int64
				err := row.Scan(&e.ID, &at, &e.Who, &e.Action, &e.Target, &e.Parameters, &e.Outcome, &e.Failed)
				e.At = time.UnixMilli(at).UTC()
				entries = append(entries, e)
				return err
			})
	})
	return entries, total, err
}

// auditedOf lists what was done with one thing, oldest first.
func (j *Journal) auditedOf(target string) (entries []auditEntry, err error) {
	err = j.look("SELECT id, at, who, action, outcome, failed FROM audit WHERE target = ? ORDER BY id LIMIT 1000", target, func(row sqlitedb.Row) error {
		e := auditEntry{Target: target}
		var at int64
		err := row.Scan(&e.ID, &at, &e.Who, &e.Action, &e.Outcome, &e.Failed)
		e.At = time.UnixMilli(at).UTC()
		entries = append(entries, e)
		return err
	})
	return entries, err
}
