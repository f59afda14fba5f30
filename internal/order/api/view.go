package api

import (
	"time"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
)

// orderView is an order as its customer and its restaurant see it.
type orderView struct {
	ID           order.ID           `json:"id"`
	CustomerID   order.CustomerID   `json:"customerId"`
	RestaurantID order.RestaurantID `json:"restaurantId"`
	Status       order.Status       `json:"status"`
	Items        []order.Item       `json:"items"`
	Total        order.Money        `json:"total"`
	Address      string             `json:"address"`
	Note         string             `json:"note,omitempty"`
	Waiting      *waitView          `json:"waiting,omitempty"`
	Stalled      *stallView         `json:"stalled,omitempty"`
	CreatedAt    time.Time          `json:"createdAt"`
	UpdatedAt    time.Time          `json:"updatedAt"`
	Timeline     []momentView       `json:"timeline"`
}

// waitView says whose turn it is, and until when. It has no token.
type waitView struct {
	For   order.Stage `json:"for"`
	Until time.Time   `json:"until"`
}

type stallView struct {
	Since time.Time `json:"since"`
}

type momentView struct {
	Event  events.Type `json:"event"`
	At     time.Time   `json:"at"`
	Stage  order.Stage `json:"stage,omitempty"`
	Reason string      `json:"reason,omitempty"`
}

func viewOf(o *order.Order) orderView {
	v := orderView{
		ID: o.ID(), CustomerID: o.CustomerID(), RestaurantID: o.RestaurantID(), Status: o.Status(), Items: o.Items(), Total: o.Total(),
		Address: o.Address(), Note: o.Note(), CreatedAt: o.CreatedAt(), UpdatedAt: o.UpdatedAt(), Timeline: []momentView{},
	}
	if wait := o.Parked(); wait != nil {
		v.Waiting = &waitView{wait.For, wait.Deadline}
	}
	if stall := o.Stalled(); stall != nil {
		v.Stalled = &stallView{stall.Since}
	}
	for _, m := range o.Timeline() {
		v.Timeline = append(v.Timeline, momentView{m.Event, m.At, m.Stage, m.Reason})
	}
	return v
}
