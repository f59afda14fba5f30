package pattern

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

// match matches the leaf with a field of an event. Its results are those of
// rule.matchObject for this field alone.
func (l *leaf) match(v any, present bool) (before int, ok bool) {
	if present {
		var accepted bool
		if present, accepted = l.find(v); accepted {
			return 0, true
		}
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

// onString accepts a string if accepts does so with the operand.
func onString[T any](accepts func(s string, operand T) bool, operand T) test {
	return func(v any) bool {
		s, ok := v.(string)
		return ok && accepts(s, operand)
	}
}

// noneOf accepts any value that all the tests refuse, null included.
func noneOf(tests ...test) test {
	return func(v any) bool {
		for _, accepts := range tests {
			if accepts(v) {
				return false
			}
		}
		return true
	}
}
