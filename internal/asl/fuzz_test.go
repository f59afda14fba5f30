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
