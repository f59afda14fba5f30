package asl

import (
	"encoding/json"
	"fmt"
	"maps"
)

// The service's limits on variables, in bytes of their values as JSON (developer
// guide, "Passing data between states with variables"; that names do not count was
// recorded from AWS).
const (
	maxAssigned  = 256 << 10 // of one variable, and of all that one Assign sets
	maxVariables = 10 << 20  // of all that an execution keeps
)

// variable is one that is being assigned.
type variable struct {
	name  string
	value json.RawMessage
}

// assign sets variables of the frame's scope. The problem is a limit that was
// exceeded, in AWS's words: then none is set.
func (r *step) assign(st *state, assigned []variable) (problem string) {
	variables := maps.Clone(r.f.variables)
	if variables == nil {
		variables = make(map[string]json.RawMessage, len(assigned))
	}
	size := 0
	for _, v := range assigned {
		size += len(v.value)
		switch {
		case len(v.value) > maxAssigned:
			return fmt.Sprintf("Variable size limit exceeded. Variable '%s' in state '%s' was assigned %d bytes.", v.name, st.name, len(v.value))
		case size > maxAssigned:
			return fmt.Sprintf("State total variable size limit exceeded. Variable '%s' in state '%s' was assigned %d bytes, "+
				"which caused the size of variables assigned in the state to exceed its limit by %d bytes.", v.name, st.name, len(v.value), size-maxAssigned)
		}
		variables[v.name] = v.value
	}
	total := sizeOf(variables)
	for _, f := range r.s.frames {
		if f != r.f {
			total += sizeOf(f.variables)
		}
	}
	if total > maxVariables {
		return fmt.Sprintf("Execution total variable size limit exceeded. State '%s' assigned variables that exceed the total execution limit by %d bytes.", st.name, total-maxVariables)
	}
	r.f.variables = variables
	return ""
}

func sizeOf(variables map[string]json.RawMessage) (bytes int) {
	for _, value := range variables {
		bytes += len(value)
	}
	return bytes
}

// tooMuchAssigned fails a state that assigns more than it may (recorded from AWS).
func (r *step) tooMuchAssigned(st *state, problem string) {
	if st.paths == nil && r.s.start.Rules > 0 { // older logs know of no such event
		r.follow(EvaluationFailed, &EvaluationFailedDetails{st.name, ErrorDataLimitExceeded, problem, "Assign"})
	}
	r.failed(Failed(ErrorDataLimitExceeded, problem))
}
