package sqlitestore_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// TestAnInsertThatIsLate: whoever inserted an order may be overtaken by the next
// write to it before the insert returns; what is read then is the newer one.
func TestAnInsertThatIsLate(t *testing.T) {
	table, err := sqlitestore.Open(sqlitedb.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = table.Close() }()
	for i := range 3000 {
		r := order.Record{ID: order.ID(fmt.Sprint("ord-", i)), CustomerID: "c", RestaurantID: "r", Status: order.Received, CreatedAt: time.Unix(0, 0), Version: 1}
		var both sync.WaitGroup
		for range 4 {
			both.Go(func() {
				existing, err := table.Insert(t.Context(), r, time.Now())
				if err != nil {
					t.Error(err)
				}
				if existing != nil { // somebody else has inserted it: write the next version
					next := *existing
					next.Version, next.Status = 2, order.Placed
					_ = table.Replace(t.Context(), next) // or somebody else has
				}
			})
		}
		both.Wait()
		got, err := table.Get(t.Context(), r.ID)
		if err != nil || got.Version != 2 {
			t.Fatalf("order %d: got version %d, %v, want 2", i, got.Version, err)
		}
	}
}
