package jsonata

import (
	"errors"
	"strings"
)

// Error is an error in JSONata's words.
type Error struct {
	Code string // of JSONata, such as T2001
	with with
	text string // instead of the code's own
}

// with are the parts of an error's message, by the names they have in it.
type with map[string]any

func fail(code string, parts with) *Error { return &Error{Code: code, with: parts} }

// bare is a part of a message that is not told as JSON.
type bare string

// Error is the code and the message: "T1006: Attempted to invoke a non-function".
func (e *Error) Error() string {
	if e.Code == "" { // JavaScript's own
		return e.Message()
	}
	return e.Code + ": " + e.Message()
}

// Message is what the error says.
func (e *Error) Message() string {
	if e.text != "" {
		return e.text
	}
	var pairs []string
	for _, place := range places {
		text := stringify(e.with[place]) // undefined, in JavaScript, reads so
		if name, ok := e.with[place].(bare); ok {
			text = string(name)
		}
		pairs = append(pairs, "{"+place+"}", text)
	}
	return strings.NewReplacer(pairs...).Replace(messages[e.Code])
}

// places are the names of what is put into messages, as JSON.
var places = []string{"value", "value2", "token", "index", "type", "exp", "functionName"}

// about names what an error is about, unless it is known.
func about(token string, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return own.of(token)
	}
	return err
}

// of names the function or operator that the error is about, if that is not known.
func (e *Error) of(token string) *Error {
	if e.with == nil {
		e.with = with{}
	}
	if _, ok := e.with["token"]; !ok && token != "" {
		e.with["token"] = token
	}
	return e
}
