package asl

import (
	"regexp"
	"slices"
	"strings"
)

// VariableReferences tells, for each state that refers to variables, which they
// are, in alphabetical order.
func (m *Machine) VariableReferences() map[string][]string {
	root, _, err := readSource(m.definition, "")
	if err != nil {
		return nil // it has been read before
	}
	r := references{names: m.variables(), found: map[string][]string{}}
	r.body(root)
	return r.found
}

// variables are all that any state of the machine assigns.
func (m *Machine) variables() map[string]bool {
	all := map[string]bool{}
	for _, b := range m.bodies {
		for _, assigned := range b.assigns {
			all[assigned.name] = true
		}
	}
	return all
}

// references walks a definition that has been found right.
type references struct {
	names map[string]bool
	found map[string][]string
}

func (r *references) body(n *node) {
	states := n.member("States")
	if states == nil {
		return
	}
	for _, each := range states.members {
		r.value(each.key, each.value)
	}
}

// value looks into one value of a state; a body inside of it has states of its own.
func (r *references) value(state string, n *node) {
	switch n.kind {
	case objectNode:
		if n.member("StartAt") != nil && n.member("States") != nil {
			r.body(n)
			return
		}
		for _, m := range n.members {
			r.value(state, m.value)
		}
	case arrayNode:
		for _, item := range n.items {
			r.value(state, item)
		}
	case stringNode:
		_, expression := expressionIn(n.text)
		path := strings.HasPrefix(n.text, "$") || strings.HasPrefix(n.text, "States.")
		if expression || path {
			r.text(state, n.text)
		}
	}
}

// nameInText finds variables in paths and expressions.
var nameInText = regexp.MustCompile(`\$([\p{L}_][\p{L}\p{N}_]*)`)

func (r *references) text(state, text string) {
	for _, match := range nameInText.FindAllStringSubmatch(text, -1) {
		name := match[1]
		if at, seen := slices.BinarySearch(r.found[state], name); r.names[name] && !seen {
			r.found[state] = slices.Insert(r.found[state], at, name)
		}
	}
}
