package asl

import (
	"errors"
	"strings"
	"time"
	"unicode/utf16"
)

// rule is a JSONPath Choice rule (specification, "Choice State"): And, Or, Not of
// other rules, or a test of one variable.
type rule struct {
	and, or  []rule
	not      *rule
	variable *path
	test     test
	operand  any
	other    *path // a …Path operator's operand
}

// test compares a value with an operand. Values of the wrong type are not equal,
// not less, and so on: that is false, never an error.
type test struct {
	operand func(any) bool // what a literal operand must be
	holds   func(value, operand any) bool
	path    bool // there is a …Path form, too
	absent  bool // it is asked of what is not there, too
}

// tests are the comparison operators.
var tests = func() map[string]test {
	all := map[string]test{
		"BooleanEquals": {isBool, func(v, operand any) bool { return isBool(v) && v == operand }, true, false},
		"StringMatches": {isString, func(v, operand any) bool { return isString(v) && matchesWildcard(v.(string), operand.(string)) }, false, false},
		"IsNull":        kindTest(func(v any) bool { return v == nil }),
		"IsNumeric":     kindTest(func(v any) bool { _, ok := asFloat(v); return ok }),
		"IsString":      kindTest(isString),
		"IsBoolean":     kindTest(isBool),
		"IsTimestamp":   kindTest(func(v any) bool { _, ok := timeOf(v); return ok }),
		"IsPresent":     {isBool, func(_, operand any) bool { return operand == true }, false, true},
	}
	for suffix, wanted := range map[string]func(order int) bool{
		"Equals":            func(order int) bool { return order == 0 },
		"LessThan":          func(order int) bool { return order < 0 },
		"GreaterThan":       func(order int) bool { return order > 0 },
		"LessThanEquals":    func(order int) bool { return order <= 0 },
		"GreaterThanEquals": func(order int) bool { return order >= 0 },
	} {
		for prefix, compare := range map[string]func(a, b any) (order int, ok bool){
			"String": compareStrings, "Numeric": compareNumbers, "Timestamp": compareTimes,
		} {
			all[prefix+suffix] = test{
				operand: func(v any) bool { _, ok := compare(v, v); return ok },
				holds: func(value, operand any) bool {
					order, ok := compare(value, operand)
					return ok && wanted(order)
				},
				path: true,
			}
		}
	}
	return all
}()

func isBool(v any) bool   { _, ok := v.(bool); return ok }
func isString(v any) bool { _, ok := v.(string); return ok }

func kindTest(is func(any) bool) test {
	return test{operand: isBool, holds: func(v, operand any) bool { return is(v) == operand }}
}

// compareStrings compares by UTF-16 code units, as Java does.
func compareStrings(a, b any) (int, bool) {
	x, ok1 := a.(string)
	y, ok2 := b.(string)
	if !ok1 || !ok2 {
		return 0, false
	}
	s, t := utf16.Encode([]rune(x)), utf16.Encode([]rune(y))
	for i := range min(len(s), len(t)) {
		if s[i] != t[i] {
			return int(s[i]) - int(t[i]), true
		}
	}
	return len(s) - len(t), true
}

func compareNumbers(a, b any) (int, bool) {
	x, ok1 := asFloat(a)
	y, ok2 := asFloat(b)
	switch {
	case x < y:
		return -1, ok1 && ok2
	case x > y:
		return 1, ok1 && ok2
	}
	return 0, ok1 && ok2
}

func compareTimes(a, b any) (int, bool) {
	x, ok1 := timeOf(a)
	y, ok2 := timeOf(b)
	return x.Compare(y), ok1 && ok2
}

func timeOf(v any) (t time.Time, ok bool) {
	text, ok := v.(string)
	if !ok || strings.ContainsAny(text, "tz ") {
		return t, false
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, err == nil
}

// matchesWildcard: * stands for any text, \* for itself, \\ for a backslash.
func matchesWildcard(text, pattern string) bool {
	var parts []string // the texts between the stars
	var part []byte
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '*' {
			parts, part = append(parts, string(part)), nil
			continue
		}
		if pattern[i] == '\\' && i+1 < len(pattern) {
			i++
		}
		part = append(part, pattern[i])
	}
	parts = append(parts, string(part))
	last := len(parts) - 1
	rest, ok := strings.CutPrefix(text, parts[0])
	if last == 0 || !ok {
		return ok && rest == ""
	}
	// Each part is taken where it comes first: what is left is the longest.
	for _, between := range parts[1:last] {
		if _, rest, ok = strings.Cut(rest, between); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, parts[last])
}

// holds decides the rule; document is the state's effective input.
func (c *rule) holds(s *scope, document any) (bool, error) {
	switch {
	case c.and != nil:
		return c.all(s, document, c.and, true)
	case c.or != nil:
		return c.all(s, document, c.or, false)
	case c.not != nil:
		held, err := c.not.holds(s, document)
		return !held, err
	}
	value, err := c.variable.evaluate(s, document)
	var missing *missingError
	switch {
	case c.test.absent && errors.As(err, &missing):
		return c.operand == false, nil
	case err != nil:
		return false, choicePath(c.variable, err)
	}
	operand := c.operand
	if c.other != nil {
		if operand, err = c.other.evaluate(s, document); err != nil {
			return false, choicePath(c.other, err)
		}
		if !c.test.operand(operand) {
			return false, nil
		}
	}
	return c.test.holds(value, operand), nil
}

// all looks at rules until one does not hold (And), or does (Or).
func (c *rule) all(s *scope, document any, rules []rule, want bool) (bool, error) {
	for i := range rules {
		held, err := rules[i].holds(s, document)
		if err != nil || held != want {
			return held, err
		}
	}
	return want, nil
}

func choicePath(p *path, err error) error {
	var missing *missingError
	if errors.As(err, &missing) {
		return &runtimeError{"Invalid path '" + p.text + "': The choice state's condition path references an invalid value."}
	}
	return err
}
