package dynamostore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/store/storetest"
	"github.com/orderflow/orderflow/internal/wiring"
)

func TestTable(t *testing.T) {
	server, err := dynalite.Start("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	client := server.Client()
	table, _ := wiring.TableNamed(wiring.OrdersTable)
	var tables atomic.Int32
	storetest.Run(t, func(t *testing.T) store.Table {
		name := fmt.Sprint("orders-", tables.Add(1))
		if err := dynalite.CreateTable(t.Context(), client, table, name); err != nil {
			t.Fatal(err)
		}
		return dynamostore.New(client, name)
	})
}
