package jsonata

import (
	"encoding/json"
	"math"
	"slices"
)

// A value is one of
//
//	nil          undefined: nothing was found
//	Null         JSON's null
//	bool, string
//	float64      a number that was computed
//	json.Number  a number as it was written, so that 1.0 stays 1.0
//	*Array, *Object
//	*function
//
// Values do not change once they are made, but for what makes them.

// Null is JSON's null.
type Null struct{}

// Array is a JSON array, or a sequence: what a path finds.
type Array struct {
	Items []any

	sequence      bool // one item stands for itself, none for undefined
	keepSingleton bool // a sequence that stays an array with one item
	cons          bool // written in brackets: a path does not flatten it
	tuples        bool // the items are *tuple
}

// NewArray makes an array.
func NewArray(items ...any) *Array { return &Array{Items: items} }

func newSequence(items ...any) *Array { return &Array{Items: items, sequence: true} }

// Object is a JSON object. Its members keep their order.
type Object struct {
	keys   []string
	values []any
	index  map[string]int // of more than a few members
}

// fewMembers are searched one by one.
const fewMembers = 8

// NewObject makes an empty object with room for n members.
func NewObject(n int) *Object {
	return &Object{keys: make([]string, 0, n), values: make([]any, 0, n)}
}

// Len is the number of members.
func (o *Object) Len() int { return len(o.keys) }

// Get is the member of a key, and undefined if there is none.
func (o *Object) Get(key string) any {
	if at := o.find(key); at >= 0 {
		return o.values[at]
	}
	return nil
}

// Set adds a member, or replaces it where it stands.
func (o *Object) Set(key string, value any) {
	if at := o.find(key); at >= 0 {
		o.values[at] = value
		return
	}
	o.keys, o.values = append(o.keys, key), append(o.values, value)
	switch {
	case o.index != nil:
		o.index[key] = len(o.keys) - 1
	case len(o.keys) > fewMembers:
		o.reindex()
	}
}

// Range calls yield for each member, in order, until it says no.
func (o *Object) Range(yield func(key string, value any) bool) {
	for i, key := range o.keys {
		if !yield(key, o.values[i]) {
			return
		}
	}
}

func (o *Object) find(key string) int {
	if o.index != nil {
		if at, ok := o.index[key]; ok {
			return at
		}
		return -1
	}
	return slices.Index(o.keys, key)
}

func (o *Object) reindex() {
	o.index = nil
	if len(o.keys) <= fewMembers {
		return
	}
	o.index = make(map[string]int, len(o.keys))
	for i, key := range o.keys {
		o.index[key] = i
	}
}

// remove takes members away.
func (o *Object) remove(keys map[string]bool) {
	left := 0
	for i, key := range o.keys {
		if !keys[key] {
			o.keys[left], o.values[left] = key, o.values[i]
			left++
		}
	}
	o.keys, o.values = o.keys[:left], o.values[:left]
	o.reindex()
}

// Float is the number that a value is, if it is one.
func Float(v any) (float64, bool) { return numberOf(v) }

// numberOf is the number that a value is.
func numberOf(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// isNumeric says whether a value is a number; one that is not finite is an error.
func isNumeric(v any) (bool, error) {
	n, ok := numberOf(v)
	if !ok || math.IsNaN(n) {
		return false, nil
	}
	if math.IsInf(n, 0) {
		return false, fail("D1001", with{"value": n})
	}
	return true, nil
}

// truth is the effective boolean value of what is no array. Undefined has none, and
// counts as false.
func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return v != ""
	case float64, json.Number:
		n, _ := numberOf(v)
		return n != 0 && !math.IsNaN(n)
	case *Object:
		return v.Len() > 0
	}
	return false // undefined, null, a function
}
