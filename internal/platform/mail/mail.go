// Package mail sends mails through Amazon SES.
package mail

import (
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/fault"
)

// Mailer sends from one address.
type Mailer struct {
	client *sesv2.Client
	sender string
}

var _ contacts.Mailer = (*Mailer)(nil)

// New sends from the given address, which SES must have verified.
func New(client *sesv2.Client, sender string) *Mailer { return &Mailer{client, sender} }

// Send implements [contacts.Mailer]. Its error tells SES's code and not SES's
// message, which can have the address in it.
func (m *Mailer) Send(ctx context.Context, to string, letter contacts.Letter) error {
	content := func(text string) *types.Content {
		return &types.Content{Data: &text, Charset: aws.String("UTF-8")}
	}
	_, err := m.client.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: &m.sender,
		Destination:      &types.Destination{ToAddresses: []string{to}},
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: content(letter.Subject),
			Body:    &types.Body{Text: content(letter.Text), Html: content(letter.HTML)},
		}},
		EmailTags: []types.MessageTag{
			{Name: aws.String("kind"), Value: &letter.Kind},
			{Name: aws.String("orderId"), Value: &letter.OrderID},
		},
	})
	if err == nil {
		return nil
	}
	code := "no answer from SES"
	var answered smithy.APIError
	if errors.As(err, &answered) {
		code = answered.ErrorCode()
	}
	name := fault.MailUnavailable
	if refused(err) {
		name = fault.MailRefused
	}
	return fault.New(name, "send the mail", errors.New(code))
}

// refused reports whether SES will answer the same again: everything it blames
// on the request, but for the limits on how much may be sent.
func refused(err error) bool {
	var limit *types.LimitExceededException
	var many *types.TooManyRequestsException
	if errors.As(err, &limit) || errors.As(err, &many) {
		return false
	}
	var response *awshttp.ResponseError
	if !errors.As(err, &response) {
		return false
	}
	status := response.HTTPStatusCode()
	return status >= 400 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusForbidden && status != http.StatusRequestTimeout
}
