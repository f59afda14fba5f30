package asl_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orderflow/orderflow/internal/asl"
)

var update = flag.Bool("update", false, "write the golden files anew")

const epoch = asl.Instant(1_767_225_600_000) // 2026-01-01T00:00:00Z

func identity() *asl.Identity {
	return &asl.Identity{
		MachineARN: "arn:aws:states:us-east-1:123456789012:stateMachine:test", MachineName: "test",
		RoleARN: "arn:aws:iam::123456789012:role/test", Region: "us-east-1",
		ExecutionPrefix: "arn:aws:states:us-east-1:123456789012:execution:test:",
	}
}

// TestHistories runs each archive of testdata/histories: a machine, what happens
// to it, and the history that comes of it. In the script a line is a fact:
//
//	+MS FACT ARGUMENTS
//
// where +MS is the time since the fact before it. "$TOKEN" stands for the
// current attempt's task token.
func TestHistories(t *testing.T) {
	files, err := filepath.Glob("testdata/histories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			machine, script, want := parts(archive)
			m, err := asl.Parse(string(machine))
			if err != nil {
				t.Fatalf("the machine is not valid:\n%v", err)
			}
			facts, got := play(t, m, string(script))
			if *update {
				setPart(archive, "history", got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			replaysAlike(t, m, facts)
		})
	}
}

func parts(a *txtar.Archive) (machine, script, history []byte) {
	for _, f := range a.Files {
		switch f.Name {
		case "machine":
			machine = f.Data
		case "script":
			script = f.Data
		case "history":
			history = f.Data
		}
	}
	return
}

func setPart(a *txtar.Archive, name, data string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(data)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
}

// play runs a script and writes the history, and what the caller is told, as text.
func play(t *testing.T, m *asl.Machine, script string) (facts []asl.Fact, history string) {
	t.Helper()
	var out strings.Builder
	state, now := asl.State{}, epoch
	var task int64
	var token string
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		wait, rest, _ := strings.Cut(line, " ")
		ms, err := strconv.ParseInt(strings.TrimPrefix(wait, "+"), 10, 64)
		if err != nil {
			t.Fatalf("script line %q: %v", line, err)
		}
		now += asl.Instant(ms)
		fact := parseFact(t, rest, now, task, token)
		facts = append(facts, fact)
		next, fx := m.Step(state, fact)
		state = next
		for _, e := range fx.Events {
			if d, ok := e.Details.(*asl.TaskScheduledDetails); ok {
				token = tokenIn(d.Parameters)
			}
			fmt.Fprintln(&out, describe(e))
		}
		for _, c := range fx.Commands {
			if c.Kind != asl.Cancel {
				task = c.Task
			}
			verb := "call"
			switch c.Kind {
			case asl.Call:
			case asl.Keep:
				verb, token = "keep", c.Token
			case asl.Await:
				verb = "await"
			case asl.Cancel:
				verb = "cancel"
			}
			fmt.Fprintf(&out, "  > %s %s for #%d\n", verb, c.Resource, c.Task)
		}
		if fx.Refused != nil && fact.Kind != asl.FactTick {
			fmt.Fprintf(&out, "  > %s refused: %v\n", fact.Kind, fx.Refused)
		}
	}
	fmt.Fprintf(&out, "  = %s", state.Status)
	if due := state.Due(); due != 0 {
		fmt.Fprintf(&out, ", due in %d ms", due-now)
	}
	return facts, strings.ReplaceAll(out.String(), "\n\n", "\n") + "\n"
}

func parseFact(t *testing.T, text string, now asl.Instant, task int64, token string) asl.Fact {
	t.Helper()
	text = strings.ReplaceAll(text, "$TOKEN", token)
	verb, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	failure := func(rest string) *asl.Failure {
		f := &asl.Failure{}
		name, cause, both := strings.Cut(rest, " ")
		if name != "" {
			f.Error = &name
		}
		if both {
			f.Cause = &cause
		}
		return f
	}
	switch verb {
	case "deleted": // the machine has been deleted by then
		fact := parseFact(t, rest, now, task, token)
		fact.Deleted = true
		return fact
	case "start":
		if rest == "" {
			rest = "{}"
		}
		return asl.Fact{Kind: asl.FactStart, At: now, Start: &asl.Start{
			Ref: 7, Name: "e1", Input: json.RawMessage(rest), Entropy: asl.Entropy{1, 2, 3}, Identity: identity(), Rules: asl.Rules,
		}}
	case "report":
		return asl.Fact{Kind: asl.FactReport, At: now, Task: task, Output: json.RawMessage(rest)}
	case "report-large": // a string of so many bytes, without its quotes
		n, err := strconv.Atoi(rest)
		if err != nil {
			t.Fatal(err)
		}
		return asl.Fact{Kind: asl.FactReport, At: now, Task: task, Output: json.RawMessage(`"` + strings.Repeat("x", n) + `"`)}
	case "report-large-of":
		id, size, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return parseFact(t, "report-large "+size, now, n, token)
	case "report-failure":
		return asl.Fact{Kind: asl.FactReport, At: now, Task: task, Failure: failure(rest)}
	case "report-of":
		id, output, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return asl.Fact{Kind: asl.FactReport, At: now, Task: n, Output: json.RawMessage(output)}
	case "report-failure-of":
		id, rest, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return asl.Fact{Kind: asl.FactReport, At: now, Task: n, Failure: failure(rest)}
	case "done":
		return asl.Fact{Kind: asl.FactDone, At: now, Task: task, Output: json.RawMessage(rest)}
	case "done-failure":
		return asl.Fact{Kind: asl.FactDone, At: now, Task: task, Failure: failure(rest)}
	case "success":
		token, output, _ := strings.Cut(rest, " ")
		return asl.Fact{Kind: asl.FactResolve, At: now, Token: token, Output: json.RawMessage(output)}
	case "failure":
		token, rest, _ := strings.Cut(rest, " ")
		return asl.Fact{Kind: asl.FactResolve, At: now, Token: token, Failure: failure(rest)}
	case "heartbeat":
		return asl.Fact{Kind: asl.FactHeartbeat, At: now, Token: rest}
	case "pick":
		return asl.Fact{Kind: asl.FactPick, At: now, Task: task, Worker: rest}
	case "tick":
		return asl.Fact{Kind: asl.FactTick, At: now}
	case "stop":
		return asl.Fact{Kind: asl.FactStop, At: now, Failure: failure(rest)}
	case "redrive":
		return asl.Fact{Kind: asl.FactRedrive, At: now}
	case "older-redrive": // as older logs have it
		return asl.Fact{Kind: "redrive", At: now}
	case "older-start":
		fact := parseFact(t, strings.TrimPrefix(text, "older-"), now, task, token)
		fact.Start.Rules = 0
		return fact
	case "without": // an activity that is not there
		arn, rest, _ := strings.Cut(rest, " ")
		fact := parseFact(t, rest, now, task, token)
		fact.Missing = []string{arn}
		return fact
	}
	t.Fatalf("unknown fact %q", text)
	return asl.Fact{}
}

// tokenIn finds the member "token" in a task's parameters.
func tokenIn(parameters string) string {
	var p struct{ Payload struct{ Token string } }
	if json.Unmarshal([]byte(parameters), &p) != nil {
		return ""
	}
	return p.Payload.Token
}

// describe writes an event as "id Type←previous +ms details".
func describe(e asl.Event) string {
	line := fmt.Sprintf("%d %s←%d +%dms", e.ID, e.Type, e.PreviousID, e.At-epoch)
	if e.Details == nil {
		return line
	}
	text, err := json.Marshal(e.Details)
	if err != nil {
		return line + " " + err.Error()
	}
	if len(text) > 10_000 {
		text = append(text[:200], fmt.Sprintf("… %d bytes", len(text))...)
	}
	short := strings.NewReplacer(
		`,"inputDetails":{"truncated":false}`, "", `,"outputDetails":{"truncated":false}`, "",
		`,"assignedVariablesDetails":{"truncated":false}`, "", `"region":"us-east-1",`, "",
		`"resourceType":"lambda",`, "", `,"roleArn":"arn:aws:iam::123456789012:role/test"`, "",
	).Replace(string(text))
	return line + " " + short
}

// tester is what a test of either kind can do.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// replaysAlike stops the execution after each fact, replays the facts from
// their JSON, and goes on: the history must be the same wherever it was stopped.
func replaysAlike(t tester, m *asl.Machine, facts []asl.Fact) {
	t.Helper()
	want := eventsOf(t, m, facts, -1)
	for stop := range facts {
		if diff := cmp.Diff(want, eventsOf(t, m, facts, stop)); diff != "" {
			t.Errorf("stopped after fact %d (-want +got):\n%s", stop, diff)
		}
	}
}

// eventsOf runs facts, and at stop forgets the state and replays it.
func eventsOf(t tester, m *asl.Machine, facts []asl.Fact, stop int) (all []string) {
	t.Helper()
	state := asl.State{}
	for i, fact := range facts {
		before := state
		next, fx := m.Step(state, fact)
		// The step must not have changed what it was given.
		if _, again := m.Step(before, fact); len(again.Events) != len(fx.Events) {
			t.Errorf("fact %d: the same state and fact gave %d events, then %d", i, len(fx.Events), len(again.Events))
		}
		state = next
		for _, e := range fx.Events {
			all = append(all, describe(e))
		}
		if i == stop {
			resumed := replay(t, m, facts[:i+1])
			if diff := cmp.Diff(m.Resume(state), m.Resume(resumed)); diff != "" {
				t.Errorf("commands to resume after fact %d (-want +got):\n%s", i, diff)
			}
			state = resumed
		}
	}
	return all
}

func replay(t tester, m *asl.Machine, facts []asl.Fact) asl.State {
	t.Helper()
	state := asl.State{}
	for _, fact := range facts {
		text, err := json.Marshal(fact)
		if err != nil {
			t.Fatal(err)
		}
		var read asl.Fact
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if read.Start != nil {
			read.Start.Identity = identity()
		}
		state, _ = m.Step(state, read)
	}
	return state
}
