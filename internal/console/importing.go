package console

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
)

// imported takes a history that was exported from AWS, with the definition of its
// state machine, and answers it as one of the executions here. Nothing is kept.
func (c *Console) imported(r *request) (any, error) {
	var in struct{ History, Definition string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	events, err := parseHistory([]byte(in.History))
	if err != nil {
		return nil, badRequest(err)
	}
	answer := executionAnswer{item: summarize(events), Events: events, flow: follow(events), Now: now()}
	for _, e := range events {
		switch e.Type {
		case "ExecutionStarted":
			answer.Input = e.text("input")
		case "ExecutionSucceeded":
			answer.Output = e.text("output")
		case "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut":
			answer.Cause = e.text("cause")
		}
	}
	answer.Notes = missing(in.History, events)
	if strings.TrimSpace(in.Definition) == "" {
		answer.Notes = append(answer.Notes, "Without a definition there is no graph. Get it with aws stepfunctions describe-state-machine-for-execution.")
		return answer, nil
	}
	if answer.Definition, err = definitionIn(in.Definition); err != nil {
		return nil, badRequest(err)
	}
	if answer.Graph, err = c.pictures.of(r.Context(), answer.Definition); err != nil {
		return nil, badRequest(err)
	}
	if unknown := unknownStates(answer.Definition, answer.Visits); unknown != "" {
		answer.Notes = append(answer.Notes, fmt.Sprintf("The history enters %q, which the definition does not have: it may be another revision's.", unknown))
	}
	return answer, nil
}

// definitionIn finds the definition: it may be given alone, or as the answer of
// describe-state-machine.
func definitionIn(text string) (string, error) {
	var described struct {
		Definition *string `json:"definition"`
	}
	if err := json.Unmarshal([]byte(text), &described); err != nil {
		return "", fmt.Errorf("the definition is not JSON: %w", err)
	}
	if described.Definition != nil {
		return *described.Definition, nil
	}
	return text, nil
}

// summarize is what a list would show of a history.
func summarize(events []event) item {
	i := item{Name: "imported", Status: asl.Running, Started: events[0].At}
	for _, e := range events {
		stopped := e.At
		switch e.Type {
		case "ExecutionRedriven":
			i.Status, i.Stopped, i.Error = asl.Running, nil, ""
			i.Redrives++
		case "ExecutionSucceeded":
			i.Status, i.Stopped = asl.Succeeded, &stopped
		case "ExecutionFailed":
			i.Status, i.Stopped, i.Error = asl.FailedRun, &stopped, e.text("error")
		case "ExecutionAborted":
			i.Status, i.Stopped, i.Error = asl.Aborted, &stopped, e.text("error")
		case "ExecutionTimedOut":
			i.Status, i.Stopped, i.Error = asl.TimedOut, &stopped, e.text("error")
		}
		if e.ends("StateEntered") {
			i.State = e.text("name")
		}
	}
	return i
}

// missing says what the file lacks of the whole history.
func missing(text string, events []event) (notes []string) {
	var file struct {
		NextToken string `json:"nextToken"`
	}
	_ = json.Unmarshal([]byte(text), &file) // an array has none
	if file.NextToken != "" {
		notes = append(notes, "The file has a nextToken: it is one page of the history. The CLI gives all of it without --max-items and --no-paginate.")
	}
	if events[0].ID != 1 {
		notes = append(notes, fmt.Sprintf("The history begins with event %d: what came before is missing.", events[0].ID))
	}
	if n := events[len(events)-1].ID - events[0].ID + 1; n != int64(len(events)) {
		notes = append(notes, fmt.Sprintf("%d events are missing in between.", n-int64(len(events))))
	}
	return notes
}

// unknownStates finds a state of the history that the definition has nowhere.
func unknownStates(definition string, visits []*visit) string {
	for _, v := range visits {
		name, err := json.Marshal(v.Name)
		if err == nil && !strings.Contains(definition, string(name)) {
			return v.Name
		}
	}
	return ""
}
