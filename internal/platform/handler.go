package platform

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/platform/xray"
)

// edge is what a handler knows beside its function.
type edge struct {
	log         *slog.Logger
	executionOf func(orderID string) string // nil when it is not told
}

// Handler makes a Lambda handler of a function that only may fail.
func Handler[In any](log *slog.Logger, handle func(context.Context, In) error, options ...Option) lambda.Handler {
	return HandlerOf(log, func(ctx context.Context, in In) (any, error) { return nil, handle(ctx, in) }, options...)
}

// HandlerOf makes a Lambda handler of a function. Three things are added at this
// edge: one log line for each invocation, the fixed name of an error, under which
// the state machine knows it (package fault), and the name of a panic. The log must
// be over [logs.NewHandler]: every line of the invocation tells what it is about.
func HandlerOf[In, Out any](log *slog.Logger, handle func(context.Context, In) (Out, error), options ...Option) lambda.Handler {
	e := edge{log: log}
	for _, option := range options {
		option(&e)
	}
	return oneAtATime{e, func(ctx context.Context, in In) (out Out, err error) {
		began := time.Now()
		ctx = e.begin(ctx, in)
		defer func() {
			if p := recover(); p != nil {
				e.log.ErrorContext(ctx, "panicked", "panic", fmt.Sprint(p))
				// After a panic nothing is known of the process: Lambda starts another.
				panic(messages.InvokeResponse_Error{Type: string(fault.HandlerPanicked), Message: fmt.Sprint(p), ShouldExit: true})
			}
		}()
		out, err = handle(ctx, in)
		took := time.Since(began).Milliseconds()
		if err != nil {
			name := string(fault.NameOf(err))
			e.log.WarnContext(ctx, "failed", "ms", took, "name", name, "error", err)
			// By value and outermost: only so does Lambda report this type and not Go's.
			return out, messages.InvokeResponse_Error{Type: name, Message: err.Error()}
		}
		e.log.InfoContext(ctx, "done", "ms", took)
		return out, nil
	}}
}

// oneAtATime makes a new handler of the function for each invocation. What
// lambda.NewHandler makes is good for one invocation at a time, as Lambda has it:
// its Invoke returns bytes of a buffer that it has given back to its pool by then,
// and a second invocation at the same time would write over them.
type oneAtATime struct {
	edge     edge
	function any
}

// Invoke implements [lambda.Handler].
func (h oneAtATime) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	answer, err := lambda.NewHandler(h.function).Invoke(ctx, payload)
	if err == nil {
		return answer, nil
	}
	if _, named := err.(messages.InvokeResponse_Error); named { //nolint:errorlint // Lambda looks at the outermost error only
		return nil, err
	}
	// The function has not been called: the payload is none that it takes.
	name := string(fault.InvalidInput)
	h.edge.log.WarnContext(h.edge.begin(ctx, nil), "failed", "name", name, "error", err)
	return nil, messages.InvokeResponse_Error{Type: name, Message: err.Error()}
}

// begin says what an invocation is about, as far as it is known before it runs.
func (e edge) begin(ctx context.Context, in any) context.Context {
	ctx = logs.Begin(ctx, e.executionOf)
	if invocation, ok := lambdacontext.FromContext(ctx); ok {
		logs.Add(ctx, slog.String(logs.Function, functionName(invocation.InvokedFunctionArn)), slog.String(logs.RequestID, invocation.AwsRequestID))
	}
	logs.Add(ctx, slog.String(logs.TraceID, xray.TraceID(ctx)))
	if about, ok := in.(interface {
		LogSubject() (orderID, execution string)
	}); ok {
		orderID, execution := about.LogSubject()
		logs.About(ctx, orderID, execution)
	}
	return ctx
}

// functionName takes the name from a function's ARN: …:function:NAME, perhaps with
// a version or an alias behind it.
func functionName(arn string) string {
	_, name, _ := strings.Cut(arn, ":function:")
	name, _, _ = strings.Cut(name, ":")
	return name
}
