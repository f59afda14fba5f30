package jsonata

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"testing"
)

// answer is what JSONata 2.0.6 says to an expression: testdata/answers.js.
type answer struct {
	Expression          string
	Value               json.RawMessage
	Undefined, Function bool
	Code, Message       string
}

// TestAnswers holds expressions against what JSONata 2.0.6 answers to them.
func TestAnswers(t *testing.T) {
	input, err := Decode(readFile(t, "testdata/input.json"))
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(readFile(t, "testdata/answers.json"), &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) < 1000 {
		t.Errorf("there are %d answers", len(answers))
	}
	for _, want := range answers {
		got := ask(want.Expression, input)
		reason, different := otherwise[want.Expression]
		switch same := got.is(want); {
		case !same && !different:
			t.Errorf("%s\n got %s\nwant %s", want.Expression, got, want)
		case same && different:
			t.Errorf("%s is answered as JSONata does, and listed: %s", want.Expression, reason)
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func ask(expression string, input any) (got answer) {
	x, err := Compile(expression)
	var value any
	if err == nil {
		states := NewObject(1)
		states.Set("input", input)
		value, err = x.Evaluate(map[string]any{"states": states}, DefaultLimits)
	}
	var said *Error
	switch {
	case errors.As(err, &said):
		got.Code, got.Message = said.Code, said.Message()
	case err != nil:
		got.Message = err.Error()
	case value == nil:
		got.Undefined = true
	default:
		text, err := AppendJSON(nil, value, 1<<20)
		got.Value, got.Function = text, errors.Is(err, ErrNotJSON)
		if err != nil {
			got.Value = nil
		}
	}
	return got
}

func (a answer) String() string {
	switch {
	case a.Undefined:
		return "nothing"
	case a.Function:
		return "a function"
	case a.Value != nil:
		return string(a.Value)
	}
	return a.Code + ": " + a.Message
}

func (a answer) is(want answer) bool {
	var left, right any
	if want.Value != nil && (json.Unmarshal(a.Value, &left) != nil || json.Unmarshal(want.Value, &right) != nil || !reflect.DeepEqual(left, right)) {
		return false
	}
	return (a.Value == nil) == (want.Value == nil) && a.Undefined == want.Undefined && a.Function == want.Function &&
		a.Code == want.Code && a.Message == want.Message
}

// otherwise are the expressions that are answered differently, and why.
var otherwise = map[string]difference{
	`$split("a😀b", "")`:       differsLetters,
	`1e308 * 10`:              differsInfinite,
	`1 / 0`:                   differsInfinite,
	`[1 / 0]`:                 differsInfinite,
	`$round(123.456, 1.5)`:    differsInfinite,
	`$parseInteger("x", "0")`: differsInfinite,
	`$toMillis("2026-13-01")`: differsInfinite,
	`$match("ab", /a(?=b)/)`:  differsRegex,
}
