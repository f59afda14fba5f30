package main

import (
	"path/filepath"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/wiring"
)

// addFunction adds a function with its role and log group. What it may call must
// have been added before.
func (c *contextStack) addFunction(f wiring.Function) {
	logs := awslogs.NewLogGroup(c.Stack, jsii.String("Logs-"+f.Name), &awslogs.LogGroupProps{
		LogGroupName: jsii.String("/aws/lambda/" + c.named(f.Name)), Retention: c.stage.logs, RemovalPolicy: c.stage.removal(),
	})
	role := awsiam.NewRole(c.Stack, jsii.String("Role-"+f.Name), &awsiam.RoleProps{
		AssumedBy:      awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		Description:    jsii.String("orderflow: what " + f.Name + " may do"),
		InlinePolicies: &map[string]awsiam.PolicyDocument{"wiring": c.policyOf(f, logs)},
	})
	excuse(role, "AwsSolutions-IAM5", "X-Ray has no resources to name.", "Resource::*")
	c.excuseCalls(f, role)
	environment := map[string]*string{metrics.NamespaceVariable: jsii.String(c.prefix())}
	for name, on := range f.Settings() {
		if c.resources[on].setting == nil {
			c.mistake(f.Name + " is told of " + string(on) + ", which the stack " + string(c.context) + " does not have")
			continue
		}
		environment[name] = c.resources[on].setting
	}
	function := awslambda.NewFunction(c.Stack, jsii.String("Function-"+f.Name), &awslambda.FunctionProps{
		FunctionName: jsii.String(c.named(f.Name)), Description: jsii.String(f.Does),
		Runtime: awslambda.Runtime_PROVIDED_AL2023(), Architecture: awslambda.Architecture_ARM_64(),
		Handler: jsii.String("bootstrap"), Code: awslambda.Code_FromAsset(jsii.String(filepath.Join(c.artifacts, f.Name)), nil),
		MemorySize: jsii.Number(f.MemoryMB), Timeout: seconds(f.Timeout), Environment: &environment,
		// CDK must not add to the role: what it may do is the wiring's.
		Role: role.WithoutPolicyUpdates(nil), Tracing: awslambda.Tracing_ACTIVE,
		LogGroup: logs, LoggingFormat: awslambda.LoggingFormat_JSON,
		ApplicationLogLevelV2: awslambda.ApplicationLogLevel_INFO, SystemLogLevelV2: awslambda.SystemLogLevel_INFO,
		// A version that executions under way may still call is never deleted.
		CurrentVersionOptions: &awslambda.VersionOptions{RemovalPolicy: awscdk.RemovalPolicy_RETAIN},
	})
	if f.DeadLetters != "" {
		awslambda.NewCfnEventInvokeConfig(c.Stack, jsii.String("Invoke-"+f.Name), &awslambda.CfnEventInvokeConfigProps{
			FunctionName: function.FunctionName(), Qualifier: jsii.String("$LATEST"),
			MaximumRetryAttempts: jsii.Number(2), MaximumEventAgeInSeconds: jsii.Number((6 * time.Hour).Seconds()),
			// Unlike a function's DeadLetterConfig, a destination also tells the error.
			DestinationConfig: map[string]any{"onFailure": map[string]any{"destination": c.queues[f.DeadLetters].QueueArn()}},
		})
	}
	c.functions[f.Name] = function
}

func seconds(d time.Duration) awscdk.Duration {
	return awscdk.Duration_Seconds(jsii.Number(d.Seconds()))
}
