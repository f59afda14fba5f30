package platform_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/platform"
)

type input struct{ OrderID, Execution, Do string }

func (in input) LogSubject() (orderID, execution string) { return in.OrderID, in.Execution }

func handle(_ context.Context, in input) (string, error) {
	switch in.Do {
	case "fail":
		return "", fmt.Errorf("doing it: %w", fault.New(fault.Unavailable, "read the order", errors.New("timeout")))
	case "fail without a name":
		return "", errors.New("a bug")
	case "panic":
		panic("assignment to entry in nil map")
	}
	return "did " + in.Do, nil
}

// TestErrorNames: what Lambda reports is the fixed name, whatever the error is
// wrapped in, and a panic ends the process.
func TestErrorNames(t *testing.T) {
	for do, want := range map[string]string{"fail": "Unavailable", "fail without a name": "InternalError"} {
		_, err := platform.HandlerOf(quiet(), handle).Invoke(t.Context(), []byte(`{"Do": "`+do+`"}`))
		reported, ok := err.(messages.InvokeResponse_Error) //nolint:errorlint // Lambda looks at the outermost error only
		if !ok || reported.Type != want {
			t.Errorf("%s: got %#v, want an InvokeResponse_Error of type %s", do, err, want)
		}
	}
	defer func() {
		reported, ok := recover().(messages.InvokeResponse_Error)
		if !ok || reported.Type != "HandlerPanicked" || !reported.ShouldExit {
			t.Errorf("a panic: got %#v, want HandlerPanicked, and that the process ends", reported)
		}
	}()
	_, _ = platform.HandlerOf(quiet(), handle).Invoke(t.Context(), []byte(`{"Do": "panic"}`))
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestLogLines: each says what it is about, those of the function itself too, and
// what a failure was.
func TestLogLines(t *testing.T) {
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{
		AwsRequestID: "request-1", InvokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:a-function:7",
	})
	ctx = context.WithValue(ctx, "x-amzn-trace-id", "Root=1-2-3;Sampled=1") //nolint:staticcheck // the key is aws-lambda-go's
	const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:order:live"
	for _, test := range []struct {
		payload, message, level, execution, name string
	}{
		{`{"OrderID": "ord-1", "Do": "it"}`, "done", "INFO", "arn:aws:states:us-east-1:123456789012:execution:order:ord-1", ""},
		{`{"OrderID": "ord-1", "Execution": "told", "Do": "fail"}`, "failed", "WARN", "told", "Unavailable"},
		{`{"OrderID": "ord-1", "Execution": "told", "Do": "panic"}`, "panicked", "ERROR", "told", ""},
	} {
		var out bytes.Buffer
		log := platform.NewLog(&out, "")
		h := platform.HandlerOf(log, func(ctx context.Context, in input) (string, error) {
			log.InfoContext(ctx, "in the function")
			return handle(ctx, in)
		}, platform.OfMachine(machine))
		func() {
			defer func() { _ = recover() }()
			_, _ = h.Invoke(ctx, []byte(test.payload))
		}()
		for i, text := range strings.Split(strings.TrimSpace(out.String()), "\n") {
			var line map[string]any
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			want := map[string]string{
				"orderId": "ord-1", "execution": test.execution, "requestId": "request-1", "traceId": "1-2-3", "function": "a-function",
				"message": "in the function", "level": "INFO",
			}
			if i == 1 {
				want["message"], want["level"] = test.message, test.level
			}
			if i == 1 && test.name != "" {
				want["name"] = test.name
			}
			if at, _ := line["timestamp"].(string); at == "" {
				t.Errorf("%s: no timestamp: %s", test.payload, text)
			}
			for name, value := range want {
				if line[name] != value {
					t.Errorf("%s, line %d: %s is %v, want %s", test.payload, i+1, name, line[name], value)
				}
			}
		}
		if n := strings.Count(out.String(), "\n"); n != 2 {
			t.Errorf("%s: got %d lines, want 2\n%s", test.payload, n, out.String())
		}
	}
}

// TestLogLevels: as Lambda's log controls name them.
func TestLogLevels(t *testing.T) {
	for level, want := range map[string]slog.Level{
		"": slog.LevelInfo, "TRACE": slog.LevelDebug, "DEBUG": slog.LevelDebug, "INFO": slog.LevelInfo,
		"WARN": slog.LevelWarn, "ERROR": slog.LevelError, "FATAL": slog.LevelError, "LOUD": slog.LevelInfo,
	} {
		log := platform.NewLog(io.Discard, level)
		if !log.Enabled(t.Context(), want) || log.Enabled(t.Context(), want-1) {
			t.Errorf("%q: want from %v on", level, want)
		}
	}
}

// TestAPayloadThatIsNoneOfTheFunctions has a line and a name too.
func TestAPayloadThatIsNoneOfTheFunctions(t *testing.T) {
	var out bytes.Buffer
	h := platform.HandlerOf(platform.NewLog(&out, ""), handle)
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "request-1"})
	_, err := h.Invoke(ctx, []byte(`{"OrderID": 5}`))
	reported, ok := err.(messages.InvokeResponse_Error) //nolint:errorlint // Lambda looks at the outermost error only
	if !ok || reported.Type != "InvalidInput" || !strings.Contains(reported.Message, "OrderID") {
		t.Errorf("got %#v, want InvalidInput, and what is wrong", err)
	}
	if line := out.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, `"requestId":"request-1"`) || !strings.Contains(line, "InvalidInput") {
		t.Errorf("the log: %s", line)
	}
}

// TestExecutionARN: of a machine, of a version, of an alias.
func TestExecutionARN(t *testing.T) {
	const want = "arn:aws:states:eu-west-1:123456789012:execution:order:ord-1"
	for _, machine := range []string{"order", "order:live", "order:7"} {
		if got := platform.ExecutionARN("arn:aws:states:eu-west-1:123456789012:stateMachine:"+machine, "ord-1"); got != want {
			t.Errorf("%s: got %s", machine, got)
		}
	}
	if got := platform.ExecutionARN("order", "ord-1"); got != "" {
		t.Errorf("no ARN: got %s", got)
	}
}

// TestAHandlerIsGoodForManyAtOnce: on one machine a handler is invoked by many
// goroutines, and each gets its own answer.
func TestAHandlerIsGoodForManyAtOnce(t *testing.T) {
	h := platform.HandlerOf(quiet(), func(_ context.Context, in input) (string, error) {
		return strings.Repeat(in.Do, 500), nil
	})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			do := string(rune('a' + i))
			for range 500 {
				answer, err := h.Invoke(context.Background(), []byte(`{"Do": "`+do+`"}`))
				if want := `"` + strings.Repeat(do, 500) + `"`; err != nil || strings.TrimSpace(string(answer)) != want {
					t.Errorf("got %.20s…, %v; want %.20s…", answer, err, want)
					return
				}
			}
		})
	}
	all.Wait()
}
