package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// expected is what belongs to an outcome.
type expected struct {
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
}

// check holds what happened against what belongs to the outcome.
func (s *story) check(r record) error {
	want := expectations[s.outcome]
	var missing []error
	differs := func(what string, got, want []string) {
		missing = append(missing, fmt.Errorf("%s: got %s, want %s", what, strings.Join(got, " → "), strings.Join(want, " → ")))
	}
	if r.status != "SUCCEEDED" {
		missing = append(missing, fmt.Errorf("the execution is %s, want SUCCEEDED", r.status))
	}
	if got := names(r.states); !slices.Equal(got, want.states) {
		differs("states", got, want.states)
	}
	if got := names(r.events); !slices.Equal(got, want.events) {
		differs("events", got, want.events)
	}
	if got := names(r.rings); !slices.Equal(got, want.rings) {
		differs("messages to the restaurant", got, want.rings)
	}
	if got := names(r.mails); !slices.EqualFunc(got, want.mails, strings.HasPrefix) {
		differs("mails", got, want.mails)
	}
	return errors.Join(missing...)
}
