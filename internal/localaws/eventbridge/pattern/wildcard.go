package pattern

import (
	"fmt"
	"strings"
)

// A wildcard is the text of a wildcard operand, cut at its stars.
type wildcard []string

// parseWildcard cuts a wildcard operand. \* is a star, \\ a backslash.
func parseWildcard(text string) (wildcard, error) {
	var w wildcard
	var part strings.Builder
	for i := 0; i < len(text); i++ {
		// AWS counts positions with the opening quote, and in bytes.
		pos := i + 1
		switch rest := text[i+1:]; {
		case text[i] == '*' && strings.HasPrefix(rest, "*"):
			return nil, &Error{Reason: fmt.Sprintf("Consecutive wildcard characters at pos %d", pos)}
		case text[i] == '*':
			w = append(w, part.String())
			part.Reset()
		case text[i] != '\\':
			part.WriteByte(text[i])
		case strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, `\`):
			part.WriteByte(rest[0])
			i++
		default:
			return nil, &Error{Reason: fmt.Sprintf("Invalid escape character at pos %d", pos)}
		}
	}
	return append(w, part.String()), nil
}

// matches reports whether s is the parts with anything between them. Taking
// each part where it stands first leaves the most for those behind it, so
// there is nothing to try again and the time is linear.
func (w wildcard) matches(s string) bool {
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
