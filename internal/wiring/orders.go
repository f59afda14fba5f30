package wiring

import (
	"strings"
	"time"
)

const (
	stepTimeout = 10 * time.Second // shorter than the state's TimeoutSeconds
	apiTimeout  = 20 * time.Second // longer than signal-order looks for an answer
)

// What the handlers of the workflow do to an order and to the bus.
var (
	updateOrder  = []Call{{"dynamodb:GetItem", OnOrders}, {"dynamodb:PutItem", OnOrders}}
	publishEvent = []Call{{"events:PutEvents", OnBus}}
	ringDoorbell = []Call{{"sns:Publish", OnTopic}}
	// Who knows the state machine can name an order's execution in the log.
	namesExecutions = []Resource{OnMachine}
	mailCustomer    = []Call{{"ses:SendEmail", OnMail}, {"cognito-idp:AdminGetUser", OnUsers}}
)

// Functions are all functions of both contexts.
var Functions = []Function{
	{
		Name: "start-order", Context: Orders, Does: "POST /orders: creates the order and starts its execution",
		Timeout: apiTimeout, MemoryMB: 256,
		Calls: calls(updateOrder, []Call{{"states:StartExecution", OnLiveMachine}}),
	},
	{
		Name: "signal-order", Context: Orders, Does: "accept, reject, complete, cancel: resolves the task token that is parked on the order",
		Timeout: apiTimeout, MemoryMB: 256,
		Calls: calls([]Call{{"dynamodb:GetItem", OnOrders}, {"states:SendTaskSuccess", OnMachine}, {"states:SendTaskFailure", OnMachine}}),
		Told:  namesExecutions,
	},
	{
		Name: "query-orders", Context: Orders, Does: "answers questions about orders and the menu",
		Timeout: apiTimeout, MemoryMB: 256,
		Calls: calls([]Call{{"dynamodb:GetItem", OnOrders}, {"dynamodb:Query", OnOrdersIndexes}}),
		Told:  namesExecutions,
	},
	{
		Name: "place-order", Context: Orders, Placeholder: "PlaceOrderFunction", Does: "received → placed",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, publishEvent),
	},
	{
		Name: "notify-restaurant", Context: Orders, Placeholder: "NotifyRestaurantFunction", Does: "rings the restaurant's doorbell",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, ringDoorbell, publishEvent),
	},
	{
		Name: "await-restaurant", Context: Orders, Placeholder: "AwaitRestaurantFunction", Does: "parks a task token on the order",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder),
	},
	{
		Name: "accept-order", Context: Orders, Placeholder: "AcceptOrderFunction", Does: "placed → accepted",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, publishEvent),
	},
	{
		Name: "notify-user", Context: Orders, Placeholder: "NotifyUserFunction", Does: "mails the customer what has become of the order",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, mailCustomer, publishEvent),
		DeadLetters: "notify-user-failures",
	},
	{
		Name: "complete-order", Context: Orders, Placeholder: "CompleteOrderFunction", Does: "accepted → completed",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, publishEvent),
	},
	{
		Name: "close-order", Context: Orders, Placeholder: "CloseOrderFunction", Does: "→ rejected, expired or cancelled",
		Timeout: stepTimeout, MemoryMB: 256, Calls: calls(updateOrder, ringDoorbell, publishEvent),
	},
	{
		Name: "watch-orders", Context: Orders, Does: "marks orders whose execution has stopped, and ends those that nobody mends",
		Timeout: 50 * time.Second, MemoryMB: 256,
		Calls:       calls(updateOrder, []Call{{"dynamodb:Query", OnOrdersIndexes}, {"states:DescribeExecution", OnExecutions}, {"states:ListExecutions", OnMachine}}, ringDoorbell, publishEvent),
		DeadLetters: "watch-orders-failures",
	},
	{
		Name: "issue-promo-code", Context: Promo, Does: "a voucher for each completed order",
		Timeout: stepTimeout, MemoryMB: 256,
		Calls:       calls([]Call{{"dynamodb:GetItem", OnVouchers}, {"dynamodb:PutItem", OnVouchers}, {"dynamodb:UpdateItem", OnVouchers}}, mailCustomer),
		DeadLetters: "issue-promo-code-failures",
	},
}

// settings are the environment variables that tell a function where a resource is
// that it may call, or is told of: a table's or the bus's name, an ARN, an address, a pool's id.
// Whoever resolves a task token needs no ARN, and an index has its table's name.
var settings = map[Resource]string{
	OnOrders:      "ORDERS_TABLE",
	OnVouchers:    "VOUCHERS_TABLE",
	OnBus:         "EVENT_BUS",
	OnTopic:       "RESTAURANT_TOPIC",
	OnLiveMachine: "STATE_MACHINE",
	OnMachine:     "STATE_MACHINE",
	OnMail:        "MAIL_SENDER",
	OnUsers:       "USER_POOL",
}

// Settings are the function's environment variables, each with the resource that
// it tells of.
func (f Function) Settings() map[string]Resource {
	all := map[string]Resource{}
	for _, call := range f.Calls {
		token := strings.HasPrefix(call.Action, "states:SendTask")
		if name := settings[call.On]; name != "" && !token {
			all[name] = call.On
		}
	}
	for _, resource := range f.Told {
		all[settings[resource]] = resource
	}
	return all
}

func calls(groups ...[]Call) (all []Call) {
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

// Routes are the routes of the HTTP API; openapi.yaml is their source.
var Routes = []Route{
	{"POST", "/orders", "start-order"},
	{"GET", "/orders", "query-orders"},
	{"GET", "/orders/{id}", "query-orders"},
	{"POST", "/orders/{id}/accept", "signal-order"},
	{"POST", "/orders/{id}/reject", "signal-order"},
	{"POST", "/orders/{id}/complete", "signal-order"},
	{"POST", "/orders/{id}/cancel", "signal-order"},
	{"GET", "/restaurants", "query-orders"},
	{"GET", "/restaurants/{id}/menu", "query-orders"},
}

// EventBridge hands an event to Lambda at once or not at all, so its own retries
// matter only while Lambda is out of order.
const (
	targetRetries = 185
	targetMaxAge  = 24 * time.Hour
)

// Rules are the rules of both contexts.
var Rules = []Rule{
	{
		Name: "execution-stopped", Context: Orders, Bus: "default",
		Pattern: `{"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"], ` +
			`"detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"], "stateMachineArn": ["${StateMachineArn}"]}}`,
		Target: Target{Function: "watch-orders", Retries: targetRetries, MaxAge: targetMaxAge, DeadLetters: "execution-stopped-undelivered"},
	},
	{
		// There is no workflow left that could tell the customer.
		Name: "order-failed", Context: Orders, Bus: Bus,
		Pattern: `{"source": ["orderflow.orders"], "detail-type": ["order_failed"]}`,
		Target: Target{
			Function: "notify-user", InputPath: "$.detail.metadata", Retries: targetRetries, MaxAge: targetMaxAge,
			DeadLetters: "order-failed-undelivered",
		},
	},
	{
		Name: "order-completed", Context: Promo, Bus: Bus,
		Pattern: `{"source": ["orderflow.orders"], "detail-type": ["order_completed"]}`,
		Target:  Target{Function: "issue-promo-code", Retries: targetRetries, MaxAge: targetMaxAge, DeadLetters: "order-completed-undelivered"},
	},
}

// Schedules are the schedules of both contexts.
var Schedules = []Schedule{
	{
		Name: "watch-orders", Context: Orders, Every: time.Minute,
		Target: Target{Function: "watch-orders", Retries: 0, MaxAge: time.Minute, DeadLetters: "watch-orders-undelivered"},
	},
}
