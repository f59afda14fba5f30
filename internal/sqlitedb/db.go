package sqlitedb

import (
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

// ErrClosed is what a write gets that comes after [DB.Close].
var ErrClosed = errors.New("the database is closed")

// batchLimit is how many functions share one transaction at most: enough to
// spread an fsync thin, few enough that the first is not kept waiting.
const batchLimit = 512

// DB is one SQLite file. All its methods may be called by many goroutines.
type DB struct {
	pool *sql.DB
	path string

	mu     sync.Mutex // guards queue and closed
	queue  []write
	closed bool

	wake    chan struct{} // has room for one: "look at the queue"
	stopped chan struct{} // closed when the writer has ended
	readers chan *Tx      // idle reading connections; nil in memory, where the writer reads
}

type write struct {
	run  func(*Tx) error
	done func(error)
	view bool // only reads: it stands alone, outside any transaction
}

// Update runs fn in the next group commit and returns when that is on disk, or
// fn's error when it had one: then nothing of what fn did remains.
//
// fn must not call the DB, must not block, and must be able to run twice, since
// a neighbour's failure makes the writer start the transaction again.
func (db *DB) Update(fn func(*Tx) error) error {
	result := make(chan error, 1)
	db.Enqueue(fn, func(err error) { result <- err })
	return <-result
}

// Enqueue is [DB.Update] without the wait: done is called with the outcome, on
// the writer's goroutine and in the order of the calls to Enqueue. It must be
// quick, and may call Enqueue but not Update.
func (db *DB) Enqueue(fn func(*Tx) error, done func(error)) {
	db.enqueue(write{run: fn, done: done})
}

func (db *DB) enqueue(w write) {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		w.done(ErrClosed)
		return
	}
	db.queue = append(db.queue, w)
	select { // under the lock, so that Close cannot close the channel in between
	case db.wake <- struct{}{}:
	default: // the writer has been told already
	}
	db.mu.Unlock()
}

// View runs fn on a connection that sees what has been committed. fn must only
// read, and must not call the DB.
func (db *DB) View(fn func(*Tx) error) error {
	if db.readers == nil {
		result := make(chan error, 1)
		db.enqueue(write{run: fn, done: func(err error) { result <- err }, view: true})
		return <-result
	}
	reader, ok := <-db.readers
	if !ok {
		return ErrClosed
	}
	defer func() { db.readers <- reader }()
	return fn(reader)
}

// Close finishes what was handed over, then closes the file.
func (db *DB) Close() error {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return nil
	}
	db.closed = true
	close(db.wake)
	db.mu.Unlock()
	<-db.stopped
	for range cap(db.readers) { // wait for every reader to come home
		<-db.readers
	}
	if db.readers != nil {
		close(db.readers)
	}
	return db.pool.Close()
}

// write is the writer's goroutine.
func (db *DB) write(tx *Tx) {
	defer close(db.stopped)
	for open := true; open; {
		_, open = <-db.wake
		for batch := db.next(); len(batch) > 0; batch = db.next() {
			commit(tx, batch)
		}
	}
}

// next takes the functions of the next transaction from the queue. It first lets
// run whoever can: on busy cores that makes for transactions of dozens instead of
// a few, at a fifth of the commits, and on idle ones it costs nothing.
func (db *DB) next() []write {
	runtime.Gosched()
	db.mu.Lock()
	defer db.mu.Unlock()
	n := 0
	for n < min(len(db.queue), batchLimit) && !db.queue[n].view {
		n++
	}
	if n == 0 && len(db.queue) > 0 {
		n = 1 // a view, alone
	}
	batch := db.queue[:n:n]
	if n == len(db.queue) {
		db.queue = nil
	} else {
		db.queue = db.queue[n:]
	}
	return batch
}

// commit runs a batch in one transaction. When one function fails, the
// transaction is undone and each runs again in one of its own, so that a failure
// costs its own caller only.
func commit(tx *Tx, batch []write) {
	if batch[0].view {
		batch[0].done(batch[0].run(tx))
		return
	}
	err := transact(tx, batch)
	if err != nil && len(batch) > 1 {
		for i := range batch {
			commit(tx, batch[i:i+1])
		}
		return
	}
	for _, w := range batch {
		w.done(err)
	}
}

func transact(tx *Tx, batch []write) error {
	if _, err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, w := range batch {
		if err := w.run(tx); err != nil {
			return rollback(tx, err)
		}
	}
	if _, err := tx.Exec("COMMIT"); err != nil {
		return rollback(tx, err)
	}
	return nil
}

func rollback(tx *Tx, cause error) error {
	if _, err := tx.Exec("ROLLBACK"); err != nil {
		// A full disk makes SQLite roll back by itself; the cause is what matters.
		return fmt.Errorf("%w (and the rollback said: %w)", cause, err)
	}
	return cause
}
