package asl

import (
	"fmt"
	"strings"
)

// The codes that AWS gives to a diagnostic.
const (
	codeSchema    = "SCHEMA_VALIDATION_FAILED"
	codeJSON      = "INVALID_JSON_DESCRIPTION"
	codeMissing   = "MISSING_TRANSITION_TARGET"
	codeDuplicate = "DUPLICATE_STATE_NAME"
	codeShadows   = "DUPLICATE_VARIABLE_NAME"
)

// Diagnostic is one mistake in a definition.
type Diagnostic struct {
	Code     string // as in ValidateStateMachineDefinition
	Message  string
	Location string // of the value at fault, like /States/Both/Branches[0]; "/" is the whole definition, "" is nowhere
	Line     int    // from 1
	Column   int    // in bytes, from 1
}

func (d *Diagnostic) told() string {
	if d.Location == "" {
		return d.Message
	}
	return d.Message + " at " + d.Location
}

// Diagnostics are all the mistakes of a definition, in the order of the text.
// It is the error that [Parse] returns.
type Diagnostics []Diagnostic

// Error gives each mistake a line of its own, with its place.
func (d Diagnostics) Error() string {
	lines := make([]string, len(d))
	for i, each := range d {
		lines[i] = fmt.Sprintf("%d:%d: %s", each.Line, each.Column, each.told())
	}
	return strings.Join(lines, "\n")
}

// AWS is the text of the InvalidDefinition error that CreateStateMachine answers.
func (d Diagnostics) AWS() string {
	parts := make([]string, len(d))
	for i, each := range d {
		parts[i] = each.Code + ": " + each.told()
	}
	return "Invalid State Machine Definition: '" + strings.Join(parts, ", ") + "'"
}
