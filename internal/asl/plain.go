package asl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/ohler55/ojg/jp"
)

// The values that JSONPath works on: nil, bool, string, []any, *object, and for
// numbers int64 or float64 where these write the same text, json.Number where
// they do not (0.0, say).

// object is a JSON object that keeps its members in order, so that a replay gives
// the same text.
type object struct {
	keys   []string
	values map[string]any
}

var _ jp.Keyed = (*object)(nil)

func newObject() *object { return &object{values: map[string]any{}} }

// ValueForKey implements [jp.Keyed].
func (o *object) ValueForKey(key string) (any, bool) {
	value, ok := o.values[key]
	return value, ok
}

// SetValueForKey implements [jp.Keyed].
func (o *object) SetValueForKey(key string, value any) {
	if _, ok := o.values[key]; !ok {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// RemoveValueForKey implements [jp.Keyed]; nothing here removes.
func (o *object) RemoveValueForKey(string) {}

// Keys implements [jp.Keyed].
func (o *object) Keys() []string { return o.keys }

// Range implements [ordered].
func (o *object) Range(yield func(key string, value any) bool) {
	for _, key := range o.keys {
		if !yield(key, o.values[key]) {
			return
		}
	}
}

// plain reads JSON text into such values.
func plain(text json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return plainValue(d, 0)
}

// maxPlainDepth is how deep JSON may nest that paths look into: they search deeper
// values only with much patience.
const maxPlainDepth = 1000

func plainValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxPlainDepth {
		return nil, fmt.Errorf("JSON that nests more than %d deep cannot be searched by a path", maxPlainDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Number:
		return plainNumber(token), nil
	case json.Delim:
		if token == '{' {
			return plainObject(d, depth)
		}
		items := []any{}
		for d.More() {
			item, err := plainValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		_, err := d.Token()
		return items, err
	}
	return token, nil
}

func plainObject(d *json.Decoder, depth int) (*object, error) {
	o := newObject()
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("%v is no key", token)
		}
		value, err := plainValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		o.SetValueForKey(key, value)
	}
	_, err := d.Token()
	return o, err
}

func plainNumber(n json.Number) any {
	text := n.String()
	if i, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(i, 10) == text {
		return i
	}
	if f, err := n.Float64(); err == nil {
		var b bytes.Buffer
		if encodeNumber(&b, f) == nil && b.String() == text {
			return f
		}
	}
	return n
}

// asFloat is a number's value.
func asFloat(v any) (f float64, ok bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// asInteger is a number's value if it is a whole one.
func asInteger(v any) (int64, bool) {
	if i, ok := v.(int64); ok {
		return i, true
	}
	f, ok := asFloat(v)
	return int64(f), ok && f == float64(int64(f))
}

// same compares two values deeply; numbers by value.
func same(a, b any) bool {
	if x, ok := asFloat(a); ok {
		y, ok := asFloat(b)
		return ok && x == y
	}
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case *object:
		b, ok := b.(*object)
		if !ok || len(a.keys) != len(b.keys) {
			return false
		}
		for key, value := range a.values {
			if other, ok := b.values[key]; !ok || !same(value, other) {
				return false
			}
		}
		return true
	}
	return a == b
}

// show is a value as compact JSON, for messages.
func show(v any) string {
	text, err := encoded(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
