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

// states helps to make machines and run them by the API.
type states struct {
	t *testing.T
	*sfn.Client
}

func (s states) create(name, definition string) (arn *string) {
	s.t.Helper()
	made, err := s.CreateStateMachine(context.Background(), &sfn.CreateStateMachineInput{Name: &name, Definition: &definition, RoleArn: aws.String(role)})
	if err != nil {
		s.t.Fatal(err)
	}
	return made.StateMachineArn
}

func (s states) start(arn *string, input string) (execution *string) {
	s.t.Helper()
	started, err := s.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: arn, Input: &input})
	if err != nil {
		s.t.Fatal(err)
	}
	return started.ExecutionArn
}

func (s states) describe(execution *string) *sfn.DescribeExecutionOutput {
	s.t.Helper()
	x, err := s.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: execution})
	if err != nil {
		s.t.Fatal(err)
	}
	return x
}

// executions are a machine's, newest first.
func (s states) executions(arn *string) []sfntypes.ExecutionListItem {
	s.t.Helper()
	list, err := s.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: arn})
	if err != nil {
		s.t.Fatal(err)
	}
	return list.Executions
}

const childARN = "arn:aws:states:us-east-1:123456789012:stateMachine:child"

// parent is a machine that starts a child and waits for its end.
func parent(suffix, more string) string {
	return `{"QueryLanguage":"JSONata","StartAt":"Child","States":{"Child":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution` + suffix +
		`",` + more + `"Arguments":{"StateMachineArn":"` + childARN + `","Input":{"n":"{% $states.input.n %}"}},"End":true}}}`
}

const (
	sleeper = `{"StartAt":"Sleep","States":{"Sleep":{"Type":"Wait","Seconds":60,"End":true}}}`
	failing = `{"StartAt":"No","States":{"No":{"Type":"Fail","Error":"Bad","Cause":"a cause"}}}`
)

// TestAnExecutionStartsAnother: .sync and .sync:2 wait for the child's end and
// tell of it, a failed child fails the task, and without .sync nobody waits.
func TestAnExecutionStartsAnother(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		s := states{t, w.sfn}
		s.create("child", sleeper)
		for suffix, want := range map[string]string{".sync": `"{\"n\":1}"`, ".sync:2": `{"n":1}`} {
			began := time.Now()
			x := s.start(s.create("parent"+strings.ReplaceAll(suffix, ":", ""), parent(suffix, "")), `{"n":1}`)
			time.Sleep(time.Minute)
			synctest.Wait()
			ended := s.describe(x)
			var output struct {
				Status, Name, ExecutionArn string
				Output                     json.RawMessage
				StopDate                   int64
			}
			if err := json.Unmarshal([]byte(aws.ToString(ended.Output)), &output); err != nil {
				t.Fatalf("%s: %v %v", suffix, ended, err)
			}
			if string(output.Output) != want || output.Status != "SUCCEEDED" || output.StopDate != began.Add(time.Minute).UnixMilli() {
				t.Errorf("%s: got %+v, want the output %s", suffix, output, want)
			}
			if output.ExecutionArn != strings.Replace(childARN, "stateMachine", "execution", 1)+":"+output.Name {
				t.Errorf("%s: the child is %s", suffix, output.ExecutionArn)
			}
		}

		x := s.start(s.create("launcher", parent("", "")), `{"n":2}`)
		synctest.Wait()
		if ended := s.describe(x); ended.Status != sfntypes.ExecutionStatusSucceeded || !ended.StopDate.Equal(*ended.StartDate) {
			t.Errorf("without .sync: got %s %s", ended.Status, aws.ToString(ended.Cause))
		}

		if _, err := w.sfn.UpdateStateMachine(context.Background(), &sfn.UpdateStateMachineInput{StateMachineArn: aws.String(childARN), Definition: aws.String(failing)}); err != nil {
			t.Fatal(err)
		}
		failed := s.describe(s.startAndWait(s.create("unlucky", parent(".sync", "")), `{"n":3}`))
		var cause struct{ Status, Error, Cause string }
		if err := json.Unmarshal([]byte(aws.ToString(failed.Cause)), &cause); err != nil {
			t.Fatal(err)
		}
		if aws.ToString(failed.Error) != "States.TaskFailed" || cause.Status != "FAILED" || cause.Error != "Bad" || cause.Cause != "a cause" {
			t.Errorf("a child that fails: got %s %+v", aws.ToString(failed.Error), cause)
		}

		astray := s.describe(s.startAndWait(s.create("astray", strings.ReplaceAll(parent(".sync", ""), childARN, childARN+"s")), `{"n":4}`))
		if aws.ToString(astray.Error) != "StepFunctions.StateMachineDoesNotExistException" {
			t.Errorf("a machine that is not there: got %s %s", aws.ToString(astray.Error), aws.ToString(astray.Cause))
		}
	})
}

func (s states) startAndWait(arn *string, input string) *string {
	s.t.Helper()
	x := s.start(arn, input)
	synctest.Wait()
	return x
}

// TestWhoIsNotWaitedForIsStopped: the child of a task that has timed out, or whose
// execution was stopped.
func TestWhoIsNotWaitedForIsStopped(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		s := states{t, w.sfn}
		child := s.create("child", sleeper)
		s.startAndWait(s.create("hasty", parent(".sync", `"TimeoutSeconds":10,`)), `{"n":1}`)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		stopped := s.startAndWait(s.create("parent", parent(".sync", "")), `{"n":2}`)
		if _, err := w.sfn.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: stopped}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		children := s.executions(child)
		if len(children) != 2 {
			t.Fatalf("got %d children, want 2", len(children))
		}
		for _, x := range children {
			if x.Status != sfntypes.ExecutionStatusAborted {
				t.Errorf("child %s is %s, want it aborted", *x.Name, x.Status)
			}
		}
	})
}

// TestAParentGoesOnAfterARestart: whether its child ends before or after.
func TestAParentGoesOnAfterARestart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	reopen := func() *world { return open(t, onemachine.Config{Dir: dir, SigningKey: signingKey()}) }
	w := reopen()
	s := states{t, w.sfn}
	if _, err := w.sfn.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("work")}); err != nil {
		t.Fatal(err)
	}
	child := s.create("child", `{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"`+workARN+`","End":true}}}`)
	x := s.start(s.create("parent", parent(".sync:2", "")), `{"n":1}`)
	task := work(t, w.sfn)
	for range 2 {
		if err := w.m.Close(ctx); err != nil {
			t.Fatal(err)
		}
		w = reopen()
	}
	s = states{t, w.sfn}
	if _, err := w.sfn.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: aws.String(`"done"`)}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the parent's end", func() bool { return s.describe(x).Status == sfntypes.ExecutionStatusSucceeded })
	if output := aws.ToString(s.describe(x).Output); !strings.Contains(output, `"Output":"done"`) {
		t.Errorf("the parent got %s", output)
	}
	if n := len(s.executions(child)); n != 1 {
		t.Errorf("got %d children, want 1", n)
	}
	if err := w.m.Close(ctx); err != nil {
		t.Fatal(err)
	}
}
