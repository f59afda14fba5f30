package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// addMachine adds the order's state machine such that orders under way survive a
// deployment. Its definition names versions of the functions, not the functions; a
// version of the machine is published with each change; orders are started by an
// alias for the newest. Old versions of both are kept, and executions that were
// started with them end with them. A rollback moves the alias back.
func (c *contextStack) addMachine() awsstepfunctions.StateMachine {
	machine := awsstepfunctions.NewStateMachine(c.Stack, jsii.String("Machine"), &awsstepfunctions.StateMachineProps{
		StateMachineName: jsii.String(c.named(statemachine.OrderName)), StateMachineType: awsstepfunctions.StateMachineType_STANDARD,
		// In the template itself, where a review and a test can see it.
		DefinitionBody:          awsstepfunctions.DefinitionBody_FromString(jsii.String(statemachine.Order)),
		DefinitionSubstitutions: c.substitutions(),
		Role:                    c.machineRole().WithoutPolicyUpdates(nil), TracingEnabled: jsii.Bool(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: c.machineLogs(), Level: awsstepfunctions.LogLevel_ALL,
			IncludeExecutionData: jsii.Bool(false), // it has task tokens in it
		},
	})
	resource := machine.Node().DefaultChild().(awsstepfunctions.CfnStateMachine)
	version := awsstepfunctions.NewCfnStateMachineVersion(c.Stack, jsii.String("MachineVersion"), &awsstepfunctions.CfnStateMachineVersionProps{
		StateMachineArn: machine.StateMachineArn(), StateMachineRevisionId: resource.AttrStateMachineRevisionId(),
	})
	// A new revision replaces the version; the old one stays for what was started with
	// it, even when the deployment fails after the alias was moved.
	version.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, &awscdk.RemovalPolicyOptions{ApplyToUpdateReplacePolicy: jsii.Bool(true)})
	alias := awsstepfunctions.NewCfnStateMachineAlias(c.Stack, jsii.String("MachineAlias"), &awsstepfunctions.CfnStateMachineAliasProps{
		Name: jsii.String(wiring.LiveAlias), Description: jsii.String("The version that new orders are started with"),
		RoutingConfiguration: []any{&awsstepfunctions.CfnStateMachineAlias_RoutingConfigurationVersionProperty{
			StateMachineVersionArn: version.AttrArn(), Weight: jsii.Number(100),
		}},
	})
	name := c.named(statemachine.OrderName)
	c.resources[wiring.OnMachine] = resourceOf(machine.StateMachineArn(), machine.StateMachineArn())
	// Step Functions authorizes by the machine's ARN, and tells the alias apart by this.
	live := resourceOf(machine.StateMachineArn(), alias.AttrArn())
	live.only = map[string]any{"states:StateMachineQualifier": wiring.LiveAlias}
	c.resources[wiring.OnLiveMachine] = live
	c.resources[wiring.OnExecutions] = resourceOf(arn("states", "execution:"+name+":*"), nil)
	output(c.Stack, "MachineArn", machine.StateMachineArn(), "The order's state machine")
	output(c.Stack, "MachineAliasArn", alias.AttrArn(), "The alias that new orders are started by: a rollback moves it")
	output(c.Stack, "MachineVersionArn", version.AttrArn(), "The version of this deployment")
	return machine
}

func resourceOf(arn, setting *string) resource {
	return resource{arns: []*string{arn}, setting: setting}
}

// substitutions are what stands in the definition for a function: its version.
func (c *contextStack) substitutions() *map[string]*string {
	values := map[string]*string{}
	for _, f := range c.steps() {
		values[f.Placeholder] = c.functions[f.Name].CurrentVersion().FunctionArn()
	}
	return &values
}

// steps are the functions that the state machine calls.
func (c *contextStack) steps() (all []wiring.Function) {
	for _, f := range wiring.Functions {
		if f.Context == c.context && f.Placeholder != "" {
			all = append(all, f)
		}
	}
	return all
}

func (c *contextStack) machineLogs() awslogs.LogGroup {
	return awslogs.NewLogGroup(c.Stack, jsii.String("Logs-machine"), &awslogs.LogGroupProps{
		// Under this name it does not count against the length of the account's policy for logs.
		LogGroupName: jsii.String("/aws/vendedlogs/states/" + c.named(statemachine.OrderName)),
		Retention:    c.stage.logs, RemovalPolicy: c.stage.removal(),
	})
}

func (c *contextStack) machineRole() awsiam.Role {
	var versions []*string
	for _, f := range c.steps() {
		// Any version, because executions under way call those of their own deployment;
		// not the function itself, which the definition never names.
		versions = append(versions, jsii.String(*c.functions[f.Name].FunctionArn()+":*"))
	}
	statements := []awsiam.PolicyStatement{
		allow([]string{"lambda:InvokeFunction"}, versions...),
		allow([]string{
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
			"logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		}, jsii.String("*")),
		allow([]string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}, jsii.String("*")),
	}
	role := awsiam.NewRole(c.Stack, jsii.String("Role-machine"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("states.amazonaws.com"), nil),
		Description: jsii.String("orderflow: what the order's state machine may do"),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"machine": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements}),
		},
	})
	excuse(role, "AwsSolutions-IAM5", "X-Ray and the delivery of logs have no resources to name.", "Resource::*")
	excuse(role, "AwsSolutions-IAM5", "Executions under way call the versions of the deployment that they were started with.", `/^Resource::<Function.*\.Arn>:\*$/`)
	return role
}
