package lambda

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
	"github.com/orderflow/orderflow/internal/localaws/work"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Tables makes the queue's part of the database. Times are milliseconds since 1970.
const Tables = `
	CREATE TABLE async_invocations (
		id       INTEGER PRIMARY KEY,
		function TEXT NOT NULL,
		payload  BLOB NOT NULL,
		attempts INTEGER NOT NULL,
		due      INTEGER NOT NULL
	);
	CREATE TABLE dead_letters (
		id     INTEGER PRIMARY KEY,
		queue  TEXT NOT NULL,
		body   BLOB NOT NULL,
		cause  TEXT NOT NULL,
		at     INTEGER NOT NULL
	);
`

// Traced adds the trace that each invocation belongs to.
const Traced = `ALTER TABLE async_invocations ADD COLUMN trace TEXT NOT NULL DEFAULT '';`

// pauses are how long Lambda waits before it calls a failed function again.
var pauses = []time.Duration{time.Minute, 2 * time.Minute}

// maxPatience is how long Lambda tries to find somebody to call.
const maxPatience = 6 * time.Hour

// Queue makes asynchronous invocations. All methods may be called by many
// goroutines.
type Queue struct {
	db      *sqlitedb.DB
	runtime *Runtime
	log     *slog.Logger
	work    work.Group
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex // guards waiting
	waiting map[int64]*time.Timer
	stopped bool
}

// Invocation is one that waits in the queue.
type Invocation struct {
	id       int64
	function string
	payload  json.RawMessage
	attempts int
	due      time.Time
	trace    string        // the trace header that the function gets
	patience time.Duration // how long nobody could be called, since this process accepted or read it
}

// OpenQueue reads what waits in the database. It makes no call before Start.
func OpenQueue(db *sqlitedb.DB, runtime *Runtime, log *slog.Logger) *Queue {
	q := &Queue{db: db, runtime: runtime, log: log, waiting: map[int64]*time.Timer{}}
	q.ctx, q.cancel = context.WithCancel(context.Background())
	return q
}

// Start goes on with what an earlier process left.
func (q *Queue) Start() error {
	var left []*Invocation
	err := q.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, function, payload, attempts, due, trace FROM async_invocations ORDER BY id", nil, func(row sqlitedb.Row) error {
			var payload []byte
			var due int64
			i := &Invocation{}
			if err := row.Scan(&i.id, &i.function, &payload, &i.attempts, &due, &i.trace); err != nil {
				return err
			}
			i.payload, i.due = payload, time.UnixMilli(due)
			left = append(left, i)
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read the queue of invocations: %w", err)
	}
	for _, i := range left {
		q.Run(i)
	}
	return nil
}

// Close starts no more calls and lets those finish that run, until ctx ends.
func (q *Queue) Close(ctx context.Context) {
	q.mu.Lock()
	q.stopped = true
	for _, timer := range q.waiting {
		timer.Stop()
	}
	q.mu.Unlock()
	if err := q.work.Close(ctx); err != nil {
		q.log.Warn("asynchronous invocations were cut off; they will be made again", "error", err)
	}
	q.cancel()
}

// Accept writes an invocation into the queue, inside the caller's transaction,
// with the trace header that it goes on with; "" begins a trace. Once that is
// committed, hand the Invocation to Run. The error is an [*awsapi.Error] when there
// is no such function.
func (q *Queue) Accept(tx *sqlitedb.Tx, function string, payload json.RawMessage, header string) (*Invocation, error) {
	f, err := q.runtime.find(function)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	if header == "" {
		header = trace.New(now)
	}
	i := &Invocation{function: f.Name, payload: payload, due: now, trace: header}
	err = tx.QueryRow("INSERT INTO async_invocations (function, payload, attempts, due, trace) VALUES (?, ?, 0, ?, ?) RETURNING id",
		i.function, []byte(payload), i.due.UnixMilli(), i.trace).Scan(&i.id)
	return i, err
}

// Run makes the call when it is due.
func (q *Queue) Run(i *Invocation) {
	if pause := time.Until(i.due); pause > 0 {
		q.mu.Lock()
		defer q.mu.Unlock()
		if !q.stopped {
			q.waiting[i.id] = time.AfterFunc(pause, func() {
				q.mu.Lock()
				delete(q.waiting, i.id)
				q.mu.Unlock()
				q.work.Go(func() { q.call(i) })
			})
		}
		return
	}
	q.work.Go(func() { q.call(i) })
}

// call makes the call and writes down what is to happen next.
func (q *Queue) call(i *Invocation) {
	result, err := q.runtime.Invoke(trace.With(q.ctx, i.trace), i.function, i.payload)
	if q.ctx.Err() != nil {
		return // cut off: the next process calls again
	}
	if err != nil && awsapi.From(err).Status >= http.StatusTooManyRequests && i.patience < maxPatience {
		q.later(i)
		return
	}
	i.attempts++
	switch {
	case err == nil && result.FunctionError == "":
		err = q.db.Update(func(tx *sqlitedb.Tx) error { return remove(tx, i) })
	case i.attempts <= len(pauses):
		i.due = time.Now().Add(pauses[i.attempts-1])
		err = q.db.Update(func(tx *sqlitedb.Tx) error {
			_, err := tx.Exec("UPDATE async_invocations SET attempts = ?, due = ? WHERE id = ?", i.attempts, i.due.UnixMilli(), i.id)
			return err
		})
		q.Run(i)
	default:
		cause := string(result.Payload)
		if err != nil {
			cause = err.Error()
		}
		err = q.db.Update(func(tx *sqlitedb.Tx) error {
			if err := remove(tx, i); err != nil {
				return err
			}
			return q.bury(tx, i, cause)
		})
	}
	if err != nil {
		q.log.Error("the queue of invocations cannot be written", "function", i.function, "error", err)
	}
}

// later makes the call again when nobody could be called: the function was
// throttled. That is none of its failures. The pauses double, from a second to
// five minutes.
func (q *Queue) later(i *Invocation) {
	pause := min(max(time.Second, i.patience), 5*time.Minute)
	i.patience += pause
	i.due = time.Now().Add(pause)
	q.Run(i)
}

func remove(tx *sqlitedb.Tx, i *Invocation) error {
	_, err := tx.Exec("DELETE FROM async_invocations WHERE id = ?", i.id)
	return err
}

func (q *Queue) bury(tx *sqlitedb.Tx, i *Invocation, cause string) error {
	f, err := q.runtime.find(i.function)
	if err != nil {
		return err
	}
	if f.DeadLetters == "" {
		q.log.Error("an event was dropped: its function failed three times and has no dead-letter queue", "function", f.Name)
		return nil
	}
	q.log.Error("an event went to the dead-letter queue", "function", f.Name, "queue", f.DeadLetters, "cause", cause)
	return Bury(tx, f.DeadLetters, i.payload, cause)
}

// DeadLetter is an event that could not be delivered.
type DeadLetter struct {
	ID    int64           `json:"id"`
	Queue string          `json:"queue"`
	Body  json.RawMessage `json:"body"`
	Cause string          `json:"cause"`
	At    time.Time       `json:"at"`
}

// Bury puts an event into a dead-letter queue.
func Bury(tx *sqlitedb.Tx, queue string, body json.RawMessage, cause string) error {
	_, err := tx.Exec("INSERT INTO dead_letters (queue, body, cause, at) VALUES (?, ?, ?, ?)", queue, []byte(body), cause, time.Now().UnixMilli())
	return err
}

// DeadLetters lists the dead letters, oldest first.
func (q *Queue) DeadLetters() (letters []DeadLetter, err error) {
	letters = []DeadLetter{}
	err = q.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, queue, body, cause, at FROM dead_letters ORDER BY id", nil, func(row sqlitedb.Row) error {
			var l DeadLetter
			var body []byte
			var at int64
			err := row.Scan(&l.ID, &l.Queue, &body, &l.Cause, &at)
			l.Body, l.At = body, time.UnixMilli(at).UTC()
			letters = append(letters, l)
			return err
		})
	})
	return letters, err
}

// invokeAsync accepts an invocation from the API.
func (q *Queue) invokeAsync(function string, payload json.RawMessage, header string) error {
	var accepted *Invocation
	if _, err := q.runtime.find(function); err != nil {
		return err
	}
	err := q.db.Update(func(tx *sqlitedb.Tx) (err error) {
		accepted, err = q.Accept(tx, function, payload, header)
		return err
	})
	if err != nil {
		return awsapi.Internal(err)
	}
	q.Run(accepted)
	return nil
}
