package store

// How orders lie in a DynamoDB table: the names that the store, the wiring and
// the infrastructure share.
const (
	KeyID = "id" // the partition key

	// The lists: a customer's and a restaurant's orders by listKey, newest last.
	IndexByCustomer   = "byCustomer"
	IndexByRestaurant = "byRestaurant"
	KeyCustomer       = "customerId"
	KeyRestaurant     = "restaurantId"
	KeyList           = "listKey" // creation time and id

	// The agenda: open orders by topic and due time. Sparse: an order that has
	// ended is not in it.
	IndexAgenda = "agenda"
	KeyAgenda   = "agendaKey" // topic and shard
	KeyDue      = "dueKey"    // due time and id

	// AttributeExpires is the time to live, in seconds since 1970.
	AttributeExpires = "expires"
)

// SummaryAttributes are what an index on orders must project for a [Summary].
var SummaryAttributes = []string{"customerId", "restaurantId", "status", "total", "createdAt"}

// AgendaAttributes are what the agenda must project for an [Entry].
var AgendaAttributes = []string{"due", "since"}
