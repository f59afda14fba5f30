package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// contextStack is the stack of a bounded context: its functions, tables, rules,
// schedules, dead-letter queues and alarms, as the wiring has them.
type contextStack struct {
	awscdk.Stack
	settings

	context   wiring.Context
	resources map[wiring.Resource]resource
	functions map[string]awslambda.Function
	queues    map[string]awssqs.Queue
}

// resource is what something of the wiring is in the stack: how a policy and how a
// function's environment name it.
type resource struct {
	arns    []*string
	setting *string
	// key is the ARN of the key with which it is encrypted; nil for AWS's own keys.
	key *string
	// only are the values that a request must have; nil when any may.
	only map[string]any
}

// newContextStack has tables and queues of the context, and knows what is the
// foundation's.
func newContextStack(app awscdk.App, s settings, context wiring.Context, description string) *contextStack {
	c := &contextStack{
		Stack: newStack(app, s, string(context), description), settings: s, context: context,
		functions: map[string]awslambda.Function{}, queues: map[string]awssqs.Queue{},
	}
	pool := awsssm.StringParameter_ValueForStringParameter(c.Stack, jsii.String(s.parameter(userPoolParameter)), nil)
	c.resources = map[wiring.Resource]resource{
		wiring.OnBus: {arns: []*string{arn("events", "event-bus/"+s.prefix())}, setting: jsii.String(s.prefix())},
		// SES wants permission for the sender's configuration set too, and in its sandbox
		// for the recipients, who are identities there.
		wiring.OnMail: {
			arns:    []*string{arn("ses", "identity/"+s.identities()), arn("ses", "configuration-set/"+s.prefix())},
			setting: jsii.String(s.sender), only: map[string]any{"ses:FromAddress": s.sender},
		},
		wiring.OnUsers: {
			arns: []*string{c.FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("cognito-idp"), Resource: jsii.String("userpool"), ResourceName: pool,
			})},
			setting: pool,
		},
	}
	c.addTables()
	c.addQueues()
	return c
}

// mistake makes the synthesis fail with a message: the wiring says something that
// cannot be deployed.
func (c *contextStack) mistake(message string) {
	awscdk.Annotations_Of(c.Stack).AddError(jsii.String("internal/wiring: " + message))
}
