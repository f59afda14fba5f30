package asl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// expression is one compiled JSONata expression and the names it uses, so that
// an evaluation prepares no more than it needs.
type expression struct {
	source   string // without the delimiters
	location string // the field in which it stands, as messages name it
	program  *jsonata.Expression
	states   statesUse    // members of $states
	changes  bool         // it may change what it is given: it has a transform
	direct   statesMember // set when the expression is nothing but $states.input, .result or .errorOutput
}

// statesMember is a member of $states.
type statesMember string

const (
	statesInput       statesMember = "input"
	statesResult      statesMember = "result"
	statesErrorOutput statesMember = "errorOutput"
	statesContext     statesMember = "context"
)

// statesUse says which members of $states an expression may look at.
type statesUse struct {
	input, result, errorOutput, context bool
	executionInput                      bool // $states.context.Execution.Input
}

// evaluationError is a States.QueryEvaluationError in the making.
type evaluationError struct {
	location string
	cause    string // without the prefix that names the state
}

func (e *evaluationError) Error() string { return e.cause }

// compile parses an expression. An error says what JSONata finds wrong with it.
func compile(source, location string) (*expression, error) {
	program, err := jsonata.Compile(source)
	if err != nil {
		return nil, fmt.Errorf("JSONata expression %q cannot be parsed: %w", source, err)
	}
	e := &expression{source: source, location: location, program: program}
	e.states = usedStates(source)
	e.changes = strings.Contains(source, "|")
	switch member := statesMember(strings.TrimPrefix(source, "$states.")); member {
	case statesInput, statesResult, statesErrorOutput:
		e.direct = member
	}
	return e, nil
}

var statesPath = regexp.MustCompile(`\$states(?:\.(\w+)(?:\.(\w+)(?:\.(\w+))?)?)?`)

// usedStates reads from the text which members may be used. In doubt it is all
// of them: `$lookup($states, x)` names none.
func usedStates(source string) (use statesUse) {
	if strings.ContainsAny(source, "%@") { // which may lead anywhere
		return statesUse{true, true, true, true, true}
	}
	for _, path := range statesPath.FindAllStringSubmatch(source, -1) {
		switch statesMember(path[1]) {
		case statesInput:
			use.input = true
		case statesResult:
			use.result = true
		case statesErrorOutput:
			use.errorOutput = true
		case statesContext:
			use.context = true
			// Only a path that ends elsewhere is sure not to see Execution.Input.
			elsewhere := path[2] != "" && (path[2] != "Execution" || path[3] != "" && path[3] != "Input")
			use.executionInput = use.executionInput || !elsewhere
		default:
			return statesUse{true, true, true, true, true}
		}
	}
	return use
}

// appendTo evaluates the expression and writes its result as JSON.
func (e *expression) appendTo(b *bytes.Buffer, s *scope) error {
	if text := s.member(e.direct); text != nil {
		b.Write(text) // as it is: no need to take apart what is put together again
		return nil
	}
	value, err := e.value(s)
	if err != nil {
		return err
	}
	text, err := jsonata.AppendJSON(b.AvailableBuffer(), value, maxText)
	switch {
	case errors.Is(err, jsonata.ErrTooLong):
		return errOversize
	case err != nil:
		return e.fail("returned an unsupported result type.")
	}
	b.Write(text)
	return nil
}

// value evaluates the expression. Finding nothing is an error, as in AWS.
func (e *expression) value(s *scope) (any, error) {
	variables, err := s.bind(e)
	if err != nil {
		return nil, e.fail("threw an error during evaluation. " + err.Error())
	}
	value, err := e.program.Evaluate(variables, jsonata.DefaultLimits)
	if err != nil {
		return nil, e.fail("threw an error during evaluation. " + err.Error())
	}
	if value == nil {
		return nil, e.fail("returned nothing (undefined).")
	}
	return value, nil
}

// typed evaluates the expression and refuses a result for which ok is false.
func (e *expression) typed(s *scope, want string, ok func(any) bool) (any, error) {
	value, err := e.value(s)
	if err != nil || ok(value) {
		return value, err
	}
	return nil, e.unexpected(want, value)
}

// unexpected is the error for a value of another type than is wanted.
func (e *expression) unexpected(want string, value any) error {
	text, err := jsonata.AppendJSON(nil, value, maxText)
	if err != nil {
		return e.fail("returned an unsupported result type.")
	}
	return e.fail(fmt.Sprintf("returned an unexpected result type. Expected '%s', but was '%s' for value: %s",
		want, typeName(value), text))
}

func (e *expression) fail(what string) error {
	return &evaluationError{e.location, fmt.Sprintf("The JSONata expression '%s' specified for the field '%s' %s", e.source, e.location, what)}
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number, float64:
		return "number"
	case *jsonata.Array:
		return "array"
	case jsonata.Null:
		return "null"
	}
	return "object"
}
