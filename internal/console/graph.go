package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A state machine as a graph: what leads where.

// node is one state.
type node struct {
	name, kind string
	inside     []*machineGraph // of a Parallel or a Map state
}

// arrow is a transition. What it is decides how it looks: "next", "choice",
// "default" or "catch".
type arrow struct {
	from, to, kind, label string
}

// machineGraph is one States object.
type machineGraph struct {
	start  string
	nodes  []*node // in the order of the definition
	arrows []arrow
	ends   []string
}

// maxStates is how many states are drawn.
const maxStates = 200

// transitions are the members of a state that say where it leads.
type transitions struct {
	Type, Next, Default string
	End                 bool
	Choices             []struct {
		Next      string
		Condition any
		Comment   string
	}
	Catch []struct {
		ErrorEquals []string
		Next        string
	}
	Branches                []json.RawMessage
	Iterator, ItemProcessor json.RawMessage
}

// graphOf reads a definition. It takes any that AWS takes, also what the local
// engine does not offer: histories come from elsewhere too.
func graphOf(definition []byte, depth int) (*machineGraph, error) {
	if depth > 10 {
		return nil, fmt.Errorf("the definition nests more than 10 state machines")
	}
	var file struct {
		StartAt string
		States  json.RawMessage
	}
	if err := json.Unmarshal(definition, &file); err != nil {
		return nil, fmt.Errorf("the definition is not JSON: %w", err)
	}
	var states map[string]transitions
	if err := json.Unmarshal(file.States, &states); err != nil || len(states) == 0 {
		return nil, fmt.Errorf(`the definition has no "States": give the Amazon States Language, or the answer of describe-state-machine`)
	}
	if len(states) > maxStates {
		return nil, fmt.Errorf("the definition has %d states; at most %d are drawn", len(states), maxStates)
	}
	if _, ok := states[file.StartAt]; !ok {
		return nil, fmt.Errorf(`the definition's "StartAt" is %q, which is none of its states`, file.StartAt)
	}
	g := &machineGraph{start: file.StartAt}
	for _, name := range keysOf(file.States) {
		if err := g.add(name, states[name], depth); err != nil {
			return nil, err
		}
	}
	for _, a := range g.arrows {
		if _, ok := states[a.to]; !ok {
			return nil, fmt.Errorf("the state %q leads to %q, which is none of its neighbours", a.from, a.to)
		}
	}
	return g, nil
}

func (g *machineGraph) add(name string, s transitions, depth int) error {
	n := &node{name: name, kind: s.Type}
	g.nodes = append(g.nodes, n)
	if s.Next != "" {
		g.arrows = append(g.arrows, arrow{name, s.Next, "next", ""})
	}
	for i, c := range s.Choices {
		label := c.Comment
		if label == "" {
			label = fmt.Sprintf("rule %d", i+1)
		}
		g.arrows = append(g.arrows, arrow{name, c.Next, "choice", label})
	}
	if s.Default != "" {
		g.arrows = append(g.arrows, arrow{name, s.Default, "default", "otherwise"})
	}
	for _, c := range s.Catch {
		g.arrows = append(g.arrows, arrow{name, c.Next, "catch", errorsLabel(c.ErrorEquals)})
	}
	if s.End || s.Type == "Succeed" || s.Type == "Fail" {
		g.ends = append(g.ends, name)
	}
	for _, branch := range append(s.Branches, s.Iterator, s.ItemProcessor) {
		if len(branch) == 0 {
			continue
		}
		inner, err := graphOf(branch, depth+1)
		if err != nil {
			return fmt.Errorf("within %q: %w", name, err)
		}
		n.inside = append(n.inside, inner)
	}
	return nil
}

// errorsLabel names what is caught, shortly.
func errorsLabel(errors []string) string {
	switch len(errors) {
	case 0:
		return ""
	case 1:
		return strings.TrimPrefix(errors[0], "States.")
	}
	return fmt.Sprintf("%s +%d", strings.TrimPrefix(errors[0], "States."), len(errors)-1)
}

// keysOf gives an object's keys in their order, each once.
func keysOf(object []byte) (keys []string) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil // it has been found to be an object
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		key, ok := token.(string)
		var value json.RawMessage
		if err != nil || !ok || decoder.Decode(&value) != nil {
			return keys
		}
		if !seen[key] {
			seen[key], keys = true, append(keys, key)
		}
	}
	return keys
}
