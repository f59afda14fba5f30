package capacity_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/cost/capacity"
	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
)

// versions are an order's records, from received to completed.
func versions(t *testing.T) (all []order.Record) {
	t.Helper()
	menu, err := order.TheMenu()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 2, 12, 0, 0, 123e6, time.UTC)
	o, err := order.Receive("ord-34arerbhp2dam3nmbmjjvvjw5i", "alice", order.Request{
		RestaurantID: "bella-napoli", Address: "Via San Gregorio Armeno 1, 80138 Napoli", Note: "ring twice, the dog is deaf",
		Items: []order.RequestedItem{{DishID: "margherita", Quantity: 2}},
	}, menu, now)
	if err != nil {
		t.Fatal(err)
	}
	park := func(stage order.Stage) func(order.Step) error {
		return func(step order.Step) error {
			token := make([]byte, 900)
			for i := range token {
				token[i] = 'A'
			}
			return o.Park(step, order.Wait{For: stage, Token: string(token), EnteredTime: step.Now, Deadline: step.Now.Add(10 * time.Minute)})
		}
	}
	moment := func(_ order.Moment, err error) error { return err }
	all = append(all, o.Record())
	for _, change := range []func(order.Step) error{
		func(s order.Step) error { return moment(o.Place(s)) },
		func(s order.Step) error { return moment(o.NotifyRestaurant(s, s.Now)) },
		park(order.Acceptance),
		func(s order.Step) error { return moment(o.Accept(s, order.Decision{By: "napoli", RequestID: "r-1"})) },
		func(s order.Step) error { return moment(o.NotifyUser(s)) },
		park(order.Completion),
		func(s order.Step) error { return moment(o.Complete(s, order.Decision{By: "napoli", RequestID: "r-2"})) },
	} {
		now = now.Add(time.Second)
		if err := change(order.Step{Now: now}); err != nil {
			t.Fatal(err)
		}
		all = append(all, o.Record())
	}
	return all
}

// TestAgainstDynalite holds the units of an order's life against what dynalite
// says it consumed. It says so of the table and of queries. Two of its answers
// differ from DynamoDB's rules, and the rules win: it counts nothing for writes to
// indexes, and a query that finds nothing costs it nothing.
func TestAgainstDynalite(t *testing.T) {
	server, err := dynalite.Start("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	client := server.Client()
	layout, _ := wiring.TableNamed(wiring.OrdersTable)
	if err := dynalite.CreateTable(t.Context(), client, layout, wiring.OrdersTable); err != nil {
		t.Fatal(err)
	}
	table := capacity.NewTable(layout)
	name := aws.String(wiring.OrdersTable)
	for _, record := range versions(t) {
		item, err := dynamostore.ItemOf(record)
		if err != nil {
			t.Fatal(err)
		}
		write := table.Put(item)
		put, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: name, Item: item, ReturnConsumedCapacity: types.ReturnConsumedCapacityIndexes})
		if err != nil {
			t.Fatal(err)
		}
		if got := *put.ConsumedCapacity.Table.CapacityUnits; got != float64(write.Table) {
			t.Errorf("%s, %d bytes: dynalite took %v write units for the table, computed %d", record.Status, capacity.Size(item), got, write.Table)
		}
		if put.ConsumedCapacity.GlobalSecondaryIndexes != nil {
			t.Errorf("dynalite counts writes to indexes by now: hold %+v against it", write.Indexes)
		}
		get, err := client.GetItem(t.Context(), &dynamodb.GetItemInput{
			TableName: name, ConsistentRead: aws.Bool(true), ReturnConsumedCapacity: types.ReturnConsumedCapacityIndexes,
			Key: map[string]types.AttributeValue{store.KeyID: s(string(record.ID))},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := *get.ConsumedCapacity.CapacityUnits, float64(table.Get(string(record.ID)))/2; got != want {
			t.Errorf("%s: dynalite took %v read units, computed %v", record.Status, got, want)
		}
		if got, want := queried(t, client, "alice"), float64(table.Query(store.IndexByCustomer, "alice", 25))/2; got != want {
			t.Errorf("%s: dynalite took %v read units for a query of the index, computed %v", record.Status, got, want)
		}
	}
	if got, want := queried(t, client, "bob"), float64(table.Query(store.IndexByCustomer, "bob", 25))/2; got != 0 || want != 0.5 {
		t.Errorf("a query that finds nothing: dynalite took %v read units, computed %v; want 0, which is wrong, and the half that DynamoDB takes", got, want)
	}
}

// queried is how many read units dynalite took to list a customer's orders.
func queried(t *testing.T, client *dynamodb.Client, customer string) float64 {
	t.Helper()
	query, err := client.Query(t.Context(), &dynamodb.QueryInput{
		TableName: aws.String(wiring.OrdersTable), IndexName: aws.String(store.IndexByCustomer),
		ReturnConsumedCapacity:    types.ReturnConsumedCapacityIndexes,
		KeyConditionExpression:    aws.String(store.KeyCustomer + " = :c"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":c": s(customer)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *query.ConsumedCapacity.CapacityUnits
}
