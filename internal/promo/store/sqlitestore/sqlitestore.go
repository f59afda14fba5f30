// Package sqlitestore keeps vouchers in a SQLite file: the store on one machine.
package sqlitestore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

var schema = sqlitedb.Schema{Name: "promo", Migrations: []string{`
	CREATE TABLE vouchers (
		order_id TEXT PRIMARY KEY,
		voucher  BLOB NOT NULL,
		mailed   TEXT
	) WITHOUT ROWID;
`, `
	CREATE INDEX by_customer ON vouchers (
		json_extract(CAST(voucher AS TEXT), '$.customerId'), json_extract(CAST(voucher AS TEXT), '$.issuedAt')
	);
`}}

// Table keeps vouchers in one file.
type Table struct{ db *sqlitedb.DB }

var _ promo.Vouchers = (*Table)(nil)

// Open opens the table in the folder dir, or in memory (sqlitedb.Memory).
func Open(dir string) (*Table, error) {
	db, err := sqlitedb.Open(dir, schema)
	if err != nil {
		return nil, err
	}
	return &Table{db}, nil
}

// Close finishes what is being written.
func (t *Table) Close() error { return t.db.Close() }

// Issue implements [promo.Vouchers].
func (t *Table) Issue(_ context.Context, v promo.Voucher) (kept promo.Voucher, err error) {
	text, err := json.Marshal(v)
	if err != nil {
		return kept, fmt.Errorf("encode a voucher: %w", err)
	}
	err = t.db.Update(func(tx *sqlitedb.Tx) error {
		inserted, err := tx.Exec("INSERT INTO vouchers (order_id, voucher) VALUES (?, ?) ON CONFLICT DO NOTHING", v.OrderID, text)
		if err != nil {
			return err
		}
		if inserted == 1 {
			kept = v
			return nil
		}
		kept, err = get(tx, v.OrderID)
		return err
	})
	return kept, err
}

// Mailed implements [promo.Vouchers].
func (t *Table) Mailed(_ context.Context, orderID string, at time.Time) error {
	return t.db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("UPDATE vouchers SET mailed = ? WHERE order_id = ? AND mailed IS NULL", at.UTC().Format(time.RFC3339Nano), orderID)
		return err
	})
}

// Latest gives a customer's newest vouchers as they were issued, at most limit,
// the newest first.
func (t *Table) Latest(_ context.Context, customerID string, limit int) (latest []promo.Voucher, err error) {
	err = t.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query(`SELECT voucher FROM vouchers WHERE json_extract(CAST(voucher AS TEXT), '$.customerId') = ?
			ORDER BY json_extract(CAST(voucher AS TEXT), '$.issuedAt') DESC, order_id LIMIT ?`,
			[]any{customerID, limit}, func(row sqlitedb.Row) error {
				var text []byte
				if err := row.Scan(&text); err != nil {
					return err
				}
				var v promo.Voucher
				if err := json.Unmarshal(text, &v); err != nil {
					return fmt.Errorf("a stored voucher is damaged: %w", err)
				}
				latest = append(latest, v)
				return nil
			})
	})
	return latest, err
}

func get(tx *sqlitedb.Tx, orderID string) (v promo.Voucher, err error) {
	var text []byte
	var mailed *string
	if err := tx.QueryRow("SELECT voucher, mailed FROM vouchers WHERE order_id = ?", orderID).Scan(&text, &mailed); err != nil {
		return v, err
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return v, fmt.Errorf("a stored voucher is damaged: %w", err)
	}
	if mailed != nil {
		at, err := time.Parse(time.RFC3339Nano, *mailed)
		if err != nil {
			return v, fmt.Errorf("a stored voucher is damaged: %w", err)
		}
		v.MailedAt = &at
	}
	return v, nil
}
