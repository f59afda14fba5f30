package main

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// policyOf is what a function may do: the calls of its wiring, and what those and
// Lambda itself need.
func (c *contextStack) policyOf(f wiring.Function, logs awslogs.LogGroup) awsiam.PolicyDocument {
	statements := []awsiam.PolicyStatement{
		// The ARN of a log group ends in ":*", its streams.
		allow([]string{"logs:CreateLogStream", "logs:PutLogEvents"}, logs.LogGroupArn()),
		allow([]string{"xray:PutTraceSegments", "xray:PutTelemetryRecords"}, jsii.String("*")),
	}
	if f.DeadLetters != "" {
		statements = append(statements, allow([]string{"sqs:SendMessage"}, c.queues[f.DeadLetters].QueueArn()))
	}
	for _, group := range byResource(f.Calls) {
		on := c.resources[group.on]
		if on.arns == nil {
			c.mistake(f.Name + " calls " + string(group.on) + ", which the stack " + string(c.context) + " does not have")
			continue
		}
		statement := allow(group.actions, on.arns...)
		if on.only != nil {
			statement.AddCondition(jsii.String("StringEquals"), on.only)
		}
		statements = append(statements, statement)
		if on.key != nil {
			statements = append(statements, allow([]string{"kms:Decrypt", "kms:GenerateDataKey"}, on.key))
		}
	}
	return awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements})
}

// actionsOn are the actions of some calls on one resource.
type actionsOn struct {
	on      wiring.Resource
	actions []string
}

// byResource gathers calls on one resource, in the order of the wiring.
func byResource(calls []wiring.Call) (groups []actionsOn) {
	for _, call := range calls {
		i := slices.IndexFunc(groups, func(g actionsOn) bool { return g.on == call.On })
		if i < 0 {
			i, groups = len(groups), append(groups, actionsOn{on: call.On})
		}
		groups[i].actions = append(groups[i].actions, call.Action)
	}
	return groups
}

func allow(actions []string, resources ...*string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(actions...), Resources: &resources})
}

// excuseCalls says why some of a function's calls are allowed on names with a star.
func (c *contextStack) excuseCalls(f wiring.Function, role awsiam.Role) {
	for _, group := range byResource(f.Calls) {
		switch {
		case strings.HasSuffix(string(group.on), "/index/*"):
			excuse(role, "AwsSolutions-IAM5", "The indexes of one table, all of which the store queries.", `/^Resource::.*\/index\/\*$/`)
		case group.on == wiring.OnMail && c.stage.sandbox:
			excuse(role, "AwsSolutions-IAM5", "In SES's sandbox recipients are identities that need permission too; the sender's address is a condition.", `/^Resource::.*:identity\/\*$/`)
		case group.on == wiring.OnExecutions:
			excuse(role, "AwsSolutions-IAM5", "Executions are named after orders, which are not known yet.", `/^Resource::.*:execution:.*:\*$/`)
		}
	}
}
