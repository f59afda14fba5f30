package pattern

import (
	"encoding/json"
	"strconv"
)

// A leaf is the array at the end of a path in a pattern: what the field of the
// event there may be.
type leaf struct {
	tests     []test     // one of them must accept a value of the field
	absent    bool       // or there is no value
	wildcards []wildcard // those among the tests, to judge their complexity
}

// A test accepts or refuses a value of an event that is not an object or
// array: nil, a bool, a json.Number or a string.
type test func(v any) bool

func (l *leaf) accept(t test) { l.tests = append(l.tests, t) }

// match matches the leaf with a field of an event. Its results are those of
// rule.matchObject for this field alone.
func (l *leaf) match(v any, present bool) (before int, ok bool) {
	accepted := false
	if present {
		present, accepted = l.find(v)
	}
	if accepted {
		return 0, true
	}
	return 1, l.absent && !present
}

// find looks for values in a field of an event. There are none in an object,
// and those in an array are its elements, at any depth. It reports whether
// there is one, and whether there is one that the leaf accepts.
func (l *leaf) find(v any) (present, accepted bool) {
	switch v := v.(type) {
	case map[string]any:
		return false, false
	case []any:
		for _, element := range v {
			p, accepted := l.find(element)
			if accepted {
				return true, true
			}
			present = present || p
		}
		return present, false
	}
	for _, accepts := range l.tests {
		if accepts(v) {
			return true, true
		}
	}
	return true, false
}

func isNull(v any) bool  { return v == nil }
func isTrue(v any) bool  { b, ok := v.(bool); return ok && b }
func isFalse(v any) bool { b, ok := v.(bool); return ok && !b }
func exists(any) bool    { return true }

// noneOf accepts any value that all the tests refuse, null included.
func noneOf(tests []test) test {
	return func(v any) bool {
		for _, accepts := range tests {
			if accepts(v) {
				return false
			}
		}
		return true
	}
}

// maxNumber is the largest number that EventBridge compares by value.
const maxNumber = 5e9

// equalsNumber accepts a number of the same value, so 1 is 1.0. Numbers beyond
// maxNumber, account ids for instance, must have the same text.
func equalsNumber(text string) test {
	want, inRange := parseNumber(text)
	return func(v any) bool {
		if n, ok := v.(json.Number); ok && string(n) == text {
			return true
		}
		got, ok := numberOf(v)
		return ok && inRange && got == want
	}
}

// numberOf is parseNumber for a value of an event.
func numberOf(v any) (f float64, ok bool) {
	switch v := v.(type) {
	case json.Number:
		return parseNumber(string(v))
	case float64: // the caller decoded without UseNumber
		return v, -maxNumber <= v && v <= maxNumber
	}
	return 0, false
}

// parseNumber returns the value of a number, and whether EventBridge compares
// it by value.
func parseNumber(text string) (f float64, ok bool) {
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && -maxNumber <= f && f <= maxNumber
}
