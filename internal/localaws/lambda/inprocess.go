package lambda

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// InProcess is a sandbox that calls a handler in this process, each invocation in
// a goroutine of its own. A goroutine cannot be killed: what runs into its timeout
// is abandoned, its answer thrown away.
func InProcess(handler lambda.Handler) Sandbox { return inProcess{handler} }

type inProcess struct{ handler lambda.Handler }

// Invoke implements [Sandbox].
func (s inProcess) Invoke(ctx context.Context, r Request) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{AwsRequestID: r.ID, InvokedFunctionArn: r.ARN})
	done := make(chan Result, 1)
	go func() {
		answer, failure := call(ctx, s.handler, r.Payload)
		if failure != nil {
			done <- Result{r.ID, failure, Unhandled}
			return
		}
		done <- Result{RequestID: r.ID, Payload: answer}
	}()
	select {
	case result := <-done:
		return result, nil
	case <-ctx.Done():
		return timedOut(r), nil
	}
}
