package asl_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/asl"
)

// TestEveryMistakeIsReported has one definition with many mistakes: all of them
// are found, in the order of the text, each with its place.
func TestEveryMistakeIsReported(t *testing.T) {
	definition := `{
  "QueryLanguage": "JSONata",
  "StartAt": "Missing",
  "TimeoutSeconds": 0,
  "Colour": "red",
  "States": {
    "A": {"Type": "Task", "Next": "Nowhere", "End": true},
    "B": {"Type": "Pass", "Output": "{% $sum( %}", "Next": "B"},
    "C": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "End": true,
      "Retry": [{"ErrorEquals": ["States.ALL", "X"], "MaxAttempts": -1}, {"ErrorEquals": []}],
      "Catch": [{"ErrorEquals": ["States.Nonsense"]}]},
    "D": {"Type": "Parallel"},
    "E": {"Type": "Wait", "Seconds": 1, "Timestamp": "tomorrow", "End": true},
    "F": {"Type": "Choice", "Choices": [{"Condition": "yes", "Next": "A"}], "End": true},
    "G": {"Type": "Succeed", "QueryLanguage": "JSONPath", "Next": "A"},
    "H": "a state"
  }
}`
	_, err := asl.Parse(definition)
	var found asl.Diagnostics
	if !errors.As(err, &found) {
		t.Fatalf("got %v, want Diagnostics", err)
	}
	want := []string{
		"3:14: Missing 'Next' target: Missing at /StartAt",
		"4:21: Minimum value is 1 at /TimeoutSeconds",
		"5:13: Field 'Colour' is not supported at /",
		"7:10: These fields are required: [Resource] at /States/A",
		"7:35: Missing 'Next' target: Nowhere at /States/A/Next",
		"7:53: A state has either Next or End, not both at /States/A/End",
		"8:10: State \"B\" is not reachable. at /States/B",
		"8:37: JSONata expression \"$sum(\" cannot be parsed:",
		"9:10: State \"C\" is not reachable. at /States/C",
		"9:39: The resource arn:aws:states:::dynamodb:query is not offered here; what is: the ARN of a Lambda function or of an activity, and arn:aws:states:::events:putEvents, ",
		"10:34: States.ALL must stand alone at /States/C/Retry[0]/ErrorEquals[0]",
		"10:69: Minimum value is 0 at /States/C/Retry[0]/MaxAttempts",
		"10:90: ErrorEquals must name at least one error at /States/C/Retry[1]/ErrorEquals",
		"11:17: These fields are required: [Next] at /States/C/Catch[0]",
		"11:34: 'States.Nonsense' is not one of the predefined errors",
		"12:10: These fields are required: [Branches] at /States/D",
		"12:10: These fields are required: [Next] at /States/D",
		"12:10: State \"D\" is not reachable. at /States/D",
		"13:10: A Wait has exactly one of Seconds and Timestamp at /States/E",
		"13:10: State \"E\" is not reachable. at /States/E",
		"13:54: String does not match RFC3339 timestamp at /States/E/Timestamp",
		"14:10: State \"F\" is not reachable. at /States/F",
		"14:55: Condition must be true, false or a JSONata expression",
		"14:84: Field 'End' is not supported at /States/F",
		"15:10: State \"G\" is not reachable. at /States/G",
		"15:47: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/G/QueryLanguage",
		"15:67: Field 'Next' is not supported at /States/G",
		"16:10: Expected an object, but was a string at /States/H",
		"16:10: State \"H\" is not reachable. at /States/H",
	}
	got := strings.Split(err.Error(), "\n")
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("not found: %s", want[i])
		case i >= len(want):
			t.Errorf("not expected: %s", got[i])
		case !strings.HasPrefix(got[i], want[i]):
			t.Errorf("mistake %d:\n got %s\nwant %s", i, got[i], want[i])
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, definition, want string }{
		{"nothing", ``, "1:1: Definition must be a valid JSON object"},
		{"not_json", "{\n  \"StartAt\": A}", "2:14: The definition is not valid JSON: invalid character 'A' looking for beginning of value at /"},
		{"two_values", `{} {}`, "1:4: The definition is not valid JSON: there is more text after the definition at /"},
		{"array", `[]`, "1:1: Definition must be a valid JSON object at /"},
		{"empty", `{}`, "1:1: These fields are required: [States, StartAt] at /"},
		{"no_language", `{"QueryLanguage":"SQL","StartAt":"A","States":{"A":{"Type":"Succeed"}}}`, "1:18: Value is not valid. Supported values are: JSONPath, JSONata at /QueryLanguage"},
		{"no_path", `{"StartAt":"A","States":{"A":{"Type":"Succeed","InputPath":"x"}}}`, "1:60: Value is not a valid JSONPath at /States/A/InputPath"},
		{"no_reference_path", `{"StartAt":"A","States":{"A":{"Type":"Pass","ResultPath":"$.a[*]","End":true}}}`, "Value is not a Reference Path. It must begin with $. and name one place at /States/A/ResultPath"},
		{"no_lookup", `{"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":{"a":{"x.$":"States.Nothing()"}},"End":true}}}`, "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters"},
		{"jsonata_field_in_jsonpath", `{"StartAt":"A","States":{"A":{"Type":"Pass","Output":1,"End":true}}}`, "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A"},
		{"two_operators", `{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"IsString":true,"Next":"B"}]},"B":{"Type":"Succeed"}}}`, "A rule has exactly one of And, Or, Not and the comparison operators at /States/A/Choices[0]"},
		{"wrong_operand", `{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.a","NumericEquals":"1","Next":"B"}]},"B":{"Type":"Succeed"}}}`, "This is no operand of NumericEquals at /States/A/Choices[0]/NumericEquals"},
		{"both_forms", `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":1,"TimeoutSecondsPath":"$.t","End":true}}}`, "There is either TimeoutSeconds or TimeoutSecondsPath, not both at /States/A/TimeoutSecondsPath"},
		{"same_state_twice", `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Succeed"}}}`, "1:79: This key stands twice in its object at /States/A"},
		{"not_offered", `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}}`, "1:82: The resource arn:aws:states:::sqs:sendMessage is not offered here"},
		{"credentials_of_nobody", `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{},"End":true}}}`, "These fields are required: [RoleArn] at /States/A/Credentials"},
		{"credentials_of_a_number", `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{"RoleArn":1},"End":true}}}`, "Expected a string, but was a number at /States/A/Credentials/RoleArn"},
		{"jsonpath_field_in_jsonata", `{"StartAt":"A","States":{"A":{"Type":"Pass","QueryLanguage":"JSONata","InputPath":"$","End":true}}}`, "1:83: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/A"},
		{"field_of_another_kind", `{"StartAt":"A","States":{"A":{"Type":"Pass","ResultSelector":{"x":1},"End":true}}}`, "Field 'ResultSelector' is not supported at /States/A"},
		{"credentials_with_more", `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{"RoleArn":"r","Key":"k"},"End":true}}}`, "Field 'Key' is not supported at /States/A/Credentials"},
		{"credentials_of_an_activity", `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:a","Credentials":{"RoleArn":"r"},"End":true}}}`, "Credentials are not supported here: an activity's worker is called by nobody at /States/A/Credentials"},
		{"deep", strings.Repeat("[", 100_000), "The definition is not valid JSON: nested more than 200 deep"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := asl.Parse(test.definition)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestDiagnosticsSpeakAWS(t *testing.T) {
	_, err := asl.Parse(`{}`)
	var found asl.Diagnostics
	if !errors.As(err, &found) {
		t.Fatal(err)
	}
	want := "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'"
	if got := found.AWS(); !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s…", got, want)
	}
}

func TestUnsubstituted(t *testing.T) {
	known := map[string]string{"Known": "x"}
	got := asl.Unsubstituted("{\n  \"A\": \"${X}\", \"B\": [\"fine\", \"${Y} and ${Z} and ${Known}\"]}", known).Error()
	want := "2:8: Nothing stands for the placeholder ${X} at /A\n" +
		"2:30: Nothing stands for the placeholder ${Y} at /B[1]\n2:30: Nothing stands for the placeholder ${Z} at /B[1]"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := asl.Unsubstituted(`{"A": "${Known}"}`, known); len(got) != 0 {
		t.Errorf("with known placeholders only: got %v", got)
	}
}

func TestSubstitute(t *testing.T) {
	text := `{"FunctionName": "${A}", "Other": "${B} and ${A}"}`
	if got := asl.Placeholders(text); strings.Join(got, " ") != "A B" {
		t.Errorf("placeholders: got %v", got)
	}
	if got, want := asl.Substitute(text, map[string]string{"A": "x"}), `{"FunctionName": "x", "Other": "${B} and x"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMistakesInsideOfStates: bodies inside of a Parallel or Map are looked at
// like the machine's own.
func TestMistakesInsideOfStates(t *testing.T) {
	_, err := asl.Parse(`{
  "QueryLanguage": "JSONata", "StartAt": "Both",
  "States": {
    "Both": {
      "Type": "Parallel", "Assign": {"x": 1}, "Next": "Each",
      "Branches": [
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": 2}, "Next": "Each"}}},
        {"StartAt": "Gone", "States": {"A": {"Type": "Succeed"}}, "Colour": "red"},
        "C"
      ]
    },
    "Each": {
      "Type": "Map", "Items": "abc", "Label": "L", "End": true,
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "B", "States": {"B": {"Type": "Dance"}}}
    }
  }
}`)
	want := []string{
		"7:75: The variable name 'x' was already defined in a parent scope. at /States/Both/Branches[0]/States/A/Assign/x",
		"7:87: Missing 'Next' target: Each at /States/Both/Branches[0]/States/A/Next",
		"8:21: Missing 'Next' target: Gone at /States/Both/Branches[1]/StartAt",
		"8:45: Duplicate State name: A at /States/Both/Branches[1]/States/A",
		"8:45: State \"A\" is not reachable. at /States/Both/Branches[1]/States/A",
		"8:77: Field 'Colour' is not supported at /States/Both/Branches[1]",
		"9:9: Expected an object, but was a string at /States/Both/Branches[2]",
		"13:31: Items must be an array, an object or a JSONata expression between {% and %} at /States/Each/Items",
		"13:47: Label belongs to a distributed Map, which is not offered here at /States/Each/Label",
		"14:53: The mode DISTRIBUTED is not offered here; what is: INLINE at /States/Each/ItemProcessor/ProcessorConfig/Mode",
		"14:110: The state type is not one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map at /States/Each/ItemProcessor/States/B/Type",
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), fmt.Sprint(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
