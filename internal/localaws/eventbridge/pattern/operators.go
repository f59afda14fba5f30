package pattern

import (
	"strings"
	"unicode/utf8"
)

// notString is what is wrong with the operand of most operators, behind their
// name.
const notString = " match pattern must be a string"

// expression adds a match expression, such as {"prefix": "a"}, to a leaf.
func (c *compiler) expression(l *leaf, n node) {
	operand := c.only(n)
	var t test
	switch operand.name {
	case "prefix":
		t = c.affix(operand, strings.HasPrefix, hasPrefixFold)
	case "suffix":
		t = c.affix(operand, strings.HasSuffix, hasSuffixFold)
	case "equals-ignore-case":
		t = onString(strings.EqualFold, c.text(operand, operand.name+notString))
	case "wildcard":
		w := c.wildcard(operand)
		l.wildcards = append(l.wildcards, w)
		t = onString(matchesWildcard, w)
	case "anything-but":
		t = c.anythingBut(operand)
	case "numeric":
		t = c.numeric(operand)
	case "cidr":
		t = c.cidr(operand)
	case "exists":
		switch operand.token {
		case true:
			t = noneOf()
		case false:
			l.absent = true
			return
		default:
			c.fail(operand, "exists match pattern must be either true or false.")
		}
	default:
		c.fail(n, "Unrecognized match type %s", operand.name)
	}
	l.tests = append(l.tests, t)
}

// only returns the field of an object that has no other.
func (c *compiler) only(n node) node {
	if len(n.entries) == 0 {
		c.fail(n, "Match expression name not found")
		return node{}
	}
	if len(n.entries) > 1 {
		c.fail(n, "Only one key allowed in match expression")
	}
	return n.entries[0]
}

// text returns a string, and otherwise refuses the pattern for the reason.
func (c *compiler) text(n node, reason string) string {
	s, ok := n.token.(string)
	if !ok {
		c.fail(n, "%s", reason)
	}
	return s
}

// affix returns the test for a prefix or suffix, which may ignore the case, as
// in {"prefix": {"equals-ignore-case": "a"}}.
func (c *compiler) affix(operand node, exact, fold func(s, text string) bool) test {
	if !operand.is('{') {
		return onString(exact, c.text(operand, operand.name+notString))
	}
	inner := c.only(operand)
	if inner.name != "equals-ignore-case" {
		return c.fail(operand, "Unsupported %s pattern: %s", operand.name, inner.name)
	}
	return onString(fold, c.text(inner, inner.name+notString))
}

// hasPrefixFold is strings.HasPrefix without regard to case. Characters of one
// letter may differ in length, so it counts characters and not bytes.
func hasPrefixFold(s, prefix string) bool {
	end := 0
	for range prefix {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return strings.EqualFold(s[:end], prefix)
}

// hasSuffixFold is strings.HasSuffix without regard to case.
func hasSuffixFold(s, suffix string) bool {
	start := len(s)
	for range suffix {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	return strings.EqualFold(s[start:], suffix)
}
