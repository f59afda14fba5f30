package dynamostore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// List implements [store.Table]. A status is filtered after reading, so a page
// may be short, or empty, and still have a cursor.
func (t *Table) List(ctx context.Context, q store.Query) (page store.Page, err error) {
	after, err := store.DecodeCursor(q.Cursor)
	if err != nil {
		return page, err
	}
	index, key, owner := store.IndexByCustomer, store.KeyCustomer, string(q.Customer)
	if q.Restaurant != "" {
		index, key, owner = store.IndexByRestaurant, store.KeyRestaurant, string(q.Restaurant)
	}
	input := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: &index,
		KeyConditionExpression:    aws.String(key + " = :owner"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":owner": text(owner)},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(q.Limit)),
	}
	if after != nil {
		input.KeyConditionExpression = aws.String(key + " = :owner AND " + store.KeyList + " < :after")
		input.ExpressionAttributeValues[":after"] = text(after.CreatedAt + "#" + string(after.ID))
	}
	if q.Status != "" {
		input.FilterExpression = aws.String("#status = :status")
		input.ExpressionAttributeNames = map[string]string{"#status": "status"}
		input.ExpressionAttributeValues[":status"] = text(string(q.Status))
	}
	answer, err := t.client.Query(ctx, input)
	if err != nil {
		return page, err
	}
	for _, item := range answer.Items {
		r, err := recordOf(item)
		if err != nil {
			return store.Page{}, err
		}
		page.Orders = append(page.Orders, store.Summary{
			ID: r.ID, CustomerID: r.CustomerID, RestaurantID: r.RestaurantID, Status: r.Status, Total: r.Total, CreatedAt: r.CreatedAt,
		})
	}
	if last := answer.LastEvaluatedKey; last != nil {
		page.Cursor, err = cursorOf(last)
	}
	return page, err
}

// cursorOf makes a cursor of the key at which DynamoDB stopped reading.
func cursorOf(key map[string]types.AttributeValue) (string, error) {
	var listKey string
	if err := attributevalue.Unmarshal(key[store.KeyList], &listKey); err != nil {
		return "", fmt.Errorf("read the last key: %w", err)
	}
	created, id, _ := strings.Cut(listKey, "#")
	return store.Position{CreatedAt: created, ID: order.ID(id)}.Encode()
}

// Agenda implements [store.Table]: it asks each shard and merges the answers.
func (t *Table) Agenda(ctx context.Context, topic order.Topic, after *store.Entry, limit int) (entries []store.Entry, err error) {
	for _, key := range AgendaKeys(topic) {
		some, err := t.agendaShard(ctx, key, after, limit)
		if err != nil {
			return nil, err
		}
		entries = append(entries, some...)
	}
	slices.SortFunc(entries, func(a, b store.Entry) int {
		return strings.Compare(sortKey(a.Due, a.ID), sortKey(b.Due, b.ID))
	})
	return entries[:min(limit, len(entries))], nil
}

func (t *Table) agendaShard(ctx context.Context, key string, after *store.Entry, limit int) (entries []store.Entry, err error) {
	input := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(store.IndexAgenda),
		KeyConditionExpression:    aws.String(store.KeyAgenda + " = :key"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":key": text(key)},
		Limit:                     aws.Int32(int32(limit)),
	}
	if after != nil {
		input.KeyConditionExpression = aws.String(store.KeyAgenda + " = :key AND " + store.KeyDue + " > :after")
		input.ExpressionAttributeValues[":after"] = text(sortKey(after.Due, after.ID))
	}
	answer, err := t.client.Query(ctx, input)
	if err != nil {
		return nil, err
	}
	for _, item := range answer.Items {
		var stored struct {
			ID    order.ID  `dynamodbav:"id"`
			Due   time.Time `dynamodbav:"due"`
			Since time.Time `dynamodbav:"since"`
		}
		if err := attributevalue.UnmarshalMap(item, &stored); err != nil {
			return nil, fmt.Errorf("an entry of the agenda is damaged: %w", err)
		}
		entries = append(entries, store.Entry(stored))
	}
	return entries, nil
}
