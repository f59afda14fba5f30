package sqlitedb

import (
	"context"
	"database/sql"
	"fmt"
)

// Tx is the connection on which a function runs: inside the writer's
// transaction, or for reading. It is valid until that function returns and must
// not be used by two goroutines at once.
//
// No method takes a context. The driver would start a goroutine for each
// statement to watch it, and no statement here runs long enough to be worth
// interrupting.
type Tx struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt // prepared on first use, kept for the connection's life
}

// Exec runs a statement and reports how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (rows int64, err error) {
	statement, err := tx.prepare(query)
	if err != nil {
		return 0, err
	}
	result, err := statement.Exec(args...)
	if err != nil {
		return 0, fmt.Errorf("%w, in %q", err, query)
	}
	return result.RowsAffected()
}

// QueryRow runs a query that is expected to return at most one row. Its Scan
// gives sql.ErrNoRows when there is none.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	statement, err := tx.prepare(query)
	if err != nil {
		return failedRow{err}
	}
	return statement.QueryRow(args...)
}

// Query runs a query and calls scan for each row, until scan returns an error.
func (tx *Tx) Query(query string, args []any, scan func(Row) error) error {
	statement, err := tx.prepare(query)
	if err != nil {
		return err
	}
	rows, err := statement.Query(args...)
	if err != nil {
		return fmt.Errorf("%w, in %q", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Row is one row of an answer.
type Row interface {
	Scan(into ...any) error
}

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }

func (tx *Tx) prepare(query string) (*sql.Stmt, error) {
	if statement, ok := tx.statements[query]; ok {
		return statement, nil
	}
	statement, err := tx.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("%w, in %q", err, query)
	}
	tx.statements[query] = statement
	return statement, nil
}
