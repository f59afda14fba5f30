// Package storetest is what every voucher store must do.
package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/promo"
)

// Run runs the suite. Every call of open must give an empty store.
func Run(t *testing.T, open func(t *testing.T) promo.Vouchers) {
	ctx := context.Background()
	at := time.Date(2026, 11, 23, 12, 0, 0, 123_000_000, time.UTC)
	voucher := func(code string) promo.Voucher {
		return promo.Voucher{OrderID: "ord-1", CustomerID: "alice", Code: code, Percent: 10, IssuedAt: at}
	}

	t.Run("one_voucher_for_an_order", func(t *testing.T) {
		vouchers := open(t)
		for _, code := range []string{"FIRST", "SECOND"} {
			kept, err := vouchers.Issue(ctx, voucher(code))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(voucher("FIRST"), kept); diff != "" {
				t.Errorf("issue %s (-want +got):\n%s", code, diff)
			}
		}
	})

	t.Run("one_voucher_however_many_at_once", func(t *testing.T) {
		vouchers := open(t)
		var all sync.WaitGroup
		codes := make([]string, 10)
		for i := range codes {
			all.Go(func() {
				kept, err := vouchers.Issue(ctx, voucher(fmt.Sprint("CODE-", i)))
				if err != nil {
					t.Errorf("issue: %v", err)
				}
				codes[i] = kept.Code
			})
		}
		all.Wait()
		for _, code := range codes {
			if code != codes[0] {
				t.Fatalf("codes: got %v, want the same ten times", codes)
			}
		}
	})

	t.Run("the_first_mail_counts", func(t *testing.T) {
		vouchers := open(t)
		if _, err := vouchers.Issue(ctx, voucher("CODE")); err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			if err := vouchers.Mailed(ctx, "ord-1", at.Add(time.Duration(i)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := vouchers.Issue(ctx, voucher("ANOTHER"))
		if err != nil || kept.MailedAt == nil || !kept.MailedAt.Equal(at) {
			t.Errorf("mailed at: got %v, %v; want %v", kept.MailedAt, err, at)
		}
	})
}
