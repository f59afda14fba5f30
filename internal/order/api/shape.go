package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/orderflow/orderflow/internal/order"
)

// maxProblems is how many mistakes one answer names.
const maxProblems = 100

// checkShape holds JSON against the Go value that it is to be read into, more
// strictly than encoding/json does, and as strictly as openapi.yaml: members are
// named exactly and once, null is no value, and every mistake is found, with its
// place. Text must be valid JSON.
func checkShape(text json.RawMessage, into any) []order.Problem {
	s := &shape{}
	s.value("", text, reflect.TypeOf(into).Elem())
	return s.problems[:min(len(s.problems), maxProblems)]
}

// shape collects what is wrong.
type shape struct{ problems []order.Problem }

func (s *shape) wrong(pointer, format string, args ...any) {
	if pointer == "" {
		pointer = "/" // the body itself
	}
	s.problems = append(s.problems, order.Problem{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
}

func (s *shape) value(pointer string, text json.RawMessage, want reflect.Type) {
	is := kindOf(text)
	switch kind := want.Kind(); {
	case kind == reflect.Struct && is == "object":
		s.object(pointer, text, want)
	case kind == reflect.Slice && is == "array":
		s.array(pointer, text, want.Elem())
	case kind == reflect.String && is == "string":
	case kind == reflect.Int && is == "number":
		if _, err := strconv.Atoi(string(text)); err != nil {
			s.wrong(pointer, "must be a whole number, not %.20s", text)
		}
	default:
		s.wrong(pointer, "must be %s, not JSON's %s", nameOf(kind), is)
	}
}

func (s *shape) object(pointer string, text json.RawMessage, want reflect.Type) {
	seen := map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	_, _ = decoder.Token() // the brace: the text has been found to be an object
	for decoder.More() {
		token, _ := decoder.Token()
		name, _ := token.(string)
		var value json.RawMessage
		_ = decoder.Decode(&value)
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		field, near := memberOf(want, name)
		switch {
		case seen[name]:
			s.wrong(at, "this member stands twice")
		case field != nil:
			s.value(at, value, field)
		case near != "":
			s.wrong(at, "there is no such member; %s is written so", near)
		default:
			s.wrong(at, "there is no such member")
		}
		seen[name] = true
	}
}

func (s *shape) array(pointer string, text json.RawMessage, want reflect.Type) {
	var items []json.RawMessage
	_ = json.Unmarshal(text, &items) // the text has been found to be an array
	for i, item := range items {
		s.value(pointer+"/"+strconv.Itoa(i), item, want)
	}
}

// memberOf finds the type of an object's member; near is one whose name differs
// by its case only.
func memberOf(object reflect.Type, name string) (field reflect.Type, near string) {
	for f := range object.Fields() {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case member == name:
			return f.Type, ""
		case strings.EqualFold(member, name):
			near = member
		}
	}
	return nil, near
}

// kindOf tells what a JSON value is.
func kindOf(text json.RawMessage) string {
	switch text[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// nameOf says what would be right.
func nameOf(kind reflect.Kind) string {
	switch kind {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "an array"
	case reflect.Int:
		return "a whole number"
	}
	return "a string"
}
