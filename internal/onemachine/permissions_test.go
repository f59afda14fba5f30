package onemachine_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eventtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// TestAFunctionMayCallOnlyWhatItsWiringGrants: everything else in this package
// runs with these permissions, so what is granted is enough; this shows that it
// is no more.
func TestAFunctionMayCallOnlyWhatItsWiringGrants(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		as := func(function string) context.Context {
			return lambdacontext.NewContext(context.Background(), &lambdacontext.LambdaContext{
				InvokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:" + function,
			})
		}
		config := aws.Config{
			Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: w.m.Cloud.Transport()},
			Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), RetryMaxAttempts: 1,
		}
		publish := func(function string) error {
			_, err := sns.NewFromConfig(config).Publish(as(function), &sns.PublishInput{TopicArn: aws.String(w.m.Cloud.TopicARN()), Message: aws.String("hello")})
			return err
		}
		put := func(function string) error {
			_, err := eventbridge.NewFromConfig(config).PutEvents(as(function), &eventbridge.PutEventsInput{Entries: []eventtypes.PutEventsRequestEntry{
				{Source: aws.String("test"), DetailType: aws.String("test"), Detail: aws.String("{}")},
			}})
			return err
		}
		for _, test := range []struct {
			what, function string
			err            error
			code           string
		}{
			{"publish", "notify-restaurant", publish("notify-restaurant"), ""},
			{"publish", "place-order", publish("place-order"), "AuthorizationError"},
			{"put events", "place-order", put("place-order"), ""},
			{"put events", "query-orders", put("query-orders"), "AccessDeniedException"},
			{"put events", "issue-promo-code", put("issue-promo-code"), "AccessDeniedException"},
		} {
			code := ""
			var said smithy.APIError
			if errors.As(test.err, &said) {
				code = said.ErrorCode()
			}
			if code != test.code || test.err != nil && code == "" {
				t.Errorf("%s as %s: got %v, want %q", test.what, test.function, test.err, test.code)
			}
		}
	})
}
