package localaws

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// invoked is a handler that says with what it was invoked.
type invoked chan string

func (h invoked) Invoke(_ context.Context, payload []byte) ([]byte, error) {
	h <- string(payload)
	return nil, nil
}

// TestAFolderOfEveryVersionOpens: an invocation that an earlier version left in the
// queue is made by this one.
func TestAFolderOfEveryVersionOpens(t *testing.T) {
	for version := 1; version < len(schema.Migrations); version++ {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			db, err := sqlitedb.Open(dir, sqlitedb.Schema{Name: schema.Name, Migrations: schema.Migrations[:version]})
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *sqlitedb.Tx) error {
				_, err := tx.Exec("INSERT INTO async_invocations (function, payload, attempts, due) VALUES ('place-order', ?, 1, ?)",
					[]byte(`{"left": "over"}`), time.Now().UnixMilli())
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			c, err := Open(Config{
				Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Dir: dir, IssuerURL: "http://orderflow.test",
				Definition: statemachine.Order, Log: slog.New(slog.DiscardHandler),
			})
			if err != nil {
				t.Fatal(err)
			}
			calls := make(invoked, 10)
			for _, f := range wiring.Functions {
				if err := c.Deploy(f.Name, calls); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if got := <-calls; got != `{"left": "over"}` {
				t.Errorf("version %d: invoked with %s", version, got)
			}
			if err := c.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
