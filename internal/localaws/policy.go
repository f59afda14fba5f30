package localaws

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/cognito"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/wiring"
)

// guarded lets a function make no call that the wiring does not grant it, as its
// role on AWS would.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		action, err := ActionOf(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if caller := callerOf(r); caller != "" && action != "" && !granted(caller, action) {
			deny(w, caller, action)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// callerOf is the function that makes a call: a handler in this process is told
// by the invocation's context, one in a process of its own by its access key. ""
// is the user, from outside of any function. Signatures are not checked: what is
// kept is that a function does not do by mistake what AWS would refuse.
func callerOf(r *http.Request) (function string) {
	if invocation, inside := lambdacontext.FromContext(r.Context()); inside {
		return invocation.InvokedFunctionArn[strings.LastIndexByte(invocation.InvokedFunctionArn, ':')+1:]
	}
	_, credential, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=") // Signature Version 4
	key, _, _ := strings.Cut(credential, "/")
	return functionsByKey[key]
}

// AccessKeyID is the id of the access key of a function's processes.
func AccessKeyID(function string) string {
	digest := sha256.Sum256([]byte(function))
	return "ASIA" + base32.StdEncoding.EncodeToString(digest[:])[:16]
}

var functionsByKey = func() map[string]string {
	all := map[string]string{}
	for _, f := range wiring.Functions {
		all[AccessKeyID(f.Name)] = f.Name
	}
	return all
}()

func granted(function, action string) bool {
	f, _ := wiring.FunctionNamed(function)
	return slices.ContainsFunc(f.Calls, func(c wiring.Call) bool { return c.Action == action })
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
	case strings.HasPrefix(target, cognito.TargetPrefix):
		return "cognito-idp:" + strings.TrimPrefix(target, cognito.TargetPrefix), nil
	case r.URL.Path == ses.Path:
		return "ses:SendEmail", nil
	case strings.HasSuffix(r.URL.Path, "/invocations"):
		return "lambda:InvokeFunction", nil
	case r.URL.Path != "/":
		return "", nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, awsapi.MaxBody+1)) // one more: the endpoint says that it is too long
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
