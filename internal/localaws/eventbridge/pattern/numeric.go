package pattern

import (
	"encoding/json"
	"math"
	"strconv"
)

// maxNumber is the largest number that EventBridge compares by value.
const maxNumber = 5e9

// numberRange refuses a number that EventBridge does not compare by value.
const numberRange = "Value must be between -5.0E9 and 5.0E9, inclusive"

// parseNumber returns the value of a number, and whether EventBridge compares
// it by value.
func parseNumber(v any) (f float64, ok bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(n), 64)
	return f, err == nil && -maxNumber <= f && f <= maxNumber
}

// equals accepts the same value. A number need only have the same value, so 1
// is 1.0; but one beyond maxNumber, an account id for instance, must have the
// same text.
func equals(want any) test {
	f, inRange := parseNumber(want)
	if !inRange {
		return func(v any) bool { return v == want }
	}
	return inInterval(f, f)
}

// inInterval accepts the numbers from low to high.
func inInterval(low, high float64) test {
	return func(v any) bool {
		f, ok := parseNumber(v)
		return ok && low <= f && f <= high
	}
}

// numeric reads the operand of numeric: a list of an operator and a number,
// and after a lower bound optionally an upper one.
func (c *compiler) numeric(n node) test {
	if !n.is('[') {
		return c.fail(n, "Value of numeric must be an array.")
	}
	// An open bound is the next number beside it, so every test is one interval.
	low, high, bottom := math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i := 0; i == 0 || i < len(n.entries); i += 2 {
		op, value := n.term(i), n.term(i+1)
		limit, inRange := parseNumber(value)
		first, open := i == 0, math.IsInf(high, 1)
		switch {
		case first && op == "=":
			low, high = limit, limit
		case first && op == ">":
			low = math.Nextafter(limit, math.Inf(1))
		case first && op == ">=":
			low = limit
		case open && op == "<":
			high = math.Nextafter(limit, math.Inf(-1))
		case open && op == "<=":
			high = limit
		default:
			return c.fail(n, "Bad numeric range operator: %v", op)
		}
		if _, isNumber := value.(json.Number); !isNumber {
			return c.fail(n, "Value of %s must be numeric", op)
		}
		if !inRange {
			return c.fail(n, numberRange)
		}
		if limit <= bottom {
			return c.fail(n, "Bottom must be less than top")
		}
		bottom = limit
	}
	return inInterval(low, high)
}

// term returns an element of a list, or the end of the list.
func (n node) term(i int) any {
	if i < len(n.entries) {
		return n.entries[i].token
	}
	return json.Delim(']')
}
