// Package contacts is for writing to customers: whom to mail, and what a mail is.
//
// Mail addresses live in the identity provider and nowhere else. The provider on
// AWS is a Cognito user pool (package cognito beneath); on one machine it is the
// local token issuer. Only the functions that write to a customer use it, and no
// address that it gives may reach an execution, an event, an SNS message or a log.
package contacts

import (
	"context"
	"errors"
)

// ErrNoAddress means that the identity provider knows no mail address of this
// customer, or no such customer.
var ErrNoAddress = errors.New("no mail address is known of this customer")

// Book finds mail addresses.
type Book interface {
	// Email is the address of the customer with that id (the subject of the
	// customer's token), or ErrNoAddress.
	Email(ctx context.Context, customerID string) (string, error)
}

// Letter is a mail without its address.
type Letter struct {
	Subject string
	Text    string
	HTML    string
	Kind    string // for statistics: letters, digits, _ and -
	OrderID string // that it is about
}

// Mailer sends mails.
type Mailer interface {
	// Send returns when the mail was taken. Its error is a fault.MailRefused, when
	// trying again would not help, or a fault.MailUnavailable, and does not have
	// the address in it.
	Send(ctx context.Context, to string, letter Letter) error
}
