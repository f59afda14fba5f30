package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addTables adds the context's tables.
func (c *contextStack) addTables() {
	for _, t := range wiring.Tables {
		if t.Context == c.context {
			c.addTable(t)
		}
	}
}

func (c *contextStack) addTable(t wiring.Table) {
	var indexes []*awsdynamodb.GlobalSecondaryIndexPropsV2
	for _, i := range t.Indexes {
		indexes = append(indexes, &awsdynamodb.GlobalSecondaryIndexPropsV2{
			IndexName: jsii.String(i.Name), PartitionKey: text(i.Partition), SortKey: text(i.Sort),
			ProjectionType: awsdynamodb.ProjectionType_INCLUDE, NonKeyAttributes: jsii.Strings(i.Projects...),
		})
	}
	props := &awsdynamodb.TablePropsV2{
		TableName: jsii.String(c.named(t.Name)), PartitionKey: text(t.Key), Billing: awsdynamodb.Billing_OnDemand(nil),
		Encryption:                       awsdynamodb.TableEncryptionV2_AwsManagedKey(),
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled: jsii.Bool(true)},
		DeletionProtection:               jsii.Bool(c.stage.keeps), RemovalPolicy: c.stage.removal(),
	}
	if indexes != nil {
		props.GlobalSecondaryIndexes = &indexes
	}
	if t.Expires != "" {
		props.TimeToLiveAttribute = jsii.String(t.Expires)
	}
	table := awsdynamodb.NewTableV2(c.Stack, jsii.String("Table-"+t.Name), props)
	of := wiring.Resource("table/" + t.Name)
	c.resources[of] = resource{arns: []*string{table.TableArn()}, setting: table.TableName()}
	// Its indexes are named by a star: a query names the index, and DynamoDB knows no other.
	c.resources[of+"/index/*"] = resource{arns: []*string{jsii.String(*table.TableArn() + "/index/*")}, setting: table.TableName()}
}

func text(name string) *awsdynamodb.Attribute {
	return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
}
