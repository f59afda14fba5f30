package sqlitestore_test

import (
	"testing"

	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/order/store/storetest"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

func TestTable(t *testing.T) {
	open := func(t *testing.T, dir string) store.Table {
		table, err := sqlitestore.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := table.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		return table
	}
	t.Run("file", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) store.Table { return open(t, t.TempDir()) })
	})
	t.Run("memory", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) store.Table { return open(t, sqlitedb.Memory) })
	})
}
