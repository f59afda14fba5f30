// Package cognito is a Cognito user pool on one machine, as far as a function asks
// one: AdminGetUser answers from the users of the local token issuer (package
// httpapi).
//
// A user's name is the subject of the user's tokens, and the mail address counts
// as verified. What is not offered: signing up and in (the issuer gives tokens),
// groups, and the dates of a user.
package cognito

import (
	"errors"
	"net/http"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/httpapi"
)

// TargetPrefix begins the X-Amz-Target of every action.
const TargetPrefix = "AWSCognitoIdentityProviderService."

// Service is the user pool. All methods may be called by many goroutines.
type Service struct {
	pool   string
	issuer *httpapi.Issuer
}

// Open makes the user pool of that place.
func Open(place awsapi.Place, issuer *httpapi.Issuer) *Service {
	return &Service{place.Region + "_orderflow", issuer}
}

// PoolID is the pool's id.
func (s *Service) PoolID() string { return s.pool }

type adminGetUserInput struct{ UserPoolId, Username string } //nolint:revive // the members' names on the wire

type attribute struct{ Name, Value string }

type adminGetUserOutput struct {
	Username       string
	UserAttributes []attribute
	Enabled        bool
	UserStatus     string
}

func (s *Service) adminGetUser(_ *http.Request, in adminGetUserInput) (any, error) {
	var v awsapi.Validation
	v.Required("userPoolId", in.UserPoolId).Longest("userPoolId", in.UserPoolId, 55)
	v.Required("username", in.Username).Longest("username", in.Username, 128)
	if err := v.Err(); err != nil {
		e := awsapi.From(err)
		return nil, awsapi.Errorf("InvalidParameterException", "%s", e.Message)
	}
	if in.UserPoolId != s.pool {
		return nil, awsapi.Errorf("ResourceNotFoundException", "User pool %s does not exist.", in.UserPoolId)
	}
	email, err := s.issuer.Email(in.Username)
	if errors.Is(err, httpapi.ErrNoUser) {
		return nil, awsapi.Errorf("UserNotFoundException", "User does not exist.")
	}
	if err != nil {
		return nil, awsapi.Internal(err)
	}
	return adminGetUserOutput{
		Username: in.Username, Enabled: true, UserStatus: "CONFIRMED",
		UserAttributes: []attribute{{"sub", in.Username}, {"email", email}, {"email_verified", "true"}},
	}, nil
}

// API answers AdminGetUser (JSON 1.1).
func (s *Service) API() http.Handler {
	return &awsapi.JSON{Version: "1.1", Prefix: TargetPrefix, Actions: map[string]awsapi.Action{
		"AdminGetUser": awsapi.Typed(s.adminGetUser),
	}}
}
