package localaws

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/wiring"
)

// allowed reports whether the function that makes a call may make it, as its role
// on AWS would: by the calls that the wiring grants it. Who makes the call is told
// by the invocation's context; a call from outside of any function is the user's.
func allowed(ctx context.Context, action string) (function string, ok bool) {
	invocation, inside := lambdacontext.FromContext(ctx)
	if !inside || action == "" {
		return "", true
	}
	name := invocation.InvokedFunctionArn[strings.LastIndexByte(invocation.InvokedFunctionArn, ':')+1:]
	f, _ := wiring.FunctionNamed(name)
	for _, call := range f.Calls {
		if call.Action == action {
			return name, true
		}
	}
	return name, false
}

// ActionOf is a request's action in the words of IAM; "" is one that the endpoint
// does not know, and refuses by itself.
func ActionOf(r *http.Request) (action string, err error) {
	target := r.Header.Get("X-Amz-Target")
	switch {
	case strings.HasPrefix(target, stepfunctions.TargetPrefix):
		return "states:" + strings.TrimPrefix(target, stepfunctions.TargetPrefix), nil
	case strings.HasPrefix(target, eventbridge.TargetPrefix):
		return "events:" + strings.TrimPrefix(target, eventbridge.TargetPrefix), nil
	case r.URL.Path == ses.Path:
		return "ses:SendEmail", nil
	case strings.HasSuffix(r.URL.Path, "/invocations"):
		return "lambda:InvokeFunction", nil
	case r.URL.Path != "/":
		return "", nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	return "sns:" + form.Get("Action"), err
}

// deny answers as the service would that action belongs to.
func deny(w http.ResponseWriter, function, action string) {
	message := "User: " + function + " is not authorized to perform: " + action +
		" because no identity-based policy allows it (package wiring says what a function may call)"
	if strings.HasPrefix(action, "sns:") {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusForbidden)
		_ = xml.NewEncoder(w).Encode(struct { // the client may be gone
			XMLName xml.Name `xml:"ErrorResponse"`
			Type    string   `xml:"Error>Type"`
			Code    string   `xml:"Error>Code"`
			Message string   `xml:"Error>Message"`
		}{Type: "Sender", Code: "AuthorizationError", Message: message})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("x-amzn-ErrorType", "AccessDeniedException")
	w.WriteHeader(http.StatusForbidden)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": "AccessDeniedException", "message": message}) // likewise
}
