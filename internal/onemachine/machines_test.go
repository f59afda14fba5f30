package onemachine_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/onemachine"
)

const (
	workARN = "arn:aws:states:us-east-1:123456789012:activity:work"
	role    = "arn:aws:iam::123456789012:role/kitchen"
)

// kitchen is a machine that somebody else might bring along: branches with an
// activity, an event, a message, and a Map over a Lambda function.
const kitchen = `{
  "StartAt": "All",
  "States": {
    "All": {
      "Type": "Parallel",
      "Branches": [
        {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "` + workARN + `", "TimeoutSeconds": 90, "End": true}}},
        {"StartAt": "Tell", "States": {"Tell": {
          "Type": "Task", "Resource": "arn:aws:states:::events:putEvents",
          "Parameters": {"Entries": [{"Source": "kitchen", "DetailType": "cooked", "EventBusName": "default", "Detail": {"dish.$": "$.dish"}}]},
          "ResultSelector": {"failed.$": "$.FailedEntryCount"}, "End": true
        }}},
        {"StartAt": "Ring", "States": {"Ring": {
          "Type": "Task", "Resource": "arn:aws:states:::sns:publish",
          "Parameters": {"TopicArn.$": "$.topic", "Message": {"dish.$": "$.dish"}, "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "cooked"}}},
          "ResultSelector": {"status.$": "$.SdkHttpMetadata.HttpStatusCode"}, "End": true
        }}},
        {"StartAt": "Each", "States": {"Each": {
          "Type": "Map", "ItemsPath": "$.ids",
          "ItemProcessor": {"StartAt": "Ask", "States": {"Ask": {
            "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:place-order",
            "Parameters": {"orderId.$": "$"},
            "Catch": [{"ErrorEquals": ["OrderNotFound"], "ResultPath": "$", "Next": "None"}], "End": true
          }, "None": {"Type": "Pass", "OutputPath": "$.Error", "End": true}}},
          "End": true
        }}}
      ],
      "End": true
    }
  }
}`

// TestMachinesOfOnesOwn: a machine is made by the API, runs, is changed while it
// runs, and is deleted.
func TestMachinesOfOnesOwn(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx, c := context.Background(), w.sfn
		if _, err := c.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("work")}); err != nil {
			t.Fatal(err)
		}
		create := func(definition string) (*sfn.CreateStateMachineOutput, error) {
			return c.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{Name: aws.String("kitchen"), Definition: &definition, RoleArn: aws.String(role)})
		}
		made, err := create(kitchen)
		if err != nil {
			t.Fatal(err)
		}
		again, err := create(kitchen)
		if err != nil || *again.StateMachineArn != *made.StateMachineArn || !again.CreationDate.Equal(*made.CreationDate) {
			t.Errorf("the same again: got %+v, %v", again, err)
		}
		_, err = create(strings.Replace(kitchen, "  ", " ", 1))
		wantCode(t, "the same, written otherwise", err, "StateMachineAlreadyExists", "State Machine Already Exists: '"+*made.StateMachineArn+"'")
		_, err = create(`{"StartAt":"A"}`)
		wantCode(t, "a definition with a mistake", err, "StateMachineAlreadyExists", "")

		input := `{"dish":"pizza","topic":"` + w.m.Cloud.TopicARN() + `","ids":["ord-a","ord-b"]}`
		started, err := c.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: made.StateMachineArn, Input: &input})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		changed, err := c.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{
			StateMachineArn: made.StateMachineArn, Definition: aws.String(`{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`),
		})
		if err != nil || changed.RevisionId == nil {
			t.Errorf("update: got %+v, %v, want a revision", changed, err)
		}
		if same, err := c.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: made.StateMachineArn, RoleArn: aws.String(role)}); err != nil || aws.ToString(same.RevisionId) != *changed.RevisionId {
			t.Errorf("an update that changes nothing: got %+v, %v", same, err)
		}
		_, err = c.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: made.StateMachineArn})
		wantCode(t, "an update with nothing in it", err, "MissingRequiredParameter", "Either the definition")

		task := work(t, c)
		if _, err := c.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: aws.String(`"done"`)}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		ended, err := c.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: started.ExecutionArn})
		const want = `["done",{"failed":0},{"status":200},["OrderNotFound","OrderNotFound"]]`
		if err != nil || aws.ToString(ended.Output) != want {
			t.Errorf("got %s %s %s %v\nwant %s", ended.Status, aws.ToString(ended.Output), aws.ToString(ended.Cause), err, want)
		}
		if *task.Input != `{"dish":"pizza","topic":"`+w.m.Cloud.TopicARN()+`","ids":["ord-a","ord-b"]}` {
			t.Errorf("the worker got %s", *task.Input)
		}
		if messages, err := w.m.Cloud.Topic.Messages(10); err != nil || len(messages) != 1 || messages[0].Message != `{"dish":"pizza"}` {
			t.Errorf("the topic has %+v, %v", messages, err)
		}

		for range 2 {
			if _, err := c.DeleteStateMachine(ctx, &sfn.DeleteStateMachineInput{StateMachineArn: made.StateMachineArn}); err != nil {
				t.Errorf("delete: %v", err)
			}
		}
		_, err = c.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: made.StateMachineArn})
		wantCode(t, "start what was deleted", err, "StateMachineDoesNotExist", "State Machine Does Not Exist")
	})
}

// work is a worker that takes one task.
func work(t *testing.T, c *sfn.Client) *sfn.GetActivityTaskOutput {
	t.Helper()
	task, err := c.GetActivityTask(context.Background(), &sfn.GetActivityTaskInput{ActivityArn: aws.String(workARN), WorkerName: aws.String("w1")})
	if err != nil || task.TaskToken == nil {
		t.Fatalf("get-activity-task: %+v, %v", task, err)
	}
	return task
}

// TestActivities: a poll waits for a task, a minute at most, and what nobody is
// there for is an error.
func TestActivities(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx, c := context.Background(), w.sfn
		poll := func(arn string) (*sfn.GetActivityTaskOutput, error) {
			return c.GetActivityTask(ctx, &sfn.GetActivityTaskInput{ActivityArn: &arn})
		}
		_, err := poll(workARN)
		wantCode(t, "an activity that is not there", err, "ActivityDoesNotExist", "Activity Does Not Exist: '"+workARN+"'")
		definition := `{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"` + workARN + `","HeartbeatSeconds":30,"End":true}}}`
		made, err := c.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{Name: aws.String("m"), Definition: &definition, RoleArn: aws.String(role)})
		if err != nil {
			t.Fatal(err)
		}
		start := func() *string {
			started, err := c.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: made.StateMachineArn})
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			return started.ExecutionArn
		}
		describe := func(arn *string) *sfn.DescribeExecutionOutput {
			x, err := c.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: arn})
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		if x := describe(start()); aws.ToString(x.Error) != "States.Runtime" || aws.ToString(x.Cause) != "An error occurred while executing the state 'Work' (entered at the event id #2). The activity "+workARN+" does not exist." {
			t.Errorf("no such activity: got %s %s", aws.ToString(x.Error), aws.ToString(x.Cause))
		}

		for range 2 {
			if _, err := c.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("work")}); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		if task, err := poll(workARN); err != nil || task.TaskToken != nil || time.Since(began) != time.Minute {
			t.Errorf("a poll for nothing: got %+v, %v after %v, want no token after a minute", task, err, time.Since(began))
		}
		taken := make(chan *sfn.GetActivityTaskOutput)
		go func() {
			task, _ := poll(workARN)
			taken <- task
		}()
		time.Sleep(20 * time.Second) // virtual: the poll is under way
		arn := start()
		task := <-taken
		time.Sleep(29 * time.Second)
		if _, err := c.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: task.TaskToken}); err != nil {
			t.Error(err)
		}
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if x := describe(arn); x.Status != sfntypes.ExecutionStatusFailed || aws.ToString(x.Error) != "States.Timeout" {
			t.Errorf("after a missed heartbeat: got %s %s", x.Status, aws.ToString(x.Error))
		}
		_, err = c.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: aws.String("1")})
		wantCode(t, "too late", err, "TaskTimedOut", "Task Timed Out: '"+workARN+"'")

		list, err := c.ListActivities(ctx, nil)
		if err != nil || len(list.Activities) != 1 || *list.Activities[0].Name != "work" {
			t.Errorf("list-activities: %+v, %v", list, err)
		}
		if _, err := c.DeleteActivity(ctx, &sfn.DeleteActivityInput{ActivityArn: aws.String(workARN)}); err != nil {
			t.Error(err)
		}
		_, err = c.DescribeActivity(ctx, &sfn.DescribeActivityInput{ActivityArn: aws.String(workARN)})
		wantCode(t, "describe what was deleted", err, "ActivityDoesNotExist", "")
	})
}

// TestValidateDefinition: all mistakes at once.
func TestValidateDefinition(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		validate := func(definition string) string {
			answer, err := w.sfn.ValidateStateMachineDefinition(context.Background(), &sfn.ValidateStateMachineDefinitionInput{Definition: &definition})
			if err != nil {
				t.Fatal(err)
			}
			said := []string{string(answer.Result)}
			for _, d := range answer.Diagnostics {
				said = append(said, *d.Code+" "+*d.Message+" "+aws.ToString(d.Location))
			}
			return strings.Join(said, "\n")
		}
		for definition, want := range map[string]string{
			kitchen: "OK",
			`{}`:    "FAIL\nSCHEMA_VALIDATION_FAILED These fields are required: [States, StartAt] /",
			`{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}`: "FAIL\nMISSING_TRANSITION_TARGET Missing 'Next' target: B /States/A/Next",
		} {
			if got := validate(definition); got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", definition, got, want)
			}
		}
	})
}

// TestParallelWorkSurvivesARestart: an execution that stands in several places
// at once goes on from all of them, and its machine and activity are there again.
func TestParallelWorkSurvivesARestart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	reopen := func() *world { return open(t, onemachine.Config{Dir: dir, SigningKey: signingKey()}) }
	w := reopen()
	if _, err := w.sfn.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("work")}); err != nil {
		t.Fatal(err)
	}
	definition := `{"QueryLanguage":"JSONata","StartAt":"Each","States":{"Each":{"Type":"Map","MaxConcurrency":2,
		"ItemProcessor":{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"` + workARN + `","End":true}}},"End":true}}}`
	made, err := w.sfn.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{Name: aws.String("m"), Definition: &definition, RoleArn: aws.String(role)})
	if err != nil {
		t.Fatal(err)
	}
	started, err := w.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: made.StateMachineArn, Input: aws.String(`[1,2,3]`)})
	if err != nil {
		t.Fatal(err)
	}
	taken := work(t, w.sfn) // and the second iteration's task waits for a worker
	for range 3 {
		if err := w.m.Close(ctx); err != nil {
			t.Fatal(err)
		}
		w = reopen()
		if taken == nil {
			taken = work(t, w.sfn)
		}
		var n int
		if err := json.Unmarshal([]byte(*taken.Input), &n); err != nil {
			t.Fatal(err)
		}
		output, err := json.Marshal(n * 10)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.sfn.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: taken.TaskToken, Output: aws.String(string(output))}); err != nil {
			t.Fatalf("item %d: %v", n, err)
		}
		taken = nil
	}
	x, err := w.sfn.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: started.ExecutionArn})
	if err != nil || aws.ToString(x.Output) != "[10,20,30]" {
		t.Errorf("got %s %s, %v", x.Status, aws.ToString(x.Output), err)
	}
	if err := w.m.Close(ctx); err != nil {
		t.Fatal(err)
	}
}
