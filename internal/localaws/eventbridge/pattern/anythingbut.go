package pattern

import (
	"encoding/json"
	"reflect"
	"strings"
)

// negatable are the operators that anything-but can negate. They return the
// test for one string.
var negatable = map[string]func(*compiler, node) test{
	"prefix": func(c *compiler, n node) test { return onString(strings.HasPrefix, c.affixText(n)) },
	"suffix": func(c *compiler, n node) test { return onString(strings.HasSuffix, c.affixText(n)) },
	"equals-ignore-case": func(c *compiler, n node) test {
		return onString(strings.EqualFold, c.text(n,
			"Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."))
	},
	"wildcard": func(c *compiler, n node) test { return onString(matchesWildcard, c.wildcard(n)) },
}

// anythingBut reads the operand of anything-but: a string, a number, a list of
// either, or an object with another operator and its string or strings.
func (c *compiler) anythingBut(n node) test {
	operand, read := n, (*compiler).negatedValue
	if n.is('{') {
		operand = c.only(n)
		if read = negatable[operand.name]; read == nil {
			return c.fail(n, "Unsupported anything-but pattern: %s", operand.name)
		}
	}
	values := operand.entries
	switch operand.token.(type) {
	case string, json.Number:
		values = []node{operand}
	default:
		if !operand.is('[') {
			return c.fail(operand, "Value of anything-but must be an array or single string/number value.")
		}
	}
	var refused []test
	types := map[reflect.Type]bool{}
	for _, v := range values {
		refused = append(refused, read(c, v))
		types[reflect.TypeOf(v.token)] = true
	}
	if !n.is('{') && len(types) != 1 {
		return c.fail(n, "Inside anything but list, either all values are number or string, mixed type is not supported")
	}
	return noneOf(refused...)
}

// negatedValue returns the test for a string or number.
func (c *compiler) negatedValue(n node) test {
	switch n.token.(type) {
	case string:
	case json.Number:
		if _, ok := parseNumber(n.token); !ok {
			return c.fail(n, numberRange)
		}
	default:
		return c.fail(n, "Inside anything but list, start|null|boolean is not supported.")
	}
	return equals(n.token)
}

// affixText returns a prefix or suffix.
func (c *compiler) affixText(n node) string {
	text := c.text(n, "prefix/suffix"+notString)
	if text == "" {
		c.fail(n, "Null prefix/suffix not allowed")
	}
	return text
}
