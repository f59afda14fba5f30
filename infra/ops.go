package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addOps adds the role that ops take on to operate orders. docs/operate.md says
// what it may do, and which of its commands need more. Who may take it on is for
// the account's administrators to say.
func (c *contextStack) addOps(machine awsstepfunctions.StateMachine, topic awssns.Topic) {
	executions := c.resources[wiring.OnExecutions].arns[0]
	qualified := jsii.String(*machine.StateMachineArn() + ":*")
	statements := []awsiam.PolicyStatement{
		allow([]string{"sns:Subscribe", "sns:ListSubscriptionsByTopic"}, topic.TopicArn()),
		allow([]string{"states:DescribeExecution", "states:GetExecutionHistory", "states:RedriveExecution", "states:StopExecution"}, executions),
		allow([]string{"states:DescribeStateMachine", "states:ListExecutions", "states:ListStateMachineVersions"}, machine.StateMachineArn()),
		allow([]string{"states:DescribeStateMachineAlias", "states:UpdateStateMachineAlias"}, machine.StateMachineArn(), qualified),
	}
	var queues []*string
	for _, name := range wiring.Queues() {
		if queue := c.queues[name]; queue != nil {
			queues = append(queues, queue.QueueArn())
		}
	}
	statements = append(statements, allow([]string{"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"}, queues...))
	role := awsiam.NewRole(c.Stack, jsii.String("Ops"), &awsiam.RoleProps{
		RoleName: jsii.String(c.named("ops")), Description: jsii.String("orderflow: what ops may do with orders"),
		AssumedBy:          awsiam.NewAccountRootPrincipal(),
		MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(8)),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"ops": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements}),
		},
	})
	excuse(role, "AwsSolutions-IAM5", "Executions are named after orders, which are not known yet; the machine's alias and versions are named by qualifiers.",
		`/^Resource::.*:\*$/`)
	output(c.Stack, "OpsRoleArn", role.RoleArn(), "The role to operate orders with")
}

// opsRoleARN is the ARN of the role, by its name: the topic's policy and the role
// name each other.
func (c *contextStack) opsRoleARN() *string {
	return awscdk.Fn_Sub(jsii.String("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"+c.named("ops")), nil)
}
