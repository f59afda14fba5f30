package lambda_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
)

// TestFunctionsElsewhere: what is not deployed is called by its own URL if it has
// one, and at the endpoint for all others if there is one.
func TestFunctionsElsewhere(t *testing.T) {
	emulator := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = fmt.Fprintf(w, `{"path":%q,"got":%s}`, r.URL.Path, body)
	}))
	defer emulator.Close()
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/base/2015-03-31/functions/failing/invocations":
			w.Header().Set("X-Amz-Function-Error", "Unhandled")
			_, _ = fmt.Fprint(w, `{"errorMessage":"no",  "errorType":"Bad"}`)
		case "/base/2015-03-31/functions/busy/invocations":
			w.Header().Set("X-Amzn-ErrorType", "TooManyRequestsException:http://internal")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = fmt.Fprint(w, `{"Message":"Rate Exceeded."}`)
		default:
			_, _ = fmt.Fprint(w, `{}`)
		}
	}))
	r := lambda.New(awsapi.Place{Account: "123456789012", Region: "us-east-1"}, slog.New(slog.DiscardHandler))
	if err := r.Elsewhere(map[string]string{"pizza": emulator.URL}, endpoint.URL+"/base/"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ function, output, failure, cause string }{
		{"pizza", `{"path":"/2015-03-31/functions/function/invocations","got":{"n":1}}`, "", ""},
		{"other:live", `{}`, "", ""},
		{"failing", "", "Bad", `{"errorMessage":"no",  "errorType":"Bad"}`},
		{"busy", "", "Lambda.TooManyRequestsException", "Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException"},
		{"../x", "", "Lambda.ResourceNotFoundException", "Function not found"},
	} {
		output, failure := r.Call(context.Background(), r.ARN(test.function), json.RawMessage(`{"n":1}`))
		if failure != nil {
			if *failure.Error != test.failure || len(*failure.Cause) < len(test.cause) || (*failure.Cause)[:len(test.cause)] != test.cause {
				t.Errorf("%s: got %s %s, want %s %s", test.function, *failure.Error, *failure.Cause, test.failure, test.cause)
			}
			continue
		}
		if string(output) != test.output || test.failure != "" {
			t.Errorf("%s: got %s, want %s%s", test.function, output, test.output, test.failure)
		}
	}
	endpoint.Close()
	_, failure := r.Call(context.Background(), r.ARN("other"), json.RawMessage(`{}`))
	if failure == nil || *failure.Error != "Lambda.SdkClientException" {
		t.Errorf("an endpoint that is gone: got %v", failure)
	}
	for _, bad := range []string{"localhost:9000", "ftp://x", "/path"} {
		if err := r.Elsewhere(nil, bad); err == nil {
			t.Errorf("%s: accepted as an endpoint", bad)
		}
	}
}
