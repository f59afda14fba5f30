package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addTopic adds the topic by which restaurants are told that there is something to
// look at. A message has the attributes restaurantId and kind, by which a
// subscription is filtered to one restaurant. Only ops subscribe.
func (c *contextStack) addTopic() awssns.Topic {
	key := awskms.NewKey(c.Stack, jsii.String("TopicKey"), &awskms.KeyProps{
		Description: jsii.String("orderflow: the messages to restaurants"), EnableKeyRotation: jsii.Bool(true),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY, Policy: keyPolicy(), // a topic keeps nothing
	})
	topic := awssns.NewTopic(c.Stack, jsii.String("Topic"), &awssns.TopicProps{
		TopicName: jsii.String(c.named(wiring.Topic)), DisplayName: jsii.String("orderflow"), MasterKey: key, EnforceSSL: jsii.Bool(true),
	})
	topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid: jsii.String("OnlyOpsSubscribe"), Effect: awsiam.Effect_DENY,
		Principals: &[]awsiam.IPrincipal{awsiam.NewAnyPrincipal()}, Actions: jsii.Strings("sns:Subscribe"),
		Resources:  &[]*string{topic.TopicArn()},
		Conditions: &map[string]any{"ArnNotEquals": map[string]any{"aws:PrincipalArn": c.opsRoleARN()}},
	}))
	c.resources[wiring.OnTopic] = resource{arns: []*string{topic.TopicArn()}, setting: topic.TopicArn(), key: key.KeyArn()}
	output(c.Stack, "RestaurantTopicArn", topic.TopicArn(), "Subscribe each restaurant's app here, filtered by restaurantId")
	return topic
}

// keyPolicy leaves it to the account's policies who uses the key: it names the
// account for what there is to allow, where CDK would name it for everything.
func keyPolicy() awsiam.PolicyDocument {
	account := awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewAccountRootPrincipal()},
		Actions: jsii.Strings(
			"kms:Decrypt", "kms:GenerateDataKey", // whoever publishes
			"kms:CancelKeyDeletion", "kms:DescribeKey", "kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation",
			"kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
			"kms:TagResource", "kms:UntagResource", "kms:UpdateKeyDescription", // whoever deploys
		),
		Resources: jsii.Strings("*"), // in a key's policy, the key
	})
	return awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &[]awsiam.PolicyStatement{account}})
}
