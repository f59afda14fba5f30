package workflow

import (
	"fmt"
	"html"
	"strings"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
)

// letter writes to the customer by the order's status; ok is false when that
// status is nothing to write about.
func (h NotifyUser) letter(o *order.Order) (l contacts.Letter, ok bool) {
	restaurant := string(o.RestaurantID())
	if r, known := h.Menu.Restaurant(o.RestaurantID()); known {
		restaurant = r.Name
	}
	w, ok := wordsFor(o, restaurant)
	if !ok {
		return contacts.Letter{}, false
	}
	return contacts.Letter{
		Subject: strings.Join(strings.Fields(w.subject), " "), // one line, whatever a restaurant calls itself
		Text:    w.text(o), HTML: w.html(o), Kind: "order_" + string(o.Status()), OrderID: string(o.ID()),
	}, true
}

// words are what a letter says about an order.
type words struct{ subject, first, then string }

const notCharged = "You have not been charged."

func wordsFor(o *order.Order, restaurant string) (words, bool) {
	switch o.Status() {
	case order.Accepted:
		return words{restaurant + " has accepted your order", restaurant + " has accepted your order and is cooking it.", "Enjoy your meal."}, true
	case order.Rejected:
		first := "we are sorry: " + restaurant + " cannot take your order."
		if reason := ending(o).Reason; reason != "" {
			first += " They say: " + reason
		}
		return words{restaurant + " cannot take your order", first, notCharged}, true
	case order.Cancelled:
		return words{"Your order is cancelled", "your order at " + restaurant + " is cancelled, as you asked.", notCharged}, true
	case order.Expired:
		if ending(o).Stage == order.Completion {
			return words{"Your order was not delivered", "we are sorry: " + restaurant + " did not deliver your order in time.", "We have closed it. " + notCharged}, true
		}
		return words{restaurant + " did not answer", "we are sorry: " + restaurant + " did not answer in time.", "We have closed your order. " + notCharged}, true
	case order.Failed:
		return words{
			"Your order could not be carried out",
			"we are sorry: something went wrong on our side, and your order at " + restaurant + " could not be carried out.", notCharged,
		}, true
	}
	return words{}, false
}

// ending is the moment at which the order ended.
func ending(o *order.Order) order.Moment {
	for _, m := range o.Timeline() {
		switch m.Event {
		case events.OrderRejected, events.OrderExpired, events.OrderCancelled, events.OrderFailed:
			return m
		}
	}
	return order.Moment{}
}

func (w words) text(o *order.Order) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Hello,\n\n%s\n\n", w.first)
	for _, item := range o.Items() {
		fmt.Fprintf(&b, "  %d × %s\n", item.Quantity, item.Name)
	}
	fmt.Fprintf(&b, "\n  Total %s\n\n%s\n\nOrder %s\n", o.Total(), w.then, o.ID())
	return b.String()
}

func (w words) html(o *order.Order) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><body style="font-family:sans-serif"><p>Hello,</p><p>%s</p><ul>`, html.EscapeString(w.first))
	for _, item := range o.Items() {
		fmt.Fprintf(&b, "<li>%d × %s</li>", item.Quantity, html.EscapeString(item.Name))
	}
	fmt.Fprintf(&b, `</ul><p>Total %s</p><p>%s</p><p style="color:#767676">Order %s</p></body></html>`, o.Total(), html.EscapeString(w.then), o.ID())
	return b.String()
}
