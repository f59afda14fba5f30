package order

import (
	"fmt"

	"github.com/orderflow/orderflow/internal/events"
)

// Event makes the event that tells of a moment. It depends on the moment and on
// what of an order never changes, so it is the same whenever it is made.
func (o *Order) Event(m Moment) events.Event {
	return events.Event{
		Type: m.Event,
		Metadata: events.Metadata{
			ID:      fmt.Sprintf("%s-%d", o.r.ID, m.Sequence),
			Version: events.Version, OrderID: string(o.r.ID), OccurredAt: m.At, Sequence: m.Sequence,
		},
		Data: o.data(m),
	}
}

// Events makes the events of all that has happened to the order.
func (o *Order) Events() []events.Event {
	all := make([]events.Event, len(o.r.Timeline))
	for i, m := range o.r.Timeline {
		all[i] = o.Event(m)
	}
	return all
}

func (o *Order) data(m Moment) any {
	parties := events.Parties{CustomerID: string(o.r.CustomerID), RestaurantID: string(o.r.RestaurantID)}
	total := events.Money(o.r.Total)
	switch m.Event {
	case events.OrderPlaced:
		return events.OrderPlacedData{Parties: parties, Items: o.eventItems(), Total: total}
	case events.RestaurantNotified:
		return events.RestaurantNotifiedData{Parties: parties, AcceptBy: *m.AcceptBy}
	case events.OrderAccepted:
		return events.OrderAcceptedData{Parties: parties, Total: total, PlacedAt: o.At(events.OrderPlaced)}
	case events.UserNotified:
		return events.UserNotifiedData{Parties: parties, About: string(m.Status)}
	case events.OrderCompleted:
		return events.OrderCompletedData{
			Parties: parties, Items: o.eventItems(), Total: total,
			PlacedAt: o.At(events.OrderPlaced), AcceptedAt: o.At(events.OrderAccepted),
		}
	case events.OrderRejected:
		return events.OrderRejectedData{Parties: parties, Total: total, PlacedAt: o.At(events.OrderPlaced), Stage: string(m.Stage), Reason: m.Reason}
	case events.OrderExpired:
		return events.OrderExpiredData{Parties: parties, Total: total, PlacedAt: o.At(events.OrderPlaced), Stage: string(m.Stage)}
	case events.OrderCancelled:
		return events.OrderCancelledData{Parties: parties, Total: total, PlacedAt: o.At(events.OrderPlaced), Reason: m.Reason}
	case events.OrderStalled:
		return events.OrderStalledData{Parties: parties, Status: string(m.Status), Error: m.Error}
	case events.OrderFailed:
		return events.OrderFailedData{Parties: parties, Total: total, Status: string(m.Status), Reason: m.Reason}
	}
	return nil
}

func (o *Order) eventItems() []events.Item {
	items := make([]events.Item, len(o.r.Items))
	for i, item := range o.r.Items {
		items[i] = events.Item{DishID: item.DishID, Name: item.Name, Quantity: item.Quantity, UnitPrice: events.Money(item.UnitPrice)}
	}
	return items
}
