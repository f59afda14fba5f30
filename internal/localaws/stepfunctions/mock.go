package stepfunctions

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// How closely a mocked result is held against the model of the API's answer.
const (
	strictMode  = "STRICT"
	presentMode = "PRESENT"
	noneMode    = "NONE"
)

// answerFields are the fields of the answer of each integration, each with the
// JSON type that it has; "any" may be anything. Those that the API's model requires
// end in an exclamation mark.
var answerFields = map[string]map[string]string{
	"lambda:invoke": {
		"ExecutedVersion": "string", "FunctionError": "string", "LogResult": "string", "Payload": "string", "StatusCode": "number",
	},
	"events:putEvents":      {"FailedEntryCount": "number", "Entries": "array"},
	"sns:publish":           {"MessageId": "string", "SequenceNumber": "string"},
	"states:startExecution": {"ExecutionArn": "string!", "StartDate": "any!"},
	"states:startExecution.sync": {
		"ExecutionArn": "string!", "StateMachineArn": "string!", "StartDate": "any!", "Status": "string!", "Name": "string", "StopDate": "any",
		"Input": "any", "InputDetails": "object", "Output": "any", "OutputDetails": "object", "Error": "string", "Cause": "string",
		"StateMachineVersionArn": "string", "StateMachineAliasArn": "string", "RedriveCount": "number", "RedriveStatus": "string",
		"RedriveStatusReason": "string", "RedriveDate": "any", "TraceHeader": "string", "MapRunArn": "string",
	},
}

// check checks a mock for a task that calls the resource.
func (m *mockInput) check(resource string) error {
	if m == nil {
		return nil
	}
	if err := (&awsapi.Validation{}).OneOf("mock.fieldValidationMode", m.FieldValidationMode, strictMode, presentMode, noneMode).Err(); err != nil {
		return err
	}
	switch {
	case m.Result == nil && m.ErrorOutput == nil:
		return awsapi.Errorf("ValidationException", "One of the following fields is required for a test mock: [result, errorOutput].")
	case m.ErrorOutput == nil:
	case m.Result != nil:
		return awsapi.Errorf("ValidationException", "A mock has one of result and errorOutput, not both")
	case m.ErrorOutput.Error == nil:
		return awsapi.Errorf("ValidationException", "An error was not specified in the mocked error output.")
	default:
		return nil
	}
	if err := asl.CheckJSON(json.RawMessage(*m.Result)); err != nil {
		return awsapi.Errorf("ValidationException", "The mocked result is not JSON: %v", err)
	}
	if m.FieldValidationMode == noneMode {
		return nil
	}
	return m.checkFields(resource)
}

// checkFields holds the result against the fields of the integration's answer. A
// task that waits for its token is answered by whoever has it, with anything.
func (m *mockInput) checkFields(resource string) error {
	action := strings.TrimSuffix(strings.TrimPrefix(resource, "arn:aws:states:::"), ":2")
	fields, ok := answerFields[action]
	if !ok {
		return nil
	}
	var result map[string]json.RawMessage
	if err := json.Unmarshal([]byte(*m.Result), &result); err != nil || result == nil {
		return awsapi.Errorf("ValidationException", "Mocked result must be a valid JSON object.")
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		want, required := strings.CutSuffix(fields[name], "!")
		value, there := result[name]
		switch {
		case !there && required && m.FieldValidationMode != presentMode:
			return awsapi.Errorf("ValidationException", "Mock result schema validation error: Field '%s' is required", name)
		case there && want != "any" && jsonType(value) != want:
			return awsapi.Errorf("ValidationException", "Mock result schema validation error: Field '%s' must be %s", name, article[want])
		}
	}
	return nil
}

var article = map[string]string{"string": "a string", "number": "a number", "array": "an array", "object": "an object"}

// checkResults wants as many results as a Parallel or Map that waits for them has
// branches or items.
func (m *mockInput) checkResults(kind string, tried *asl.Tried) error {
	if m == nil || m.Result == nil || tried.Status != "" || kind != "Map" && kind != "Parallel" {
		return nil
	}
	var results []json.RawMessage
	switch err := json.Unmarshal([]byte(*m.Result), &results); {
	case err != nil || results == nil:
		return awsapi.Errorf("ValidationException", "Mocked result must be an array.")
	case len(results) == tried.Results:
		return nil
	case kind == "Map":
		return awsapi.Errorf("ValidationException", "Input array does not equal the mocked result array's size")
	}
	return awsapi.Errorf("ValidationException", "Mocked result must contain the same number of items as number of Parallel branches.")
}

// jsonType is the type of a JSON value, by its first byte.
func jsonType(value json.RawMessage) string {
	switch value[0] {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// outcome is what the mock says of the state's work.
func (m *mockInput) outcome() (json.RawMessage, *asl.Failure) {
	if m.ErrorOutput != nil {
		return nil, &asl.Failure{Error: m.ErrorOutput.Error, Cause: m.ErrorOutput.Cause}
	}
	return json.RawMessage(*m.Result), nil
}
