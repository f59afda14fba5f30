package wiring

// Table is a DynamoDB table. All keys are text.
type Table struct {
	Name    string
	Context Context
	Key     string // the partition key
	Indexes []Index
	// Expires is the attribute with the time to live, in seconds since 1970; "" when
	// nothing expires.
	Expires string
}

// Index is a global secondary index.
type Index struct {
	Name, Partition, Sort string
	// Projects are the attributes that it has beside the keys.
	Projects []string
}

// Tables are the tables of both contexts. The stores' names for keys, indexes and
// attributes are held against these by a test.
var Tables = []Table{
	{
		Name: OrdersTable, Context: Orders, Key: "id", Expires: "expires",
		Indexes: []Index{
			{Name: "byCustomer", Partition: "customerId", Sort: "listKey", Projects: []string{"restaurantId", "status", "total", "createdAt"}},
			{Name: "byRestaurant", Partition: "restaurantId", Sort: "listKey", Projects: []string{"customerId", "status", "total", "createdAt"}},
			{Name: "agenda", Partition: "agendaKey", Sort: "dueKey", Projects: []string{"due", "since"}},
		},
	},
	{Name: VouchersTable, Context: Promo, Key: "orderId"},
}

// Attributes are the attributes that are keys of the table or of an index, each
// once, in the order of their use.
func (t Table) Attributes() (names []string) {
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	add(t.Key)
	for _, i := range t.Indexes {
		add(i.Partition)
		add(i.Sort)
	}
	return names
}

// TableNamed finds a table.
func TableNamed(name string) (Table, bool) {
	for _, t := range Tables {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}
