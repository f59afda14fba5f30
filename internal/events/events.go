package events

import (
	"encoding/json"
	"fmt"
	"time"
)

// Source is the EventBridge source of every event of the order context.
const Source = "orderflow.orders"

// Type is what happened; it is the entry's detail-type.
type Type string

// The event types.
const (
	OrderPlaced        Type = "order_placed"
	RestaurantNotified Type = "restaurant_notified"
	OrderAccepted      Type = "order_accepted"
	UserNotified       Type = "user_notified"
	OrderCompleted     Type = "order_completed"
	OrderRejected      Type = "order_rejected"
	OrderExpired       Type = "order_expired"
	OrderCancelled     Type = "order_cancelled"
	OrderFailed        Type = "order_failed"
	OrderStalled       Type = "order_stalled"
)

// Types are all event types, in the order in which an order may see them.
var Types = []Type{
	OrderPlaced, RestaurantNotified, OrderAccepted, UserNotified, OrderCompleted,
	OrderRejected, OrderExpired, OrderCancelled, OrderStalled, OrderFailed,
}

// Metadata is what every event carries about itself.
type Metadata struct {
	// ID is the same however often the event is delivered.
	ID string `json:"id"`
	// Version is the version of the type's schema.
	Version int    `json:"version"`
	OrderID string `json:"orderId"`
	// OccurredAt is when it happened, not when it was published.
	OccurredAt time.Time `json:"occurredAt"`
	// Sequence counts an order's events from 1.
	Sequence int `json:"sequence"`
}

// Event is one domain event, ready to be published.
type Event struct {
	Type     Type
	Metadata Metadata
	Data     any // one of the types in data.go
}

// Detail is the event's detail as JSON.
func (e Event) Detail() ([]byte, error) {
	detail, err := json.Marshal(struct {
		Metadata Metadata `json:"metadata"`
		Data     any      `json:"data"`
	}{e.Metadata, e.Data})
	if err != nil {
		return nil, fmt.Errorf("encode %s of order %s: %w", e.Type, e.Metadata.OrderID, err)
	}
	return detail, nil
}

// Received is an event as a consumer gets it, its data of the type D.
type Received[D any] struct {
	Metadata Metadata `json:"metadata"`
	Data     D        `json:"data"`
}

// Decode reads the detail of a delivered event. Members that it does not know
// are no error: a type may grow.
func Decode[D any](detail []byte) (Received[D], error) {
	var r Received[D]
	if err := json.Unmarshal(detail, &r); err != nil {
		return r, fmt.Errorf("decode an event's detail: %w", err)
	}
	if r.Metadata.ID == "" || r.Metadata.OrderID == "" {
		return r, fmt.Errorf("decode an event's detail: metadata.id and metadata.orderId are required")
	}
	return r, nil
}
