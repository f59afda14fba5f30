// Package promo is the promo-code context: it thanks customers for completed
// orders with a voucher. It knows the events of the order context and nothing
// else of it; nobody over there knows of this one.
//
// There is one voucher for an order, however often, however late its
// order_completed is delivered. The mail is at least once, always with the same
// code: a delivery that finds a voucher that was not mailed yet mails it.
package promo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"time"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/fault"
)

// Voucher is a promo code that was issued for an order.
type Voucher struct {
	OrderID    string     `json:"orderId"`
	CustomerID string     `json:"customerId"`
	Code       string     `json:"code"`
	Percent    int        `json:"percent"` // off the next order
	IssuedAt   time.Time  `json:"issuedAt"`
	MailedAt   *time.Time `json:"mailedAt,omitempty"` // when SES had taken the mail
}

// Discount is what a voucher is worth, in percent.
const Discount = 10

// Vouchers is the voucher store.
type Vouchers interface {
	// Issue keeps a voucher unless there is one for its order already; it returns
	// the one that is kept.
	Issue(ctx context.Context, v Voucher) (kept Voucher, err error)
	// Mailed notes when an order's voucher was mailed first.
	Mailed(ctx context.Context, orderID string, at time.Time) error
}

// IssuePromoCode is the function issue-promo-code.
type IssuePromoCode struct {
	Vouchers Vouchers
	Contacts contacts.Book
	Mailer   contacts.Mailer
	Now      func() time.Time
	// NewCode makes a code that nobody can guess.
	NewCode func() (string, error)
}

// Delivery is the EventBridge event that invokes it.
type Delivery struct {
	DetailType string          `json:"detail-type"`
	Detail     json.RawMessage `json:"detail"`
}

// LogSubject is what log lines are about. This context does not know of executions.
func (d Delivery) LogSubject() (orderID, execution string) {
	var about struct {
		Metadata struct {
			OrderID string `json:"orderId"`
		} `json:"metadata"`
	}
	_ = json.Unmarshal(d.Detail, &about) // Handle says what is wrong with it
	return about.Metadata.OrderID, ""
}

// Handle issues and mails the voucher for a completed order. Its error makes
// Lambda deliver the event again, and in the end keep it as a dead letter.
func (f IssuePromoCode) Handle(ctx context.Context, d Delivery) error {
	if d.DetailType != string(events.OrderCompleted) {
		return fault.New(fault.InvalidInput, fmt.Sprintf("issue a voucher for an event of type %q", d.DetailType), nil)
	}
	completed, err := events.Decode[events.OrderCompletedData](d.Detail)
	if err != nil {
		return fault.New(fault.InvalidInput, "issue a voucher", err)
	}
	v, err := f.issue(ctx, completed)
	if err != nil {
		return fault.New(fault.Unavailable, "issue a voucher for order "+completed.Metadata.OrderID, err)
	}
	if v.MailedAt != nil {
		return nil
	}
	return f.mail(ctx, v)
}

func (f IssuePromoCode) issue(ctx context.Context, completed events.Received[events.OrderCompletedData]) (Voucher, error) {
	code, err := f.NewCode()
	if err != nil {
		return Voucher{}, err
	}
	return f.Vouchers.Issue(ctx, Voucher{
		OrderID: completed.Metadata.OrderID, CustomerID: completed.Data.CustomerID, Code: code, Percent: Discount,
		IssuedAt: f.Now().UTC().Truncate(time.Millisecond),
	})
}

// mail mails the voucher, then notes that it did.
func (f IssuePromoCode) mail(ctx context.Context, v Voucher) error {
	address, err := f.Contacts.Email(ctx, v.CustomerID)
	switch {
	case errors.Is(err, contacts.ErrNoAddress):
		return fault.New(fault.MailRefused, "find the customer's mail address", err)
	case err != nil:
		return fault.New(fault.MailUnavailable, "find the customer's mail address", err)
	}
	if err := f.Mailer.Send(ctx, address, letter(v)); err != nil {
		return err
	}
	if err := f.Vouchers.Mailed(ctx, v.OrderID, f.Now().UTC().Truncate(time.Millisecond)); err != nil {
		return fault.New(fault.Unavailable, "note that the voucher was mailed", err)
	}
	return nil
}

func letter(v Voucher) contacts.Letter {
	thanks := fmt.Sprintf("thank you for your order. The next one is %d %% off with this code:", v.Percent)
	return contacts.Letter{
		Subject: fmt.Sprintf("%d %% off your next order", v.Percent),
		Text:    "Hello,\n\n" + thanks + "\n\n  " + v.Code + "\n",
		HTML: `<!doctype html><html lang="en"><body style="font-family:sans-serif"><p>Hello,</p><p>` + thanks +
			`</p><p style="font-size:1.5em">` + html.EscapeString(v.Code) + `</p></body></html>`,
		Kind: "voucher",
	}
}
