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

// A field is a leaf of a pattern and where it stands: the names that lead to it
// joined with dots, so a name that has dots itself is the same as nested fields.
type field struct {
	path string
	leaf *leaf
}

// with adds a leaf, or replaces the one with the same path.
func (r rule) with(path string, l *leaf) rule {
	i, found := slices.BinarySearchFunc(r, path, func(f field, path string) int {
		return strings.Compare(f.path, path)
	})
	if found {
		r[i].leaf = l
		return r
	}
	return slices.Insert(r, i, field{path, l})
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
			for i+n < len(r) && strings.HasPrefix(r[i+n].path, r[i].path[:below]) {
				n++
			}
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

// matchValue is matchObject for any value.
func (r rule) matchValue(off int, v any) (before int, ok bool) {
	if elements, ok := v.([]any); ok {
		return r.matchElements(off, elements)
	}
	object, _ := v.(map[string]any)
	return r.matchObject(off, object)
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

// member returns the value of an object that a path descends into; prefix is
// the name with a dot.
//
// To EventBridge {"a": {"b": 1}} and {"a.b": 1} are the same. So names of the
// object that begin with the prefix belong to the value too.
func member(object map[string]any, prefix string) any {
	v := object[prefix[:len(prefix)-1]]
	var dotted map[string]any
	for name, w := range object {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			if dotted == nil {
				dotted = map[string]any{}
			}
			dotted[rest] = w
		}
	}
	if dotted == nil {
		return v
	}
	return merge(v, dotted)
}

// merge returns v with more fields. An array gets them in each element, because
// they go together with any, and once more alone, because they need none.
//
// A field that v has too gets both values, as an array. If these are objects,
// the fields below must come from one of them, though AWS takes them from both.
func merge(v any, more map[string]any) any {
	switch v := v.(type) {
	case map[string]any:
		merged := maps.Clone(v)
		for name, w := range more {
			if old, ok := v[name]; ok {
				w = []any{old, w}
			}
			merged[name] = w
		}
		return merged
	case []any:
		merged := make([]any, 0, len(v)+1)
		for _, element := range v {
			merged = append(merged, merge(element, more))
		}
		return append(merged, more)
	default:
		return more
	}
}
