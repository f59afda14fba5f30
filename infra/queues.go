package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// keepLetters is as long as SQS keeps a message.
const keepLetters = 14

// addQueues adds the dead-letter queues of the context: of the functions that are
// invoked asynchronously, and of the rules' and schedules' targets.
func (c *contextStack) addQueues() {
	for _, f := range wiring.Functions {
		c.addQueue(f.Context, f.DeadLetters)
	}
	for _, r := range wiring.Rules {
		c.addQueue(r.Context, r.Target.DeadLetters)
	}
	for _, s := range wiring.Schedules {
		c.addQueue(s.Context, s.Target.DeadLetters)
	}
}

func (c *contextStack) addQueue(context wiring.Context, name string) {
	if context != c.context || name == "" || c.queues[name] != nil {
		return
	}
	queue := awssqs.NewQueue(c.Stack, jsii.String("Queue-"+name), &awssqs.QueueProps{
		QueueName: jsii.String(c.named(name)), EnforceSSL: jsii.Bool(true), Encryption: awssqs.QueueEncryption_SQS_MANAGED,
		RetentionPeriod: awscdk.Duration_Days(jsii.Number(keepLetters)), RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	excuse(queue, "AwsSolutions-SQS3", "It is itself a dead-letter queue, of an EventBridge target or of a function's asynchronous invocations, which the rule does not see.")
	c.queues[name] = queue
}
