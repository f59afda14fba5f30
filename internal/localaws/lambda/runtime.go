package lambda

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// Function is one deployed function.
type Function struct {
	Name    string
	Handler lambda.Handler
	Timeout time.Duration
	// DeadLetters names the queue for events that an asynchronous invocation could
	// not deliver; "" drops them.
	DeadLetters string
	// Remote is where it runs that has no Handler.
	Remote *Remote
}

// Runtime runs functions. All methods may be called by many goroutines.
type Runtime struct {
	place     awsapi.Place
	functions map[string]*Function
	remote    map[string]*Remote // what runs elsewhere, by name
	endpoint  *url.URL           // where all others run; nil is nowhere
	log       *slog.Logger
}

// New makes a runtime that has no functions yet.
func New(place awsapi.Place, log *slog.Logger) *Runtime {
	return &Runtime{place: place, functions: map[string]*Function{}, log: log}
}

// Deploy adds a function. It must not be called once functions are invoked.
func (r *Runtime) Deploy(f Function) { r.functions[f.Name] = &f }

// ARN is the ARN of the function of that name.
func (r *Runtime) ARN(name string) string { return r.place.ARN("lambda", "function:"+name) }

// Result is what an invocation gave: a payload, and when the function failed
// what kind of failure it was. A failing function is not an error of Invoke.
type Result struct {
	RequestID     string
	Payload       json.RawMessage
	FunctionError string // "" or "Unhandled"
}

// ErrorType is the errorType in the payload of a failed function, the name that
// a state machine sees.
func (r Result) ErrorType() string {
	var payload struct{ ErrorType string }
	if json.Unmarshal(r.Payload, &payload) != nil || payload.ErrorType == "" {
		return "Lambda.Unknown"
	}
	return payload.ErrorType
}

// find finds a function by its name, its ARN, or its partial ARN.
func (r *Runtime) find(name string) (*Function, error) {
	short := name
	if i := strings.LastIndex(name, "function:"); i >= 0 {
		short = name[i+len("function:"):]
	}
	short, _, _ = strings.Cut(short, ":") // a qualifier
	f, ok := r.functions[short]
	if !ok {
		f = r.elsewhere(short)
	}
	if f == nil {
		return nil, &awsapi.Error{Code: "ResourceNotFoundException", Message: "Function not found: " + r.ARN(short), Status: 404}
	}
	return f, nil
}

// maxSync is the limit on a synchronous payload, in bytes.
const maxSync = 6 << 20

// Invoke runs a function and returns its result. The error is an
// [*awsapi.Error]: there is no such function, or the payload cannot be used.
func (r *Runtime) Invoke(ctx context.Context, name string, payload json.RawMessage) (Result, error) {
	f, err := r.find(name)
	if err != nil {
		return Result{}, err
	}
	if len(payload) > maxSync {
		return Result{}, &awsapi.Error{Code: "RequestTooLargeException", Message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation", Status: 413}
	}
	if f.Remote != nil {
		return f.Remote.Invoke(ctx, Request{uuid.NewString(), r.ARN(f.Name), f.Timeout, payload})
	}
	return r.run(ctx, f, payload), nil
}

// run makes one invocation and waits for it, no longer than the function may take.
func (r *Runtime) run(ctx context.Context, f *Function, payload json.RawMessage) Result {
	id := uuid.NewString()
	ctx, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{AwsRequestID: id, InvokedFunctionArn: r.ARN(f.Name)})
	done := make(chan Result, 1)
	go func() {
		answer, failure := call(ctx, f.Handler, payload)
		if failure != nil {
			done <- Result{id, failure, "Unhandled"}
			return
		}
		done <- Result{RequestID: id, Payload: answer}
	}()
	select {
	case result := <-done:
		return result
	case <-ctx.Done():
		r.log.Warn("timed out", "function", f.Name, "requestId", id, "after", f.Timeout) // the handler cannot say so itself
		return Result{id, timedOut(id, f.Timeout), "Unhandled"}
	}
}

// timedOut is the payload of a function that did not return in time.
func timedOut(id string, timeout time.Duration) json.RawMessage {
	return errorPayload("Sandbox.Timedout", fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", id, timeout.Seconds()))
}
