package onemachine_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// saying is a machine whose output is the word.
func saying(word string) string {
	return `{"QueryLanguage":"JSONata","StartAt":"Say","States":{"Say":{"Type":"Pass","Output":"` + word + `","End":true}}}`
}

// TestVersionsAndAliases: what was published stays as it was, an alias leads to
// one version or to two, and what runs through them says so.
func TestVersionsAndAliases(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx, s := context.Background(), states{t, w.sfn}
		made, err := w.sfn.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
			Name: aws.String("m"), Definition: aws.String(saying("one")), RoleArn: aws.String(role), Publish: true, VersionDescription: aws.String("the first"),
		})
		if err != nil || aws.ToString(made.StateMachineVersionArn) != *made.StateMachineArn+":1" {
			t.Fatalf("create and publish: %+v, %v", made, err)
		}
		m := made.StateMachineArn
		publish := func(revision *string) (*sfn.PublishStateMachineVersionOutput, error) {
			return w.sfn.PublishStateMachineVersion(ctx, &sfn.PublishStateMachineVersionInput{StateMachineArn: m, RevisionId: revision})
		}
		if again, err := publish(aws.String("INITIAL")); err != nil || *again.StateMachineVersionArn != *m+":1" {
			t.Errorf("the same revision again: %+v, %v, want version 1", again, err)
		}
		changed, err := w.sfn.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: m, Definition: aws.String(saying("two")), Publish: true})
		if err != nil || aws.ToString(changed.StateMachineVersionArn) != *m+":2" {
			t.Fatalf("update and publish: %+v, %v", changed, err)
		}
		_, err = publish(aws.String("INITIAL"))
		wantCode(t, "publish what is not the newest", err, "ConflictException",
			"Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is "+*changed.RevisionId)

		route := func(weights ...int32) (routes []sfntypes.RoutingConfigurationListItem) {
			for i, weight := range weights {
				routes = append(routes, sfntypes.RoutingConfigurationListItem{StateMachineVersionArn: aws.String(*m + ":" + string(rune('1'+i))), Weight: weight})
			}
			return routes
		}
		alias := func(name string, routes []sfntypes.RoutingConfigurationListItem) error {
			_, err := w.sfn.CreateStateMachineAlias(ctx, &sfn.CreateStateMachineAliasInput{Name: &name, RoutingConfiguration: routes})
			return err
		}
		wantCode(t, "weights", alias("prod", route(70, 29)), "ValidationException", "Sum of routing configuration weights must equal 100. Received: [70, 29]")
		wantCode(t, "a number for a name", alias("12", route(100)), "ValidationException", "Member must satisfy regular expression pattern")
		for range 2 {
			if err := alias("prod", route(100)); err != nil {
				t.Fatal(err)
			}
		}
		wantCode(t, "another of that name", alias("prod", route(50, 50)), "ConflictException", "")
		prod := aws.String(*m + ":prod")

		said := func(arn *string) string {
			x := s.describe(s.startAndWait(arn, `{}`))
			return aws.ToString(x.Output) + " " + strings.TrimPrefix(aws.ToString(x.StateMachineVersionArn), *m) + " " + strings.TrimPrefix(aws.ToString(x.StateMachineAliasArn), *m)
		}
		for arn, want := range map[*string]string{m: `"two"  `, aws.String(*m + ":1"): `"one" :1 `, aws.String(*m + ":2"): `"two" :2 `, prod: `"one" :1 :prod`} {
			if got := said(arn); got != want {
				t.Errorf("%s said %s, want %s", *arn, got, want)
			}
		}
		if _, err := w.sfn.UpdateStateMachineAlias(ctx, &sfn.UpdateStateMachineAliasInput{StateMachineAliasArn: prod, RoutingConfiguration: route(50, 50)}); err != nil {
			t.Fatal(err)
		}
		heard := map[string]int{}
		for range 60 {
			heard[said(prod)]++
		}
		if len(heard) != 2 || heard[`"one" :1 :prod`]+heard[`"two" :2 :prod`] != 60 {
			t.Errorf("two routes gave %v", heard)
		}
		if through := s.executions(prod); len(through) != 61 || aws.ToString(through[0].StateMachineAliasArn) != *prod {
			t.Errorf("%d executions through the alias, want 61", len(through))
		}

		_, err = w.sfn.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: aws.String(*m + ":1")})
		wantCode(t, "delete a version in use", err, "ConflictException",
			"Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [prod]")
		if d, err := w.sfn.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: made.StateMachineVersionArn}); err != nil ||
			*d.Definition != saying("one") || aws.ToString(d.Description) != "the first" || *d.StateMachineArn != *m+":1" {
			t.Errorf("describe version 1: %+v, %v", d, err)
		}
		list, err := w.sfn.ListStateMachineVersions(ctx, &sfn.ListStateMachineVersionsInput{StateMachineArn: m, MaxResults: 1})
		if err != nil || len(list.StateMachineVersions) != 1 || *list.StateMachineVersions[0].StateMachineVersionArn != *m+":2" || list.NextToken == nil {
			t.Errorf("list versions: %+v, %v, want the newest and a token", list, err)
		}
		if _, err := w.sfn.DeleteStateMachineAlias(ctx, &sfn.DeleteStateMachineAliasInput{StateMachineAliasArn: prod}); err != nil {
			t.Error(err)
		}
		if _, err := w.sfn.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: aws.String(*m + ":1")}); err != nil {
			t.Error(err)
		}
		_, err = w.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: prod})
		wantCode(t, "start through an alias that was deleted", err, "StateMachineDoesNotExist", "State Machine Does Not Exist: '"+*prod+"'")
	})
}

// TestOrdersStartThroughTheLiveAlias as they do on AWS.
func TestOrdersStartThroughTheLiveAlias(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		synctest.Wait()
		x := states{t, w.sfn}.describe(aws.String(strings.Replace(machineARN, "stateMachine", "execution", 1) + ":" + id))
		if aws.ToString(x.StateMachineAliasArn) != machineARN+":live" || aws.ToString(x.StateMachineVersionArn) != machineARN+":1" {
			t.Errorf("started through %s, version %s", aws.ToString(x.StateMachineAliasArn), aws.ToString(x.StateMachineVersionArn))
		}
	})
}

// TestTags of a machine and of an activity; a version has none.
func TestTags(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx := context.Background()
		m := states{t, w.sfn}.create("m", saying("one"))
		tag := func(arn, key string) error {
			_, err := w.sfn.TagResource(ctx, &sfn.TagResourceInput{ResourceArn: &arn, Tags: []sfntypes.Tag{{Key: &key, Value: aws.String("v")}}})
			return err
		}
		for _, key := range []string{"a", "b", "a"} {
			if err := tag(*m, key); err != nil {
				t.Fatal(err)
			}
		}
		wantCode(t, "a version", tag(*m+":1", "a"), "ResourceNotFound", "Resource not found: '"+*m+":1'")
		if _, err := w.sfn.UntagResource(ctx, &sfn.UntagResourceInput{ResourceArn: m, TagKeys: []string{"b", "c"}}); err != nil {
			t.Error(err)
		}
		list, err := w.sfn.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: m})
		if err != nil || len(list.Tags) != 1 || *list.Tags[0].Key != "a" {
			t.Errorf("got %+v, %v", list, err)
		}
		for i := range 49 {
			if err := tag(*m, "k"+string(rune('A'+i))); err != nil {
				t.Fatal(err)
			}
		}
		wantCode(t, "one too many", tag(*m, "z"), "TooManyTags", "")
	})
}

// TestExpressMachines run to their end in one call or unwatched, for five minutes
// at most, and wait for nobody.
func TestExpressMachines(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ctx := context.Background()
		create := func(name, definition string) (*string, error) {
			made, err := w.sfn.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
				Name: &name, Definition: &definition, RoleArn: aws.String(role), Type: sfntypes.StateMachineTypeExpress,
			})
			if err != nil {
				return nil, err
			}
			return made.StateMachineArn, nil
		}
		for _, suffix := range []string{".sync", ".waitForTaskToken"} {
			_, err := create("waiting", parent(suffix, ""))
			wantCode(t, suffix, err, "InvalidDefinition", "/States/Child/Resource")
		}
		m, err := create("quick", `{"QueryLanguage":"JSONata","StartAt":"Wait","States":{
			"Wait":{"Type":"Wait","Seconds":"{% $states.input.s %}","Next":"Done"},
			"Done":{"Type":"Succeed","Output":{"name":"{% $states.context.Execution.Name %}","redrives":"{% $exists($states.context.Execution.RedriveCount) %}"}}}}`)
		if err != nil {
			t.Fatal(err)
		}
		run := func(input string) *sfn.StartSyncExecutionOutput {
			answer, err := w.sfn.StartSyncExecution(ctx, &sfn.StartSyncExecutionInput{StateMachineArn: m, Name: aws.String("n"), Input: &input})
			if err != nil {
				t.Fatal(err)
			}
			return answer
		}
		good := run(`{"s":2}`)
		if good.Status != sfntypes.SyncExecutionStatusSucceeded || aws.ToString(good.Output) != `{"name":"n","redrives":false}` ||
			good.BillingDetails.BilledDurationInMilliseconds != 2000 || !strings.Contains(*good.ExecutionArn, ":express:quick:n:") {
			t.Errorf("got %+v", good)
		}
		if bad := run(`{"s":"x"}`); bad.Status != sfntypes.SyncExecutionStatusFailed || aws.ToString(bad.Error) != "States.QueryEvaluationError" {
			t.Errorf("an execution that fails: got %+v", bad)
		}
		if long := run(`{"s":400}`); long.Status != sfntypes.SyncExecutionStatusTimedOut || long.StopDate.Sub(*long.StartDate) != 5*time.Minute {
			t.Errorf("an execution that lasts: got %+v", long)
		}
		first, err := w.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: m, Name: aws.String("n"), Input: aws.String(`{"s":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		second, err := w.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: m, Name: aws.String("n"), Input: aws.String(`{"s":1}`)})
		if err != nil || *first.ExecutionArn == *second.ExecutionArn {
			t.Errorf("the same name twice: %v, %v", second, err)
		}
		_, err = w.sfn.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: first.ExecutionArn})
		wantCode(t, "describe", err, "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")
		_, err = w.sfn.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: m})
		wantCode(t, "list", err, "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
		_, err = w.sfn.StartSyncExecution(ctx, &sfn.StartSyncExecutionInput{StateMachineArn: aws.String(machineARN)})
		wantCode(t, "a STANDARD machine", err, "StateMachineTypeNotSupported", "")
	})
}
