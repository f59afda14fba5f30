package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/wiring"
)

// These tests hold the templates against the wiring, both ways: what the wiring
// says is deployed, and nothing is deployed that it does not say.

// lines are facts, one a line, that two sides are compared by.
type lines []string

func (l *lines) add(format string, values ...any) { *l = append(*l, fmt.Sprintf(format, values...)) }

// same compares two lists of facts, whatever their order, and names the difference.
func same(t *testing.T, what string, template, wiring lines) {
	t.Helper()
	for _, fact := range difference(template, wiring) {
		t.Errorf("%s: only in the template: %s", what, fact)
	}
	for _, fact := range difference(wiring, template) {
		t.Errorf("%s: only in the wiring: %s", what, fact)
	}
	if len(wiring) == 0 {
		t.Errorf("%s: nothing was compared", what)
	}
}

func difference(a, b lines) (only lines) {
	b = slices.Clone(b)
	for _, fact := range a {
		if i := slices.Index(b, fact); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			only = append(only, fact)
		}
	}
	return only
}

// contexts are the stacks of the bounded contexts, by context.
func (d deployment) contexts() map[wiring.Context]*template {
	return map[wiring.Context]*template{wiring.Orders: d.orders, wiring.Promo: d.promo}
}

func TestFunctions(t *testing.T) {
	var template, wired lines
	for context, stack := range templates(t, dev).contexts() {
		for _, f := range stack.of("AWS::Lambda::Function") {
			template.add("%s %s %s: %s s, %s MB, %s, %s, %s, %s", context, f.text("FunctionName"), f.text("Description"), f.text("Timeout"), f.text("MemorySize"),
				f.text("Runtime"), f.text("Architectures.0"), f.text("TracingConfig.Mode"), f.text("LoggingConfig.LogFormat"))
		}
	}
	for _, f := range wiring.Functions {
		wired.add("%s %s %s: %v s, %d MB, provided.al2023, arm64, Active, JSON", f.Context, f.Name, f.Does, f.Timeout.Seconds(), f.MemoryMB)
	}
	same(t, "functions", template, wired)
}

// TestSettings: what each function is told, and that it is the thing's own name.
func TestSettings(t *testing.T) {
	values := map[string]string{
		"ORDERS_TABLE": "orders", "VOUCHERS_TABLE": "vouchers", "EVENT_BUS": "orderflow-dev", "MAIL_SENDER": testSender,
		"USER_POOL": "(/orderflow/dev/user-pool)", "RESTAURANT_TOPIC": arnOf("sns", "restaurant-orders"),
	}
	machines := map[wiring.Resource]string{
		wiring.OnMachine:     arnOf("states", "stateMachine:order"),
		wiring.OnLiveMachine: arnOf("states", "stateMachine:order:live"),
	}
	var template, wired lines
	for _, stack := range templates(t, dev).contexts() {
		for _, f := range stack.of("AWS::Lambda::Function") {
			environment, _ := f.at("Environment.Variables").(map[string]any)
			for name, value := range environment {
				template.add("%s %s=%v", f.text("FunctionName"), name, value)
			}
		}
	}
	for _, f := range wiring.Functions {
		wired.add("%s %s=orderflow-dev", f.Name, metrics.NamespaceVariable)
		for name, on := range f.Settings() {
			value := values[name]
			if machine, ok := machines[on]; ok {
				value = machine
			}
			wired.add("%s %s=%s", f.Name, name, value)
		}
	}
	same(t, "settings", template, wired)
}

func TestRoutes(t *testing.T) {
	orders := templates(t, dev).orders
	var template, wired lines
	for _, r := range orders.of("AWS::ApiGatewayV2::Route") {
		integration := orders.Resources[strings.Trim(strings.TrimPrefix(r.text("Target"), "integrations/"), "()")]
		if integration == nil {
			t.Fatalf("route %s leads to %q", r.text("RouteKey"), r.text("Target"))
		}
		template.add("%s %s → %s, payload %s", r.text("AuthorizationType"), r.text("RouteKey"), functionOf(integration.text("IntegrationUri")), integration.text("PayloadFormatVersion"))
	}
	for _, r := range wiring.Routes {
		wired.add("JWT %s %s → %s, payload 2.0", r.Method, r.Path, r.Function)
	}
	same(t, "routes", template, wired)
}

// functionOf is the function that an ARN names.
func functionOf(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }

func TestRulesAndSchedules(t *testing.T) {
	buses := map[string]string{"": "default", "orderflow-dev": wiring.Bus}
	var template, wired lines
	for context, stack := range templates(t, dev).contexts() {
		for _, r := range stack.of("AWS::Events::Rule") {
			if targets := r.at("Targets").([]any); len(targets) != 1 {
				t.Errorf("rule %s has %d targets", r.text("Name"), len(targets))
			}
			pattern := ""
			if p := r.at("EventPattern"); p != nil {
				pattern = canonical(t, p)
			}
			template.add("%s %s on %s %s every %s → %s with %q, %s retries in %s s, dead letters %s", context, r.text("Name"), buses[r.text("EventBusName")], pattern,
				r.text("ScheduleExpression"), functionOf(r.text("Targets.0.Arn")), r.text("Targets.0.InputPath"), r.text("Targets.0.RetryPolicy.MaximumRetryAttempts"),
				r.text("Targets.0.RetryPolicy.MaximumEventAgeInSeconds"), functionOf(r.text("Targets.0.DeadLetterConfig.Arn")))
			if r.text("State") != "ENABLED" {
				t.Errorf("rule %s is %s", r.text("Name"), r.text("State"))
			}
		}
	}
	add := func(context wiring.Context, name, bus, pattern, every string, to wiring.Target) {
		wired.add("%s %s on %s %s every %s → %s with %q, %d retries in %v s, dead letters %s", context, name, bus, pattern, every,
			to.Function, to.InputPath, to.Retries, to.MaxAge.Seconds(), to.DeadLetters)
	}
	for _, r := range wiring.Rules {
		var pattern any
		text := strings.ReplaceAll(r.Pattern, "${StateMachineArn}", arnOf("states", "stateMachine:order"))
		if err := json.Unmarshal([]byte(text), &pattern); err != nil {
			t.Fatal(err)
		}
		add(r.Context, r.Name, r.Bus, canonical(t, pattern), "", r.Target)
	}
	for _, s := range wiring.Schedules {
		add(s.Context, s.Name, "default", "", fmt.Sprintf("rate(%d minute)", int(s.Every.Minutes())), s.Target)
	}
	same(t, "rules and schedules", template, wired)
}

// canonical is JSON with its keys sorted.
func canonical(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDeadLetters: the queues are those of the wiring, and a function that is
// invoked asynchronously sends there what it fails at.
func TestDeadLetters(t *testing.T) {
	var queues, wiredQueues, failures, wiredFailures lines
	for context, stack := range templates(t, dev).contexts() {
		for _, q := range stack.of("AWS::SQS::Queue") {
			queues.add("%s", q.text("QueueName"))
		}
		for _, c := range stack.of("AWS::Lambda::EventInvokeConfig") {
			failures.add("%s %s → %s", context, c.text("FunctionName"), functionOf(c.text("DestinationConfig.OnFailure.Destination")))
			if c.text("Qualifier") != "$LATEST" || c.text("MaximumRetryAttempts") != "2" {
				t.Errorf("asynchronous invocations of %s: %v", c.text("FunctionName"), c.Properties)
			}
		}
	}
	for _, name := range wiring.Queues() {
		wiredQueues.add("%s", name)
	}
	for _, f := range wiring.Functions {
		if f.DeadLetters != "" {
			wiredFailures.add("%s %s → %s", f.Context, f.Name, f.DeadLetters)
		}
	}
	same(t, "queues", queues, wiredQueues)
	same(t, "failures", failures, wiredFailures)
}

func TestTables(t *testing.T) {
	var template, wired lines
	for context, stack := range templates(t, dev).contexts() {
		for _, table := range stack.of("AWS::DynamoDB::GlobalTable") {
			template.add("%s %s by %s, attributes %s, expires %q", context, table.text("TableName"), keys(table.at("KeySchema")),
				attributes(table.at("AttributeDefinitions")), table.text("TimeToLiveSpecification.AttributeName"))
			indexes, _ := table.at("GlobalSecondaryIndexes").([]any)
			for _, i := range indexes {
				index := declared{Properties: i.(map[string]any)}
				template.add("%s.%s by %s, with %v (%s)", table.text("TableName"), index.text("IndexName"), keys(index.at("KeySchema")),
					index.at("Projection.NonKeyAttributes"), index.text("Projection.ProjectionType"))
			}
		}
	}
	for _, table := range wiring.Tables {
		names := table.Attributes()
		slices.Sort(names)
		for i := range names {
			names[i] += "/S"
		}
		wired.add("%s %s by %s/HASH, attributes %s, expires %q", table.Context, table.Name, table.Key, strings.Join(names, " "), table.Expires)
		for _, i := range table.Indexes {
			wired.add("%s.%s by %s/HASH %s/RANGE, with %v (INCLUDE)", table.Name, i.Name, i.Partition, i.Sort, i.Projects)
		}
	}
	same(t, "tables", template, wired)
}

func keys(schema any) string { return joined(schema, "KeyType", false) }

func attributes(definitions any) string { return joined(definitions, "AttributeType", true) }

func joined(list any, property string, sorted bool) string {
	var all []string
	for _, item := range list.([]any) {
		m := item.(map[string]any)
		all = append(all, fmt.Sprint(m["AttributeName"], "/", m[property]))
	}
	if sorted {
		slices.Sort(all)
	}
	return strings.Join(all, " ")
}

// TestAlarms: each alarm of the wiring is deployed, tells ops what it means and
// where to read on, and goes to the alarm topic.
func TestAlarms(t *testing.T) {
	topic := arnOf("sns", "alarms")
	named := map[string]string{"StateMachineArn": arnOf("states", "stateMachine:order")}
	var template, wired lines
	for context, stack := range templates(t, dev).contexts() {
		for _, a := range stack.of("AWS::CloudWatch::Alarm") {
			dimension, value := a.text("Dimensions.0.Name"), a.text("Dimensions.0.Value")
			if dimension == "ApiId" && strings.HasPrefix(value, "(API") {
				value = "api"
			}
			template.add("%s %s: %s %s %s of %s %s, %s × %s s, %s %s, without data %s. %s", context, a.text("AlarmName"), a.text("Statistic"), a.text("Namespace"), a.text("MetricName"),
				dimension, value, a.text("EvaluationPeriods"), a.text("Period"), a.text("ComparisonOperator"), a.text("Threshold"), a.text("TreatMissingData"), a.text("AlarmDescription"))
			if !reflect.DeepEqual(a.at("AlarmActions"), []any{topic}) {
				t.Errorf("alarm %s goes to %v", a.text("AlarmName"), a.at("AlarmActions"))
			}
		}
	}
	for _, a := range wiring.Alarms() {
		value := a.Metric.Value
		if full := named[string(a.Metric.Dimension)]; full != "" {
			value = full
		}
		comparison, missing := "GreaterThanOrEqualToThreshold", "notBreaching"
		if a.Below {
			comparison, missing = "LessThanThreshold", "breaching"
		}
		namespace := a.Metric.Namespace
		if namespace == metrics.Namespace {
			namespace = "orderflow-dev" // each stage has its own
		}
		wired.add("%s %s: %s %s %s of %s %s, %d × %v s, %s %s, without data %s. %s", a.Context, a.Name, a.Metric.Statistic, namespace, a.Metric.Name,
			a.Metric.Dimension, value, a.Periods, a.Period.Seconds(), comparison, strconv.FormatFloat(a.Threshold, 'f', -1, 64), missing,
			a.Means+" What to do: docs/operate.md#"+a.Guide)
	}
	same(t, "alarms", template, wired)
}

// TestTheDashboardShowsEveryFunctionAndQueue and what is measured of orders.
func TestTheDashboardShowsEveryFunctionAndQueue(t *testing.T) {
	body := templates(t, dev).orders.of("AWS::CloudWatch::Dashboard")[0].text("DashboardBody")
	var shown struct {
		Widgets []struct {
			Properties struct {
				Title   string
				Metrics [][]any
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &shown); err != nil {
		t.Fatalf("the dashboard is not JSON: %v\n%s", err, body)
	}
	seen := map[string]bool{}
	for _, w := range shown.Widgets {
		for _, metric := range w.Properties.Metrics {
			for _, part := range metric {
				if text, ok := part.(string); ok {
					seen[text] = true
				}
			}
		}
	}
	var want []string
	for _, f := range wiring.Functions {
		want = append(want, f.Name)
	}
	want = append(want, wiring.Queues()...)
	for _, a := range wiring.Alarms() {
		if a.Metric.Namespace == metrics.Namespace || a.Metric.Dimension == wiring.OfMachine || a.Metric.Dimension == wiring.OfAPI {
			want = append(want, a.Metric.Name)
		}
	}
	for _, name := range want {
		if !seen[name] {
			t.Errorf("the dashboard does not show %s; it shows %v", name, slices.Sorted(maps.Keys(seen)))
		}
	}
}
