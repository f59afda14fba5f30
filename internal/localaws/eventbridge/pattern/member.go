package pattern

import (
	"maps"
	"strings"
)

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
