package onemachine_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eventtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/contacts/cognito"
	"github.com/orderflow/orderflow/internal/localaws"
	"github.com/orderflow/orderflow/internal/onemachine"
)

// clientConfig makes clients for the endpoint of a world, with an access key.
func clientConfig(w *world, accessKeyID string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: w.m.Cloud.Transport()},
		Credentials: credentials.NewStaticCredentialsProvider(accessKeyID, "test", "test"), RetryMaxAttempts: 1,
	}
}

// TestAFunctionMayCallOnlyWhatItsWiringGrants: everything else in this package
// runs with these permissions, so what is granted is enough; this shows that it
// is no more. A handler in the process is known by the invocation's context, a
// process of its own by its access key.
func TestAFunctionMayCallOnlyWhatItsWiringGrants(t *testing.T) {
	type caller struct {
		ctx    context.Context
		config aws.Config
	}
	publish := func(w *world, c caller) error {
		_, err := sns.NewFromConfig(c.config).Publish(c.ctx, &sns.PublishInput{TopicArn: aws.String(w.m.Cloud.TopicARN()), Message: aws.String("hello")})
		return err
	}
	put := func(_ *world, c caller) error {
		_, err := eventbridge.NewFromConfig(c.config).PutEvents(c.ctx, &eventbridge.PutEventsInput{Entries: []eventtypes.PutEventsRequestEntry{
			{Source: aws.String("test"), DetailType: aws.String("test"), Detail: aws.String("{}")},
		}})
		return err
	}
	user := func(_ *world, c caller) error {
		_, err := cognitoidentityprovider.NewFromConfig(c.config).AdminGetUser(c.ctx, &cognitoidentityprovider.AdminGetUserInput{
			UserPoolId: aws.String("us-east-1_orderflow"), Username: aws.String("alice"),
		})
		return err
	}
	inBubble(t, onemachine.Config{}, func(w *world) {
		inProcess := func(function string) caller {
			return caller{lambdacontext.NewContext(context.Background(), &lambdacontext.LambdaContext{
				InvokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:" + function,
			}), clientConfig(w, "test")}
		}
		process := func(function string) caller {
			return caller{context.Background(), clientConfig(w, localaws.AccessKeyID(function))}
		}
		for _, test := range []struct {
			what, function string
			call           func(*world, caller) error
			code           string
		}{
			{"publish", "notify-restaurant", publish, ""},
			{"publish", "place-order", publish, "AuthorizationError"},
			{"put events", "place-order", put, ""},
			{"put events", "query-orders", put, "AccessDeniedException"},
			{"put events", "issue-promo-code", put, "AccessDeniedException"},
			{"get a user", "issue-promo-code", user, ""},
			{"get a user", "accept-order", user, "AccessDeniedException"},
		} {
			for how, as := range map[string]func(string) caller{"in the process": inProcess, "as a process": process} {
				err, code := test.call(w, as(test.function)), ""
				var said smithy.APIError
				if errors.As(err, &said) {
					code = said.ErrorCode()
				}
				if code != test.code || err != nil && code == "" {
					t.Errorf("%s as %s, %s: got %v, want %q", test.what, test.function, how, err, test.code)
				}
			}
		}
	})
}

// TestTheUserPool: the adapter for Cognito finds in it what the token issuer
// knows.
func TestTheUserPool(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		if _, err := w.m.Token("customer", "bob", "bob@example.com"); err != nil {
			t.Fatal(err)
		}
		client := cognitoidentityprovider.NewFromConfig(clientConfig(w, "test"))
		book := cognito.New(client, "us-east-1_orderflow")
		if email, err := book.Email(context.Background(), "bob"); email != "bob@example.com" || err != nil {
			t.Errorf("bob: got %q, %v", email, err)
		}
		if _, err := book.Email(context.Background(), "nobody"); !errors.Is(err, contacts.ErrNoAddress) {
			t.Errorf("nobody: got %v, want ErrNoAddress", err)
		}
		for want, in := range map[string]*cognitoidentityprovider.AdminGetUserInput{
			"ResourceNotFoundException": {UserPoolId: aws.String("us-east-1_another"), Username: aws.String("bob")},
			"InvalidParameterException": {UserPoolId: aws.String("us-east-1_orderflow"), Username: aws.String("")},
			"UserNotFoundException":     {UserPoolId: aws.String("us-east-1_orderflow"), Username: aws.String("nobody")},
		} {
			var said smithy.APIError
			if _, err := client.AdminGetUser(context.Background(), in); !errors.As(err, &said) || said.ErrorCode() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
	})
}
