package events

import "time"

// Money is an amount in the currency's minor unit: 1250 EUR is €12.50.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"` // ISO 4217
}

// Item is one line of an order.
type Item struct {
	DishID    string `json:"dishId"`
	Name      string `json:"name"`
	Quantity  int    `json:"quantity"`
	UnitPrice Money  `json:"unitPrice"`
}

// Parties are whose order it is; every event's data has them.
type Parties struct {
	CustomerID   string `json:"customerId"`
	RestaurantID string `json:"restaurantId"`
}

// OrderPlacedData tells: the order has been placed and will be offered to the restaurant.
type OrderPlacedData struct {
	Parties
	Items []Item `json:"items"`
	Total Money  `json:"total"`
}

// RestaurantNotifiedData tells: the restaurant has been told and has until AcceptBy.
type RestaurantNotifiedData struct {
	Parties
	AcceptBy time.Time `json:"acceptBy"`
}

// OrderAcceptedData tells: the restaurant cooks.
type OrderAcceptedData struct {
	Parties
	Total    Money     `json:"total"`
	PlacedAt time.Time `json:"placedAt"`
}

// UserNotifiedData tells: the customer has been mailed that the order is accepted.
type UserNotifiedData struct {
	Parties
	About string `json:"about"` // the status that the mail told: "accepted"
}

// OrderCompletedData tells: delivered. The happy end.
type OrderCompletedData struct {
	Parties
	Items      []Item    `json:"items"`
	Total      Money     `json:"total"`
	PlacedAt   time.Time `json:"placedAt"`
	AcceptedAt time.Time `json:"acceptedAt"`
}

// OrderRejectedData tells: the restaurant declined, before or after accepting.
type OrderRejectedData struct {
	Parties
	Total    Money     `json:"total"`
	PlacedAt time.Time `json:"placedAt"`
	Stage    string    `json:"stage"` // "acceptance" or "completion"
	Reason   string    `json:"reason,omitempty"`
}

// OrderExpiredData tells: the restaurant did not answer, or did not complete, in time.
type OrderExpiredData struct {
	Parties
	Total    Money     `json:"total"`
	PlacedAt time.Time `json:"placedAt"`
	Stage    string    `json:"stage"`
}

// OrderCancelledData tells: the customer took the order back before it was accepted.
type OrderCancelledData struct {
	Parties
	Total    Money     `json:"total"`
	PlacedAt time.Time `json:"placedAt"`
	Reason   string    `json:"reason,omitempty"`
}

// OrderStalledData tells: the workflow cannot go on by itself; ops are needed. The
// order has not ended.
type OrderStalledData struct {
	Parties
	Status string `json:"status"` // the order's status while it is stalled
	Error  string `json:"error"`  // the error name at which the workflow stopped
}

// OrderFailedData tells: the workflow could not bring the order to an end.
type OrderFailedData struct {
	Parties
	Total  Money  `json:"total"`
	Status string `json:"status"` // the order's last status before
	Reason string `json:"reason"` // "ABORTED", "TIMED_OUT" or "STALLED"
}
