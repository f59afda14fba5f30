package lambda

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Attempt is one asynchronous invocation that was made.
type Attempt struct {
	Function string
	Payload  json.RawMessage
	Number   int // from 1
	Began    time.Time
	Took     time.Duration
	Failure  string // what the function failed with; "" when it did not
	Last     bool   // it failed, and is not tried again
}

// Observe has f told of every attempt, before it is written down. It must be
// called before Start, and f must be quick.
func (q *Queue) Observe(f func(Attempt)) { q.attempted = f }

func (q *Queue) tell(i *Invocation, began time.Time, result Result, err error) {
	if q.attempted == nil {
		return
	}
	a := Attempt{Function: i.function, Payload: i.payload, Number: i.attempts, Began: began, Took: time.Since(began)}
	switch {
	case err != nil:
		a.Failure = err.Error()
	case result.FunctionError != "":
		a.Failure = string(result.Payload)
	}
	a.Last = a.Failure != "" && i.attempts > len(pauses)
	q.attempted(a)
}

// ErrNoDeadLetter means that there is no dead letter of that id: it may have been
// redelivered already.
var ErrNoDeadLetter = errors.New("there is no dead letter of that id")

// Redeliver takes a dead letter out of its queue and invokes a function with it
// again, as if it had just come. consumer says which function the letters of a
// queue are for.
func (q *Queue) Redeliver(id int64, consumer func(queue string) (function string, ok bool)) (function string, err error) {
	var accepted *Invocation
	err = q.db.Update(func(tx *sqlitedb.Tx) error {
		var queue string
		var body []byte
		err := tx.QueryRow("SELECT queue, body FROM dead_letters WHERE id = ?", id).Scan(&queue, &body)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoDeadLetter
		}
		if err != nil {
			return err
		}
		ok := false
		if function, ok = consumer(queue); !ok {
			return fmt.Errorf("nothing that runs takes the letters of the queue %s", queue)
		}
		if _, err := tx.Exec("DELETE FROM dead_letters WHERE id = ?", id); err != nil {
			return err
		}
		accepted, err = q.Accept(tx, function, body, "")
		return err
	})
	if err != nil {
		return "", err
	}
	q.Run(accepted)
	return function, nil
}
