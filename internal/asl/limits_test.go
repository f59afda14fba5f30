package asl_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/asl"
)

// runs starts a machine with that input, and gives the last events of its history.
func runs(t *testing.T, definition, input string, rules, last int) (state asl.State, events []string, commands []asl.Command) {
	t.Helper()
	m, err := asl.Parse(definition)
	if err != nil {
		t.Fatalf("%s\n%v", definition, err)
	}
	state, fx := m.Step(asl.State{}, asl.Fact{Kind: asl.FactStart, At: epoch, Start: &asl.Start{
		Ref: 1, Name: "e1", Input: json.RawMessage(input), Rules: rules, Identity: identity(),
	}})
	for _, e := range fx.Events[max(0, len(fx.Events)-last):] {
		events = append(events, describe(e))
	}
	return state, events, fx.Commands
}

// TestHistoryLimit: the 25,000th event is an execution's last (recorded from AWS).
func TestHistoryLimit(t *testing.T) {
	const machine = `{"QueryLanguage":"JSONata","StartAt":"Count","States":{
		"Count":{"Type":"Choice","Output":"{% $states.input - 1 %}","Choices":[{"Condition":"{% $states.input > 1 %}","Output":"{% $states.input - 1 %}","Next":"Count"}],"Default":"Then"},
		"Then":THEN}}`
	const full = `25000 ExecutionFailed←24999 +0ms {"error":"States.Runtime","cause":"The execution reached the maximum number of history events (25000)."}`
	const left = `24999 ChoiceStateExited←24998 +0ms {"name":"Count","output":"0"}`
	call := `{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f"},"End":true}`
	for name, c := range map[string]struct {
		then  string
		count int
		want  []string
	}{
		"a success fits":      {`{"Type":"Succeed"}`, 12_498, []string{`24999 SucceedStateExited←24998 +0ms {"name":"Then","output":"0"}`, `25000 ExecutionSucceeded←24999 +0ms {"output":"0"}`}},
		"a state does not":    {`{"Type":"Succeed"}`, 12_499, []string{left, full}},
		"a task may begin":    {call, 12_497, []string{`24997 TaskScheduled←24996`, `24998 TaskStarted←24997`}},
		"a task has no start": {call, 12_498, []string{`24998 TaskStateEntered←24997`, `24999 TaskScheduled←24998`, full}},
	} {
		state, events, commands := runs(t, strings.Replace(machine, "THEN", c.then, 1), fmt.Sprint(c.count), asl.Rules, len(c.want))
		for i, want := range c.want {
			if i >= len(events) || !strings.HasPrefix(events[i], want) {
				t.Errorf("%s: the history ends\n%s\nwant\n%s", name, strings.Join(events, "\n"), strings.Join(c.want, "\n"))
				break
			}
		}
		if ended := strings.Contains(events[len(events)-1], "ExecutionFailed"); ended && (state.Status != asl.FailedRun || len(commands) > 0 || state.Due() != 0 || state.Output != nil) {
			t.Errorf("%s: it is %s, and %d calls are asked for", name, state.Status, len(commands))
		}
	}
	// Older logs stop before the last ten.
	_, events, _ := runs(t, strings.Replace(machine, "THEN", `{"Type":"Succeed"}`, 1), "20000", 0, 1)
	if want := strings.Replace(full, "25000 ExecutionFailed←24999", "24992 ExecutionFailed←24991", 1); events[0] != want {
		t.Errorf("an older log ends\n%s\nwant\n%s", events[0], want)
	}
}

// TestVariableLimits: what the values are long counts, the names do not (recorded
// from AWS).
func TestVariableLimits(t *testing.T) {
	text := func(size int) string { // with its quotes
		return `"{% $substring($states.input & 'xxxxx', 0, ` + strconv.Itoa(size-2) + `) %}"`
	}
	assign := func(sizes ...int) string {
		var all []string
		for i, size := range sizes {
			all = append(all, fmt.Sprintf(`"%c":%s`, 'y'-i, text(size)))
		}
		return "{" + strings.Join(all, ",") + "}"
	}
	machine := func(assign ...string) string {
		states := ""
		for i, each := range assign {
			states += fmt.Sprintf(`"S%d":{"Type":"Pass","Assign":%s,"Next":"S%d"},`, i, each, i+1)
		}
		return fmt.Sprintf(`{"QueryLanguage":"JSONata","StartAt":"S0","States":{%s"S%d":{"Type":"Pass","Output":"ok","End":true}}}`, states, len(assign))
	}
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf(`{"v%d":%s}`, i, text(262_144)))
	}
	for name, c := range map[string]struct {
		machine, cause string
		event          int
		state          string
	}{
		"all that one may be":       {machine: machine(assign(262_144))},
		"all that a state may set":  {machine: machine(assign(131_072, 131_072))},
		"all that one may have":     {machine: machine(many...)},
		"one is too large":          {machine(assign(262_145)), "Variable size limit exceeded. Variable 'y' in state 'S0' was assigned 262145 bytes.", 2, "S0"},
		"a state sets too much":     {machine(assign(131_073, 131_074)), "State total variable size limit exceeded. Variable 'x' in state 'S0' was assigned 131074 bytes, which caused the size of variables assigned in the state to exceed its limit by 3 bytes.", 2, "S0"},
		"an execution has too many": {machine(append(many, `{"small":true}`)...), "Execution total variable size limit exceeded. State 'S40' assigned variables that exceed the total execution limit by 4 bytes.", 82, "S40"},
	} {
		state, events, _ := runs(t, c.machine, `"`+strings.Repeat("x", 262_142)+`"`, asl.Rules, 2)
		if c.cause == "" {
			if state.Status != asl.Succeeded {
				t.Errorf("%s: %s", name, events)
			}
			continue
		}
		want := []string{
			fmt.Sprintf(`%d EvaluationFailed←%d +0ms {"state":"%s","error":"States.DataLimitExceeded","cause":"%s","location":"Assign"}`, c.event+1, c.event, c.state, c.cause),
			fmt.Sprintf(`%d ExecutionFailed←%d +0ms {"error":"States.DataLimitExceeded","cause":"%s"}`, c.event+2, c.event+1, c.cause),
		}
		if diff := cmp.Diff(want, events); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
