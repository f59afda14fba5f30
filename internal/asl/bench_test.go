package asl_test

import (
	"encoding/json"
	"testing"

	"github.com/orderflow/orderflow/internal/asl"
)

// BenchmarkStep measures transitions a second of the interpreter in one
// goroutine: a chain of Pass states, and of Tasks with a JSONata argument.
func BenchmarkStep(b *testing.B) {
	const states = 20
	b.Run("pass", func(b *testing.B) {
		m := chain(b, states, `{"Type": "Pass", `)
		for b.Loop() {
			state, _ := m.Step(asl.State{}, startFact())
			if state.Status != asl.Succeeded {
				b.Fatal(state.Status)
			}
		}
		b.ReportMetric(float64(b.N*states)/b.Elapsed().Seconds(), "transitions/s")
	})
	b.Run("task", func(b *testing.B) {
		m := chain(b, states, `{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 10,
			"Arguments": {"FunctionName": "f", "Payload": {"order": "{% $states.input.orderId %}"}}, "Output": "{% $states.input %}", `)
		for b.Loop() {
			state, fx := m.Step(asl.State{}, startFact())
			for state.Status == asl.Running {
				state, fx = m.Step(state, asl.Fact{Kind: asl.FactReport, At: epoch, Task: fx.Commands[0].Task, Output: json.RawMessage(`{"Payload":{"ok":true}}`)})
			}
			if state.Status != asl.Succeeded {
				b.Fatal(state.Status, *state.Failure.Cause)
			}
		}
		b.ReportMetric(float64(b.N*states)/b.Elapsed().Seconds(), "transitions/s")
	})
}

func startFact() asl.Fact {
	return asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{Name: "bench", Input: json.RawMessage(`{"orderId":"o-1"}`), Identity: identity()}}
}

// chain is a machine of n like states, one after the other.
func chain(b *testing.B, n int, state string) *asl.Machine {
	b.Helper()
	definition := `{"QueryLanguage": "JSONata", "StartAt": "S0", "States": {`
	for i := range n {
		name := func(i int) string { return string(rune('A'+i/10)) + string(rune('0'+i%10)) }
		if i == 0 {
			definition = `{"QueryLanguage": "JSONata", "StartAt": "` + name(0) + `", "States": {`
		} else {
			definition += ","
		}
		definition += `"` + name(i) + `": ` + state
		if i == n-1 {
			definition += `"End": true}`
		} else {
			definition += `"Next": "` + name(i+1) + `"}`
		}
	}
	m, err := asl.Parse(definition + "}}")
	if err != nil {
		b.Fatal(err)
	}
	return m
}
