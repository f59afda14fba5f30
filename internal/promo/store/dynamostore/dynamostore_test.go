package dynamostore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/promo/store/dynamostore"
	"github.com/orderflow/orderflow/internal/promo/store/storetest"
	"github.com/orderflow/orderflow/internal/wiring"
)

func TestTable(t *testing.T) {
	server, err := dynalite.Start("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	client := server.Client()
	table, _ := wiring.TableNamed(wiring.VouchersTable)
	var tables atomic.Int32
	storetest.Run(t, func(t *testing.T) promo.Vouchers {
		name := fmt.Sprint("vouchers-", tables.Add(1))
		if err := dynalite.CreateTable(t.Context(), client, table, name); err != nil {
			t.Fatal(err)
		}
		return dynamostore.New(client, name)
	})
}
