package pattern

import (
	"strings"
	"unicode/utf8"
)

// A comparison compares a string of an event with the operand of an operator.
type comparison func(s, operand string) bool

// with returns the test for one operand. It refuses what is not a string.
func (compare comparison) with(operand string) test {
	return onString(func(s string) bool { return compare(s, operand) })
}

// onString accepts the strings for which accepts reports true.
func onString(accepts func(s string) bool) test {
	return func(v any) bool {
		s, ok := v.(string)
		return ok && accepts(s)
	}
}

func equal(s, operand string) bool { return s == operand }

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
