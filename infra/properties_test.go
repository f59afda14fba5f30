package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
)

// TestProperties: what every resource of a type must be, in either stage.
func TestProperties(t *testing.T) {
	for name, of := range map[string]func() (deployment, error){"dev": dev, "prod": prod} {
		d := templates(t, of)
		keeps := name == "prod"
		deleted := map[bool]string{true: "RetainExceptOnCreate", false: "Delete"}[keeps]
		replaced := map[bool]string{true: "Retain", false: "Delete"}[keeps]
		for _, want := range []struct{ kind, path, value string }{
			{"AWS::DynamoDB::GlobalTable", "BillingMode", "PAY_PER_REQUEST"},
			{"AWS::DynamoDB::GlobalTable", "SSESpecification.SSEEnabled", "true"},
			{"AWS::DynamoDB::GlobalTable", "Replicas.0.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "true"},
			{"AWS::DynamoDB::GlobalTable", "Replicas.0.DeletionProtectionEnabled", fmt.Sprint(keeps)},
			{"AWS::Cognito::UserPool", "AdminCreateUserConfig.AllowAdminCreateUserOnly", "true"},
			{"AWS::Cognito::UserPool", "UsernameAttributes.0", "email"},
			{"AWS::Cognito::UserPool", "AutoVerifiedAttributes.0", "email"},
			{"AWS::Cognito::UserPool", "DeletionProtection", map[bool]string{true: "ACTIVE", false: "INACTIVE"}[keeps]},
			{"AWS::Cognito::UserPoolClient", "GenerateSecret", "false"},
			{"AWS::SES::EmailIdentity", "EmailIdentity", testSender},
			{"AWS::SES::EmailIdentity", "ConfigurationSetAttributes.ConfigurationSetName", `\(Mail.*\)`},
			{"AWS::SNS::Subscription", "Endpoint", testAlarms},
			{"AWS::KMS::Key", "EnableKeyRotation", "true"},
			{"AWS::SQS::Queue", "SqsManagedSseEnabled", "true"},
			{"AWS::SQS::Queue", "MessageRetentionPeriod", "1209600"},
			{"AWS::Events::Archive", "RetentionDays", "30"},
			{"AWS::StepFunctions::StateMachine", "StateMachineType", "STANDARD"},
			{"AWS::StepFunctions::StateMachine", "TracingConfiguration.Enabled", "true"},
			{"AWS::StepFunctions::StateMachine", "LoggingConfiguration.Level", "ALL"},
			{"AWS::StepFunctions::StateMachine", "LoggingConfiguration.IncludeExecutionData", "false"},
			{"AWS::StepFunctions::StateMachine", "LoggingConfiguration.Destinations.0.CloudWatchLogsLogGroup.LogGroupArn", ".*:log-group:/aws/vendedlogs/states/order:\\*"},
			{"AWS::ApiGatewayV2::Authorizer", "AuthorizerType", "JWT"},
			{"AWS::ApiGatewayV2::Authorizer", "JwtConfiguration.Issuer", `https://cognito-idp\.us-east-1\.amazonaws\.com/\(/orderflow/` + name + `/user-pool\)`},
			{"AWS::ApiGatewayV2::Authorizer", "JwtConfiguration.Audience.0", `\(/orderflow/` + name + `/user-pool-client\)`},
			{"AWS::ApiGatewayV2::Stage", "StageName", `\$default`},
			{"AWS::ApiGatewayV2::Stage", "DefaultRouteSettings.ThrottlingRateLimit", `[1-9]\d*`},
			{"AWS::ApiGatewayV2::Stage", "DefaultRouteSettings.ThrottlingBurstLimit", `[1-9]\d*`},
			{"AWS::ApiGatewayV2::Stage", "AccessLogSettings.DestinationArn", ".*:log-group:/aws/vendedlogs/apigateway/orderflow-" + name + ":\\*"},
			{"AWS::ApiGatewayV2::Api", "CorsConfiguration.AllowHeaders", `\[authorization content-type idempotency-key\]`},
			{"AWS::Logs::LogGroup", "RetentionInDays", `[1-9]\d*`},
		} {
			found := 0
			for _, stack := range d.all() {
				for _, r := range stack.of(want.kind) {
					found++
					if got := r.text(want.path); !regexp.MustCompile("^" + want.value + "$").MatchString(got) {
						t.Errorf("%s: %s %s: %s is %q, want %s", name, want.kind, r.id, want.path, got, want.value)
					}
				}
			}
			if found == 0 {
				t.Errorf("%s: there is no %s", name, want.kind)
			}
		}
		for _, stack := range d.all() {
			for _, kind := range []string{"AWS::DynamoDB::GlobalTable", "AWS::Cognito::UserPool", "AWS::Logs::LogGroup"} {
				for _, r := range stack.of(kind) {
					if r.DeletionPolicy != deleted || r.UpdateReplacePolicy != replaced {
						t.Errorf("%s: %s %s: when it is deleted %s, replaced %s", name, kind, r.id, r.DeletionPolicy, r.UpdateReplacePolicy)
					}
				}
			}
		}
	}
}

// TestFunctionsLogToTheirOwnGroup, which has an end.
func TestFunctionsLogToTheirOwnGroup(t *testing.T) {
	for _, stack := range templates(t, dev).contexts() {
		for _, f := range stack.of("AWS::Lambda::Function") {
			id := strings.Trim(f.text("LoggingConfig.LogGroup"), "()")
			group := stack.Resources[id]
			if group == nil || group.text("LogGroupName") != "/aws/lambda/"+f.text("FunctionName") {
				t.Errorf("%s logs to %s", f.text("FunctionName"), id)
			}
		}
	}
}

// TestOnlyTLS: topics and queues refuse everything else.
func TestOnlyTLS(t *testing.T) {
	for _, stack := range templates(t, dev).all() {
		for kind, policy := range map[string]string{"AWS::SNS::Topic": "AWS::SNS::TopicPolicy", "AWS::SQS::Queue": "AWS::SQS::QueuePolicy"} {
			refusing := 0
			for _, p := range stack.of(policy) {
				for _, s := range p.at("PolicyDocument.Statement").([]any) {
					if strings.Contains(canonical(t, s), `"aws:SecureTransport":"false"`) && s.(map[string]any)["Effect"] == "Deny" {
						refusing++
					}
				}
			}
			if want := len(stack.of(kind)); refusing != want {
				t.Errorf("%s: %d of %d %s refuse what is not TLS", stack.name, refusing, want, kind)
			}
		}
	}
}

// TestTheTopics: who may subscribe to the restaurants' messages, and that
// CloudWatch may publish alarms.
func TestTheTopics(t *testing.T) {
	d := templates(t, dev)
	restaurants := canonical(t, d.orders.of("AWS::SNS::TopicPolicy")[0].Properties)
	ops := `"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/ops"}`
	if !strings.Contains(restaurants, `"Action":"sns:Subscribe","Condition":{`+ops+`},"Effect":"Deny","Principal":{"AWS":"*"}`) {
		t.Errorf("others than ops may subscribe: %s", restaurants)
	}
	if role := d.orders.named(t, "AWS::IAM::Role", "RoleName", "ops"); !strings.Contains(fmt.Sprint(grants(t, role)), "sns:Subscribe on "+arnOf("sns", "restaurant-orders")) {
		t.Errorf("ops may not subscribe: %v", grants(t, role))
	}
	if d.orders.of("AWS::SNS::Topic")[0].text("KmsMasterKeyId") == "" {
		t.Error("the restaurants' messages are not encrypted")
	}
	alarms := canonical(t, d.foundation.of("AWS::SNS::TopicPolicy")[0].Properties)
	if !strings.Contains(alarms, `"Action":"sns:Publish","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}},"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"}`) {
		t.Errorf("CloudWatch may not publish alarms: %s", alarms)
	}
}

// TestGroups: one for each role of the API, and for each restaurant.
func TestGroups(t *testing.T) {
	menu, err := order.TheMenu()
	if err != nil {
		t.Fatal(err)
	}
	want := lines{api.GroupCustomer, api.GroupOps}
	for _, r := range menu.Restaurants() {
		want.add("restaurant:%s", r.ID)
	}
	var got lines
	for _, g := range templates(t, dev).foundation.of("AWS::Cognito::UserPoolGroup") {
		got.add("%s", g.text("GroupName"))
	}
	same(t, "groups", got, want)
}

// TestSchemas: the registry has the schema of each event, to the letter.
func TestSchemas(t *testing.T) {
	var got, want lines
	for _, s := range templates(t, dev).foundation.of("AWS::EventSchemas::Schema") {
		got.add("%s %s %s", s.text("SchemaName"), s.text("Type"), s.text("Content"))
		if !json.Valid([]byte(s.text("Content"))) {
			t.Errorf("%s is not JSON", s.text("SchemaName"))
		}
	}
	for _, kind := range events.Types {
		schema, err := events.Schema(kind, events.Version)
		if err != nil {
			t.Fatal(err)
		}
		want.add("orderflow.orders@%s.v1 JSONSchemaDraft4 %s", kind, schema)
	}
	same(t, "schemas", got, want)
}

// TestOrdersUnderWaySurviveADeployment: what an execution was started with is
// never deleted, new ones go by the alias, and only by it.
func TestOrdersUnderWaySurviveADeployment(t *testing.T) {
	orders := templates(t, dev).orders
	kept := append(orders.of("AWS::Lambda::Version"), orders.of("AWS::StepFunctions::StateMachineVersion")...)
	for _, r := range kept {
		if r.DeletionPolicy != "Retain" || r.UpdateReplacePolicy != "Retain" {
			t.Errorf("%s is deleted when it is replaced", r.id)
		}
	}
	machine := orders.of("AWS::StepFunctions::StateMachine")[0]
	substitutions := machine.at("DefinitionSubstitutions").(map[string]any)
	if got, want := len(orders.of("AWS::Lambda::Version")), len(substitutions); got != want {
		t.Errorf("%d functions have a version, the definition names %d", got, want)
	}
	for name, arn := range substitutions {
		if !regexp.MustCompile(`:function:[a-z-]+:1$`).MatchString(fmt.Sprint(arn)) {
			t.Errorf("%s is no version: %v", name, arn)
		}
	}
	version := orders.of("AWS::StepFunctions::StateMachineVersion")[0]
	if got, want := version.text("StateMachineRevisionId"), "("+machine.id+".StateMachineRevisionId)"; got != want {
		t.Errorf("a new definition makes no new version: its revision is %s, want %s", got, want)
	}
	alias := orders.of("AWS::StepFunctions::StateMachineAlias")[0]
	if got, want := alias.text("RoutingConfiguration.0.StateMachineVersionArn"), "("+version.id+".Arn)"; got != want || alias.text("RoutingConfiguration.0.Weight") != "100" {
		t.Errorf("the alias leads to %s, want %s", got, want)
	}
}

// TestAFunctionThatChangesHasANewVersion, and those that do not keep theirs.
func TestAFunctionThatChangesHasANewVersion(t *testing.T) {
	const changed = "accept-order"
	next, err := synthesize("dev", changed)
	if err != nil {
		t.Fatal(err)
	}
	versions := func(d deployment) map[string]string {
		ids := map[string]string{}
		for _, v := range d.orders.of("AWS::Lambda::Version") {
			ids[v.text("FunctionName")] = v.id
		}
		return ids
	}
	before, after := versions(templates(t, dev)), versions(next)
	for name, id := range before {
		if same := after[name] == id; same == (name == changed) {
			t.Errorf("%s: before %s, after %s", name, id, after[name])
		}
	}
	if before[changed] == "" {
		t.Errorf("%s has no version: %v", changed, before)
	}
}

// TestContextsComeAndGo: no stack exports anything, or names what is of another
// context; both need the foundation only.
func TestContextsComeAndGo(t *testing.T) {
	d := templates(t, dev)
	for _, stack := range d.all() {
		if strings.Contains(stack.text, "Fn::ImportValue") {
			t.Errorf("%s imports something", stack.name)
		}
		for name, o := range stack.Outputs {
			if o.Export != nil {
				t.Errorf("%s exports %s", stack.name, name)
			}
		}
	}
	for _, pair := range [][2]*template{{d.promo, d.orders}, {d.foundation, d.orders}, {d.foundation, d.promo}} {
		for _, r := range pair[1].Resources {
			for property, value := range r.Properties {
				name, ok := value.(string)
				if !ok || !strings.HasSuffix(property, "Name") || name == "" || strings.Contains(name, "(") {
					continue
				}
				if found := regexp.MustCompile(`orderflow-dev-` + regexp.QuoteMeta(name) + `[^a-z-]`).FindString(pair[0].text); found != "" {
					t.Errorf("%s names %s, which is of %s", pair[0].name, name, pair[1].name)
				}
			}
		}
	}
	for name, needs := range d.needs {
		want := []string{"foundation"}
		if name == "foundation" {
			want = nil
		}
		if !slices.Equal(needs, want) {
			t.Errorf("%s is deployed after %v, want %v", name, needs, want)
		}
	}
}
