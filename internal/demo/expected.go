package demo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// expected is what belongs to an outcome.
type expected struct {
	status string // of the execution; "" is SUCCEEDED
	states []string
	events []string
	rings  []string
	mails  []string // how the subjects begin
}

var expectations = map[string]expected{
	"completed": {
		states: []string{"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "AcceptOrder", "NotifyUser", "WaitForCompletion", "CompleteOrder"},
		events: []string{"order_placed", "restaurant_notified", "order_accepted", "user_notified", "order_completed"},
		rings:  []string{"order_offered"},
		mails:  []string{restaurantName + " has accepted your order", "10 % off your next order"},
	},
	"rejected": {
		states: []string{"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "RejectOrder", "NotifyUserOfEnding"},
		events: []string{"order_placed", "restaurant_notified", "order_rejected"},
		rings:  []string{"order_offered"},
		mails:  []string{restaurantName + " cannot take your order"},
	},
	"expired": {
		states: []string{"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "ExpireOrder", "NotifyUserOfEnding"},
		events: []string{"order_placed", "restaurant_notified", "order_expired"},
		rings:  []string{"order_offered", "order_withdrawn"},
		mails:  []string{restaurantName + " did not answer"},
	},
	"cancelled": {
		states: []string{"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "CancelOrder", "NotifyUserOfEnding"},
		events: []string{"order_placed", "restaurant_notified", "order_cancelled"},
		rings:  []string{"order_offered", "order_withdrawn"},
		mails:  []string{"Your order is cancelled"},
	},
	"failed": { // watch-orders publishes again what the workflow may not have published before it stopped
		status: "ABORTED",
		states: []string{"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance"},
		events: []string{"order_placed", "restaurant_notified", "order_placed", "restaurant_notified", "order_failed"},
		rings:  []string{"order_offered", "order_withdrawn"},
		mails:  []string{"Your order could not be carried out"},
	},
}

// Happened is what was found of an order that has ended.
type Happened struct {
	Status string   // of the execution
	States []string // entered, in order
	Events []string // on the bus, in order
	Rings  []string // messages to the restaurant
	Mails  []string // subjects of the mails to the customer
}

// Check holds what happened against what belongs to the outcome. The error says
// everything that differs.
func Check(outcome string, h Happened) error {
	want := expectations[outcome]
	var missing []error
	differs := func(what string, got, want []string) {
		missing = append(missing, fmt.Errorf("%s: got %s, want %s", what, strings.Join(got, " → "), strings.Join(want, " → ")))
	}
	if status := cmp.Or(want.status, "SUCCEEDED"); h.Status != status {
		missing = append(missing, fmt.Errorf("the execution is %s, want %s", h.Status, status))
	}
	if !slices.Equal(h.States, want.states) {
		differs("states", h.States, want.states)
	}
	if !slices.Equal(h.Events, want.events) {
		differs("events", h.Events, want.events)
	}
	if !slices.Equal(h.Rings, want.rings) {
		differs("messages to the restaurant", h.Rings, want.rings)
	}
	if !slices.EqualFunc(h.Mails, want.mails, strings.HasPrefix) {
		differs("mails", h.Mails, want.mails)
	}
	return errors.Join(missing...)
}
