package asl

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// template is a JSON value in which strings may be JSONata expressions:
// Arguments, Output, Assign, and the fields that take one expression.
type template struct {
	constant   json.RawMessage // set when there is no expression inside
	expression *expression     // set when the value is one expression
	keys       []json.RawMessage
	members    []template // an object's, in the order of keys
	items      []template // an array's
	array      bool
}

// parseTemplate compiles n; location is what messages call it, such as
// "Arguments/Payload".
func parseTemplate(n *node, location string, report func(*node, string)) template {
	switch n.kind {
	case stringNode:
		source, ok := expressionIn(n.text)
		if !ok {
			break
		}
		compiled, err := compile(source, location)
		if err != nil {
			report(n, err.Error())
		}
		return template{expression: compiled}
	case arrayNode:
		t := template{array: true}
		constant := true
		for i, item := range n.items {
			each := parseTemplate(item, location+"["+strconv.Itoa(i)+"]", report)
			t.items = append(t.items, each)
			constant = constant && each.constant != nil
		}
		if !constant {
			return t
		}
	case objectNode:
		var t template
		constant := true
		for _, m := range n.members {
			each := parseTemplate(m.value, location+"/"+m.key, report)
			t.keys = append(t.keys, quote(m.key))
			t.members = append(t.members, each)
			constant = constant && each.constant != nil
		}
		if !constant {
			return t
		}
	}
	return template{constant: n.raw()}
}

// expressionIn returns what stands between {% and %}. The marks must touch the
// string's ends: " {% 1 %}" is an ordinary string.
func expressionIn(s string) (source string, ok bool) {
	if len(s) < 4 || !strings.HasPrefix(s, "{%") || !strings.HasSuffix(s, "%}") {
		return "", false
	}
	return strings.TrimSpace(s[2 : len(s)-2]), true
}

// evaluate gives the value as JSON text.
func (t *template) evaluate(s *scope) (json.RawMessage, error) {
	if t.constant != nil {
		return t.constant, nil
	}
	var b bytes.Buffer
	if err := t.appendTo(&b, s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (t *template) appendTo(b *bytes.Buffer, s *scope) error {
	switch {
	case t.constant != nil:
		b.Write(t.constant)
	case t.expression != nil:
		return t.expression.appendTo(b, s)
	case t.array:
		return appendList(b, '[', ']', t.items, nil, s)
	default:
		return appendList(b, '{', '}', t.members, t.keys, s)
	}
	return nil
}

func appendList(b *bytes.Buffer, open, shut byte, values []template, keys []json.RawMessage, s *scope) error {
	b.WriteByte(open)
	for i := range values {
		if b.Len() > maxText {
			return errOversize
		}
		if i > 0 {
			b.WriteByte(',')
		}
		if keys != nil {
			b.Write(keys[i])
			b.WriteByte(':')
		}
		if err := values[i].appendTo(b, s); err != nil {
			return err
		}
	}
	b.WriteByte(shut)
	return nil
}
