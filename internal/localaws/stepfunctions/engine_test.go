package stepfunctions_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// waiting is a machine that waits for its token.
const waiting = `{"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {"Wait": {"Type": "Task",
	"Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "End": true,
	"Arguments": {"FunctionName": "park", "Payload": {"token": "{% $states.context.Task.Token %}"}}}}}`

// rig is an engine with one machine; token is what the last task was given.
type rig struct {
	db      *sqlitedb.DB
	engine  *stepfunctions.Engine
	client  *sfn.Client
	machine string
	token   string
	broken  []error
}

func newRig(t *testing.T) *rig {
	t.Helper()
	db, err := sqlitedb.Open(sqlitedb.Memory, schema)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{db: db}
	r.engine, err = stepfunctions.Open(stepfunctions.Config{
		DB: db, Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Log: slog.New(slog.DiscardHandler),
		Call: func(_ context.Context, _ string, arguments json.RawMessage) (json.RawMessage, *asl.Failure) {
			var in struct{ Payload struct{ Token string } }
			if err := json.Unmarshal(arguments, &in); err != nil {
				t.Error(err)
			}
			r.token = in.Payload.Token
			return json.RawMessage("{}"), nil
		},
		Broken: func(err error) { r.broken = append(r.broken, err) },
	})
	if err == nil {
		r.machine, err = r.engine.Put("order", waiting)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.engine.Start()
	r.client = sfn.New(sfn.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("x", "y", ""), HTTPClient: &http.Client{Transport: direct{r.engine.API()}},
	})
	return r
}

// direct brings requests to a handler without a network.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(answer, r)
	return answer.Result(), nil
}

func (r *rig) start(t *testing.T, name string) (arn string) {
	t.Helper()
	started, err := r.client.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: &r.machine, Name: &name})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	return *started.ExecutionArn
}

// TestALogThatCannotBeWritten: nothing is answered that is not in the log, nobody
// is called any more, and whoever runs the engine is told once.
func TestALogThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		defer r.engine.Close(context.Background())
		r.start(t, "x")
		if err := r.db.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			_, err := r.client.SendTaskSuccess(context.Background(), &sfn.SendTaskSuccessInput{TaskToken: &r.token, Output: aws.String("{}")})
			if err == nil || !strings.Contains(err.Error(), "InternalFailure") {
				t.Errorf("send-task-success: got %v, want InternalFailure", err)
			}
			_, err = r.client.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: &r.machine})
			if err == nil || !strings.Contains(err.Error(), "InternalFailure") {
				t.Errorf("start-execution: got %v, want InternalFailure", err)
			}
		}
		if len(r.broken) != 1 || !errors.Is(r.broken[0], sqlitedb.ErrClosed) {
			t.Errorf("told: got %v, want once that the log is closed", r.broken)
		}
	})
}

// TestTheRedrivePeriod: what stopped can be redriven for two weeks.
func TestTheRedrivePeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		defer func() {
			r.engine.Close(context.Background())
			if err := r.db.Close(); err != nil {
				t.Error(err)
			}
		}()
		ctx := context.Background()
		for name, test := range map[string]struct {
			after      time.Duration
			status     string
			redrivable bool
		}{
			"in-time":  {14 * 24 * time.Hour, "REDRIVABLE", true},
			"too-late": {14*24*time.Hour + time.Millisecond, "NOT_REDRIVABLE", false},
		} {
			arn := r.start(t, name)
			if _, err := r.client.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: &arn}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(test.after)
			d, err := r.client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: &arn})
			if err != nil || string(d.RedriveStatus) != test.status {
				t.Errorf("%s: got %s, %v, want %s", name, d.RedriveStatus, err, test.status)
			}
			_, err = r.client.RedriveExecution(ctx, &sfn.RedriveExecutionInput{ExecutionArn: &arn})
			if redriven := err == nil; redriven != test.redrivable || err != nil && !strings.Contains(err.Error(), "ExecutionNotRedrivable") {
				t.Errorf("%s: redrive-execution gave %v", name, err)
			}
		}
	})
}
