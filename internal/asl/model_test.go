package asl_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orderflow/orderflow/internal/asl"
)

// TestModel runs random machines on random facts. Wherever an execution is stopped
// and replayed from its facts, it goes on to the same history; event ids are dense
// and each event follows an earlier one; and no state is left more often than it
// was entered.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definition := (&builder{t: t}).machine()
		m, err := asl.Parse(definition)
		if err != nil {
			t.Fatalf("the machine is not valid: %v\n%s", err, definition)
		}
		w := &walk{t: t, m: m, now: epoch}
		w.run()
		defer func() {
			if t.Failed() {
				t.Logf("the machine:\n%s", definition)
			}
		}()
		wellFormed(t, w.events)
		replaysAlike(t, m, w.facts)
	})
}

type object = map[string]any

// builder draws a machine.
type builder struct {
	t     *rapid.T
	count int
}

func (b *builder) machine() string {
	body := b.body(2)
	body["QueryLanguage"] = "JSONata"
	if b.chance(5) {
		body["TimeoutSeconds"] = rapid.IntRange(1, 20).Draw(b.t, "machine timeout")
	}
	text, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// chance is true once in n times.
func (b *builder) chance(n int) bool { return rapid.IntRange(1, n).Draw(b.t, "chance") == 1 }

// body draws a chain of states; each may also jump to a later one.
func (b *builder) body(depth int) object {
	names := make([]string, rapid.IntRange(1, 4).Draw(b.t, "states"))
	for i := range names {
		b.count++
		names[i] = fmt.Sprint("S", b.count)
	}
	states := object{}
	for i, name := range names {
		states[name] = b.state(names[i+1:], depth)
	}
	return object{"StartAt": names[0], "States": states}
}

func (b *builder) state(later []string, depth int) object {
	kinds := []string{"Pass", "Wait", "Task", "Task", "Token", "Activity", "Sync", "Choice"}
	if depth > 0 {
		kinds = append(kinds, "Parallel", "Map", "Parallel", "Map")
	}
	if len(later) == 0 {
		kinds = append(kinds, "Fail")
	}
	kind := rapid.SampledFrom(kinds).Draw(b.t, "kind")
	s := object{"Type": kind}
	switch kind {
	case "Fail":
		s["Error"] = "A"
		return s
	case "Wait":
		s["Seconds"] = rapid.IntRange(0, 3).Draw(b.t, "seconds")
	case "Choice":
		if len(later) == 0 {
			return object{"Type": "Succeed"}
		}
		return object{
			"Type": "Choice", "Default": later[0],
			"Choices": []any{object{"Condition": "{% $random() < 0.5 %}", "Next": rapid.SampledFrom(later).Draw(b.t, "chosen")}},
		}
	case "Task", "Token", "Activity", "Sync":
		b.task(s, kind)
	case "Parallel":
		var branches []any
		for range rapid.IntRange(1, 3).Draw(b.t, "branches") {
			branches = append(branches, b.body(depth-1))
		}
		s["Branches"] = branches
	case "Map":
		s["Items"] = rapid.SliceOfN(rapid.Just(1), 0, 3).Draw(b.t, "items")
		s["MaxConcurrency"] = rapid.IntRange(0, 2).Draw(b.t, "concurrency")
		s["ItemProcessor"] = b.body(depth - 1)
	}
	if len(later) == 0 {
		s["End"] = true
	} else {
		s["Next"] = later[0]
	}
	if s["Type"] == "Task" || kind == "Parallel" || kind == "Map" {
		b.handlers(s, later)
	}
	return s
}

func (b *builder) task(s object, kind string) {
	s["Type"] = "Task"
	switch kind {
	case "Task":
		s["Resource"], s["Arguments"] = "arn:aws:states:::lambda:invoke", object{"FunctionName": "f", "Payload": "{% $uuid() %}"}
	case "Token":
		s["Resource"] = "arn:aws:states:::lambda:invoke.waitForTaskToken"
		s["Arguments"] = object{"FunctionName": "f", "Payload": object{"token": "{% $states.context.Task.Token %}"}}
	case "Activity":
		s["Resource"] = "arn:aws:states:us-east-1:123456789012:activity:work"
	case "Sync":
		s["Resource"], s["Arguments"] = asl.StartExecution+".sync", object{"StateMachineArn": "m"}
	}
	if b.chance(2) {
		s["TimeoutSeconds"] = rapid.IntRange(2, 5).Draw(b.t, "timeout")
	}
	if kind != "Task" && b.chance(3) {
		s["HeartbeatSeconds"] = 1
	}
}

func (b *builder) handlers(s object, later []string) {
	if b.chance(2) {
		s["Retry"] = []any{object{
			"ErrorEquals": []string{rapid.SampledFrom([]string{"A", "States.Timeout", "States.ALL"}).Draw(b.t, "retried")},
			"MaxAttempts": rapid.IntRange(0, 2).Draw(b.t, "attempts"), "JitterStrategy": "FULL",
		}}
	}
	if len(later) > 0 && b.chance(2) {
		s["Catch"] = []any{object{
			"ErrorEquals": []string{rapid.SampledFrom([]string{"A", "States.ALL"}).Draw(b.t, "caught")},
			"Next":        rapid.SampledFrom(later).Draw(b.t, "catcher"),
		}}
	}
}

// walk feeds a machine random facts.
type walk struct {
	t      *rapid.T
	m      *asl.Machine
	now    asl.Instant
	state  asl.State
	facts  []asl.Fact
	events []asl.Event
	tasks  []asl.Command // all that were ever asked for
	tokens []string
}

func (w *walk) run() {
	w.feed(asl.Fact{Kind: asl.FactStart, Start: &asl.Start{
		Ref: 7, Name: "e1", Input: json.RawMessage(`{"a":1}`), Entropy: asl.Entropy{byte(rapid.IntRange(0, 255).Draw(w.t, "entropy"))}, Identity: identity(), Rules: asl.Rules,
	}})
	for range rapid.IntRange(0, 30).Draw(w.t, "facts") {
		w.now += asl.Instant(rapid.IntRange(0, 700).Draw(w.t, "ms"))
		w.feed(w.draw())
	}
}

func (w *walk) feed(fact asl.Fact) {
	fact.At = w.now
	w.facts = append(w.facts, fact)
	state, fx := w.m.Step(w.state, fact)
	w.state = state
	w.events = append(w.events, fx.Events...)
	w.tasks = append(w.tasks, fx.Commands...)
	for _, c := range fx.Commands {
		if c.Token != "" {
			w.tokens = append(w.tokens, c.Token)
		}
	}
	for _, e := range fx.Events {
		if d, ok := e.Details.(*asl.TaskScheduledDetails); ok {
			if token := tokenIn(d.Parameters); token != "" {
				w.tokens = append(w.tokens, token)
			}
		}
	}
}

// draw is a random fact, mostly about what was asked for last.
func (w *walk) draw() asl.Fact {
	kinds := []asl.FactKind{asl.FactTick}
	if len(w.tasks) > 0 {
		kinds = append(kinds, asl.FactReport, asl.FactReport, asl.FactReport, asl.FactPick, asl.FactDone)
	}
	if len(w.tokens) > 0 {
		kinds = append(kinds, asl.FactResolve, asl.FactResolve, asl.FactHeartbeat)
	}
	if w.state.Status == asl.FailedRun || w.state.Status == asl.TimedOut || w.state.Status == asl.Aborted {
		kinds = append(kinds, asl.FactRedrive)
	}
	if rapid.IntRange(1, 15).Draw(w.t, "stop") == 1 {
		kinds = append(kinds, asl.FactStop)
	}
	fact := asl.Fact{Kind: rapid.SampledFrom(kinds).Draw(w.t, "fact"), Deleted: rapid.IntRange(1, 20).Draw(w.t, "deleted") == 1}
	switch fact.Kind {
	case asl.FactTick:
		if due := w.state.Due(); due > w.now {
			w.now = due
		}
		return fact
	case asl.FactReport, asl.FactPick, asl.FactDone:
		fact.Task = rapid.SampledFrom(w.tasks[max(0, len(w.tasks)-4):]).Draw(w.t, "task").Task
	case asl.FactResolve, asl.FactHeartbeat:
		fact.Token = rapid.SampledFrom(w.tokens[max(0, len(w.tokens)-3):]).Draw(w.t, "token")
	}
	if fact.Kind == asl.FactReport || fact.Kind == asl.FactResolve || fact.Kind == asl.FactDone {
		if name := rapid.SampledFrom([]string{"", "", "A", "B"}).Draw(w.t, "error"); name != "" {
			fact.Failure = &asl.Failure{Error: &name}
		} else {
			fact.Output = json.RawMessage(`{"ok":true}`)
		}
	}
	return fact
}

// wellFormed checks what holds of every history.
func wellFormed(t *rapid.T, events []asl.Event) {
	entered := map[string]int{}
	for i, e := range events {
		if e.ID != int64(i+1) {
			t.Errorf("event %d has the id %d", i+1, e.ID)
		}
		if e.PreviousID >= e.ID || e.PreviousID < 0 {
			t.Errorf("event %d follows %d", e.ID, e.PreviousID)
		}
		if i > 0 && e.At < events[i-1].At {
			t.Errorf("event %d is earlier than the one before", e.ID)
		}
		switch d := e.Details.(type) {
		case *asl.StateEnteredDetails:
			entered[d.Name]++
		case *asl.StateExitedDetails:
			if entered[d.Name]--; entered[d.Name] < 0 {
				t.Errorf("event %d: %s is left more often than it was entered", e.ID, d.Name)
			}
		}
	}
	for i, e := range events {
		ended := strings.HasPrefix(string(e.Type), "Execution") && e.Type != asl.ExecutionStarted && e.Type != asl.ExecutionRedriven
		if ended && i+1 < len(events) && events[i+1].Type != asl.ExecutionRedriven {
			t.Errorf("%s comes after the end", events[i+1].Type)
		}
	}
}
