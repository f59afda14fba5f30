package promo_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/promo"
)

// vouchers is a store in memory.
type vouchers struct {
	kept map[string]promo.Voucher
	fail error
}

func (v *vouchers) Issue(_ context.Context, voucher promo.Voucher) (promo.Voucher, error) {
	if v.fail != nil {
		return promo.Voucher{}, v.fail
	}
	if kept, ok := v.kept[voucher.OrderID]; ok {
		return kept, nil
	}
	v.kept[voucher.OrderID] = voucher
	return voucher, nil
}

func (v *vouchers) Mailed(_ context.Context, orderID string, at time.Time) error {
	kept := v.kept[orderID]
	kept.MailedAt = &at
	v.kept[orderID] = kept
	return v.fail
}

type book map[string]string

func (b book) Email(_ context.Context, id string) (string, error) {
	if b[id] == "" {
		return "", contacts.ErrNoAddress
	}
	return b[id], nil
}

// outbox keeps what is mailed, and fails while it has failures.
type outbox struct {
	letters  []contacts.Letter
	failures []error
}

func (o *outbox) Send(_ context.Context, _ string, letter contacts.Letter) error {
	if len(o.failures) > 0 {
		err := o.failures[0]
		o.failures = o.failures[1:]
		return err
	}
	o.letters = append(o.letters, letter)
	return nil
}

func function(v *vouchers, o *outbox) promo.IssuePromoCode {
	n := 0
	return promo.IssuePromoCode{
		Vouchers: v, Contacts: book{"alice": "alice@example.com"}, Mailer: o,
		Now:     func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		NewCode: func() (string, error) { n++; return fmt.Sprintf("CODE-%d", n), nil },
	}
}

func completed(t *testing.T) promo.Delivery {
	t.Helper()
	detail, err := os.ReadFile("../events/testdata/goldens/order_completed.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	return promo.Delivery{DetailType: "order_completed", Detail: detail}
}

// TestOneCodeHoweverOften: delivered three times, late, replayed: one code, one
// mail.
func TestOneCodeHoweverOften(t *testing.T) {
	v, o := &vouchers{kept: map[string]promo.Voucher{}}, &outbox{}
	f := function(v, o)
	for range 3 {
		if err := f.Handle(t.Context(), completed(t)); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.kept) != 1 || len(o.letters) != 1 || !strings.Contains(o.letters[0].Text, "CODE-1") {
		t.Errorf("vouchers %v, letters %v; want one of each, with CODE-1", v.kept, o.letters)
	}
}

// TestTheMailIsAtLeastOnce: a delivery that finds a voucher that was not mailed
// mails it, with the same code.
func TestTheMailIsAtLeastOnce(t *testing.T) {
	v := &vouchers{kept: map[string]promo.Voucher{}}
	o := &outbox{failures: []error{fault.New(fault.MailUnavailable, "send the mail", errors.New("TooManyRequestsException"))}}
	f := function(v, o)
	if err := f.Handle(t.Context(), completed(t)); fault.NameOf(err) != fault.MailUnavailable {
		t.Fatalf("got %v, want MailUnavailable, so that Lambda tries again", err)
	}
	if err := f.Handle(t.Context(), completed(t)); err != nil {
		t.Fatal(err)
	}
	if len(o.letters) != 1 || !strings.Contains(o.letters[0].Text, "CODE-1") {
		t.Errorf("letters: got %v, want one with the first code", o.letters)
	}
}

func TestErrors(t *testing.T) {
	unknown := strings.Replace(string(completed(t).Detail), `"alice"`, `"nobody"`, 1)
	for name, test := range map[string]struct {
		delivery promo.Delivery
		store    error
		want     fault.Name
	}{
		"another event":    {promo.Delivery{DetailType: "order_placed", Detail: completed(t).Detail}, nil, fault.InvalidInput},
		"no event":         {promo.Delivery{DetailType: "order_completed", Detail: json.RawMessage(`{}`)}, nil, fault.InvalidInput},
		"no address":       {promo.Delivery{DetailType: "order_completed", Detail: json.RawMessage(unknown)}, nil, fault.MailRefused},
		"the store is out": {completed(t), errors.New("out of order"), fault.Unavailable},
	} {
		f := function(&vouchers{kept: map[string]promo.Voucher{}, fail: test.store}, &outbox{})
		if err := f.Handle(t.Context(), test.delivery); fault.NameOf(err) != test.want || err == nil {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

func TestNewCode(t *testing.T) {
	form := regexp.MustCompile(`^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$`)
	seen := map[string]bool{}
	for range 1000 {
		code, err := promo.NewCode()
		if err != nil || !form.MatchString(code) || seen[code] {
			t.Fatalf("code %q, %v", code, err)
		}
		seen[code] = true
	}
}
