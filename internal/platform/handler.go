package platform

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/fault"
)

// Handler makes a Lambda handler of a function that only may fail.
func Handler[In any](log *slog.Logger, handle func(context.Context, In) error) lambda.Handler {
	return HandlerOf(log, func(ctx context.Context, in In) (any, error) { return nil, handle(ctx, in) })
}

// HandlerOf makes a Lambda handler of a function. Three things are added at this
// edge: one log line for each invocation, the fixed name of an error, under which
// the state machine knows it (package fault), and the name of a panic.
func HandlerOf[In, Out any](log *slog.Logger, handle func(context.Context, In) (Out, error)) lambda.Handler {
	return oneAtATime{func(ctx context.Context, in In) (out Out, err error) {
		began := time.Now()
		log := log.With(subject(ctx, in)...)
		defer func() {
			if p := recover(); p != nil {
				log.Error("panicked", "panic", fmt.Sprint(p))
				// After a panic nothing is known of the process: Lambda starts another.
				panic(messages.InvokeResponse_Error{Type: string(fault.HandlerPanicked), Message: fmt.Sprint(p), ShouldExit: true})
			}
		}()
		out, err = handle(ctx, in)
		took := time.Since(began).Milliseconds()
		if err != nil {
			name := string(fault.NameOf(err))
			log.Warn("failed", "ms", took, "name", name, "error", err)
			// By value and outermost: only so does Lambda report this type and not Go's.
			return out, messages.InvokeResponse_Error{Type: name, Message: err.Error()}
		}
		log.Debug("done", "ms", took)
		return out, nil
	}}
}

// oneAtATime makes a new handler of the function for each invocation. What
// lambda.NewHandler makes is good for one invocation at a time, as Lambda has it:
// its Invoke returns bytes of a buffer that it has given back to its pool by then,
// and a second invocation at the same time would write over them.
type oneAtATime struct{ function any }

// Invoke implements [lambda.Handler].
func (h oneAtATime) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	return lambda.NewHandler(h.function).Invoke(ctx, payload)
}

// subject are the attributes that every line of an invocation has.
func subject(ctx context.Context, in any) (attributes []any) {
	if about, ok := in.(interface{ LogSubject() string }); ok {
		attributes = append(attributes, "orderId", about.LogSubject())
	}
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		attributes = append(attributes, "requestId", lc.AwsRequestID)
	}
	return attributes
}
