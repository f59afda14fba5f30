package platform_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/contacts/cognito"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/platform/eventbus"
	"github.com/orderflow/orderflow/internal/platform/mail"
)

// service answers as an AWS service would; it is asked by real SDK clients.
func service(t *testing.T, answer func(body string) (status int, errorType, text string)) aws.Config {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		status, errorType, text := answer(string(body))
		w.Header().Set("Content-Type", "application/json")
		if errorType != "" {
			w.Header().Set("x-amzn-ErrorType", errorType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
}

func event(n int) events.Event {
	return events.Event{
		Type: events.OrderPlaced, Metadata: events.Metadata{ID: fmt.Sprint("e-", n), OrderID: "o", Version: 1, Sequence: n, OccurredAt: time.Unix(0, 0)},
		Data: events.OrderPlacedData{},
	}
}

// TestPublishSendsAgainWhatWasNotTaken, and nothing else.
func TestPublishSendsAgainWhatWasNotTaken(t *testing.T) {
	var sent []string
	config := service(t, func(body string) (int, string, string) {
		var ids []string
		for n := range 12 {
			if id := fmt.Sprint("e-", n); strings.Contains(body, `\"`+id+`\"`) {
				ids = append(ids, id)
			}
		}
		sent = append(sent, strings.Join(ids, " "))
		outcomes, failed := []string{}, 0
		for _, id := range ids {
			if id == "e-1" && len(sent) < 3 {
				outcomes, failed = append(outcomes, `{"ErrorCode": "InternalFailure"}`), failed+1
			} else {
				outcomes = append(outcomes, `{"EventId": "x"}`)
			}
		}
		return 200, "", fmt.Sprintf(`{"FailedEntryCount": %d, "Entries": [%s]}`, failed, strings.Join(outcomes, ","))
	})
	bus := eventbus.New(eventbridge.NewFromConfig(config), "orderflow")
	var all []events.Event
	for n := range 12 {
		all = append(all, event(n))
	}
	if err := bus.Publish(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	want := []string{"e-0 e-1 e-2 e-3 e-4 e-5 e-6 e-7 e-8 e-9", "e-1", "e-1", "e-10 e-11"}
	if strings.Join(sent, "|") != strings.Join(want, "|") {
		t.Errorf("calls: got %v, want %v", sent, want)
	}
}

func TestPublishSaysWhatWasNotTaken(t *testing.T) {
	config := service(t, func(string) (int, string, string) {
		return 200, "", `{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}]}`
	})
	err := eventbus.New(eventbridge.NewFromConfig(config), "orderflow").Publish(t.Context(), event(1))
	if err == nil || !strings.Contains(err.Error(), "order_placed") || !strings.Contains(err.Error(), "ThrottlingException") {
		t.Errorf("got %v, want the event and the code", err)
	}
}

// TestMailErrors: which refusals are for good, and that no address is told.
func TestMailErrors(t *testing.T) {
	for _, test := range []struct {
		status    int
		errorType string
		want      fault.Name
	}{
		{400, "MessageRejected", fault.MailRefused},
		{400, "BadRequestException", fault.MailRefused},
		{400, "MailFromDomainNotVerifiedException", fault.MailRefused},
		{400, "AccountSuspendedException", fault.MailRefused},
		{404, "NotFoundException", fault.MailRefused},
		{400, "LimitExceededException", fault.MailUnavailable},
		{429, "TooManyRequestsException", fault.MailUnavailable},
		{403, "AccessDeniedException", fault.MailUnavailable},
		{500, "InternalFailure", fault.MailUnavailable},
		{503, "ServiceUnavailable", fault.MailUnavailable},
	} {
		config := service(t, func(string) (int, string, string) {
			return test.status, test.errorType, `{"message": "Email address is not verified: alice@example.com"}`
		})
		err := mail.New(sesv2.NewFromConfig(config), "orders@example.com").Send(t.Context(), "alice@example.com", contacts.Letter{Subject: "s", Text: "t", HTML: "h", Kind: "k"})
		if fault.NameOf(err) != test.want || err == nil {
			t.Errorf("%s: got %v, want %s", test.errorType, err, test.want)
		}
		if strings.Contains(fmt.Sprint(err), "alice") {
			t.Errorf("%s: the error tells the address: %v", test.errorType, err)
		}
	}
	config := service(t, func(string) (int, string, string) { return 200, "", `{}` })
	config.BaseEndpoint = aws.String("http://127.0.0.1:1") // nobody listens there
	err := mail.New(sesv2.NewFromConfig(config), "orders@example.com").Send(t.Context(), "alice@example.com", contacts.Letter{})
	if fault.NameOf(err) != fault.MailUnavailable {
		t.Errorf("no answer: got %v, want MailUnavailable", err)
	}
}

func TestCognitoBook(t *testing.T) {
	user := func(attributes string) func(string) (int, string, string) {
		return func(body string) (int, string, string) {
			if !strings.Contains(body, `"UserPoolId":"pool-1"`) || !strings.Contains(body, `"Username":"alice"`) {
				t.Errorf("the request: %s", body)
			}
			return 200, "", `{"Username": "alice", "UserAttributes": [` + attributes + `]}`
		}
	}
	for name, test := range map[string]struct {
		answer func(string) (int, string, string)
		want   string
		err    error
	}{
		"a verified address":  {user(`{"Name": "email", "Value": "alice@example.com"}, {"Name": "email_verified", "Value": "true"}`), "alice@example.com", nil},
		"one nobody verified": {user(`{"Name": "email", "Value": "alice@example.com"}, {"Name": "email_verified", "Value": "false"}`), "", contacts.ErrNoAddress},
		"no address":          {user(``), "", contacts.ErrNoAddress},
		"no such user": {func(string) (int, string, string) {
			return 400, "UserNotFoundException", `{"message": "User does not exist."}`
		}, "", contacts.ErrNoAddress},
	} {
		book := cognito.New(cognitoidentityprovider.NewFromConfig(service(t, test.answer)), "pool-1")
		got, err := book.Email(context.Background(), "alice")
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: got %q, %v; want %q, %v", name, got, err, test.want, test.err)
		}
	}
	out := func(string) (int, string, string) { return 500, "InternalErrorException", `{}` }
	if _, err := cognito.New(cognitoidentityprovider.NewFromConfig(service(t, out)), "pool-1").Email(t.Context(), "alice"); err == nil || errors.Is(err, contacts.ErrNoAddress) {
		t.Errorf("out of order: got %v, want an error that is not ErrNoAddress", err)
	}
}
