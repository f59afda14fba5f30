package sqlitedb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite" // the driver, in pure Go
	sqlitelib "modernc.org/sqlite/lib"
)

// Memory is the folder name that keeps a database in memory only: it is gone
// when the database is closed.
const Memory = ":memory:"

// readers is how many connections answer [DB.View] at once. Two cores are kept
// busy by two; the rest are for readers that wait for the disk.
const readers = 4

// Schema says what a file holds and how it came to its present shape.
type Schema struct {
	// Name is the file's name without its ending, and what messages call it.
	Name string
	// Migrations are scripts; the one at index i takes a file from version i to
	// version i+1. A script that has been released is never edited, only added to.
	Migrations []string
}

// NewerError says that a file was written by a newer program than this one.
type NewerError struct {
	Path         string
	Found, Known int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer version of orderflow (its schema is %d, this version knows %d): "+
		"run that version, or choose another data folder", e.Path, e.Found, e.Known)
}

// Open opens the schema's file in the folder dir, creating both when they are
// not there, and brings the file to the newest schema version. With dir =
// [Memory] nothing is written.
//
// The error names the file and says what to do; it is a [*NewerError] when the
// file is from the future.
func Open(dir string, schema Schema) (*DB, error) {
	path := Memory
	if dir != Memory {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("cannot use %s as the data folder: %w", dir, err)
		}
		path = filepath.Join(dir, schema.Name+".db")
	}
	pool, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db := &DB{pool: pool, path: path, wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	if err := db.start(schema); err != nil {
		return nil, errors.Join(said(path, err), pool.Close())
	}
	return db, nil
}

// said makes of what SQLite said of a file that is none of its own, or no longer
// is, something that a person can act upon.
func said(path string, err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code() == sqlitelib.SQLITE_NOTADB || e.Code() == sqlitelib.SQLITE_CORRUPT) {
		return fmt.Errorf("%s is damaged, or no file of orderflow (%w): bring back a copy of the folder, or choose another data folder", path, e)
	}
	return err
}

// start migrates the file, opens the reading connections and begins to write.
func (db *DB) start(schema Schema) error {
	writer, err := db.connect()
	if err != nil {
		return fmt.Errorf("cannot write %s: %w (is the folder writable, and is there room on the disk?)", db.path, err)
	}
	if err := migrate(writer, db.path, schema.Migrations); err != nil {
		return err
	}
	if db.path != Memory {
		db.readers = make(chan *Tx, readers)
		for range readers {
			reader, err := db.connect()
			if err != nil {
				return fmt.Errorf("open %s for reading: %w", db.path, err)
			}
			db.readers <- reader
		}
	}
	go db.write(writer)
	return nil
}

// connect opens one connection. It proves that the file can be written, because
// SQLite itself would find out only at the first change.
func (db *DB) connect() (*Tx, error) {
	conn, err := db.pool.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	tx := &Tx{conn: conn, statements: map[string]*sql.Stmt{}}
	if _, err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	_, err = tx.Exec("ROLLBACK")
	return tx, err
}

func dataSource(path string) string {
	pragmas := url.Values{"_pragma": {
		"journal_mode(WAL)", // readers do not wait for the writer
		"synchronous(FULL)", // a commit is on disk when it returns
		"busy_timeout(10000)",
		"foreign_keys(ON)",
		"temp_store(MEMORY)",
	}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas.Encode()
}

// migrate brings the file from the version it has to the newest, each step in a
// transaction of its own together with the new version number.
func migrate(tx *Tx, path string, migrations []string) error {
	var version int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if version > len(migrations) {
		return &NewerError{Path: path, Found: version, Known: len(migrations)}
	}
	for ; version < len(migrations); version++ {
		script := fmt.Sprintf("BEGIN IMMEDIATE; %s; PRAGMA user_version = %d; COMMIT", migrations[version], version+1)
		if _, err := tx.conn.ExecContext(context.Background(), script); err != nil {
			return fmt.Errorf("bring %s to schema version %d: %w", path, version+1, err)
		}
	}
	return nil
}
