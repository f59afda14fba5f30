package order

// ID names an order; it is also the name of its execution.
type ID string

// CustomerID names a customer: the subject of the customer's token.
type CustomerID string

// RestaurantID names a restaurant, as in the menu.
type RestaurantID string

// Status is how far an order has come.
type Status string

// The statuses. An order is received, placed, accepted and completed; or it ends
// on the way in one of the other four.
const (
	Received  Status = "received"
	Placed    Status = "placed"
	Accepted  Status = "accepted"
	Completed Status = "completed"
	Rejected  Status = "rejected"
	Expired   Status = "expired"
	Cancelled Status = "cancelled"
	Failed    Status = "failed"
)

// Statuses are all statuses.
var Statuses = []Status{Received, Placed, Accepted, Completed, Rejected, Expired, Cancelled, Failed}

// Ended reports whether an order of this status never changes again.
func (s Status) Ended() bool {
	switch s {
	case Received, Placed, Accepted:
		return false
	}
	return true
}
