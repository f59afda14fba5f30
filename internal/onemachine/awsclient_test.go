package onemachine_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eventtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	sestypes "github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

const machineARN = "arn:aws:states:us-east-1:123456789012:stateMachine:order"

// codeOf is the error code that an SDK call gave.
func codeOf(err error) string {
	var said smithy.APIError
	if errors.As(err, &said) {
		return said.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// wantCode checks a call's error code and the text behind it.
func wantCode(t *testing.T, what string, err error, code, message string) {
	t.Helper()
	if got := codeOf(err); got != code || err != nil && !strings.Contains(err.Error(), message) {
		t.Errorf("%s: got %v, want %s %s", what, err, code, message)
	}
}

// TestAnySDKClient drives an order with an SDK client over HTTP, as anybody's
// program would with AWS_ENDPOINT_URL set.
func TestAnySDKClient(t *testing.T) {
	m, err := onemachine.Open(onemachine.Config{Dir: sqlitedb.Memory, URL: "http://orderflow.test", SigningKey: signingKey()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close(context.Background()) })
	server := httptest.NewServer(m.Cloud.Endpoint())
	t.Cleanup(server.Close)
	client := sfn.New(sfn.Options{
		Region: "eu-south-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("any", "thing", "at all"),
	})
	machines, err := client.ListStateMachines(t.Context(), nil)
	if err != nil || len(machines.StateMachines) != 1 || *machines.StateMachines[0].StateMachineArn != machineARN {
		t.Fatalf("list-state-machines: %+v, %v", machines, err)
	}
	response, err := http.Post(server.URL+"/no/such/service", "text/plain", nil) //nolint:noctx // a test's request
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("another service: got %d, want 404", response.StatusCode)
	}
}

// TestStepFunctionsAPI: each action that is offered, its answer and its errors.
func TestStepFunctionsAPI(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx, c := context.Background(), w.sfn
		missing := "arn:aws:states:us-east-1:123456789012:execution:order:missing"

		d, err := c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String(machineARN)})
		if err != nil || d.Name == nil || *d.Name != "order" || d.Type != sfntypes.StateMachineTypeStandard || d.Status != sfntypes.StateMachineStatusActive {
			t.Fatalf("describe-state-machine: %+v, %v", d, err)
		}
		if strings.Contains(*d.Definition, "${") || !strings.Contains(*d.Definition, "arn:aws:lambda:us-east-1:123456789012:function:place-order") {
			t.Error("describe-state-machine: the definition still has placeholders")
		}
		_, err = c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String(machineARN + "x")})
		wantCode(t, "describe-state-machine", err, "StateMachineDoesNotExist", "State Machine Does Not Exist: '"+machineARN+"x'")
		_, err = c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String("pizza")})
		wantCode(t, "describe-state-machine", err, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: pizza'")
		_, err = c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: aws.String(missing)})
		wantCode(t, "describe-state-machine", err, "InvalidArn", "Resource type not valid in this context: execution")

		id := w.place()
		w.wantStatus(id, "placed")

		// start-execution: the same name and input while it runs is the same execution.
		input := *w.execution(id).Input
		again, err := c.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: aws.String(machineARN), Name: &id, Input: &input})
		if err != nil || *again.ExecutionArn != *executionARN(id) || !again.StartDate.Equal(*w.execution(id).StartDate) {
			t.Errorf("start-execution again: %+v, %v", again, err)
		}
		start := func(name, input string) error {
			_, err := c.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: aws.String(machineARN), Name: &name, Input: &input})
			return err
		}
		wantCode(t, "start-execution with another input", start(id, `{}`), "ExecutionAlreadyExists", "Execution Already Exists: '"+*executionARN(id)+"'")
		wantCode(t, "start-execution with a bad name", start("two words", `{}`), "InvalidName", "Invalid Name: 'two words'")
		wantCode(t, "start-execution with no JSON", start("x", `not json`), "InvalidExecutionInput",
			"Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'")
		wantCode(t, "start-execution with nothing", start("x", ``), "InvalidExecutionInput", "Invalid execution input.")
		wantCode(t, "start-execution with too much", start("x", `"`+strings.Repeat("x", 262_144)+`"`), "ValidationException", "length less than or equal to 262144")

		// describe-execution and list-executions
		x := w.execution(id)
		if x.Status != "RUNNING" || x.RedriveStatus != "NOT_REDRIVABLE" || *x.RedriveStatusReason != "Execution is RUNNING and cannot be redriven" || x.Output != nil {
			t.Errorf("describe-execution: %+v", x)
		}
		_, err = c.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: &missing})
		wantCode(t, "describe-execution", err, "ExecutionDoesNotExist", "Execution Does Not Exist: '"+missing+"'")
		_, err = c.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: aws.String(strings.Replace(missing, "us-east-1", "eu-west-1", 1))})
		wantCode(t, "describe-execution elsewhere", err, "ExecutionDoesNotExist", "")
		var ids []string
		for range 4 {
			ids = append([]string{w.place()}, ids...)
			w.pass(time.Second)
		}
		ids = append(ids, id)
		var listed []string
		pages := sfn.NewListExecutionsPaginator(c, &sfn.ListExecutionsInput{StateMachineArn: aws.String(machineARN), MaxResults: 2})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range page.Executions {
				listed = append(listed, *e.Name)
			}
		}
		wantList(t, "list-executions, newest first", listed, ids...)
		_, err = c.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: aws.String(machineARN), MaxResults: 1001})
		wantCode(t, "list-executions", err, "ValidationException", "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000")
		_, err = c.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: aws.String(machineARN), StatusFilter: "DONE"})
		wantCode(t, "list-executions", err, "ValidationException", "enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]")
		_, err = c.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: aws.String(machineARN), NextToken: aws.String("!!")})
		wantCode(t, "list-executions", err, "InvalidToken", "Invalid Token: 'Invalid token'")

		// get-execution-history: pages, and the other way round
		all := w.history(id)
		var paged []sfntypes.HistoryEvent
		events := sfn.NewGetExecutionHistoryPaginator(c, &sfn.GetExecutionHistoryInput{ExecutionArn: executionARN(id), MaxResults: 4, ReverseOrder: true})
		for events.HasMorePages() {
			page, err := events.NextPage(ctx)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, page.Events...)
		}
		if len(paged) != len(all) || paged[0].Id != all[len(all)-1].Id || paged[len(paged)-1].Id != 1 {
			t.Errorf("get-execution-history in pages, reversed: got %d events, want %d", len(paged), len(all))
		}
		bare, err := c.GetExecutionHistory(ctx, &sfn.GetExecutionHistoryInput{ExecutionArn: executionARN(id), IncludeExecutionData: aws.Bool(false)})
		if err != nil || aws.ToString(bare.Events[0].ExecutionStartedEventDetails.Input) != "" {
			t.Errorf("get-execution-history without data: %v", err)
		}

		// send-task-*
		tokens, _ := w.tokens([]string{id})
		success := func(token, output string) error {
			_, err := c.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: &output})
			return err
		}
		_, err = c.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: &tokens[0]})
		wantCode(t, "send-task-heartbeat", err, "", "")
		wantCode(t, "send-task-success with garbage", success("garbage", `{}`), "InvalidToken", "Invalid Token: 'Invalid token'")
		wantCode(t, "send-task-success without JSON", success(tokens[0], `{`), "InvalidOutput", "")
		wantCode(t, "send-task-success of nobody", success(unknownToken, `{}`), "TaskDoesNotExist", "")
		wantCode(t, "send-task-success", success(tokens[0], `{"by": "ops"}`), "", "")
		wantCode(t, "send-task-success twice", success(tokens[0], `{"by": "ops"}`), "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
		w.wantStatus(id, "accepted")
		_, err = c.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: &tokens[0], Error: aws.String(strings.Repeat("e", 257))})
		wantCode(t, "send-task-failure with a long error", err, "ValidationException", "length less than or equal to 256")
		tokens, _ = w.tokens([]string{id})
		_, err = c.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: &tokens[1], Error: aws.String("OrderRejected"), Cause: aws.String("no JSON")})
		wantCode(t, "send-task-failure", err, "", "")
		w.wantStatus(id, "rejected")
		_, err = c.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: &tokens[1]})
		wantCode(t, "send-task-heartbeat after the end", err, "TaskTimedOut", "")

		// redrive-execution and stop-execution
		redrive := func(arn string) error {
			_, err := c.RedriveExecution(ctx, &sfn.RedriveExecutionInput{ExecutionArn: &arn})
			return err
		}
		wantCode(t, "redrive-execution of one that succeeded", redrive(*executionARN(id)), "ExecutionNotRedrivable", "Execution is SUCCEEDED and cannot be redriven")
		wantCode(t, "redrive-execution of one that runs", redrive(*executionARN(ids[0])), "ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven")
		wantCode(t, "redrive-execution of none", redrive(missing), "ExecutionDoesNotExist", "")
		stopped, err := c.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: executionARN(ids[0]), Error: aws.String("Why"), Cause: aws.String("because")})
		if x := w.execution(ids[0]); err != nil || x.Status != "ABORTED" || *x.Error != "Why" || *x.Cause != "because" || !x.StopDate.Equal(*stopped.StopDate) || x.RedriveStatus != "REDRIVABLE" {
			t.Errorf("stop-execution: %+v, %v", x, err)
		}
		aborted, err := c.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: aws.String(machineARN), StatusFilter: sfntypes.ExecutionStatusAborted})
		if err != nil || len(aborted.Executions) != 1 || *aborted.Executions[0].Name != ids[0] {
			t.Errorf("list-executions by status: %+v, %v", aborted, err)
		}
		wantCode(t, "redrive-execution of one that was stopped", redrive(*executionARN(ids[0])), "", "")

		_, err = c.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: aws.String(missing)})
		wantCode(t, "list-map-runs", err, "UnknownOperationException", "ListMapRuns is not offered by this local endpoint")
	})
}

// unknownToken is well formed and of an execution that never was.
const unknownToken = "AQAAAAAAAABjAAAAAAAAAAPPFAW6-9A0iyraaU7vUD3sqIKZhw"

// TestEventBridgeSNSAndSESAPIs: what they take, and what they say to the rest.
func TestEventBridgeSNSAndSESAPIs(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx := context.Background()
		config := aws.Config{
			Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: w.m.Cloud.Transport()},
			Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), RetryMaxAttempts: 1,
		}

		events := eventbridge.NewFromConfig(config)
		entry := func(source, kind, detail, bus string) eventtypes.PutEventsRequestEntry {
			e := eventtypes.PutEventsRequestEntry{Time: aws.Time(time.Unix(1_700_000_000, 0))}
			for into, value := range map[**string]string{&e.Source: source, &e.DetailType: kind, &e.Detail: detail, &e.EventBusName: bus} {
				if value != "" {
					*into = aws.String(value)
				}
			}
			return e
		}
		put, err := events.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []eventtypes.PutEventsRequestEntry{
			entry("test", "t", `{"a": 1}`, ""), entry("", "t", `{}`, ""), entry("test", "", `{}`, ""), entry("test", "t", "", ""),
			entry("test", "t", `[]`, ""), entry("test", "t", `{`, ""), entry("aws.ec2", "t", `{}`, ""), entry("test", "t", `{}`, "no-such-bus"),
		}})
		if err != nil || put.FailedEntryCount != 6 {
			t.Fatalf("put-events: %+v, %v", put, err)
		}
		for i, want := range []string{"", "InvalidArgument", "InvalidArgument", "InvalidArgument", "MalformedDetail", "MalformedDetail", "NotAuthorizedForSourceException", ""} {
			if got := aws.ToString(put.Entries[i].ErrorCode); got != want || (want == "") != (put.Entries[i].EventId != nil) {
				t.Errorf("put-events, entry %d: got %q, want %q", i, got, want)
			}
		}
		if got := aws.ToString(put.Entries[1].ErrorMessage); got != "Parameter Source is not valid. Reason: Source is a required argument." {
			t.Errorf("put-events without a source: got %q", got)
		}
		many := make([]eventtypes.PutEventsRequestEntry, 11)
		for i := range many {
			many[i] = entry("test", "t", `{}`, "")
		}
		_, err = events.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: many})
		wantCode(t, "put-events of eleven", err, "ValidationException", "Member must have length less than or equal to 10")
		_, err = events.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []eventtypes.PutEventsRequestEntry{entry("test", "t", `{"x":"`+strings.Repeat("x", 256*1024)+`"}`, "")}})
		wantCode(t, "put-events of too much", err, "ValidationException", "Total size of the entries in the request is over the limit.")

		topics := sns.NewFromConfig(config)
		publish := func(arn, message string, more func(*sns.PublishInput)) error {
			in := &sns.PublishInput{Message: &message}
			if arn != "" {
				in.TopicArn = &arn
			}
			if more != nil {
				more(in)
			}
			out, err := topics.Publish(ctx, in)
			if err == nil && aws.ToString(out.MessageId) == "" {
				t.Error("publish: no message id")
			}
			return err
		}
		topic := w.m.Cloud.TopicARN()
		wantCode(t, "publish", publish(topic, "hello", nil), "", "")
		wantCode(t, "publish to no topic", publish("arn:aws:sns:us-east-1:123456789012:other", "hello", nil), "NotFound", "Topic does not exist")
		wantCode(t, "publish to no ARN", publish("pizza", "hello", nil), "InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1")
		wantCode(t, "publish to nowhere", publish("", "hello", nil), "InvalidParameter", "")
		wantCode(t, "publish nothing", publish(topic, "", nil), "InvalidParameter", "Invalid parameter: Empty message")
		wantCode(t, "publish too much", publish(topic, strings.Repeat("x", 262_145), nil), "InvalidParameter", "Message too long")
		wantCode(t, "publish by protocol", publish(topic, `{"x":"y"}`, func(in *sns.PublishInput) { in.MessageStructure = aws.String("json") }),
			"InvalidParameter", "No default entry in JSON message body")

		mails := sesv2.NewFromConfig(config)
		send := func(from, to string) error {
			text := &sestypes.Content{Data: aws.String("hello")}
			_, err := mails.SendEmail(ctx, &sesv2.SendEmailInput{
				FromEmailAddress: &from, Destination: &sestypes.Destination{ToAddresses: []string{to}},
				Content: &sestypes.EmailContent{Simple: &sestypes.Message{Subject: text, Body: &sestypes.Body{Text: text}}},
			})
			return err
		}
		wantCode(t, "send-email", send(onemachine.Sender, "bob@example.com"), "", "")
		wantCode(t, "send-email from a stranger", send("eve@example.com", "bob@example.com"), "MessageRejected", "Email address is not verified.")
		wantCode(t, "send-email to nowhere", send(onemachine.Sender, "not an address"), "BadRequestException", "")
		_, err = mails.SendEmail(ctx, &sesv2.SendEmailInput{Content: &sestypes.EmailContent{Raw: &sestypes.RawMessage{Data: []byte("x")}}})
		wantCode(t, "send-email of a raw mail", err, "BadRequestException", "no raw mails")
	})
}
