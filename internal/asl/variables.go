package asl

import (
	"encoding/json"
	"fmt"
	"maps"
)

// The service's limits on variables, in bytes (developer guide, "Passing data
// between states with variables").
const (
	maxAssigned  = 256 << 10 // of one variable, and of all that one Assign sets
	maxVariables = 10 << 20  // of all that an execution keeps
)

// assign sets variables of the frame's scope. The problem is a limit that was
// exceeded: then none is set.
func (r *step) assign(assigned map[string]json.RawMessage) (problem string) {
	size := 0
	for _, value := range assigned {
		size += len(value)
	}
	if size > maxAssigned {
		return fmt.Sprintf("The variables that the state assigns are %d bytes long, and may be at most %d.", size, maxAssigned)
	}
	variables := maps.Clone(r.f.variables)
	if variables == nil {
		variables = make(map[string]json.RawMessage, len(assigned))
	}
	maps.Copy(variables, assigned)
	total := sizeOf(variables)
	for _, f := range r.s.frames {
		if f != r.f {
			total += sizeOf(f.variables)
		}
	}
	if total > maxVariables {
		return fmt.Sprintf("The variables of the execution are %d bytes long, and may be at most %d.", total, maxVariables)
	}
	r.f.variables = variables
	return ""
}

func sizeOf(variables map[string]json.RawMessage) (bytes int) {
	for name, value := range variables {
		bytes += len(name) + len(value)
	}
	return bytes
}
