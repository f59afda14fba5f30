package onemachine_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// tell writes an answer of TestState on one line.
func tell(x *sfn.TestStateOutput) string {
	words := []string{string(x.Status)}
	add := func(name string, value *string) {
		if value != nil {
			words = append(words, name+"="+*value)
		}
	}
	add("output", x.Output)
	add("error", x.Error)
	add("cause", x.Cause)
	add("next", x.NextState)
	if d := x.InspectionData; d != nil {
		add("input", d.Input)
		add("afterInputPath", d.AfterInputPath)
		add("afterParameters", d.AfterParameters)
		add("afterArguments", d.AfterArguments)
		add("afterItemsPath", d.AfterItemsPath)
		add("afterItemSelector", d.AfterItemSelector)
		add("result", d.Result)
		add("afterResultSelector", d.AfterResultSelector)
		add("afterResultPath", d.AfterResultPath)
		add("variables", d.Variables)
		if d.MaxConcurrency != nil {
			words = append(words, fmt.Sprint("concurrency=", *d.MaxConcurrency))
		}
		if e := d.ErrorDetails; e != nil {
			for name, value := range map[string]*int32{"catch": e.CatchIndex, "retry": e.RetryIndex} {
				if value != nil {
					words = append(words, fmt.Sprint(name, "=", *value))
				}
			}
			if e.RetryBackoffIntervalSeconds != nil {
				words = append(words, fmt.Sprint("backoff=", *e.RetryBackoffIntervalSeconds))
			}
		}
	}
	return strings.Join(words, " ")
}

// TestTestState: one state alone, with what it makes of its data on the way, with
// mocks, and with calls made for real.
func TestTestState(t *testing.T) {
	const task = `{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","InputPath":"$.in","Parameters":{"FunctionName":"f","Payload.$":"$"},
		"ResultSelector":{"n.$":"States.StringToJson($.Payload)"},"ResultPath":"$.out","OutputPath":"$.out",
		"Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":1,"MaxAttempts":9}],"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"Oops"}],"Next":"Done"}`
	mock := func(result, failure string) *sfntypes.MockInput {
		if failure != "" {
			return &sfntypes.MockInput{ErrorOutput: &sfntypes.MockErrorOutput{Error: &failure, Cause: aws.String("why")}}
		}
		return &sfntypes.MockInput{Result: &result}
	}
	inBubble(t, onemachine.Config{}, func(w *world) {
		for _, test := range []struct {
			name string
			in   sfn.TestStateInput
			want string
		}{
			{
				"a mocked result",
				sfn.TestStateInput{Definition: aws.String(task), Input: aws.String(`{"in":{"x":1}}`), Mock: mock(`{"Payload":"2"}`, "")},
				`SUCCEEDED output={"n":2} next=Done`,
			},
			{
				"inspected",
				sfn.TestStateInput{Definition: aws.String(task), Input: aws.String(`{"in":{"x":1}}`), Mock: mock(`{"Payload":"2"}`, ""), InspectionLevel: "DEBUG"},
				`SUCCEEDED output={"n":2} next=Done input={"in":{"x":1}} afterInputPath={"x":1} afterParameters={"FunctionName":"f","Payload":{"x":1}} ` +
					`result={"Payload":"2"} afterResultSelector={"n":2} afterResultPath={"in":{"x":1},"out":{"n":2}}`,
			},
			{
				"a failure to be retried",
				sfn.TestStateInput{
					Definition: aws.String(task), Input: aws.String(`{"in":1}`), Mock: mock("", "Busy"), InspectionLevel: "DEBUG",
					StateConfiguration: &sfntypes.TestStateConfiguration{RetrierRetryCount: aws.Int32(4)},
				},
				`RETRIABLE error=Busy cause=why input={"in":1} afterInputPath=1 afterParameters={"FunctionName":"f","Payload":1} retry=0 backoff=16`,
			},
			{
				"a failure that is caught",
				sfn.TestStateInput{Definition: aws.String(task), Input: aws.String(`{"in":1}`), Mock: mock("", "Broken"), InspectionLevel: "DEBUG"},
				`CAUGHT_ERROR output={"in":1,"e":{"Error":"Broken","Cause":"why"}} error=Broken cause=why next=Oops input={"in":1} afterInputPath=1 ` +
					`afterParameters={"FunctionName":"f","Payload":1} afterResultPath={"in":1,"e":{"Error":"Broken","Cause":"why"}} catch=0`,
			},
			{
				"a path that leads nowhere",
				sfn.TestStateInput{Definition: aws.String(task), Input: aws.String(`{}`), Mock: mock(`{}`, "")},
				`FAILED error=States.Runtime cause=Invalid path '$.in' : No results for path: $['in']`,
			},
			{
				"variables",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Pass","QueryLanguage":"JSONata","Assign":{"b":"{% $a + 1 %}"},"Output":"{% $states.input.x %}","End":true}`),
					Input:      aws.String(`{"x":"y"}`), Variables: aws.String(`{"a":1}`), InspectionLevel: "DEBUG",
				},
				`SUCCEEDED output="y" input={"x":"y"} variables={"a":1,"b":2}`,
			},
			{
				"a Map",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Map","ItemsPath":"$.l","ItemSelector":{"v.$":"$$.Map.Item.Value"},"End":true,
						"ItemProcessor":{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}}`),
					Input: aws.String(`{"l":[1,2]}`), Mock: mock(`[3,4]`, ""), InspectionLevel: "DEBUG",
				},
				`SUCCEEDED output=[3,4] input={"l":[1,2]} afterInputPath={"l":[1,2]} afterItemsPath=[1, 2] afterItemSelector=[{"v":1}, {"v":2}] ` +
					`afterResultSelector=[3,4] afterResultPath=[3,4] concurrency=0`,
			},
			{
				"a Map without more",
				sfn.TestStateInput{Definition: aws.String(mapState), Input: aws.String(`{"l":[1,2]}`), Mock: mock(`[3,4]`, ""), InspectionLevel: "DEBUG"},
				`SUCCEEDED output=[3,4] input={"l":[1,2]} afterInputPath={"l":[1,2]} afterItemsPath=[1, 2] afterResultSelector=[3,4] afterResultPath=[3,4] concurrency=0`,
			},
			{
				"a Payload in another mode",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"End":true}`),
					Mock:       &sfntypes.MockInput{Result: aws.String(`{"Payload":{"n":2}}`), FieldValidationMode: "NONE"},
				},
				`SUCCEEDED output={"Payload":{"n":2}}`,
			},
			{
				"a literal",
				sfn.TestStateInput{Definition: aws.String(`{"Type":"Pass","Result":1,"ResultPath":"$.r","End":true}`), InspectionLevel: "DEBUG"},
				`SUCCEEDED output={"r":1} input={} result=1 afterResultSelector=1 afterResultPath={"r":1}`,
			},
			{
				"a number's text to wait",
				sfn.TestStateInput{Definition: aws.String(`{"Type":"Wait","SecondsPath":"$.s","Next":"D"}`), Input: aws.String(`{"s":"0"}`), InspectionLevel: "DEBUG"},
				`SUCCEEDED output={"s":"0"} next=D input={"s":"0"} afterInputPath={"s":"0"}`,
			},
			{
				"a Result of null",
				sfn.TestStateInput{Definition: aws.String(`{"Type":"Pass","Result":null,"End":true}`), Input: aws.String(`{"a":1}`), InspectionLevel: "DEBUG"},
				`SUCCEEDED output={"a":1} input={"a":1} afterInputPath={"a":1} afterParameters={"a":1} afterResultSelector={"a":1} afterResultPath={"a":1}`,
			},
			{
				"a ResultPath that does not fit",
				sfn.TestStateInput{Definition: aws.String(`{"Type":"Pass","Result":99,"ResultPath":"$.child","End":true}`), Input: aws.String(`4`), InspectionLevel: "DEBUG"},
				`FAILED error=States.ReferencePathConflict cause=Unable to apply ReferencePath $.child to input 4 input=4 result=99 afterResultSelector=99`,
			},
			{
				"an argument that does not fit",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Pass","Parameters":{"v.$":"States.ArrayLength($.value)"},"End":true}`), Input: aws.String(`{"value":4}`), InspectionLevel: "DEBUG",
				},
				`FAILED error=States.Runtime cause=There was an error while evaluating the intrinsic function: States.ArrayLength($.value). ` +
					`Invalid arguments in States.ArrayLength input={"value":4} afterInputPath={"value":4}`,
			},
			{
				"a Fail with paths",
				sfn.TestStateInput{Definition: aws.String(`{"Type":"Fail","ErrorPath":"$.e"}`), Input: aws.String(`{"e":"E"}`), InspectionLevel: "DEBUG"},
				`FAILED error=E input={"e":"E"} afterInputPath={"e":"E"}`,
			},
			{
				"a choice in a machine",
				sfn.TestStateInput{
					Definition: aws.String(`{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":1,"Next":"D"}]},"D":{"Type":"Succeed"}}}`),
					StateName:  aws.String("C"), Input: aws.String(`{"n":2}`),
				},
				`SUCCEEDED output={"n":2} next=D`,
			},
			{
				"a context of one's own",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
						"Arguments":{"Message":"{% $states.context.Task.Token %}"},"End":true}`),
					Context: aws.String(`{"Task":{"Token":"abc"}}`), Mock: mock(`1`, ""), InspectionLevel: "DEBUG",
				},
				`SUCCEEDED output=1 input={} afterArguments={"Message":"abc"} result=1`,
			},
			{
				"a real call",
				sfn.TestStateInput{
					Definition: aws.String(`{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:place-order","Parameters":{"orderId":"ord-x"},"End":true}`),
					RoleArn:    aws.String(role),
				},
				`FAILED error=OrderNotFound`,
			},
			{"a Fail", sfn.TestStateInput{Definition: aws.String(`{"Type":"Fail","Error":"E","Cause":"C"}`)}, `FAILED error=E cause=C`},
		} {
			answer, err := w.sfn.TestState(context.Background(), &test.in)
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if got := tell(answer); got != test.want && (test.name != "a real call" || !strings.HasPrefix(got, test.want)) {
				t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
			}
		}

		began := time.Now()
		answer, err := w.sfn.TestState(context.Background(), &sfn.TestStateInput{Definition: aws.String(`{"Type":"Wait","Seconds":7,"Next":"X"}`)})
		if err != nil || tell(answer) != "SUCCEEDED output={} next=X" || time.Since(began) != 7*time.Second {
			t.Errorf("a Wait: %v, %v after %v", answer, err, time.Since(began))
		}

		for _, test := range []struct {
			in   sfn.TestStateInput
			want string
		}{
			{sfn.TestStateInput{Definition: aws.String(task)}, "RoleArn must be specified when testing a Task state"},
			{sfn.TestStateInput{Definition: aws.String(`{"Type":"Pass","End":true}`), Mock: mock("1", "")}, "State type 'Pass' is not supported when a mock is specified"},
			{sfn.TestStateInput{Definition: aws.String(parentState), RoleArn: aws.String(role)}, "is only supported when a mock is specified"},
			{sfn.TestStateInput{Definition: aws.String(parentState), Mock: mock(`{"Status":"SUCCEEDED"}`, "")}, "Mock result schema validation error: Field 'ExecutionArn' is required"},
			{sfn.TestStateInput{Definition: aws.String(task), Mock: mock(`{"StatusCode":"200"}`, "")}, "Mock result schema validation error: Field 'StatusCode' must be a number"},
			{sfn.TestStateInput{Definition: aws.String(task), Mock: mock(`{"Payload":{}}`, "")}, "Mock result schema validation error: Field 'Payload' must be a string"},
			{sfn.TestStateInput{Definition: aws.String(task), Mock: mock(`null`, "")}, "Mocked result must be a valid JSON object."},
			{sfn.TestStateInput{Definition: aws.String(task), Mock: &sfntypes.MockInput{ErrorOutput: &sfntypes.MockErrorOutput{}}}, "An error was not specified in the mocked error output."},
			{sfn.TestStateInput{Definition: aws.String(mapState), Input: aws.String(`{"l":[1]}`), Mock: mock(`{}`, "")}, "Mocked result must be an array."},
			{sfn.TestStateInput{Definition: aws.String(mapState), Input: aws.String(`{"l":[1]}`), Mock: mock(`[1,2]`, "")}, "Input array does not equal the mocked result array's size"},
			{sfn.TestStateInput{Definition: aws.String(bothState), Mock: mock(`1`, "")}, "Mocked result must be an array."},
			{sfn.TestStateInput{Definition: aws.String(bothState), Mock: mock(`[1,2]`, "")}, "Mocked result must contain the same number of items as number of Parallel branches."},
			{
				sfn.TestStateInput{Definition: aws.String(task), Mock: mock(`{}`, ""), StateConfiguration: &sfntypes.TestStateConfiguration{MapIterationFailureCount: aws.Int32(1)}},
				"MapIterationFailureCount is only supported when testing a Map state.",
			},
			{sfn.TestStateInput{Definition: aws.String(task), Mock: &sfntypes.MockInput{}}, "One of the following fields is required for a test mock: [result, errorOutput]."},
		} {
			_, err := w.sfn.TestState(context.Background(), &test.in)
			wantCode(t, *test.in.Definition, err, "ValidationException", test.want)
		}
		_, err = w.sfn.TestState(context.Background(), &sfn.TestStateInput{Definition: aws.String(`{"Type":"Pass"}`)})
		wantCode(t, "no Next", err, "InvalidDefinition", "These fields are required: [Next] at /States/StateName")

		with := aws.String(strings.Replace(task, `"Payload.$":"$"`, `"Payload.$":"$$"`, 1))
		answer, err = w.sfn.TestState(context.Background(), &sfn.TestStateInput{Definition: with, Input: aws.String(`{"in":1}`), Mock: mock(`{"Payload":"1"}`, ""), InspectionLevel: "DEBUG"})
		if err != nil {
			t.Fatal(err)
		}
		const id = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
		want := regexp.MustCompile(`^{"FunctionName":"f","Payload":{"Execution":{"Id":"arn:aws:states:us-east-1:123456789012:express:` + id + ":" + id +
			`","Input":{"in":1},"Name":"` + id + `","RoleArn":null,"StartTime":"[^"]*"},"State":{"EnteredTime":"[^"]*","Name":"StateName","RetryCount":0},` +
			`"StateMachine":{"Id":"arn:aws:states:us-east-1:123456789012:stateMachine:` + id + `","Name":"` + id + `"}}}$`)
		if got := *answer.InspectionData.AfterParameters; !want.MatchString(got) {
			t.Errorf("the context object is in\n%s", got)
		}
	})
}

const (
	mapState  = `{"Type":"Map","ItemsPath":"$.l","End":true,"ItemProcessor":{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}}`
	bothState = `{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}],"End":true}`
)

const parentState = `{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","Parameters":{"StateMachineArn":"x"},"End":true}`
