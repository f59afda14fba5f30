package pattern

import (
	"slices"
	"strings"
)

// complexityLimit is the complexity that AWS refuses. The limit is not
// documented: the three wildcards *:stack/a/*, *:stack/b/* and *:stack/c/* in
// one field, of complexity 9, are known to be accepted, and
// *:*:*:*:*:event-bus/* with 11 to be refused.
const complexityLimit = 10

// A wildcard is the text of a wildcard operand, cut at its stars.
type wildcard []string

// wildcard cuts a wildcard operand. \* is a star, \\ a backslash.
func (c *compiler) wildcard(n node) wildcard {
	text := c.text(n, "wildcard"+notString)
	var w wildcard
	var part strings.Builder
	for i := 0; i < len(text); i++ {
		// AWS counts positions with the opening quote, and in bytes.
		pos := i + 1
		switch rest := text[i+1:]; {
		case text[i] == '*' && strings.HasPrefix(rest, "*"):
			c.fail(n, "Consecutive wildcard characters at pos %d", pos)
		case text[i] == '*':
			w = append(w, part.String())
			part.Reset()
		case text[i] != '\\':
			part.WriteByte(text[i])
		case strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, `\`):
			part.WriteByte(rest[0])
			i++
		default:
			c.fail(n, "Invalid escape character at pos %d", pos)
		}
	}
	return append(w, part.String())
}

// matchesWildcard reports whether s is the parts with anything between them.
// Taking each part where it stands first leaves the most for those behind it,
// so there is nothing to try again and the time is linear.
func matchesWildcard(s string, w wildcard) bool {
	last := len(w) - 1
	if last == 0 {
		return s == w[0]
	}
	s, ok := strings.CutPrefix(s, w[0])
	if !ok {
		return false
	}
	for _, part := range w[1:last] {
		if _, s, ok = strings.Cut(s, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(s, w[last])
}

// tooComplex reports whether the wildcards of a leaf are too complex together.
//
// Complexity is that of Event Ruler: how many beginnings of the wildcards one
// text can match at once. The worst text has passed every star, which is the
// empty beginning of the part behind it, and ends like the beginnings of as
// many of the parts as possible.
func tooComplex(wildcards []wildcard) bool {
	slices.SortFunc(wildcards, slices.Compare[wildcard])
	var beginnings []string
	for _, w := range slices.CompactFunc(wildcards, slices.Equal[wildcard]) {
		for _, part := range w[1:] {
			for end := range len(part) + 1 {
				beginnings = append(beginnings, part[:end])
			}
		}
	}
	for _, text := range beginnings {
		complexity := 0
		for _, b := range beginnings {
			if strings.HasSuffix(text, b) {
				complexity++
			}
		}
		if complexity >= complexityLimit {
			return true
		}
	}
	return false
}
