package sqlitestore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// List implements [store.Table].
func (t *Table) List(_ context.Context, q store.Query) (page store.Page, err error) {
	after, err := store.DecodeCursor(q.Cursor)
	if err != nil {
		return page, err
	}
	column, owner := "customer", string(q.Customer)
	if q.Restaurant != "" {
		column, owner = "restaurant", string(q.Restaurant)
	}
	query := "SELECT record FROM orders WHERE " + column + " = ? AND (? = '' OR status = ?)"
	args := []any{owner, q.Status, q.Status}
	if after != nil {
		query += " AND (created, id) < (?, ?)"
		args = append(args, after.CreatedAt, after.ID)
	}
	query += " ORDER BY created DESC, id DESC LIMIT ?"
	args = append(args, q.Limit+1) // one more, to know whether there is another page

	err = t.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query(query, args, func(row sqlitedb.Row) error {
			var record []byte
			if err := row.Scan(&record); err != nil {
				return err
			}
			var s store.Summary // a record has all of a summary's members
			if err := json.Unmarshal(record, &s); err != nil {
				return fmt.Errorf("a stored record is damaged: %w", err)
			}
			page.Orders = append(page.Orders, s)
			return nil
		})
	})
	if err != nil {
		return store.Page{}, err
	}
	if len(page.Orders) > q.Limit {
		page.Orders = page.Orders[:q.Limit]
		last := page.Orders[q.Limit-1]
		page.Cursor, err = store.Position{CreatedAt: text(last.CreatedAt), ID: last.ID}.Encode()
	}
	return page, err
}

// Agenda implements [store.Table].
func (t *Table) Agenda(_ context.Context, topic order.Topic, after *store.Entry, limit int) (entries []store.Entry, err error) {
	query := "SELECT id, due, since FROM orders WHERE topic = ?"
	args := []any{string(topic)}
	if after != nil {
		query += " AND (due, id) > (?, ?)"
		args = append(args, text(after.Due), after.ID)
	}
	query += " ORDER BY due, id LIMIT ?"
	args = append(args, limit)
	err = t.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query(query, args, func(row sqlitedb.Row) error {
			var id, due, since string
			if err := row.Scan(&id, &due, &since); err != nil {
				return err
			}
			entry := store.Entry{ID: order.ID(id)}
			var err error
			if entry.Due, err = time.Parse(store.TimeLayout, due); err != nil {
				return err
			}
			if entry.Since, err = time.Parse(store.TimeLayout, since); err != nil {
				return err
			}
			entries = append(entries, entry)
			return nil
		})
	})
	return entries, err
}
