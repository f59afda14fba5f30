package asl

import (
	"encoding/json"
	"slices"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// scope is what the expressions of one state see. It lives for one step.
type scope struct {
	input       json.RawMessage
	result      json.RawMessage // nil: not there at this point of the state
	errorOutput json.RawMessage // likewise
	variables   map[string]json.RawMessage
	outer       map[string]json.RawMessage // the variables of the scopes around
	context     func(executionInput bool) (*jsonata.Object, error)
	now         Instant
	draw        *draw

	decoded map[statesMember]any // what was asked for already
}

// member is the JSON text of a member of $states, or nil.
func (s *scope) member(m statesMember) json.RawMessage {
	switch m {
	case statesInput:
		return s.input
	case statesResult:
		return s.result
	case statesErrorOutput:
		return s.errorOutput
	}
	return nil
}

// bindings are the variables of one evaluation, and the functions among them
// that look at the scope.
type bindings = map[string]any

// bind prepares the variables and functions that the expression names.
func (s *scope) bind(e *expression) (bindings, error) {
	names := e.program.Names()
	vars := make(bindings, len(names))
	for _, name := range names {
		if name == "states" {
			if e.changes { // a copy of its own
				s.decoded = nil
			}
			states, err := s.states(e.states)
			if e.changes {
				s.decoded = nil
			}
			if err != nil {
				return nil, err
			}
			vars[name] = states
			continue
		}
		if text, ok := s.variable(name); ok {
			value, err := jsonata.Decode(text)
			if err != nil {
				return nil, err
			}
			vars[name] = value
			continue
		}
		if function, ok := library[name]; ok {
			vars[name] = function
		} else if make, ok := scoped[name]; ok {
			vars[name] = make(s)
		}
	}
	if _, taken := vars["millis"]; !taken && slices.Contains(names, "toMillis") { // a picture without a date means today's
		vars["millis"] = scoped["millis"](s)
	}
	return vars, nil
}

func (s *scope) states(use statesUse) (*jsonata.Object, error) {
	states := jsonata.NewObject(4)
	for _, m := range []struct {
		used bool
		name statesMember
	}{{use.input, statesInput}, {use.result, statesResult}, {use.errorOutput, statesErrorOutput}} {
		if !m.used || s.member(m.name) == nil {
			continue
		}
		value, ok := s.decoded[m.name]
		if !ok {
			var err error
			if value, err = jsonata.Decode(s.member(m.name)); err != nil {
				return nil, err
			}
			if s.decoded == nil {
				s.decoded = map[statesMember]any{}
			}
			s.decoded[m.name] = value
		}
		states.Set(string(m.name), value)
	}
	if use.context {
		object, err := s.context(use.executionInput)
		if err != nil {
			return nil, err
		}
		states.Set(string(statesContext), object)
	}
	return states, nil
}
