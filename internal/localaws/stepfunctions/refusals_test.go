package stepfunctions_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// client calls an engine's API without a network.
type client struct {
	t   *testing.T
	api http.Handler
}

// post makes a call and reads the answer; code is "" when it went well.
func (c client) post(action, body string, into any) (code string) {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Amz-Target", stepfunctions.TargetPrefix+action)
	w := httptest.NewRecorder()
	c.api.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		c.t.Fatal(err)
	}
	return w.Header().Get("x-amzn-ErrorType")
}

// TestRefusals: what is wrong with a request is said with AWS's code, and where it
// was seen in AWS's words.
func TestRefusals(t *testing.T) {
	c := client{t, engine(t, sqlitedb.Memory).API()}
	post := func(action, body string) (code, message string) {
		var said struct{ Message string }
		code = c.post(action, body, &said)
		return code, said.Message
	}
	const (
		machine   = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
		execution = "arn:aws:states:us-east-1:123456789012:execution:m:n"
		waiting   = `{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":600,\"End\":true}}}`
	)
	for _, made := range [][2]string{
		{"CreateStateMachine", `{"name":"m","roleArn":"r","definition":"` + waiting + `","publish":true,"versionDescription":"one"}`},
		{"CreateStateMachine", `{"name":"p","roleArn":"r","definition":"` + waiting + `","publish":true}`},
		{"StartExecution", `{"stateMachineArn":"` + machine + `","name":"n"}`},
	} {
		if code, message := post(made[0], made[1]); code != "" {
			t.Fatal(code, message)
		}
	}
	long := strings.Repeat("x", 2000)
	half := func(version string) string {
		return `{"stateMachineVersionArn":"` + machinePrefix + version + `","weight":50}`
	}
	for _, test := range []struct{ action, body, code, message string }{
		{"Nothing", `{}`, "UnknownOperationException", ""},
		{"StartExecution", `[`, "SerializationException", ""},
		{"StartExecution", `{"stateMachineArn":"nonsense"}`, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: nonsense'"},
		{"StartExecution", `{"stateMachineArn":"` + execution + `"}`, "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: execution'"},
		{"StartExecution", `{"stateMachineArn":"` + machine + `x"}`, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine + "x'"},
		{"StartExecution", `{"stateMachineArn":"` + machine + `:7"}`, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine + ":7'"},
		{
			"StartExecution", `{"stateMachineArn":"` + machine + `","input":"not json"}`, "InvalidExecutionInput",
			"Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'",
		},
		{"StartExecution", `{"stateMachineArn":"` + machine + `","input":""}`, "InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'"},
		{"StartExecution", `{"stateMachineArn":"` + machine + `","name":"a b"}`, "InvalidName", "Invalid Name: 'a b'"},
		{"StartExecution", `{"stateMachineArn":"` + machine + `","name":"n","input":"1"}`, "ExecutionAlreadyExists", "Execution Already Exists: '" + execution + "'"},
		{"DescribeExecution", `{"executionArn":"` + execution + `x"}`, "ExecutionDoesNotExist", "Execution Does Not Exist: '" + execution + "x'"},
		{"RedriveExecution", `{"executionArn":"` + execution + `"}`, "ExecutionNotRedrivable", "Execution " + execution + " invalid for redrive as: Execution is RUNNING and cannot be redriven"},
		{"StopExecution", `{"executionArn":"` + execution + `","error":"` + long + `"}`, "ValidationException", "at 'error' failed to satisfy constraint: Member must have length less than or equal to 256"},
		{
			"ListExecutions", `{"stateMachineArn":"` + machine + `","statusFilter":"GONE"}`, "ValidationException",
			"1 validation error detected: Value 'GONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: " +
				"[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
		},
		{"ListExecutions", `{"stateMachineArn":"` + machine + `","redriveFilter":"REDRIVEN"}`, "ValidationException", "RedriveFilter cannot be applied to ListExecutions call with StateMachine ARN"},
		{"ListExecutions", `{"mapRunArn":"x"}`, "ResourceNotFound", "Resource not found: 'x'"},
		{
			"ListStateMachines", `{"maxResults":1001}`, "ValidationException",
			"1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
		},
		{"ListStateMachines", `{"nextToken":"` + long + `"}`, "ValidationException", "Member must have length less than or equal to 1024"},
		{"ListStateMachines", `{"nextToken":"garbage"}`, "InvalidToken", "Invalid Token: 'Invalid token'"},
		{"SendTaskSuccess", `{"taskToken":"garbage","output":"1"}`, "InvalidToken", "Invalid Token: 'Invalid token'"},
		{"SendTaskSuccess", `{"taskToken":"x","output":"not-json"}`, "InvalidOutput", "Invalid Output: 'not-json' is not valid JSON."},
		{"SendTaskHeartbeat", `{"taskToken":"` + long + long + `"}`, "ValidationException", "Member must have length less than or equal to 2048"},
		{"CreateStateMachine", `{"name":"m","roleArn":"r","definition":"{}"}`, "StateMachineAlreadyExists", "State Machine Already Exists: '" + machine + "'"},
		{
			"CreateStateMachine", `{"name":"o","roleArn":"r","definition":"{}"}`, "InvalidDefinition",
			"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
		},
		{"CreateStateMachine", `{"name":"o","roleArn":"r","definition":"x","versionDescription":"d"}`, "ValidationException", "Version description can only be set when publish is true"},
		{
			"UpdateStateMachine", `{"stateMachineArn":"` + machine + `","versionDescription":"d"}`, "MissingRequiredParameter",
			"Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
		},
		{
			"UpdateStateMachine", `{"stateMachineArn":"` + machine + `","loggingConfiguration":{"level":"ALL"}}`, "InvalidLoggingConfiguration",
			"Invalid Logging Configuration: Must specify exactly one Log Destination.",
		},
		{"UpdateStateMachine", `{"stateMachineArn":"` + machine + `:1","definition":"{}"}`, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine + ":1'"},
		{
			"CreateStateMachine", `{"name":"m","roleArn":"r","definition":"` + waiting + `","publish":true,"versionDescription":"two"}`, "StateMachineAlreadyExists",
			"State Machine Already Exists: This state machine was already created with a published version using a different description.",
		},
		{
			"CreateStateMachineAlias", `{"name":"a","routingConfiguration":[{"stateMachineVersionArn":"` + machine + `","weight":100}]}`, "ValidationException",
			"Routing configuration must contain state machine version ARNs. Received: [" + machine + "]",
		},
		{
			"CreateStateMachineAlias", `{"name":"a","routingConfiguration":[` + half("m:1") + `,` + half("m:1") + `]}`, "ValidationException",
			"Routing configuration must contain distinct state machine version ARNs. Received: [" + machine + ":1, " + machine + ":1]",
		},
		{
			"CreateStateMachineAlias", `{"name":"a","routingConfiguration":[` + half("m:1") + `,` + half("p:1") + `]}`, "ValidationException",
			"Routing configuration must contain state machine version ARNs for the same state machine. Received: [" + machine + ":1, " + machinePrefix + "p:1]",
		},
		{"TagResource", `{"resourceArn":"` + machine + `","tags":[{"key":"aws:x","value":""}]}`, "AccessDeniedException", "Caller is an end user and not allowed to mutate system tags"},
		{"UntagResource", `{"resourceArn":"` + machine + `","tagKeys":["aws:x"]}`, "AccessDeniedException", ""},
		{"TagResource", `{"resourceArn":"` + machine + `:1","tags":[]}`, "ResourceNotFound", "Resource not found: '" + machine + ":1'"},
		{"ListTagsForResource", `{"resourceArn":"` + machine + `:1"}`, "", ""},
		{"ListTagsForResource", `{"resourceArn":"` + machine + `:2"}`, "ResourceNotFound", ""},
		{"UpdateStateMachineAlias", `{"stateMachineAliasArn":"` + machine + `:a","description":"d"}`, "ResourceNotFound", "Request references a resource that does not exist."},
		{"TagResource", `{"resourceArn":"` + machine + `x","tags":[]}`, "ResourceNotFound", "Resource not found: '" + machine + "x'"},
		{"DescribeActivity", `{"activityArn":"arn:aws:states:us-east-1:123456789012:activity:a"}`, "ActivityDoesNotExist", "Activity Does Not Exist: 'arn:aws:states:us-east-1:123456789012:activity:a'"},
	} {
		code, message := post(test.action, test.body)
		if code != test.code || !strings.Contains(message, test.message) {
			t.Errorf("%s %.200s:\ngot  %s %.300s\nwant %s %s", test.action, test.body, code, message, test.code, test.message)
		}
	}

	if code, _ := post("DeleteStateMachine", `{"stateMachineArn":"`+machine+`"}`); code != "" {
		t.Fatal(code)
	}
	if code, message := post("StartExecution", `{"stateMachineArn":"`+machine+`"}`); code != "StateMachineDeleting" {
		t.Errorf("start of a machine that is deleted while an execution runs: got %s %s", code, message)
	}
	if code, message := post("DescribeStateMachine", `{"stateMachineArn":"`+machine+`"}`); code != "" {
		t.Errorf("describe it: got %s %s", code, message)
	}
}
