package lambda_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	awslambda "github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// TestMain runs the tests; started as Lambda starts a function, it is one, made
// with aws-lambda-go as those in cmd are.
func TestMain(m *testing.M) {
	switch os.Getenv("AWS_LAMBDA_FUNCTION_NAME") {
	case "":
		os.Exit(m.Run())
	case "broken":
		fmt.Fprintln(os.Stderr, "cannot start: no such thing")
		os.Exit(1)
	}
	awslambda.Start(serve)
}

type refused struct{ error }

// told is what the process tells of itself.
type told struct {
	Environment []string
	RequestID   string
	ARN         string
	Trace       string
	Left        time.Duration
	Pid         int
	Folder      string
}

func serve(ctx context.Context, what string) (told, error) {
	switch what {
	case "refuse":
		return told{}, refused{errors.New("no")}
	case "panic":
		panic(refused{})
	case "exit":
		os.Exit(3)
	case "hang":
		select {}
	}
	lc, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	folder, err := os.Getwd()
	return told{os.Environ(), lc.AwsRequestID, lc.InvokedFunctionArn, os.Getenv("_X_AMZN_TRACE_ID"), time.Until(deadline), os.Getpid(), folder}, err
}

// output keeps what processes write.
type output struct {
	mu    sync.Mutex
	lines []string
}

func (o *output) add(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, string(line))
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.lines, "\n")
}

var somewhere = awsapi.Place{Account: "123456789012", Region: "eu-central-1"}

// deployed is a runtime with this program as a function of real processes.
func deployed(t *testing.T, name, path string, timeout time.Duration) (*lambda.Runtime, *output) {
	t.Helper()
	out := &output{}
	program := lambda.Program{
		Path: path, Function: name, Place: somewhere, MemoryMB: 256, AccessKeyID: "ASIAWORK",
		Environment: []string{"ORDERS_TABLE=orders"}, Output: out.add,
	}
	pool := lambda.NewPool(program.Launch, 2)
	t.Cleanup(pool.Close)
	r := lambda.New(somewhere, slog.New(slog.DiscardHandler))
	r.Deploy(lambda.Function{Name: name, Sandbox: pool, Timeout: timeout})
	return r, out
}

// TestAProcess: a real one is told what Lambda tells, and nothing else.
func TestAProcess(t *testing.T) {
	t.Setenv("SECRET", "of this process")
	r, _ := deployed(t, "work", os.Args[0], 20*time.Second)
	header := "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
	var pids []int
	for range 2 {
		result, err := r.Invoke(trace.With(t.Context(), header), "work", json.RawMessage(`"tell"`))
		if err != nil {
			t.Fatal(err)
		}
		var got told
		if err := json.Unmarshal(result.Payload, &got); err != nil || result.FunctionError != "" {
			t.Fatalf("got %s %v", result.Payload, err)
		}
		for _, want := range []string{
			"AWS_REGION=eu-central-1", "AWS_DEFAULT_REGION=eu-central-1", "AWS_LAMBDA_FUNCTION_NAME=work", "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
			"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand", "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/work",
			"AWS_ACCESS_KEY_ID=ASIAWORK", "TZ=:UTC", "ORDERS_TABLE=orders", "LAMBDA_TASK_ROOT=" + got.Folder,
		} {
			if !slices.Contains(got.Environment, want) {
				t.Errorf("the environment lacks %s", want)
			}
		}
		if slices.Contains(got.Environment, "SECRET=of this process") {
			t.Error("the process sees this process's environment")
		}
		if got.RequestID != result.RequestID || got.ARN != r.ARN("work") || got.Trace != header {
			t.Errorf("got request id %s, ARN %s, trace %s", got.RequestID, got.ARN, got.Trace)
		}
		if got.Left < 15*time.Second || got.Left > 20*time.Second {
			t.Errorf("it has %v left of 20 s", got.Left)
		}
		pids = append(pids, got.Pid)
	}
	if pids[0] != pids[1] {
		t.Error("the second invocation was not made in the first one's process")
	}
}

// TestAProcessThatFails: by each way, and the next invocation succeeds.
func TestAProcessThatFails(t *testing.T) {
	for _, test := range []struct {
		what, want, message string
		timeout             time.Duration
	}{
		{"refuse", "refused", "no", 20 * time.Second},
		{"panic", "refused", "", 20 * time.Second},
		{"exit", "Runtime.ExitError", "Runtime exited with error: exit status 3", 20 * time.Second},
		{"hang", "Sandbox.Timedout", "Task timed out after 2.00 seconds", 2 * time.Second},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			r, out := deployed(t, "work", os.Args[0], test.timeout)
			result, err := r.Invoke(t.Context(), "work", json.RawMessage(`"`+test.what+`"`))
			if err != nil || result.FunctionError != lambda.Unhandled || result.ErrorType() != test.want || !strings.Contains(string(result.Payload), test.message) {
				t.Errorf("got %s %v, want %s %s; it said\n%s", result.Payload, err, test.want, test.message, out)
			}
			if result, err := r.Invoke(t.Context(), "work", json.RawMessage(`"tell"`)); err != nil || result.FunctionError != "" {
				t.Errorf("the next invocation: got %s %v", result.Payload, err)
			}
		})
	}
}

// TestAProcessThatCannotStart: there is a result, and what it said is in the log.
func TestAProcessThatCannotStart(t *testing.T) {
	r, out := deployed(t, "broken", os.Args[0], 20*time.Second)
	result, err := r.Invoke(t.Context(), "broken", nil)
	if err != nil || result.ErrorType() != "Runtime.ExitError" || !strings.Contains(out.String(), "cannot start: no such thing") {
		t.Errorf("got %s %v; it said %q", result.Payload, err, out)
	}
	r, _ = deployed(t, "missing", "/nowhere/bootstrap", 20*time.Second)
	result, err = r.Invoke(t.Context(), "missing", nil)
	if err != nil || result.ErrorType() != "Runtime.InvalidEntrypoint" {
		t.Errorf("got %s %v", result.Payload, err)
	}
}
