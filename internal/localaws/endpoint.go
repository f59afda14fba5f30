package localaws

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/cognito"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
)

// makeEndpoint tells the services apart, as AWS does by host name: the JSON
// protocols by X-Amz-Target, the REST ones by path, SNS by being what is left. A
// function may make no call that the wiring does not grant it.
func (c *Cloud) makeEndpoint() http.Handler {
	states, events, users, topics := c.engine.API(), c.bus.API(), c.users.API(), c.Topic.API()
	mux := http.NewServeMux()
	mux.Handle("POST "+ses.Path, c.Mail.API())
	mux.Handle("POST "+lambda.Path, c.queue.API())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		target := r.Header.Get("X-Amz-Target")
		switch {
		case strings.HasPrefix(target, stepfunctions.TargetPrefix):
			states.ServeHTTP(w, r)
		case strings.HasPrefix(target, eventbridge.TargetPrefix):
			events.ServeHTTP(w, r)
		case strings.HasPrefix(target, cognito.TargetPrefix):
			users.ServeHTTP(w, r)
		case r.Method == http.MethodPost && target == "" && r.URL.Path == "/" &&
			strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
			topics.ServeHTTP(w, r)
		default:
			notOffered(w, r, target)
		}
	})
	return guarded(mux)
}

// notOffered says what this endpoint is, to whoever asks it for something else.
func notOffered(w http.ResponseWriter, r *http.Request, target string) {
	asked := target
	if asked == "" {
		asked = r.Method + " " + r.URL.Path
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("x-amzn-ErrorType", "UnknownOperationException")
	w.WriteHeader(http.StatusNotFound)
	_ = json.NewEncoder(w).Encode(map[string]string{ // the client may be gone
		"__type":  "UnknownOperationException",
		"message": asked + " is not offered here. This is orderflow's local endpoint for Step Functions, EventBridge, SNS, SES v2, Lambda's Invoke and Cognito's AdminGetUser.",
	})
}
