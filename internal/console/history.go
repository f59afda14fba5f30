package console

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// maxEvents is the service's limit on a history.
const maxEvents = 25_000

// event is one event of a history, as GetExecutionHistory answers it and as the
// CLI writes it. Tokens are masked in it.
type event struct {
	ID       int64          `json:"id"`
	Previous int64          `json:"previous"`
	At       time.Time      `json:"at"`
	Type     string         `json:"type"`
	Details  map[string]any `json:"details,omitempty"`
}

// text is a member of the details that is a text.
func (e event) text(name string) string {
	text, _ := e.Details[name].(string)
	return text
}

// number is a member of the details that is a number.
func (e event) number(name string) float64 {
	n, _ := e.Details[name].(json.Number)
	f, _ := n.Float64() // what is no number is 0
	return f
}

func (e event) ends(with ...string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasSuffix(e.Type, w) })
}

// parseHistory reads a history: the answer of GetExecutionHistory, or its events
// alone. The error says which event is wrong, and how.
func parseHistory(text []byte) (events []event, err error) {
	var file struct {
		Events []map[string]any `json:"events"`
	}
	into := any(&file)
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '[' {
		into = &file.Events
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return nil, fmt.Errorf("the history is not the JSON of get-execution-history: %w", err)
	}
	switch n := len(file.Events); {
	case n == 0:
		return nil, fmt.Errorf(`the history has no "events": export it with aws stepfunctions get-execution-history --execution-arn …`)
	case n > maxEvents:
		return nil, fmt.Errorf("the history has %d events; an execution has at most %d", n, maxEvents)
	}
	seen := map[int64]bool{}
	for i, raw := range file.Events {
		e, err := parseEvent(raw)
		if err == nil && seen[e.ID] {
			err = fmt.Errorf("the id %d stands there twice", e.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("events[%d]: %w", i, err)
		}
		seen[e.ID] = true
		events = append(events, e)
	}
	slices.SortFunc(events, func(a, b event) int { return cmp.Compare(a.ID, b.ID) }) // it may have been exported in reverse
	return events, nil
}

func parseEvent(raw map[string]any) (e event, err error) {
	if e.Type, _ = raw["type"].(string); e.Type == "" {
		return e, fmt.Errorf(`it has no "type"`)
	}
	id, _ := raw["id"].(json.Number)
	if e.ID, err = id.Int64(); err != nil || e.ID < 1 {
		return e, fmt.Errorf(`its "id" is not a number from 1: %v`, raw["id"])
	}
	previous, _ := raw["previousEventId"].(json.Number)
	e.Previous, _ = previous.Int64() // none is 0
	if e.At, err = parseTime(raw["timestamp"]); err != nil {
		return e, err
	}
	for name, value := range raw {
		if details, ok := value.(map[string]any); ok && strings.HasSuffix(name, "EventDetails") {
			for member, each := range details {
				if text, ok := each.(string); ok {
					details[member] = maskNamed(text)
				}
			}
			hideTokens(details)
			e.Details = details
		}
	}
	return e, nil
}

// parseTime reads a timestamp: seconds since 1970, or ISO 8601 as the second
// version of the CLI writes it.
func parseTime(value any) (time.Time, error) {
	switch v := value.(type) {
	case json.Number:
		if seconds, err := v.Float64(); err == nil && seconds > 0 && seconds < 1e11 {
			return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC(), nil
		}
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf(`its "timestamp" is neither seconds since 1970 nor ISO 8601: %v`, value)
}
