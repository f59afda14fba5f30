package platform_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/platform"
)

type input struct{ OrderID, Do string }

func (in input) LogSubject() string { return in.OrderID }

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

// TestLogLines: each has the order and the request, and what a failure was.
func TestLogLines(t *testing.T) {
	var log bytes.Buffer
	h := platform.HandlerOf(slog.New(slog.NewJSONHandler(&log, nil)), handle)
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "request-1"})
	_, _ = h.Invoke(ctx, []byte(`{"OrderID": "ord-1", "Do": "fail"}`))
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	for name, want := range map[string]string{"orderId": "ord-1", "requestId": "request-1", "name": "Unavailable"} {
		if line[name] != want {
			t.Errorf("%s: got %v, want %s", name, line[name], want)
		}
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
