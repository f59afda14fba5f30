// Package dynamostore keeps vouchers in a DynamoDB table: the store on AWS. The
// partition key is orderId.
package dynamostore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/promo"
)

// KeyOrderID is the table's partition key.
const KeyOrderID = "orderId"

// Table keeps vouchers in DynamoDB.
type Table struct {
	client *dynamodb.Client
	name   string
}

var _ promo.Vouchers = (*Table)(nil)

// New uses the table of that name.
func New(client *dynamodb.Client, name string) *Table { return &Table{client, name} }

// Issue implements [promo.Vouchers].
func (t *Table) Issue(ctx context.Context, v promo.Voucher) (promo.Voucher, error) {
	item, err := ItemOf(v)
	if err != nil {
		return promo.Voucher{}, err
	}
	_, err = t.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &t.name, Item: item, ConditionExpression: aws.String("attribute_not_exists(orderId)"),
	})
	var exists *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return v, nil
	case errors.As(err, &exists):
		return t.get(ctx, v.OrderID)
	}
	return promo.Voucher{}, fmt.Errorf("issue the voucher: %w", err)
}

// Mailed implements [promo.Vouchers].
func (t *Table) Mailed(ctx context.Context, orderID string, at time.Time) error {
	_, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: key(orderID), UpdateExpression: aws.String("SET mailedAt = if_not_exists(mailedAt, :at)"),
		ConditionExpression:       aws.String("attribute_exists(orderId)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":at": &types.AttributeValueMemberS{Value: at.UTC().Format(time.RFC3339Nano)}},
	})
	if err != nil {
		return fmt.Errorf("note when the voucher of order %s was mailed: %w", orderID, err)
	}
	return nil
}

func (t *Table) get(ctx context.Context, orderID string) (v promo.Voucher, err error) {
	answer, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: key(orderID), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return v, fmt.Errorf("read the voucher of order %s: %w", orderID, err)
	}
	err = attributevalue.UnmarshalMapWithOptions(answer.Item, &v, func(o *attributevalue.DecoderOptions) { o.TagKey = "json" })
	if err != nil {
		return v, fmt.Errorf("the stored voucher of order %s is damaged: %w", orderID, err)
	}
	return v, nil
}

// ItemOf is the voucher as an item. It is what is stored, and so what DynamoDB
// charges for.
func ItemOf(v promo.Voucher) (map[string]types.AttributeValue, error) {
	item, err := attributevalue.MarshalMapWithOptions(v, func(o *attributevalue.EncoderOptions) { o.TagKey = "json" })
	if err != nil {
		return nil, fmt.Errorf("encode a voucher: %w", err)
	}
	return item, nil
}

func key(orderID string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{KeyOrderID: &types.AttributeValueMemberS{Value: orderID}}
}
