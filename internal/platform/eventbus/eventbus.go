// Package eventbus publishes domain events to an EventBridge bus.
package eventbus

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/platform/xray"
)

// Bus is one event bus.
type Bus struct {
	client *eventbridge.Client
	name   string
}

// New uses the bus of that name.
func New(client *eventbridge.Client, name string) *Bus { return &Bus{client, name} }

// batch is how many entries a call takes.
const batch = 10

// tries is how often entries are sent that the service could not take for the moment.
const tries = 3

// Publish returns when the bus has taken all events. EventBridge answers 200 even
// when it did not take an entry, which the SDK does not report: entries that
// failed are sent again, and what is still left is an error.
func (b *Bus) Publish(ctx context.Context, all ...events.Event) error {
	var entries []types.PutEventsRequestEntry
	for _, e := range all {
		detail, err := e.Detail()
		if err != nil {
			return err
		}
		entries = append(entries, types.PutEventsRequestEntry{
			EventBusName: &b.name, Source: aws.String(events.Source), DetailType: aws.String(string(e.Type)),
			Detail: aws.String(string(detail)), Time: aws.Time(e.Metadata.OccurredAt),
			TraceHeader: xray.Header(ctx), // so that what the event sets off is in the same trace
		})
	}
	for len(entries) > 0 {
		n := min(batch, len(entries))
		if err := b.put(ctx, entries[:n]); err != nil {
			return err
		}
		entries = entries[n:]
	}
	return nil
}

func (b *Bus) put(ctx context.Context, entries []types.PutEventsRequestEntry) error {
	var refused error
	for range tries {
		answer, err := b.client.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: entries})
		if err != nil {
			return fmt.Errorf("put events on bus %s: %w", b.name, err)
		}
		if answer.FailedEntryCount == 0 {
			return nil
		}
		var left []types.PutEventsRequestEntry
		for i, outcome := range answer.Entries {
			if outcome.ErrorCode != nil {
				refused = fmt.Errorf("bus %s did not take %s: %s", b.name, aws.ToString(entries[i].DetailType), *outcome.ErrorCode)
				left = append(left, entries[i])
			}
		}
		entries = left
	}
	return refused
}
