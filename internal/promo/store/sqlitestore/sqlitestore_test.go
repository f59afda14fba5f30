package sqlitestore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

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

// TestLatest: a customer's own vouchers, the newest first, so many and no more.
func TestLatest(t *testing.T) {
	table, err := sqlitestore.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := table.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	ctx, begin := context.Background(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i := range 5 {
		customer := []string{"alice", "bob"}[i%2]
		v := promo.Voucher{OrderID: fmt.Sprint("ord-", i), CustomerID: customer, Code: fmt.Sprint("code", i), IssuedAt: begin.Add(time.Duration(i) * time.Minute)}
		if _, err := table.Issue(ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	got, err := table.Latest(ctx, "alice", 2)
	if err != nil || len(got) != 2 || got[0].Code != "code4" || got[1].Code != "code2" {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := table.Latest(ctx, "nobody", 2); err != nil || len(got) != 0 {
		t.Errorf("somebody without vouchers: got %v, %v", got, err)
	}
}
