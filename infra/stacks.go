package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addStacks adds a deployment to an app, three stacks. Orders and promo come after
// the foundation, in any order.
func addStacks(app awscdk.App, s settings) {
	foundation := newFoundation(app, s)
	orders := newOrders(app, s)
	promo := newPromo(app, s)
	orders.AddStackDependency(foundation, jsii.String("it uses the foundation's parameters"))
	promo.AddStackDependency(foundation, jsii.String("it uses the foundation's parameters"))
}

// newStack adds an empty stack. It names no account and no region, so that it can
// be synthesized without; the command cdk deploys it to its user's.
func newStack(app awscdk.App, s settings, name, description string) awscdk.Stack {
	stack := awscdk.NewStack(app, jsii.String(name), &awscdk.StackProps{
		StackName: jsii.String(s.named(name)), Description: jsii.String(description),
		TerminationProtection: jsii.Bool(s.stage.keeps),
	})
	tag := func(name, value string) {
		awscdk.Tags_Of(stack).Add(jsii.String(name), jsii.String(value), &awscdk.TagProps{
			ExcludeResourceTypes: jsii.Strings("AWS::CloudWatch::Dashboard"), // not every region takes tags there yet
		})
	}
	tag("application", "orderflow")
	tag("stage", s.stage.name)
	tag("context", name)
	return stack
}

// newPromo is the promo-code context. Nothing in it is of the orders' stack.
func newPromo(app awscdk.App, s settings) *contextStack {
	c := newContextStack(app, s, wiring.Promo, "orderflow: a voucher for each completed order")
	for _, f := range wiring.Functions {
		if f.Context == wiring.Promo {
			c.addFunction(f)
		}
	}
	c.addRules(nil)
	c.addAlarms(nil)
	return c
}

// output tells whoever deploys what AWS has named.
func output(stack awscdk.Stack, id string, value *string, description string) {
	awscdk.NewCfnOutput(stack, jsii.String(id), &awscdk.CfnOutputProps{Value: value, Description: jsii.String(description)})
}

// arn is the ARN of something in the account and region of the deployment.
func arn(service, rest string) *string {
	return awscdk.Fn_Sub(jsii.String("arn:${AWS::Partition}:"+service+":${AWS::Region}:${AWS::AccountId}:"+rest), nil)
}

// alarmTopic is the foundation's topic for alarms, found by its name.
func alarmTopic(stack awscdk.Stack, s settings) awssns.ITopic {
	return awssns.Topic_FromTopicArn(stack, jsii.String("AlarmTopic"), arn("sns", s.named("alarms")))
}
