package asl

import (
	"fmt"
	"strings"
)

// The codes that AWS gives to a diagnostic.
const (
	codeSchema  = "SCHEMA_VALIDATION_FAILED"
	codeJSON    = "INVALID_JSON_DESCRIPTION"
	codeMissing = "MISSING_TRANSITION_TARGET"
)

// Diagnostic is one mistake in a definition.
type Diagnostic struct {
	Code     string // as in ValidateStateMachineDefinition
	Message  string
	Location string // JSON pointer (RFC 6901) to the value at fault; "/" is the whole definition
	Line     int    // from 1
	Column   int    // in bytes, from 1
}

// Diagnostics are all the mistakes of a definition, in the order of the text.
// It is the error that [Parse] returns.
type Diagnostics []Diagnostic

// Error gives each mistake a line of its own, with its place.
func (d Diagnostics) Error() string {
	lines := make([]string, len(d))
	for i, each := range d {
		lines[i] = fmt.Sprintf("%d:%d: %s at %s", each.Line, each.Column, each.Message, each.Location)
	}
	return strings.Join(lines, "\n")
}

// AWS is the text of the InvalidDefinition error that CreateStateMachine answers.
func (d Diagnostics) AWS() string {
	parts := make([]string, len(d))
	for i, each := range d {
		parts[i] = fmt.Sprintf("%s: %s at %s", each.Code, each.Message, each.Location)
	}
	return "Invalid State Machine Definition: '" + strings.Join(parts, ", ") + "'"
}
