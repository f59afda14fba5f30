package pattern

import "slices"

// numberRange refuses a number that EventBridge does not compare by value.
const numberRange = "Value must be between -5.0E9 and 5.0E9, inclusive"

// A bound is a comparison of numeric.
type bound struct {
	op      string // one of = < <= > >=
	limit   float64
	inRange bool // limit is a number that EventBridge compares by value
}

func (b bound) accepts(n float64) bool {
	switch b.op {
	case "<":
		return n < b.limit
	case "<=":
		return n <= b.limit
	case ">":
		return n > b.limit
	case ">=":
		return n >= b.limit
	default:
		return n == b.limit
	}
}

// numeric reads the operand of numeric: a list of an operator and a number,
// and after a lower bound optionally an upper one.
func (c *compiler) numeric() (test, error) {
	if err := c.expect(beginArray, "Value of numeric must be an array."); err != nil {
		return nil, err
	}
	bounds, err := c.bounds()
	if err != nil {
		return nil, err
	}
	// AWS looks at the limits only when it has read the list, so these errors
	// name the place behind it.
	for _, b := range bounds {
		if !b.inRange {
			return nil, c.fail(numberRange)
		}
	}
	if len(bounds) == 2 && bounds[0].limit >= bounds[1].limit {
		return nil, c.fail("Bottom must be less than top")
	}
	return inBounds(bounds), c.end(tooManyElements)
}

// bounds reads the list behind its bracket, to its end.
func (c *compiler) bounds() ([]bound, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	if k != stringValue {
		return nil, c.fail("Invalid member in numeric match: %s", c.raw)
	}
	first, err := c.bound("Unrecognized numeric range operator: %s", "=", "<", "<=", ">", ">=")
	if err != nil {
		return nil, err
	}
	if k, err = c.next(); err != nil {
		return nil, err
	}
	switch {
	case k == endArray:
		return []bound{first}, nil
	case first.op != ">" && first.op != ">=":
		return nil, c.fail(tooManyElements)
	case k != stringValue:
		return nil, c.fail("Bad value in numeric range: %s", c.raw)
	}
	second, err := c.bound("Bad numeric range operator: %s", "<", "<=")
	if err != nil {
		return nil, err
	}
	return []bound{first, second}, c.expect(endArray, "Too many terms in numeric range expression")
}

// bound reads an operator, whose quote is read already, and its limit.
func (c *compiler) bound(unknown string, ops ...string) (bound, error) {
	op, err := c.string()
	if err != nil {
		return bound{}, err
	}
	if !slices.Contains(ops, op) {
		return bound{}, c.fail(unknown, op)
	}
	name := op
	if op == "=" {
		name = "equals"
	}
	if err := c.expect(numberValue, "Value of %s must be numeric", name); err != nil {
		return bound{}, err
	}
	limit, inRange := parseNumber(c.raw)
	return bound{op, limit, inRange}, nil
}

// inBounds accepts a number that all the bounds accept.
func inBounds(bounds []bound) test {
	return func(v any) bool {
		n, ok := numberOf(v)
		if !ok {
			return false
		}
		for _, b := range bounds {
			if !b.accepts(n) {
				return false
			}
		}
		return true
	}
}
