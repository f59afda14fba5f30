package asl

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// maxDefinition is AWS's limit on a definition's text, in characters.
const maxDefinition = 1_048_576

// Parse reads a definition. The error is a [Diagnostics] with every mistake
// found, so that they can be mended in one go.
func Parse(definition string) (*Machine, error) {
	return (&parser{text: definition}).parse()
}

// ParseExpress reads the definition of an EXPRESS machine, which may wait for no
// token, no activity and no other execution's end, and runs for at most
// [MaxExpress].
func ParseExpress(definition string) (*Machine, error) {
	m, err := (&parser{text: definition, express: true}).parse()
	if err != nil {
		return nil, err
	}
	m.express = true
	if m.timeout == 0 || m.timeout > MaxExpress {
		m.timeout = MaxExpress
	}
	return m, nil
}

// TrialState is what a state is called that stands alone.
const TrialState = "StateName"

// ParseState reads the definition of one state, which may lead to states that are
// not there. The machine that it gives is good for [Machine.Try] only.
func ParseState(definition string) (*Machine, error) {
	return (&parser{text: definition, alone: true}).parse()
}

// MaxExpress is how many seconds an EXPRESS execution may run (developer guide,
// "Service quotas").
const MaxExpress = 300

func (p *parser) parse() (*Machine, error) {
	m := p.machine()
	if len(p.found) > 0 {
		slices.SortStableFunc(p.found, func(a, b located) int { return a.offset - b.offset })
		return nil, p.diagnostics()
	}
	m.findActivities()
	return m, nil
}

// parser collects what is wrong on the way.
type parser struct {
	text  string
	found []located

	alone         bool              // the definition is that of one state
	express       bool              // the machine's type
	jsonata       bool              // the machine's language
	read          func(*fields)     // if set, is told of each object that has been read
	machineStates map[string]*state // of all bodies
	bodies        []*body           // that are read already
	fieldsKnown   map[[2]string][]Field
}

type located struct {
	offset int
	Diagnostic
}

func (p *parser) report(n *node, message string) { p.reportAs(codeSchema, n, message) }

func (p *parser) reportAs(code string, n *node, message string) {
	p.found = append(p.found, located{n.offset, Diagnostic{Code: code, Message: message, Location: cmp.Or(n.place, "/")}})
}

func (p *parser) diagnostics() Diagnostics {
	all := make(Diagnostics, len(p.found))
	for i, each := range p.found {
		all[i] = each.Diagnostic
		all[i].Line, all[i].Column = lineAndColumn(p.text, each.offset)
	}
	return all
}

func (p *parser) machine() *Machine {
	if len(p.text) > maxDefinition {
		p.report(&node{}, "The definition is longer than 1048576 characters")
		return nil
	}
	place := ""
	if p.alone {
		place = "/States/" + TrialState // as AWS has it
	}
	if p.text == "" {
		p.found = []located{{Diagnostic: Diagnostic{Code: codeSchema, Message: notObject}}}
		return nil
	}
	root, twice, err := readSource(p.text, place)
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		p.reportAs(codeJSON, &node{offset: syntax.offset}, "The definition is not valid JSON: "+err.Error())
		return nil
	}
	for _, n := range twice {
		p.report(n, "This key stands twice in its object")
	}
	if root.kind != objectNode {
		p.report(root, notObject)
		return nil
	}
	m := &Machine{definition: p.text, states: map[string]*state{}}
	p.machineStates = m.states
	if p.alone {
		m.body = &body{names: map[string]bool{}}
		m.states[TrialState] = p.state(m.body, TrialState, root)
		return m
	}
	f := p.fields(root)
	f.require("States", "StartAt")
	f.text("Comment")
	if version := f.text("Version"); version != nil && version.text != "1.0" {
		p.report(version, "The version must be 1.0")
	}
	if timeout := f.integer("TimeoutSeconds", 1); timeout != nil {
		m.timeout = timeout.literal
		if timeout.expression != nil {
			p.report(root.member("TimeoutSeconds"), "The machine's TimeoutSeconds cannot be an expression")
		}
	}
	p.jsonata = p.isJSONata(f.text("QueryLanguage"), false)
	m.body = f.body(nil)
	m.bodies = p.bodies
	f.done()
	return m
}

const notObject = "Definition must be a valid JSON object"

const (
	languageJSONata  = "JSONata"
	languageJSONPath = "JSONPath"
)

// isJSONata reads a QueryLanguage; otherwise is what it is when nothing is said.
func (p *parser) isJSONata(n *node, otherwise bool) bool {
	if n == nil {
		return otherwise
	}
	if n.text != languageJSONPath && n.text != languageJSONata {
		p.report(n, "Value is not valid. Supported values are: JSONPath, JSONata")
	}
	return n.text == languageJSONata
}

// body reads StartAt and States.
func (f *fields) body(outer *body) *body {
	b := &body{outer: outer, names: map[string]bool{}}
	states, start := f.object("States"), f.text("StartAt")
	if states == nil {
		return b
	}
	f.states(b, states)
	if start != nil {
		b.startAt = start.text
		f.target(b, start)
	}
	f.transitions(b, states)
	f.shadowing(b)
	return b
}

func (p *parser) states(b *body, states *node) {
	if len(states.members) == 0 {
		p.report(states, "There must be at least one state")
	}
	for _, each := range states.members {
		b.names[each.key] = true
	}
	for _, each := range states.members {
		if n := len([]rune(each.key)); n == 0 || n > 80 {
			p.report(each.value, "A state's name must have 1 to 80 characters")
		}
		if each.value.kind != objectNode {
			p.report(each.value, "Expected an object, but was "+each.value.kind.String())
			continue
		}
		s := p.state(b, each.key, each.value)
		if p.machineStates[each.key] != nil {
			p.reportAs(codeDuplicate, each.value, "Duplicate State name: "+each.key)
		}
		p.machineStates[each.key] = s
	}
}

// transitions checks that every Next leads to a state of the same body, and that
// every state can be reached.
func (p *parser) transitions(b *body, states *node) {
	reached := map[string]bool{b.startAt: true}
	var walk func(n *node, within string)
	walk = func(n *node, within string) {
		for _, each := range n.members {
			switch {
			case (each.key == "Next" || each.key == "Default") && each.value.kind == stringNode:
				p.target(b, each.value)
				if each.value.text != within { // a state that only itself leads to is not reached
					reached[each.value.text] = true
				}
			case each.key == "Choices" || each.key == "Catch":
				for _, item := range each.value.items {
					walk(item, within)
				}
			}
		}
	}
	for _, each := range states.members {
		walk(each.value, each.key)
	}
	for _, each := range states.members {
		if !reached[each.key] {
			p.reportAs(codeMissing, each.value, `State "`+each.key+`" is not reachable.`)
		}
	}
}

// shadowing checks that no inner scope assigns a variable of an outer one. It is
// asked of the outermost body, when all are known.
func (p *parser) shadowing(b *body) {
	p.bodies = append(p.bodies, b)
	if b.outer != nil {
		return
	}
	for _, inner := range p.bodies {
		for outer := inner.outer; outer != nil; outer = outer.outer {
			for _, assigned := range inner.assigns {
				if slices.ContainsFunc(outer.assigns, func(n named) bool { return n.name == assigned.name }) {
					p.reportAs(codeShadows, assigned.at, "The variable name '"+assigned.name+"' was already defined in a parent scope.")
				}
			}
		}
	}
}

func (p *parser) target(b *body, n *node) {
	if !b.names[n.text] {
		p.reportAs(codeMissing, n, "Missing 'Next' target: "+n.text)
	}
}

// required is AWS's sentence about fields that are not there.
func required(names []string) string {
	return "These fields are required: [" + strings.Join(names, ", ") + "]"
}
