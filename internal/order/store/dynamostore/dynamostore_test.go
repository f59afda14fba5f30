package dynamostore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/orderflow/orderflow/internal/dynalitetest"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/store/storetest"
)

func TestTable(t *testing.T) {
	client := dynalitetest.Start(t)
	var tables atomic.Int32
	storetest.Run(t, func(t *testing.T) store.Table {
		name := fmt.Sprint("orders-", tables.Add(1))
		if err := dynamostore.Create(t.Context(), client, name); err != nil {
			t.Fatal(err)
		}
		return dynamostore.New(client, name)
	})
}
