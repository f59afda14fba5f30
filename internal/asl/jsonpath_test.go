package asl_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/asl"
)

// runToEnd runs a machine that waits for nothing.
func runToEnd(t *testing.T, definition, input string) asl.State {
	t.Helper()
	m, err := asl.Parse(definition)
	if err != nil {
		t.Fatalf("%s\n%v", definition, err)
	}
	state, _ := m.Step(asl.State{}, asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{
		Ref: 1, Name: "e1", Input: json.RawMessage(input), Entropy: asl.Entropy{1, 2, 3}, Identity: identity(),
	}})
	return state
}

// TestIntrinsicFunctions: each with the edges that the service was seen to have.
func TestIntrinsicFunctions(t *testing.T) {
	const input = `{"s": "text", "n": 2.5, "o": {"Arg1": 1, "Arg2": []}, "a": [1, 2.0, 2, {"x": 1}, {"x": 1.0}], "null": null, "e": "", "m": {"Arg2": 2, "new": 3}}`
	for call, want := range map[string]string{
		`States.Format('{} and {}, {} \\{\\}', $.s, 1, true)`: `"text and 1, true {}"`,
		`States.Format('{}', $.null)`:                         `"null"`,
		`States.Format('{}', $.o)`:                            `"{Arg1=1, Arg2=[]}"`,
		`States.Format('it\\'s')`:                             `"it's"`,
		`States.StringToJson('{"a": [1, 0.0]}')`:              `{"a":[1,0.0]}`,
		`States.StringToJson('')`:                             `null`,
		`States.StringToJson(' ')`:                            `null`,
		`States.StringToJson('-0')`:                           `0`,
		`States.JsonToString($.a)`:                            `"[1,2.0,2,{\"x\":1},{\"x\":1.0}]"`,
		`States.Array()`:                                      `[]`,
		`States.Array(1, 'two', $.null, States.Array(3))`:     `[1,"two",null,[3]]`,
		`States.ArrayPartition($.a, 2)`:                       `[[1,2.0],[2,{"x":1}],[{"x":1.0}]]`,
		`States.ArrayPartition(States.Array(), 2)`:            `[]`,
		`States.ArrayContains($.a, 2)`:                        `true`,
		`States.ArrayContains($.a, $.a[4])`:                   `true`,
		`States.ArrayContains($.a, 'x')`:                      `false`,
		`States.ArrayRange(1, 9, 2)`:                          `[1,3,5,7,9]`,
		`States.ArrayRange(3, 0, -2)`:                         `[3,1]`,
		`States.ArrayGetItem($.a, 0)`:                         `1`,
		`States.ArrayLength($.a)`:                             `5`,
		`States.ArrayUnique($.a)`:                             `[1,2.0,{"x":1}]`,
		`States.Base64Encode('Data to encode')`:               `"RGF0YSB0byBlbmNvZGU="`,
		`States.Base64Decode('RGF0YSB0byBkZWNvZGU=')`:         `"Data to decode"`,
		`States.Base64Encode($.e)`:                            `""`,
		`States.Hash('input data', 'SHA-1')`:                  `"aaff4a450a104cd177d28d18d74485e8cae074b7"`,
		`States.JsonMerge($.o, $.m, false)`:                   `{"Arg1":1,"Arg2":2,"new":3}`,
		`States.MathAdd(-1.5, 0)`:                             `-1`,
		`States.MathAdd(1.5, $.n)`:                            `5`,
		`States.StringSplit('a,b;;c', ',;')`:                  `["a","b","c"]`,
		`States.StringSplit(',,,,', ',')`:                     `[]`,
		`States.MathRandom(3, 4)`:                             `3`,
	} {
		text, err := json.Marshal(strings.ReplaceAll(call, `\\`, `\`))
		if err != nil {
			t.Fatal(err)
		}
		state := runToEnd(t, `{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.$":`+string(text)+`},"OutputPath":"$.x","End":true}}}`, input)
		if string(state.Output) != want {
			t.Errorf("%s: got %s %v, want %s", call, state.Output, state.Failure, want)
		}
	}
}

// TestIntrinsicFunctionsThatFail: with what, and where.
func TestIntrinsicFunctionsThatFail(t *testing.T) {
	for call, want := range map[string]string{
		`States.Format('{} {}', 1)`:                 "There was an error while evaluating the intrinsic function: States.Format('{} {}', 1). the template has more {} than there are arguments",
		`States.Format('{}', 1, 2)`:                 "there are more arguments than the template has {}",
		`States.ArrayLength('x')`:                   "There was an error while evaluating the intrinsic function: States.ArrayLength('x'). Invalid arguments in States.ArrayLength",
		`States.ArrayGetItem(States.Array(), 0)`:    "the array has 0 items, and none at 0",
		`States.ArrayRange(0, 1000, 1)`:             "the range has more than 1000 items",
		`States.ArrayRange(0, 1, 0)`:                "the step must not be 0",
		`States.ArrayPartition(States.Array(1), 0)`: "Invalid arguments in States.ArrayPartition",
		`States.StringToJson('{')`:                  "Invalid arguments in States.StringToJson",
		`States.Hash('x', 'CRC')`:                   "the algorithm must be MD5",
		`States.JsonMerge($, $, true)`:              "only a shallow merge is supported",
		`States.MathAdd($.x, 1)`:                    "The JsonPath argument for the field '$.x' could not be found in the input '{}'",
	} {
		state := runToEnd(t, `{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.$":"`+strings.ReplaceAll(call, `"`, `\"`)+`"},"End":true}}}`, `{}`)
		if state.Status != asl.FailedRun || *state.Failure.Error != "States.Runtime" || !strings.Contains(*state.Failure.Cause, want) {
			t.Errorf("%s: got %s %s, want %s", call, state.Status, *state.Failure.Cause, want)
		}
	}
}

// TestChoiceRules: every operator, on values that fit and on others, which are
// never an error.
func TestChoiceRules(t *testing.T) {
	many := strings.Repeat("a", 100) // of which a star could be any part
	input := `{"s": "b", "n": 2, "z": 2.0, "b": true, "null": null, "t": "2026-01-02T00:00:00Z", "later": "2026-01-02T01:30:00.5+01:00", "star": "a*b", "many": "` + many + `", "o": {}}`
	for rule, want := range map[string]bool{
		`"Variable":"$.s","StringEquals":"b"`:                                                      true,
		`"Variable":"$.s","StringEquals":"B"`:                                                      false,
		`"Variable":"$.n","StringEquals":"2"`:                                                      false,
		`"Variable":"$.s","StringLessThan":"c"`:                                                    true,
		`"Variable":"$.s","StringGreaterThanEquals":"b"`:                                           true,
		`"Variable":"$.s","StringGreaterThan":"b"`:                                                 false,
		`"Variable":"$.s","StringLessThanEqualsPath":"$.s"`:                                        true,
		`"Variable":"$.s","StringMatches":"b*"`:                                                    true,
		`"Variable":"$.star","StringMatches":"a\\*b"`:                                              true,
		`"Variable":"$.s","StringMatches":"a\\*b"`:                                                 false,
		`"Variable":"$.star","StringMatches":"*"`:                                                  true,
		`"Variable":"$.star","StringMatches":"a*a*b"`:                                              false,
		`"Variable":"$.star","StringMatches":"a**b*"`:                                              true,
		`"Variable":"$.star","StringMatches":"*\\*b*"`:                                             true,
		`"Variable":"$.star","StringMatches":"a*\\*"`:                                              false,
		`"Variable":"$.many","StringMatches":"` + strings.Repeat("*a", 60) + `*b"`:                 false,
		`"Variable":"$.n","StringMatches":"*"`:                                                     false,
		`"Variable":"$.n","NumericEquals":2.0`:                                                     true,
		`"Variable":"$.n","NumericEqualsPath":"$.z"`:                                               true,
		`"Variable":"$.n","NumericEqualsPath":"$.s"`:                                               false,
		`"Variable":"$.n","NumericLessThan":2`:                                                     false,
		`"Variable":"$.n","NumericGreaterThanEquals":2`:                                            true,
		`"Variable":"$.s","NumericGreaterThan":0`:                                                  false,
		`"Variable":"$.b","BooleanEquals":true`:                                                    true,
		`"Variable":"$.s","BooleanEquals":false`:                                                   false,
		`"Variable":"$.b","BooleanEqualsPath":"$.b"`:                                               true,
		`"Variable":"$.t","TimestampEquals":"2026-01-02T01:00:00+01:00"`:                           true,
		`"Variable":"$.t","TimestampLessThanPath":"$.later"`:                                       true,
		`"Variable":"$.s","TimestampLessThan":"2026-01-02T00:00:00Z"`:                              false,
		`"Variable":"$.null","IsNull":true`:                                                        true,
		`"Variable":"$.s","IsNull":false`:                                                          true,
		`"Variable":"$.null","IsPresent":true`:                                                     true,
		`"Variable":"$.none","IsPresent":true`:                                                     false,
		`"Variable":"$.none.deep","IsPresent":false`:                                               true,
		`"Variable":"$.n","IsNumeric":true`:                                                        true,
		`"Variable":"$.s","IsString":true`:                                                         true,
		`"Variable":"$.b","IsBoolean":true`:                                                        true,
		`"Variable":"$.t","IsTimestamp":true`:                                                      true,
		`"Variable":"$.s","IsTimestamp":true`:                                                      false,
		`"Variable":"$$.Execution.Name","StringEquals":"e1"`:                                       true,
		`"Not":{"Variable":"$.s","StringEquals":"b"}`:                                              false,
		`"And":[{"Variable":"$.b","BooleanEquals":true},{"Variable":"$.n","NumericEquals":2}]`:     true,
		`"Or":[{"Variable":"$.b","BooleanEquals":false},{"Not":{"Variable":"$.s","IsNull":true}}]`: true,
		`"Or":[{"Variable":"$.n","NumericEquals":2},{"Variable":"$.none","IsNull":true}]`:          true, // the second is not looked at
	} {
		state := runToEnd(t, `{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{`+rule+`,"Next":"Yes"}],"Default":"No"},
			"Yes":{"Type":"Pass","Result":true,"End":true},"No":{"Type":"Pass","Result":false,"End":true}}}`, input)
		if got := string(state.Output); got != map[bool]string{true: "true", false: "false"}[want] {
			t.Errorf("%s: got %s %v, want %v", rule, got, state.Failure, want)
		}
	}
}
