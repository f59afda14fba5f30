package lambda

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// Function is one deployed function.
type Function struct {
	Name    string
	Timeout time.Duration
	Sandbox Sandbox // where it runs
	// DeadLetters names the queue for events that an asynchronous invocation could
	// not deliver; "" drops them.
	DeadLetters string
}

// Sandbox is where a function runs: a handler in this process ([InProcess]), or
// processes of its own ([Pool]).
type Sandbox interface {
	// Invoke makes one invocation and waits for it, no longer than the function may
	// take. A failing function is no error: the error is an [*awsapi.Error], and
	// says that there was nobody to be called.
	Invoke(ctx context.Context, r Request) (Result, error)
}

// Request is one invocation, as a sandbox is handed it. The trace header is in
// the context (package trace).
type Request struct {
	ID      string // the request id
	ARN     string // of the function
	Timeout time.Duration
	Payload json.RawMessage
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
	FunctionError string // "" or Unhandled
}

// Unhandled is the FunctionError of a function that failed.
const Unhandled = "Unhandled"

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

// Invoke runs a function and returns its result. The function goes on with the
// trace that ctx carries; when there is none, Lambda begins one. The error is an
// [*awsapi.Error]: there is no such function, the payload cannot be used, or the
// function has as many invocations as it may.
func (r *Runtime) Invoke(ctx context.Context, name string, payload json.RawMessage) (Result, error) {
	f, err := r.find(name)
	if err != nil {
		return Result{}, err
	}
	if len(payload) > maxSync {
		return Result{}, &awsapi.Error{Code: "RequestTooLargeException", Message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation", Status: 413}
	}
	if trace.Of(ctx) == "" {
		ctx = trace.With(ctx, trace.New(time.Now()))
	}
	result, err := f.Sandbox.Invoke(ctx, Request{uuid.NewString(), r.ARN(f.Name), f.Timeout, payload})
	if err != nil {
		r.log.Warn("not invoked", "function", f.Name, "error", err)
	}
	if result.FunctionError != "" {
		// What has timed out or ended could not say so itself.
		if kind, _, _ := strings.Cut(result.ErrorType(), "."); kind == "Sandbox" || kind == "Runtime" {
			r.log.Warn("did not answer", "function", f.Name, "requestId", result.RequestID, "result", string(result.Payload))
		}
	}
	return result, err
}

// timedOut is the result of a function that did not return in time.
func timedOut(r Request) Result {
	message := fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", r.ID, r.Timeout.Seconds())
	return Result{r.ID, errorPayload("Sandbox.Timedout", message), Unhandled}
}
