package dynamostore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/orderflow/orderflow/internal/dynalitetest"
	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/promo/store/dynamostore"
	"github.com/orderflow/orderflow/internal/promo/store/storetest"
)

func TestTable(t *testing.T) {
	client := dynalitetest.Start(t)
	var tables atomic.Int32
	storetest.Run(t, func(t *testing.T) promo.Vouchers {
		name := fmt.Sprint("vouchers-", tables.Add(1))
		if err := dynamostore.Create(t.Context(), client, name); err != nil {
			t.Fatal(err)
		}
		return dynamostore.New(client, name)
	})
}
