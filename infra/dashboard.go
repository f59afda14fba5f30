package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/wiring"
)

// addDashboard adds what ops put on the wall: what becomes of orders, how long
// people wait, and whether the parts are well. First what customers feel, then why.
func (c *contextStack) addDashboard(machine awsstepfunctions.StateMachine, api awsapigatewayv2.HttpApi) {
	ours := func(label, name, statistic string, dimensions ...string) awscloudwatch.IMetric {
		return series(label, c.prefix(), name, statistic, dimensions...)
	}
	ofMachine := func(label, name string) awscloudwatch.IMetric {
		return series(label, "AWS/States", name, "Sum", string(wiring.OfMachine), *machine.StateMachineArn())
	}
	ofAPI := func(label, name, statistic string) awscloudwatch.IMetric {
		return series(label, "AWS/ApiGateway", name, statistic, string(wiring.OfAPI), *api.ApiId())
	}
	row := func(widgets ...awscloudwatch.IWidget) *[]awscloudwatch.IWidget { return &widgets }
	dashboard := awscloudwatch.NewDashboard(c.Stack, jsii.String("Dashboard"), &awscloudwatch.DashboardProps{
		DashboardName: jsii.String(c.named(string(c.context))), DefaultInterval: awscdk.Duration_Hours(jsii.Number(3)),
		Widgets: &[]*[]awscloudwatch.IWidget{
			row(
				numbers("Orders, five minutes", ours("placed", metrics.OrdersPlaced, "Sum"), ours("accepted", metrics.OrdersAccepted, "Sum"), ours("completed", metrics.OrdersCompleted, "Sum"),
					ours("stalled", metrics.OrdersStalled, "Sum"), ours("failed", metrics.OrdersFailed, "Sum"), ours("customer not told", metrics.UserNotNotified, "Sum")),
			),
			row(
				graph("Orders, by what became of them", "orders",
					ours("placed", metrics.OrdersPlaced, "Sum"), ours("accepted", metrics.OrdersAccepted, "Sum"), ours("completed", metrics.OrdersCompleted, "Sum"),
					ours("rejected", metrics.OrdersRejected, "Sum"), ours("expired", metrics.OrdersExpired, "Sum"), ours("cancelled", metrics.OrdersCancelled, "Sum"),
					ours("failed", metrics.OrdersFailed, "Sum")),
				graph("From placed to accepted", "seconds", ours("half are faster", metrics.SecondsToAccept, "p50"), ours("nine of ten are faster", metrics.SecondsToAccept, "p90")),
				graph("From placed to completed", "seconds", ours("half are faster", metrics.SecondsToComplete, "p50"), ours("nine of ten are faster", metrics.SecondsToComplete, "p90")),
			),
			row(
				graph("Oldest wait", "seconds",
					ours("for the restaurant's answer", metrics.OldestWaitSeconds, "Maximum", metrics.DimensionTopic, "acceptance"),
					ours("for the delivery", metrics.OldestWaitSeconds, "Maximum", metrics.DimensionTopic, "completion"),
					ours("for ops (stalled)", metrics.OldestWaitSeconds, "Maximum", metrics.DimensionTopic, "stalled")),
				graph("Executions", "executions", ofMachine("started", "ExecutionsStarted"), ofMachine("succeeded", "ExecutionsSucceeded"),
					ofMachine("failed", "ExecutionsFailed"), ofMachine("timed out", "ExecutionsTimedOut"), ofMachine("aborted", "ExecutionsAborted"), ofMachine("throttled", "ExecutionThrottled")),
				graph("Dead letters", "messages", c.letters()...),
			),
			row(
				graph("API: requests and errors", "requests", ofAPI("requests", "Count", "Sum"), ofAPI("refused (4xx)", "4xx", "Sum"), ofAPI("failed (5xx)", "5xx", "Sum")),
				graph("API: latency", "milliseconds", ofAPI("p50", "Latency", "p50"), ofAPI("p99", "Latency", "p99")),
				graph("Mails that failed", "mails", ours("to be tried again", metrics.UserNotificationFailed, "Sum"), ours("customer not told", metrics.UserNotNotified, "Sum")),
			),
			row(
				graph("Functions: errors", "errors", c.ofFunctions("Errors", "Sum")...),
				graph("Functions: duration, p99", "milliseconds", c.ofFunctions("Duration", "p99")...),
				graph("Functions: throttles", "throttles", c.ofFunctions("Throttles", "Sum")...),
			),
		},
	})
	output(c.Stack, "DashboardName", dashboard.DashboardName(), "The dashboard in CloudWatch")
}

// letters is how many messages each dead-letter queue of both contexts has. Those
// of promo are named, not referred to: without promo the lines are empty.
func (c *contextStack) letters() (all []awscloudwatch.IMetric) {
	for _, name := range wiring.Queues() {
		all = append(all, series(name, "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", string(wiring.OfQueue), c.named(name)))
	}
	return all
}

// ofFunctions is a metric of each function of both contexts.
func (c *contextStack) ofFunctions(name, statistic string) (all []awscloudwatch.IMetric) {
	for _, f := range wiring.Functions {
		all = append(all, series(f.Name, "AWS/Lambda", name, statistic, string(wiring.OfFunction), c.named(f.Name)))
	}
	return all
}

// series is one line of a graph; dimensions are name and value by turns.
func series(label, namespace, name, statistic string, dimensions ...string) awscloudwatch.IMetric {
	of := map[string]*string{}
	for i := 0; i+1 < len(dimensions); i += 2 {
		of[dimensions[i]] = jsii.String(dimensions[i+1])
	}
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String(namespace), MetricName: jsii.String(name), Statistic: jsii.String(statistic), Label: jsii.String(label),
		DimensionsMap: &of, Period: awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// width is a third of the dashboard, whose grid is 24 wide.
const width = 8

func graph(title, unit string, lines ...awscloudwatch.IMetric) awscloudwatch.IWidget {
	return awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
		Title: jsii.String(title), Left: &lines, Width: jsii.Number(width), Height: jsii.Number(6),
		LeftYAxis: &awscloudwatch.YAxisProps{Label: jsii.String(unit), Min: jsii.Number(0), ShowUnits: jsii.Bool(false)},
	})
}

func numbers(title string, values ...awscloudwatch.IMetric) awscloudwatch.IWidget {
	return awscloudwatch.NewSingleValueWidget(&awscloudwatch.SingleValueWidgetProps{
		Title: jsii.String(title), Metrics: &values, Width: jsii.Number(3 * width), Height: jsii.Number(3),
	})
}
