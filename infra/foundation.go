package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/jsii-runtime-go"
)

// newFoundation has what the contexts share: the event bus, who its users are,
// the address that writes to them, and where alarms go.
func newFoundation(app awscdk.App, s settings) awscdk.Stack {
	stack := newStack(app, s, "foundation", "orderflow: event bus, users, mail, and where alarms go")
	addBus(stack, s)
	addUsers(stack, s)
	addMail(stack, s)
	addAlarmTopic(stack, s)
	return stack
}

// archiveDays is how long events can be replayed.
const archiveDays = 30

// addBus adds the event bus, its archive, and the registry with its language.
func addBus(stack awscdk.Stack, s settings) {
	bus := awsevents.NewEventBus(stack, jsii.String("Bus"), &awsevents.EventBusProps{
		EventBusName: jsii.String(s.prefix()), Description: jsii.String("What happens to orders"),
	})
	awsevents.NewArchive(stack, jsii.String("Archive"), &awsevents.ArchiveProps{
		ArchiveName: jsii.String(s.prefix()), SourceEventBus: bus, Description: jsii.String("Events to replay"),
		Retention:    awscdk.Duration_Days(jsii.Number(archiveDays)),
		EventPattern: &awsevents.EventPattern{Source: awsevents.Match_Prefix(jsii.String("orderflow."))},
	})
	addSchemas(stack, s)
}

// addMail adds the sender. Its address must be verified by whoever reads its mail.
func addMail(stack awscdk.Stack, s settings) {
	set := awsses.NewConfigurationSet(stack, jsii.String("Mail"), &awsses.ConfigurationSetProps{
		ConfigurationSetName: jsii.String(s.prefix()), ReputationMetrics: jsii.Bool(true),
		SuppressionReasons: awsses.SuppressionReasons_BOUNCES_AND_COMPLAINTS, TlsPolicy: awsses.ConfigurationSetTlsPolicy_REQUIRE,
	})
	awsses.NewEmailIdentity(stack, jsii.String("Sender"), &awsses.EmailIdentityProps{
		Identity: awsses.Identity_Email(jsii.String(s.sender)), ConfigurationSet: set,
	})
}

// addAlarmTopic adds the topic that alarms are sent to, and its first subscriber.
func addAlarmTopic(stack awscdk.Stack, s settings) {
	topic := awssns.NewTopic(stack, jsii.String("Alarms"), &awssns.TopicProps{
		TopicName: jsii.String(s.named("alarms")), DisplayName: jsii.String("orderflow " + s.stage.name), EnforceSSL: jsii.Bool(true),
	})
	topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(jsii.String(s.alarms), nil))
	// A topic with a policy of its own has lost the one by which its account may publish.
	topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("AlarmsOfThisAccount"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("cloudwatch.amazonaws.com"), nil)},
		Actions:    jsii.Strings("sns:Publish"), Resources: &[]*string{topic.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()}},
	}))
	output(stack, "AlarmTopicArn", topic.TopicArn(), "Where alarms go: subscribe whoever must know")
}
