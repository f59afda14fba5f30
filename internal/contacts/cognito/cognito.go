// Package cognito finds customers' mail addresses in a Cognito user pool.
package cognito

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/orderflow/orderflow/internal/contacts"
)

// Book is a user pool whose users sign in with their mail address, so that a
// user's name is the subject of the user's tokens.
type Book struct {
	client *cognitoidentityprovider.Client
	pool   string
}

var _ contacts.Book = (*Book)(nil)

// New uses the pool of that id.
func New(client *cognitoidentityprovider.Client, pool string) *Book { return &Book{client, pool} }

// Email implements [contacts.Book]. An address that its owner has not verified
// does not count: it may be somebody else's.
func (b *Book) Email(ctx context.Context, customerID string) (string, error) {
	user, err := b.client.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &b.pool, Username: &customerID})
	var unknown *types.UserNotFoundException
	if errors.As(err, &unknown) {
		return "", contacts.ErrNoAddress
	}
	if err != nil {
		return "", fmt.Errorf("ask the user pool: %w", err)
	}
	attributes := map[string]string{}
	for _, a := range user.UserAttributes {
		attributes[aws.ToString(a.Name)] = aws.ToString(a.Value)
	}
	if attributes["email"] == "" || attributes["email_verified"] != "true" {
		return "", contacts.ErrNoAddress
	}
	return attributes["email"], nil
}
