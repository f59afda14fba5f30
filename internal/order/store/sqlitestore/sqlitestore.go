// Package sqlitestore keeps orders in a SQLite file: the store on one machine.
// Writes share their fsync (package sqlitedb) and are on disk when a method
// returns. It promises what [store.Table] asks, and more: its lists do not lag.
package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// The record is kept as it is, in JSON; the other columns are what it is looked
// up by. Times are text in store.TimeLayout, which sorts as time does.
var schema = sqlitedb.Schema{Name: "orders", Migrations: []string{`
	CREATE TABLE orders (
		id         TEXT PRIMARY KEY,
		version    INTEGER NOT NULL,
		customer   TEXT NOT NULL,
		restaurant TEXT NOT NULL,
		status     TEXT NOT NULL,
		created    TEXT NOT NULL,
		expires    TEXT,
		topic      TEXT,
		due        TEXT,
		since      TEXT,
		record     BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX by_customer   ON orders (customer, created, id);
	CREATE INDEX by_restaurant ON orders (restaurant, created, id);
	CREATE INDEX agenda        ON orders (topic, due, id) WHERE topic IS NOT NULL;
`}}

// Table is a [store.Table] in one file.
type Table struct {
	db    *sqlitedb.DB
	cache *cache
}

var _ store.Table = (*Table)(nil)

// Open opens the table in the folder dir, or in memory (sqlitedb.Memory).
func Open(dir string) (*Table, error) {
	db, err := sqlitedb.Open(dir, schema)
	if err != nil {
		return nil, err
	}
	cache, err := newCache()
	if err == nil {
		err = forgetExpired(db, time.Now())
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Table{db, cache}, nil
}

// forgetExpired deletes orders whose workflow never began, as DynamoDB's time to
// live does, in its own time.
func forgetExpired(db *sqlitedb.DB, now time.Time) error {
	return db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("DELETE FROM orders WHERE expires <= ?", text(now))
		return err
	})
}

// Close finishes what is being written.
func (t *Table) Close() error { return t.db.Close() }

// Insert implements [store.Table].
func (t *Table) Insert(_ context.Context, r order.Record, now time.Time) (existing *order.Record, err error) {
	row, err := rowOf(r)
	if err != nil {
		return nil, err
	}
	err = t.db.Update(func(tx *sqlitedb.Tx) error {
		existing = nil
		if _, err := tx.Exec("DELETE FROM orders WHERE id = ? AND expires <= ?", r.ID, text(now)); err != nil {
			return err
		}
		inserted, err := tx.Exec(`INSERT INTO orders
			(id, version, customer, restaurant, status, created, expires, topic, due, since, record)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.ID, r.Version, r.CustomerID, r.RestaurantID, r.Status, text(r.CreatedAt), row.expires, row.topic, row.due, row.since, row.record)
		if err != nil || inserted == 1 {
			return err
		}
		found, err := get(tx, r.ID)
		existing = &found
		return err
	})
	if err == nil && existing == nil {
		t.cache.put(r) // also over one that expired: nobody ever wrote to that, so it has the same version
	}
	return existing, err
}

// Get implements [store.Table].
func (t *Table) Get(_ context.Context, id order.ID) (r order.Record, err error) {
	if r, ok := t.cache.get(id); ok {
		return r, nil
	}
	err = t.db.View(func(tx *sqlitedb.Tx) error {
		r, err = get(tx, id)
		return err
	})
	if err == nil {
		t.cache.put(r)
	}
	return r, err
}

// refresh brings the cache up to what the file has. Forgetting would not do: a
// writer who is late with an older version would find no newer one there.
func (t *Table) refresh(id order.ID) error {
	return t.db.View(func(tx *sqlitedb.Tx) error {
		r, err := get(tx, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err == nil {
			t.cache.put(r)
		}
		return err
	})
}

func get(tx *sqlitedb.Tx, id order.ID) (r order.Record, err error) {
	var record []byte
	err = tx.QueryRow("SELECT record FROM orders WHERE id = ?", id).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return r, store.ErrNotFound
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(record, &r); err != nil {
		return r, fmt.Errorf("the stored record is damaged: %w", err)
	}
	return r, nil
}

// Replace implements [store.Table].
func (t *Table) Replace(_ context.Context, r order.Record) error {
	row, err := rowOf(r)
	if err != nil {
		return err
	}
	var written int64
	err = t.db.Update(func(tx *sqlitedb.Tx) error {
		written, err = tx.Exec(`UPDATE orders SET version = ?, status = ?, expires = ?, topic = ?, due = ?, since = ?, record = ?
			WHERE id = ? AND version = ?`,
			r.Version, r.Status, row.expires, row.topic, row.due, row.since, row.record, r.ID, r.Version-1)
		return err
	})
	if err != nil {
		return err
	}
	if written == 0 {
		return errors.Join(store.ErrConflict, t.refresh(r.ID)) // whoever tries again finds what is on disk
	}
	t.cache.put(r)
	return nil
}

// row are the columns that are computed from a record; nil is NULL.
type row struct {
	expires, topic, due, since any
	record                     []byte
}

func rowOf(r order.Record) (row row, err error) {
	if row.record, err = json.Marshal(r); err != nil {
		return row, fmt.Errorf("encode the record: %w", err)
	}
	if r.ExpiresAt != nil {
		row.expires = text(*r.ExpiresAt)
	}
	o, err := order.FromRecord(r)
	if err != nil {
		return row, err
	}
	if agenda, open := o.Agenda(); open {
		row.topic, row.due, row.since = string(agenda.Topic), text(agenda.Due), text(agenda.Since)
	}
	return row, nil
}

func text(t time.Time) string { return t.UTC().Format(store.TimeLayout) }
