package sqlitestore_test

import (
	"testing"

	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/promo/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/promo/store/storetest"
)

func TestTable(t *testing.T) {
	storetest.Run(t, func(t *testing.T) promo.Vouchers {
		table, err := sqlitestore.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := table.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		return table
	})
}
