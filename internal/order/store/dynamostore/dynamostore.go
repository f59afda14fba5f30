// Package dynamostore keeps orders in a DynamoDB table: the store on AWS. Each
// order is one item, and each write is one conditional PutItem on it. How the
// table must be laid out is said in package store, file layout.go.
package dynamostore

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// Table is a [store.Table] in DynamoDB.
type Table struct {
	client *dynamodb.Client
	name   string
}

var _ store.Table = (*Table)(nil)

// New uses the table of that name.
func New(client *dynamodb.Client, name string) *Table { return &Table{client, name} }

// agendaShards spreads the agenda over so many partition keys, because one key
// takes a thousand writes a second at most, and a busy index slows the table down.
const agendaShards = 8

// Insert implements [store.Table].
func (t *Table) Insert(ctx context.Context, r order.Record, now time.Time) (*order.Record, error) {
	item, err := ItemOf(r)
	if err != nil {
		return nil, err
	}
	_, err = t.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &t.name, Item: item,
		ConditionExpression:                 aws.String("attribute_not_exists(id) OR #expires <= :now"),
		ExpressionAttributeNames:            map[string]string{"#expires": store.AttributeExpires},
		ExpressionAttributeValues:           map[string]types.AttributeValue{":now": number(now.Unix())},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var exists *types.ConditionalCheckFailedException
	if !errors.As(err, &exists) {
		return nil, err
	}
	if exists.Item == nil { // an older endpoint does not send it along
		found, err := t.Get(ctx, r.ID)
		return &found, err
	}
	found, err := recordOf(exists.Item)
	return &found, err
}

// Get implements [store.Table].
func (t *Table) Get(ctx context.Context, id order.ID) (order.Record, error) {
	answer, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &t.name, ConsistentRead: aws.Bool(true), Key: map[string]types.AttributeValue{store.KeyID: text(string(id))},
	})
	if err != nil {
		return order.Record{}, err
	}
	if answer.Item == nil {
		return order.Record{}, store.ErrNotFound
	}
	return recordOf(answer.Item)
}

// Replace implements [store.Table].
func (t *Table) Replace(ctx context.Context, r order.Record) error {
	item, err := ItemOf(r)
	if err != nil {
		return err
	}
	_, err = t.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &t.name, Item: item,
		ConditionExpression:       aws.String("version = :read"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":read": number(r.Version - 1)},
	})
	var changed *types.ConditionalCheckFailedException
	if errors.As(err, &changed) {
		return store.ErrConflict
	}
	return err
}

// tags makes an item's attributes bear the names of the record's JSON.
func tags(o *attributevalue.EncoderOptions) { o.TagKey = "json" }

// ItemOf is the record as an item, with the keys of the indexes. It is what is
// stored, and so what DynamoDB charges for.
func ItemOf(r order.Record) (map[string]types.AttributeValue, error) {
	item, err := attributevalue.MarshalMapWithOptions(r, tags)
	if err != nil {
		return nil, fmt.Errorf("encode the record: %w", err)
	}
	o, err := order.FromRecord(r)
	if err != nil {
		return nil, err
	}
	item[store.KeyList] = text(sortKey(r.CreatedAt, r.ID))
	if agenda, open := o.Agenda(); open {
		item[store.KeyAgenda] = text(agendaKey(agenda.Topic, shardOf(r.ID)))
		item[store.KeyDue] = text(sortKey(agenda.Due, r.ID))
		item["due"], item["since"] = text(format(agenda.Due)), text(format(agenda.Since))
	}
	if r.ExpiresAt != nil {
		item[store.AttributeExpires] = number(r.ExpiresAt.Unix())
	}
	return item, nil
}

func recordOf(item map[string]types.AttributeValue) (r order.Record, err error) {
	err = attributevalue.UnmarshalMapWithOptions(item, &r, func(o *attributevalue.DecoderOptions) { o.TagKey = "json" })
	if err != nil {
		return r, fmt.Errorf("the stored record is damaged: %w", err)
	}
	return r, nil
}

func format(t time.Time) string { return t.UTC().Format(store.TimeLayout) }

// sortKey sorts by time, and among orders of the same millisecond by id.
func sortKey(t time.Time, id order.ID) string { return format(t) + "#" + string(id) }

// AgendaKeys are the partition keys over which a topic of the agenda is spread.
func AgendaKeys(topic order.Topic) (keys []string) {
	for shard := range uint32(agendaShards) {
		keys = append(keys, agendaKey(topic, shard))
	}
	return keys
}

func agendaKey(topic order.Topic, shard uint32) string {
	return string(topic) + "#" + strconv.FormatUint(uint64(shard), 10)
}

func shardOf(id order.ID) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // a hash accepts everything
	return h.Sum32() % agendaShards
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
