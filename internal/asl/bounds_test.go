package asl_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/asl"
)

// maxHeap is what the heap may have at any time in these tests, garbage included.
const maxHeap = 1 << 30

// hostile are expressions that would take all memory or all time there is; package
// jsonata has many more.
var hostile = map[string]string{
	"a string doubled by recursion":     `($f := function($s, $n){$n = 0 ? $s : $f($s & $s, $n - 1)}; $f('x', 60))`,
	"every number with every number":    `[1..99999].([1..99999])`,
	"an object that holds itself twice": `$string($reduce([1..60], function($o, $i){{'l': $o, 'r': $o}}, 1))`,
	"the same, hashed":                  `($o := $reduce([1..60], function($o, $i){$zip($o, $o)}, [1]); $hash($o, 'MD5'))`,
	"an object put into itself":         `($t := |$|{'self': $}|; $t($states.input.order) = $t($states.input.order))`,
	"no end":                            `($f := function($n){$f($n + 1)}; $f(0))`,
}

func hostileInput(t *testing.T) json.RawMessage {
	t.Helper()
	numbers := make([]int, 20_000)
	text, err := json.Marshal(map[string]any{"text": strings.Repeat("x", 100_000), "numbers": numbers, "order": map[string]any{"a": 1}})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestExpressionIsBounded: no expression takes all memory, or goes on for ever.
func TestExpressionIsBounded(t *testing.T) {
	input := hostileInput(t)
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			state, cause := evaluate(t, text, input)
			if peak := heapNow(); peak > maxHeap {
				t.Errorf("the heap has %d MiB", peak>>20)
			}
			for _, said := range []string{"exceeds its limits", "Stack overflow", "size exceeding", "Invalid array length", "too long"} {
				if state != asl.Succeeded && strings.Contains(cause, said) {
					return
				}
			}
			t.Errorf("status %v, cause %.300q…, want an error of limits", state, cause)
		})
	}
}

func heapNow() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	runtime.GC() // what a test leaves is not the next one's
	return sample[0].Value.Uint64()
}

// TestStateIsBounded: nor does a state that has other than JSONata.
func TestStateIsBounded(t *testing.T) {
	wide := func(member, value string) string {
		var b strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&b, `,"k%d%s": %q`, i, member, value)
		}
		return "{" + b.String()[1:] + "}"
	}
	nested := json.RawMessage(strings.Repeat(`{"a":`, 5_000) + `"` + strings.Repeat("x", 100_000) + `"` + strings.Repeat("}", 5_000))
	for _, test := range []struct {
		name, state string
		input       json.RawMessage
		want        string
	}{
		{"a payload with the input often", `"Parameters": ` + wide(".$", "$"), hostileInput(t), asl.ErrorDataLimitExceeded},
		{"a template with the input often", `"QueryLanguage": "JSONata", "Output": ` + wide("", "{% $states.input %}"), hostileInput(t), asl.ErrorDataLimitExceeded},
		{"a variable with the input often", `"QueryLanguage": "JSONata", "Assign": {"x": ` + wide("", "{% $states.input %}") + "}", hostileInput(t), asl.ErrorDataLimitExceeded},
		{"all that is in a deep input", `"InputPath": "$..a"`, nested, asl.ErrorRuntime},
		{"all that is in all that is in a deep input", `"InputPath": "$..a..a"`, nested, asl.ErrorRuntime},
	} {
		t.Run(test.name, func(t *testing.T) {
			state := run(t, `"Type": "Pass", "End": true, `+test.state, test.input)
			if peak := heapNow(); peak > maxHeap {
				t.Errorf("the heap has %d MiB", peak>>20)
			}
			if state.Failure.Error == nil || *state.Failure.Error != test.want {
				t.Errorf("failure %v, want %s", state.Failure, test.want)
			}
		})
	}
}

// evaluate runs a machine of one state that has nothing but an expression.
func evaluate(t *testing.T, expression string, input json.RawMessage) (asl.Status, string) {
	t.Helper()
	text, err := json.Marshal("{% " + expression + " %}")
	if err != nil {
		t.Fatal(err)
	}
	state := run(t, `"Type": "Pass", "QueryLanguage": "JSONata", "End": true, "Output": `+string(text), input)
	if state.Failure.Cause == nil {
		return state.Status, string(state.Output)
	}
	return state.Status, *state.Failure.Cause
}

// run runs a machine of one state.
func run(t *testing.T, fields string, input json.RawMessage) asl.State {
	t.Helper()
	m, err := asl.Parse(`{"StartAt": "S", "States": {"S": {` + fields + `}}}`)
	if err != nil {
		t.Fatal(err)
	}
	state, _ := m.Step(asl.State{}, asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{Ref: 1, Name: "hostile", Input: input, Identity: identity()}})
	return state
}
