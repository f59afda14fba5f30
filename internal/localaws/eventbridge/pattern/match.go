package pattern

import (
	"maps"
	"slices"
	"strings"
)

// A rule is one alternative of a pattern: fields that an event must all
// satisfy, sorted by path. The fields below an object are therefore a part of
// the slice, and matching descends with ever smaller parts.
type rule []field

// A field is a leaf of a pattern and where it stands.
type field struct {
	path string
	leaf *leaf
}

func newRule(l leaves) rule {
	r := make(rule, 0, len(l))
	for _, path := range slices.Sorted(maps.Keys(l)) {
		r = append(r, field{path, l[path]})
	}
	return r
}

// matches reports whether an event satisfies the rule.
func (r rule) matches(event map[string]any) bool {
	_, ok := r.matchObject(0, event)
	return ok
}

// matchObject reports whether an object satisfies the fields, of whose paths
// the part from off is left, and how many fields come before the first one
// that has a value; that is all of them if all are satisfied by absence. A nil
// object has no fields.
func (r rule) matchObject(off int, object map[string]any) (before int, ok bool) {
	before = len(r)
	for i := 0; i < len(r); {
		name, _, nested := strings.Cut(r[i].path[off:], ".")
		n, b := 1, 0
		if nested {
			below := off + len(name) + len(".")
			n = r[i:].sharing(below)
			b, ok = r[i:i+n].matchValue(below, member(object, r[i].path[off:below]))
		} else {
			v, present := object[name]
			b, ok = r[i].leaf.match(v, present)
		}
		if !ok {
			return 0, false
		}
		if b < n {
			before = min(before, i+b)
		}
		i += n
	}
	return before, true
}

// sharing returns how many fields at the start of r have the first one's path
// up to end.
func (r rule) sharing(end int) int {
	n := 1
	for n < len(r) && strings.HasPrefix(r[n].path, r[0].path[:end]) {
		n++
	}
	return n
}

// matchValue is matchObject for any value.
func (r rule) matchValue(off int, v any) (before int, ok bool) {
	switch v := v.(type) {
	case map[string]any:
		return r.matchObject(off, v)
	case []any:
		return r.matchElements(off, v)
	default:
		return r.matchObject(off, nil)
	}
}

// matchElements is matchObject for an array. One element must have the values
// of all the fields: {"a": [1], "b": [2]} does not select [{"a": 1}, {"b": 2}].
//
// What an element may lack is more subtle. Event Ruler goes through the fields
// in the order of their paths, and the first value that it takes from the
// array decides the element. A field after it must be absent from this
// element, but a field before it from the whole array.
func (r rule) matchElements(off int, elements []any) (before int, ok bool) {
	_, allAbsent := r.matchObject(off, nil)
	for _, e := range elements {
		before, ok := r.matchValue(off, e)
		if ok && before < len(r) && r[:before].absentFrom(off, elements) {
			return before, true
		}
		allAbsent = allAbsent && ok && before == len(r)
	}
	return len(r), allAbsent
}

// absentFrom reports whether no element has a value for any of the fields.
func (r rule) absentFrom(off int, elements []any) bool {
	for _, e := range elements {
		if before, ok := r.matchValue(off, e); !ok || before < len(r) {
			return false
		}
	}
	return true
}
