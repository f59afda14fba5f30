package asl

import (
	"encoding/json"
	"sync"
)

// scope is what the expressions of one state see. It lives for one step.
type scope struct {
	input       json.RawMessage
	result      json.RawMessage // nil: not there at this point of the state
	errorOutput json.RawMessage // likewise
	variables   map[string]json.RawMessage
	outer       map[string]json.RawMessage // the variables of the scopes around
	context     func(executionInput bool) (map[string]any, error)
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
	vars := make(bindings, len(e.names))
	for _, name := range e.names {
		if name == "states" {
			states, err := s.states(e.states)
			if err != nil {
				return nil, err
			}
			vars[name] = states
			continue
		}
		if text, ok := s.variable(name); ok {
			value, err := decode(text)
			if err != nil {
				return nil, err
			}
			vars[name] = value
			continue
		}
		if f, ok := library[name]; ok {
			vars[name] = f
		} else if scoped[name] {
			s.bindScoped(vars, name)
		}
	}
	return vars, nil
}

func (s *scope) states(use statesUse) (map[string]any, error) {
	states := make(map[string]any, 4)
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
			if value, err = decode(s.member(m.name)); err != nil {
				return nil, err
			}
			if s.decoded == nil {
				s.decoded = map[statesMember]any{}
			}
			s.decoded[m.name] = value
		}
		states[string(m.name)] = value
	}
	if use.context {
		object, err := s.context(use.executionInput)
		if err != nil {
			return nil, err
		}
		states[string(statesContext)] = object
	}
	return states, nil
}

// scopedSet is the set of functions that look at the scope: the time and what is
// drawn. The library makes a function value only together with its whole
// standard library, so sets are kept and lent to one evaluation at a time.
type scopedSet struct {
	scope     *scope
	functions map[string]any
}

var scopedSets = sync.Pool{New: func() any { return newScopedSet() }}

// lent is the name under which an evaluation's bindings remember their set; no
// expression can write it.
const lent = "\x00"

func (s *scope) bindScoped(vars bindings, name string) {
	set, ok := vars[lent].(*scopedSet)
	if !ok {
		set = scopedSets.Get().(*scopedSet)
		set.scope = s
		vars[lent] = set
	}
	vars[name] = set.functions[name]
}

// release gives back what bind borrowed.
func (s *scope) release(vars bindings) {
	if set, ok := vars[lent].(*scopedSet); ok {
		set.scope = nil
		scopedSets.Put(set)
	}
}
