// Package doorbell rings at restaurants through an SNS topic. A message says that
// there is something to look at; its attributes let a restaurant subscribe to its
// own messages only.
package doorbell

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/orderflow/orderflow/internal/order/workflow"
)

// Topic is the restaurants' topic.
type Topic struct {
	client *sns.Client
	arn    string
}

var _ workflow.Doorbell = (*Topic)(nil)

// New uses the topic of that ARN.
func New(client *sns.Client, arn string) *Topic { return &Topic{client, arn} }

// Ring implements [workflow.Doorbell].
func (t *Topic) Ring(ctx context.Context, ring workflow.Ring) error {
	message, err := json.Marshal(ring)
	if err != nil {
		return fmt.Errorf("encode a doorbell's ring: %w", err)
	}
	text := func(s string) types.MessageAttributeValue {
		return types.MessageAttributeValue{DataType: aws.String("String"), StringValue: &s}
	}
	_, err = t.client.Publish(ctx, &sns.PublishInput{
		TopicArn: &t.arn, Message: aws.String(string(message)),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"restaurantId": text(string(ring.RestaurantID)), "kind": text(string(ring.Kind)),
		},
	})
	if err != nil {
		return fmt.Errorf("publish to the restaurants' topic: %w", err)
	}
	return nil
}
