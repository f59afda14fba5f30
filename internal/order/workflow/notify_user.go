package workflow

import (
	"context"
	"errors"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/order"
)

// NotifyUser is the states NotifyUser and NotifyUserOfEnding: it mails the
// customer what has become of the order. Of an acceptance it keeps a note,
// user_notified; of an ending it keeps none, since an ended order never changes.
//
// It is UserNotNotified too: there it counts a customer whom no attempt has
// reached. Which attempt is the last, only the state machine knows.
type NotifyUser struct {
	Base
	Contacts contacts.Book
	Mailer   contacts.Mailer
	Menu     *order.Menu
}

// NotifyUserInput may say that it is too late for a mail.
type NotifyUserInput struct {
	Input
	// UserNotified is false when the customer could not be told of the ending.
	UserNotified *bool `json:"userNotified"`
}

// Handle sends the mail, then writes that it did: a crash in between mails twice,
// which is better than a note of a mail that nobody got.
func (h NotifyUser) Handle(ctx context.Context, in NotifyUserInput) error {
	if in.UserNotified != nil && !*in.UserNotified {
		h.Metrics.Count(ctx, metrics.UserNotNotified)
		return nil
	}
	return h.notify(ctx, in.Input)
}

func (h NotifyUser) notify(ctx context.Context, in Input) error {
	o, err := h.Orders.Get(ctx, in.OrderID)
	if err != nil {
		return stored("read the order", err)
	}
	if o.Has(events.UserNotified) && (!o.Status().Ended() || o.Status() == order.Completed) {
		return h.note(ctx, in) // the mail has gone out; its event may not have
	}
	letter, ok := h.letter(o)
	if !ok {
		return fault.New(fault.InvalidInput, "mail the customer of an order that is "+string(o.Status()), nil)
	}
	if err := h.mail(ctx, o.CustomerID(), letter); err != nil {
		h.Metrics.Count(ctx, metrics.UserNotificationFailed)
		return err
	}
	if o.Status().Ended() {
		return nil
	}
	return h.note(ctx, in)
}

func (h NotifyUser) mail(ctx context.Context, customer order.CustomerID, letter contacts.Letter) error {
	address, err := h.Contacts.Email(ctx, string(customer))
	switch {
	case errors.Is(err, contacts.ErrNoAddress):
		return fault.New(fault.MailRefused, "find the customer's mail address", err)
	case err != nil:
		return fault.New(fault.MailUnavailable, "find the customer's mail address", err)
	}
	return h.Mailer.Send(ctx, address, letter)
}

func (h NotifyUser) note(ctx context.Context, in Input) error {
	return h.do(ctx, in, "note that the customer was told", func(o *order.Order, step order.Step) (order.Moment, error) {
		return o.NotifyUser(step)
	})
}
