package wiring

import (
	"time"

	"github.com/orderflow/orderflow/internal/metrics"
)

// Alarm tells ops that something is wrong.
type Alarm struct {
	Name    string
	Context Context
	// Guide is the heading in docs/operate.md under which it stands what to do.
	Guide  string
	Metric Metric
	// It goes off when the metric is at Threshold or above (below Threshold, when
	// Below is set) in each of Periods periods.
	Threshold float64
	Below     bool
	Period    time.Duration
	Periods   int
	// Means says what is wrong, to whoever is woken by it.
	Means string
}

// Metric is a metric in CloudWatch.
type Metric struct {
	Namespace, Name, Statistic string
	// Dimension and Value say of what; the value is a name of the wiring, which a
	// deployment turns into the name or ARN that CloudWatch knows. "" is all.
	Dimension Dimension
	Value     string
}

// Dimension is what a metric is told apart by.
type Dimension string

// The dimensions of AWS's own metrics and of ours.
const (
	OfFunction Dimension = "FunctionName"
	OfQueue    Dimension = "QueueName"
	OfMachine  Dimension = "StateMachineArn"
	OfAPI      Dimension = "ApiId"
	OfTopic    Dimension = metrics.DimensionTopic
)

// The waits are of the state machine's timeouts; the alarm leaves a minute or
// five for the timeout itself to be handled.
const (
	acceptanceTooOld = 11 * 60
	completionTooOld = 4*60*60 + 5*60
	stalledTooOld    = 30 * 60 // after an hour watch-orders gives the order up
)

// Alarms are all alarms of both contexts.
func Alarms() []Alarm {
	all := []Alarm{
		machine("executions-failed", "ExecutionsFailed", "An order's execution has failed: a step went on failing for longer than its retries last. The order is stalled and can be redriven for an hour."),
		machine("executions-timed-out", "ExecutionsTimedOut", "An order's execution has run for six hours, longer than all of its steps together may take. The order ends as failed."),
		machine("executions-throttled", "ExecutionThrottled", "Step Functions throttles: orders go on, but late."),
		{
			Name: "api-errors", Context: Orders, Guide: "api-errors", Metric: Metric{"AWS/ApiGateway", "5xx", "Sum", OfAPI, "api"},
			Threshold: 5, Period: 5 * time.Minute, Periods: 1,
			Means: "The HTTP API answers with errors that are not its callers'.",
		},
		ours("customer-not-notified", metrics.UserNotNotified, "A customer could not be told what became of the order. The order goes on."),
		ours("orders-stalled", metrics.OrdersStalled, "An order stands still where its execution failed. Redrive it within the hour."),
		ours("orders-failed", metrics.OrdersFailed, "An order was given up; customer and restaurant are told."),
		oldest("acceptance-overdue", "acceptance", acceptanceTooOld, "An order waits for its restaurant's answer, although the ten minutes are over: timeouts are not handled."),
		oldest("completion-overdue", "completion", completionTooOld, "An order waits for its delivery, although the four hours are over: timeouts are not handled."),
		oldest("stalled-too-long", "stalled", stalledTooOld, "An order has been stalled for half an hour. In another half it is given up as failed."),
		{
			Name: "watch-orders-silent", Context: Orders, Guide: "watch-orders-silent", Metric: Metric{"AWS/Lambda", "Invocations", "Sum", OfFunction, "watch-orders"},
			Threshold: 1, Below: true, Period: 5 * time.Minute, Periods: 1,
			Means: "Nobody looks after stalled orders: watch-orders has not run for five minutes, and it should run every minute.",
		},
		{
			Name: "mail-bounces", Context: Orders, Guide: "mail-bounces", Metric: Metric{"AWS/SES", "Reputation.BounceRate", "Average", "", ""},
			Threshold: 0.05, Period: time.Hour, Periods: 1,
			Means: "One mail in twenty bounces. At one in ten SES stops the account from sending.",
		},
	}
	for _, f := range Functions {
		all = append(
			all,
			function(f, "errors", "Errors", 5, f.Name+" keeps failing. The state machine and EventBridge try again; what they give up is stalled or a dead letter."),
			function(f, "throttles", "Throttles", 1, f.Name+" is throttled: the account's concurrency is used up."),
		)
		all = append(all, deadLetters(f.Context, f.DeadLetters, f.Name+" could not handle an event, and nobody tries again.")...)
	}
	for _, r := range Rules {
		all = append(all, deadLetters(r.Context, r.Target.DeadLetters, "An event of the rule "+r.Name+" could not be handed to "+r.Target.Function+".")...)
	}
	for _, s := range Schedules {
		all = append(all, deadLetters(s.Context, s.Target.DeadLetters, "The schedule "+s.Name+" could not call "+s.Target.Function+".")...)
	}
	return all
}

func machine(name, metric, means string) Alarm {
	return atOnce(Orders, name, name, Metric{"AWS/States", metric, "Sum", OfMachine, "order"}, 1, means)
}

func ours(name, metric, means string) Alarm {
	return atOnce(Orders, name, name, Metric{metrics.Namespace, metric, "Sum", "", ""}, 1, means)
}

func oldest(name, topic string, seconds float64, means string) Alarm {
	return atOnce(Orders, name, name, Metric{metrics.Namespace, metrics.OldestWaitSeconds, "Maximum", OfTopic, topic}, seconds, means)
}

func function(f Function, what, metric string, threshold float64, means string) Alarm {
	return atOnce(f.Context, f.Name+"-"+what, "function-"+what, Metric{"AWS/Lambda", metric, "Sum", OfFunction, f.Name}, threshold, means)
}

func deadLetters(context Context, queue, means string) []Alarm {
	if queue == "" {
		return nil
	}
	metric := Metric{"AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", OfQueue, queue}
	return []Alarm{atOnce(context, queue, "dead-letters", metric, 1, means)}
}

// atOnce is an alarm that goes off in the first five minutes with so much.
func atOnce(context Context, name, guide string, metric Metric, threshold float64, means string) Alarm {
	return Alarm{
		Name: name, Context: context, Guide: guide, Metric: metric,
		Threshold: threshold, Period: 5 * time.Minute, Periods: 1, Means: means,
	}
}
