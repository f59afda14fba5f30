package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/wiring"
)

// grant is one thing that a role may do.
type grant struct{ action, resource, condition string }

func (g grant) String() string {
	if g.condition == "" {
		return g.action + " on " + g.resource
	}
	return g.action + " on " + g.resource + " if " + g.condition
}

// grants are what a role's own policies allow.
func grants(t *testing.T, role *declared) (all []grant) {
	t.Helper()
	policies, _ := role.at("Policies").([]any)
	for i := range policies {
		all = append(all, allowed(t, role, fmt.Sprintf("Policies.%d.PolicyDocument.Statement", i))...)
	}
	return all
}

// allowed reads the statements of a policy that allow something.
func allowed(t *testing.T, of *declared, path string) (all []grant) {
	t.Helper()
	statements, _ := of.at(path).([]any)
	for _, s := range statements {
		statement := s.(map[string]any)
		if statement["NotAction"] != nil || statement["NotResource"] != nil {
			t.Errorf("%s has a statement that is not read here: %v", of.id, statement)
		}
		if statement["Effect"] == "Allow" {
			condition := ""
			if statement["Condition"] != nil {
				condition = canonical(t, statement["Condition"])
			}
			for _, action := range list(statement["Action"]) {
				for _, resource := range list(statement["Resource"]) {
					all = append(all, grant{action, resource, condition})
				}
			}
		}
	}
	return all
}

// list reads what stands alone or in a list.
func list(value any) (all []string) {
	if many, ok := value.([]any); ok {
		for _, one := range many {
			all = append(all, fmt.Sprint(one))
		}
		return all
	}
	return []string{fmt.Sprint(value)}
}

// roleOf is the role of a function.
func roleOf(t *testing.T, stack *template, function string) *declared {
	t.Helper()
	f := stack.named(t, "AWS::Lambda::Function", "FunctionName", function)
	id, _, _ := strings.Cut(strings.Trim(f.text("Role"), "()"), ".")
	role := stack.Resources[id]
	if role == nil {
		t.Fatalf("%s has the role %s, which is not of its stack", function, f.text("Role"))
	}
	return role
}

// arnsOf are the ARNs of what the wiring names, but for mail.
var arnsOf = map[wiring.Resource][]string{
	wiring.OnOrders:        {arnOf("dynamodb", "table/orders")},
	wiring.OnOrdersIndexes: {arnOf("dynamodb", "table/orders/index/*")},
	wiring.OnVouchers:      {arnOf("dynamodb", "table/vouchers")},
	wiring.OnBus:           {arnOf("events", "event-bus/orderflow-dev")},
	wiring.OnTopic:         {arnOf("sns", "restaurant-orders")},
	wiring.OnMachine:       {arnOf("states", "stateMachine:order")},
	wiring.OnLiveMachine:   {arnOf("states", "stateMachine:order")},
	wiring.OnExecutions:    {arnOf("states", "execution:order:*")},
	wiring.OnUsers:         {arnOf("cognito-idp", "userpool/(/orderflow/dev/user-pool)")},
}

// mailARNs are what SES wants permission for, by stage.
var mailARNs = map[string][]string{
	"dev":  {arnOf("ses", "identity/*"), arnOf("ses", "configuration-set/orderflow-dev")},
	"prod": {arnOf("ses", "identity/"+testSender), arnOf("ses", "configuration-set/orderflow-prod")},
}

// wanted is what the policy of a function must allow: its calls, its log, its
// traces, its dead letters, and the key of a topic that it publishes to.
func wanted(f wiring.Function, stage, topicKey string) (all lines) {
	logs := arnOf("logs", "log-group:/aws/lambda/"+f.Name+":*")
	for _, action := range []string{"logs:CreateLogStream", "logs:PutLogEvents"} {
		all.add("%s", grant{action, logs, ""})
	}
	for _, action := range []string{"xray:PutTraceSegments", "xray:PutTelemetryRecords"} {
		all.add("%s", grant{action, "*", ""})
	}
	if f.DeadLetters != "" {
		all.add("%s", grant{"sqs:SendMessage", arnOf("sqs", f.DeadLetters), ""})
	}
	for _, call := range f.Calls {
		condition, arns := "", arnsOf[call.On]
		switch call.On {
		case wiring.OnLiveMachine:
			condition = `{"StringEquals":{"states:StateMachineQualifier":"live"}}`
		case wiring.OnMail:
			condition, arns = `{"StringEquals":{"ses:FromAddress":"`+testSender+`"}}`, mailARNs[stage]
		}
		for _, arn := range arns {
			all.add("%s", grant{call.Action, inStage(arn, stage), condition})
		}
		if call.On == wiring.OnTopic {
			all.add("%s", grant{"kms:Decrypt", topicKey, ""})
			all.add("%s", grant{"kms:GenerateDataKey", topicKey, ""})
		}
	}
	return all
}

// inStage names what has the stage in its name.
func inStage(arn, stage string) string {
	return strings.NewReplacer("orderflow/dev", "orderflow/"+stage, "orderflow-dev", "orderflow-"+stage).Replace(arn)
}

// granted is what the policy of a function does allow.
func granted(t *testing.T, stack *template, function string) (all lines) {
	t.Helper()
	for _, g := range grants(t, roleOf(t, stack, function)) {
		all.add("%s", g)
	}
	return all
}

func topicKey(t *testing.T, d deployment) string {
	t.Helper()
	return d.orders.attribute(d.orders.of("AWS::KMS::Key")[0].id, "Arn")
}

// TestAFunctionMayDoWhatItsWiringSays, all of it and nothing else.
func TestAFunctionMayDoWhatItsWiringSays(t *testing.T) {
	t.Run("dev", func(t *testing.T) { checkPolicies(t, "dev", templates(t, dev)) })
	t.Run("prod", func(t *testing.T) { checkPolicies(t, "prod", templates(t, prod)) })
}

func checkPolicies(t *testing.T, stage string, d deployment) {
	t.Helper()
	roles := map[string]string{}
	for _, f := range wiring.Functions {
		stack := d.contexts()[f.Context]
		same(t, f.Name, granted(t, stack, f.Name), wanted(f, stage, topicKey(t, d)))
		role := roleOf(t, stack, f.Name)
		if other := roles[role.id]; other != "" {
			t.Errorf("%s and %s share a role", f.Name, other)
		}
		roles[role.id] = f.Name
		if role.at("ManagedPolicyArns") != nil {
			t.Errorf("%s has managed policies: %v", f.Name, role.at("ManagedPolicyArns"))
		}
		if service := role.text("AssumeRolePolicyDocument.Statement.0.Principal.Service"); service != "lambda.amazonaws.com" {
			t.Errorf("the role of %s is for %s", f.Name, service)
		}
	}
}

// TestAPermissionThatIsRemovedIsMissed: the comparison above sees each single call
// that is taken from the wiring or added to it.
func TestAPermissionThatIsRemovedIsMissed(t *testing.T) {
	d := templates(t, dev)
	removed := 0
	for _, f := range wiring.Functions {
		deployed := granted(t, d.contexts()[f.Context], f.Name)
		for i, call := range f.Calls {
			less := f
			less.Calls = slices.Delete(slices.Clone(f.Calls), i, i+1)
			if len(difference(deployed, wanted(less, "dev", topicKey(t, d)))) == 0 {
				t.Errorf("%s without %s on %s: the template's policy is the same", f.Name, call.Action, call.On)
			}
			removed++
		}
		more := f
		more.Calls = append(slices.Clone(f.Calls), wiring.Call{Action: "dynamodb:DeleteItem", On: wiring.OnOrders})
		if len(difference(wanted(more, "dev", topicKey(t, d)), deployed)) == 0 {
			t.Errorf("%s with one call more: the template's policy is the same", f.Name)
		}
	}
	if removed == 0 {
		t.Error("no function calls anything")
	}
}

// TestNothingElseGivesPermissions: no policies stand apart from the roles, and
// there are no roles but for the functions, the machine and ops.
func TestNothingElseGivesPermissions(t *testing.T) {
	for _, stack := range templates(t, dev).all() {
		for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::User", "AWS::IAM::Group"} {
			for _, r := range stack.of(kind) {
				t.Errorf("%s has %s, a %s", stack.name, r.id, kind)
			}
		}
		want := len(stack.of("AWS::Lambda::Function"))
		if stack.name == "orders" {
			want += 2
		}
		if got := len(stack.of("AWS::IAM::Role")); got != want {
			t.Errorf("%s has %d roles, want %d", stack.name, got, want)
		}
	}
}

// stars are the only resources with a star that a policy may name, each with its
// reason. One that is no longer there fails the test.
var stars = []star{
	{`xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)`, `^\*$`, "X-Ray has no resources to name"},
	{
		`logs:(CreateLogDelivery|DeleteLogDelivery|DescribeLogGroups|DescribeResourcePolicies|GetLogDelivery|ListLogDeliveries|PutResourcePolicy|UpdateLogDelivery)`,
		`^\*$`, "the delivery of the state machine's log has no resources to name",
	},
	{`logs:(CreateLogStream|PutLogEvents)`, `:log-group:/aws/lambda/[a-z-]+:\*$`, "the streams of a function's own log group, which Lambda names"},
	{`kms:[A-Za-z]+`, `^\*$`, "in a key's own policy, the key"},
	{`ses:SendEmail`, `:identity/\*$`, "in dev SES may have the account in its sandbox, where recipients are identities too; the sender is a condition"},
	{`dynamodb:Query`, `:table/orders/index/\*$`, "the indexes of one table, all of which the store queries"},
	{`states:(DescribeExecution|GetExecutionHistory|RedriveExecution|StopExecution)`, `:execution:order:\*$`, "executions are named after orders, which are not known yet"},
	{`lambda:InvokeFunction`, `:function:[a-z-]+:\*$`, "executions under way call the versions of the deployment that they were started with"},
	{`states:(DescribeStateMachineAlias|UpdateStateMachineAlias)`, `:stateMachine:order:\*$`, "the alias that a rollback moves, and the versions that it moves it to"},
}

type star struct{ actions, resource, reason string }

// TestStars: no policy has a star in an action, and in a resource only those above.
func TestStars(t *testing.T) {
	used := make([]int, len(stars))
	for _, stack := range append(templates(t, dev).all(), templates(t, prod).all()...) {
		var all []grant
		for _, role := range stack.of("AWS::IAM::Role") {
			all = append(all, grants(t, role)...)
		}
		for kind, path := range map[string]string{
			"AWS::KMS::Key": "KeyPolicy.Statement", "AWS::SNS::TopicPolicy": "PolicyDocument.Statement", "AWS::SQS::QueuePolicy": "PolicyDocument.Statement",
		} {
			for _, r := range stack.of(kind) {
				all = append(all, allowed(t, r, path)...)
			}
		}
		for _, g := range all {
			if strings.Contains(g.action, "*") {
				t.Errorf("%s: a policy allows %s", stack.name, g)
			}
			if !strings.Contains(g.resource, "*") {
				continue
			}
			entry := slices.IndexFunc(stars, func(s star) bool {
				return regexp.MustCompile(`^`+s.actions+`$`).MatchString(g.action) && regexp.MustCompile(s.resource).MatchString(g.resource)
			})
			if entry < 0 {
				t.Errorf("%s: a policy allows %s: a star without a reason", stack.name, g)
			} else {
				used[entry]++
			}
		}
	}
	for i, n := range used {
		if n == 0 {
			t.Errorf("nothing needs %s on %s any longer (%s)", stars[i].actions, stars[i].resource, stars[i].reason)
		}
	}
}

// TestTheMachineInvokesVersionsOnly, and only of the functions that it names.
func TestTheMachineInvokesVersionsOnly(t *testing.T) {
	orders := templates(t, dev).orders
	machine := orders.of("AWS::StepFunctions::StateMachine")[0]
	id, _, _ := strings.Cut(strings.Trim(machine.text("RoleArn"), "()"), ".")
	var got, want lines
	for _, g := range grants(t, orders.Resources[id]) {
		if strings.HasPrefix(g.action, "lambda:") {
			got.add("%s", g)
		}
	}
	for _, f := range wiring.Functions {
		if f.Placeholder != "" {
			want.add("%s", grant{"lambda:InvokeFunction", arnOf("lambda", "function:"+f.Name+":*"), ""})
		}
	}
	same(t, "what the machine invokes", got, want)
}

// TestWhoMayInvokeAFunction: the API's routes and the wiring's rules.
func TestWhoMayInvokeAFunction(t *testing.T) {
	var got, want lines
	for _, stack := range templates(t, dev).contexts() {
		for _, p := range stack.of("AWS::Lambda::Permission") {
			if p.text("SourceArn") == "" || p.text("Action") != "lambda:InvokeFunction" {
				t.Errorf("%s is invoked by anything of %s: %v", p.text("FunctionName"), p.text("Principal"), p.Properties)
			}
			got.add("%s invokes %s", p.text("Principal"), functionOf(p.text("FunctionName")))
		}
	}
	for _, r := range wiring.Routes {
		want.add("apigateway.amazonaws.com invokes %s", r.Function)
	}
	for _, r := range wiring.Rules {
		want.add("events.amazonaws.com invokes %s", r.Target.Function)
	}
	for _, s := range wiring.Schedules {
		want.add("events.amazonaws.com invokes %s", s.Target.Function)
	}
	same(t, "who may invoke", got, want)
}
