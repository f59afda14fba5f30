package dynamostore

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/order/store"
)

// Create makes the table, as the infrastructure does on AWS, and waits until it
// can be used. It is for endpoints on this machine.
func Create(ctx context.Context, client *dynamodb.Client, name string) error {
	attribute := func(name string) types.AttributeDefinition {
		return types.AttributeDefinition{AttributeName: &name, AttributeType: types.ScalarAttributeTypeS}
	}
	index := func(name, hash, sort string, projected []string) types.GlobalSecondaryIndex {
		return types.GlobalSecondaryIndex{
			IndexName: &name, KeySchema: key(hash, sort),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: without(projected, hash)},
		}
	}
	_, err := client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: &name, BillingMode: types.BillingModePayPerRequest, KeySchema: key(store.KeyID, ""),
		AttributeDefinitions: []types.AttributeDefinition{
			attribute(store.KeyID), attribute(store.KeyCustomer), attribute(store.KeyRestaurant),
			attribute(store.KeyList), attribute(store.KeyAgenda), attribute(store.KeyDue),
		},
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			index(store.IndexByCustomer, store.KeyCustomer, store.KeyList, store.SummaryAttributes),
			index(store.IndexByRestaurant, store.KeyRestaurant, store.KeyList, store.SummaryAttributes),
			index(store.IndexAgenda, store.KeyAgenda, store.KeyDue, store.AgendaAttributes),
		},
	})
	if err != nil {
		return fmt.Errorf("create table %s: %w", name, err)
	}
	waiter := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = 50*time.Millisecond, time.Second
	})
	if err := waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(name)}, time.Minute); err != nil {
		return fmt.Errorf("wait for table %s: %w", name, err)
	}
	return nil
}

func key(hash, sort string) []types.KeySchemaElement {
	schema := []types.KeySchemaElement{{AttributeName: &hash, KeyType: types.KeyTypeHash}}
	if sort != "" {
		schema = append(schema, types.KeySchemaElement{AttributeName: &sort, KeyType: types.KeyTypeRange})
	}
	return schema
}

// without leaves out an attribute that is projected anyhow, being a key.
func without(names []string, key string) (rest []string) {
	for _, name := range names {
		if name != key {
			rest = append(rest, name)
		}
	}
	return rest
}
