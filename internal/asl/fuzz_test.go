package asl_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orderflow/orderflow/internal/asl"
)

// FuzzMachine: no text makes Parse panic, and what it accepts can be started,
// fed with an answer and the passing of time, and comes to rest.
func FuzzMachine(f *testing.F) {
	files, _ := filepath.Glob("testdata/histories/*.txtar")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		machine, _, _ := parts(txtar.Parse(text))
		f.Add(string(machine), `{"n": 1, "a": [1, null, "x"]}`)
	}
	f.Fuzz(func(t *testing.T, definition, payload string) {
		m, err := asl.Parse(definition)
		if err != nil || !json.Valid([]byte(payload)) {
			return
		}
		state, fx := m.Step(asl.State{}, asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{
			Ref: 1, Name: "fuzz", Input: json.RawMessage(payload), Identity: identity(),
		}})
		now := epoch
		for range 50 {
			if state.Status != asl.Running {
				break
			}
			for _, c := range fx.Commands {
				state, fx = m.Step(state, asl.Fact{Kind: asl.FactReport, At: now, Task: c.Task, Output: json.RawMessage(payload)})
			}
			if due := state.Due(); due > now {
				now = due
			}
			state, fx = m.Step(state, asl.Fact{Kind: asl.FactTick, At: now})
			for _, e := range fx.Events {
				if _, err := json.Marshal(e); err != nil {
					t.Fatalf("event %d is not JSON: %v", e.ID, err)
				}
			}
		}
	})
}

// FuzzLookup: no path and no call of an intrinsic function panics or hangs, and a
// replay finds the same.
func FuzzLookup(f *testing.F) {
	for _, text := range []string{
		"$.a[0].b", "$..b", "$.a[?(@.b > 1)]", "$.a[1:]", "$['a','c']", "$$.Execution.Name", "$.a[?(@.b =~ /x.*/)]", "$..*..*",
		"States.Format('{} {}', $.a, 1)", "States.Array($.a, States.ArrayRange(1, 9, 2))", "States.JsonMerge($.a[0], $.o, false)",
		"States.Hash($.s, 'SHA-1')", "States.StringSplit('a,b', ',')", "States.MathRandom(1, 5)", "States.UUID()",
	} {
		f.Add(text, `{"a": [{"b": 1}, {"b": "x"}], "o": {"c": 0.0}, "s": "it's"}`)
	}
	f.Fuzz(func(t *testing.T, text, input string) {
		same(t, map[string]any{"Type": "Pass", "Parameters": map[string]any{"x.$": text}, "End": true}, input)
	})
}

// FuzzExpression: no JSONata expression panics or hangs, and a replay finds the same.
func FuzzExpression(f *testing.F) {
	for _, text := range []string{
		"$states.input.a.b", "$sum($states.input.a.n)", "$map($states.input.a, function($x){$x.n + 1})", "$range(1, 5, 2)", "$uuid() & $now()",
		"$random() < 1", "$partition([1..5], 2)", "$hash('x', 'MD5')", "$parse('[1]')", "$states.context.Execution.Name", "/a.*/('abc')",
		"($f := function($n){$n < 2 ? 1 : $f($n - 1)}; $f(5))", "$sort($states.input.a, function($l, $r){$l.n > $r.n})", "$states.input ~> |a|{'b': 1}|",
		"($f := function($n){$f($n + 1)}; $f(0))", "$shuffle([1..20])", "$states.input.**", "$states.input.a{b: n & ''}", "$reduce([1..30], function($s, $i){$s & $s}, 'x')",
		"$states.input ~> |$|{'self': $}|", "$zip($states.input.a, $states.input.a)",
	} {
		f.Add(text, `{"a": [{"n": 2, "b": "x"}, {"n": 1.0}]}`)
	}
	f.Fuzz(func(t *testing.T, text, input string) {
		same(t, map[string]any{"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{%" + text + "%}", "End": true}, input)
	})
}

// same runs a machine of one state twice and wants the same history.
func same(t *testing.T, state map[string]any, input string) {
	t.Helper()
	definition, err := json.Marshal(map[string]any{"StartAt": "S", "States": map[string]any{"S": state}})
	if err != nil || !json.Valid([]byte(input)) {
		return
	}
	m, err := asl.Parse(string(definition))
	if err != nil {
		return
	}
	run := func() string {
		_, fx := m.Step(asl.State{}, asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{
			Ref: 1, Name: "fuzz", Input: json.RawMessage(input), Identity: identity(),
		}})
		text, err := json.Marshal(fx.Events)
		if err != nil {
			t.Fatalf("the history is not JSON: %v", err)
		}
		return string(text)
	}
	if first, second := run(), run(); first != second {
		t.Errorf("a replay differs:\n%s\n%s", first, second)
	}
}
