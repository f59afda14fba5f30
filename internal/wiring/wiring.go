// Package wiring states once, as data, what runs and what is joined to what:
// functions and what each may call, routes, the event bus, rules, the topic, the
// tables, the schedule. Package localaws makes a running process of it, the
// infrastructure makes a deployment of it.
//
// Names here are short; a deployment may add its stage to them.
package wiring

import "time"

// Context is a bounded context; each is a stack of its own when deployed.
type Context string

// The bounded contexts.
const (
	Orders Context = "orders"
	Promo  Context = "promo"
)

// The names that several places share.
const (
	Bus           = "orderflow"
	Topic         = "restaurant-orders"
	OrdersTable   = "orders"
	VouchersTable = "vouchers"
	// LiveAlias is the state machine's alias by which orders are started: a rollback
	// moves it, and orders under way stay with the version that they were started with.
	LiveAlias       = "live"
	SenderParameter = "sender" // the mail address from which orderflow writes
)

// Function is one Lambda function. Its main is cmd/<Name>.
type Function struct {
	Name    string
	Context Context
	Does    string
	// Placeholder stands for the function's ARN in the state machine's definition;
	// "" when the state machine does not call it.
	Placeholder string
	Timeout     time.Duration
	MemoryMB    int
	Calls       []Call
	// Told are resources that the function is told of, and may not call.
	Told []Resource
	// DeadLetters is the queue for events of asynchronous invocations that the
	// function could not handle; "" when it is not invoked asynchronously.
	DeadLetters string
}

// Call is one thing that a function may do: an IAM action on one resource.
type Call struct {
	Action string // such as "dynamodb:PutItem"
	On     Resource
}

// Resource is what a Call is made on.
type Resource string

// The resources.
const (
	OnOrders        Resource = "table/" + OrdersTable
	OnOrdersIndexes Resource = "table/" + OrdersTable + "/index/*"
	OnVouchers      Resource = "table/" + VouchersTable
	OnBus           Resource = "event-bus/" + Bus
	OnTopic         Resource = "topic/" + Topic
	OnMachine       Resource = "state-machine/order"
	OnLiveMachine   Resource = "state-machine/order:" + LiveAlias
	OnExecutions    Resource = "executions/order"
	OnMail          Resource = "identity/sender"
	OnUsers         Resource = "user-pool"
)

// Route is one route of the HTTP API.
type Route struct {
	Method, Path string
	Function     string
}

// Rule sends events that match a pattern to a function.
type Rule struct {
	Name    string
	Context Context
	Bus     string // "default" or Bus
	Pattern string // an EventBridge pattern; ${StateMachineArn} stands for the order's machine
	Target  Target
}

// Target is a function that events are handed to.
type Target struct {
	Function string
	// InputPath picks a part of the event; "" is all of it.
	InputPath string
	// Retries and MaxAge bound how long EventBridge tries to hand an event to Lambda.
	Retries int
	MaxAge  time.Duration
	// DeadLetters is the queue for events that could not be handed over.
	DeadLetters string
}

// Schedule invokes a function again and again.
type Schedule struct {
	Name    string
	Context Context
	Every   time.Duration
	Target  Target
}

// FunctionNamed finds a function.
func FunctionNamed(name string) (Function, bool) {
	for _, f := range Functions {
		if f.Name == name {
			return f, true
		}
	}
	return Function{}, false
}

// Queues lists the dead-letter queues, each once, in the order of their use.
func Queues() (names []string) {
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, f := range Functions {
		add(f.DeadLetters)
	}
	for _, r := range Rules {
		add(r.Target.DeadLetters)
	}
	for _, s := range Schedules {
		add(s.Target.DeadLetters)
	}
	return names
}
