package pattern

import "strings"

// complexityLimit is the complexity that AWS refuses. The limit is not
// documented: the three wildcards *:stack/a/*, *:stack/b/* and *:stack/c/* in
// one field, of complexity 9, are known to be accepted, and
// *:*:*:*:*:event-bus/* with 11 to be refused.
const complexityLimit = 10

// tooComplex reports whether the wildcards of a leaf are too complex together.
//
// Complexity is that of Event Ruler: how many beginnings of the wildcards one
// text can match at once. The worst text has passed every star, and ends like
// the beginnings of as many of the parts behind the stars as possible.
func tooComplex(wildcards []wildcard) bool {
	stars := 0
	var beginnings []string
	seen := map[string]bool{}
	for _, w := range wildcards {
		if key := strings.Join(w, "\x00"); !seen[key] {
			seen[key] = true
			stars += len(w) - 1
			for _, part := range w[1:] {
				for end := 1; end <= len(part); end++ {
					beginnings = append(beginnings, part[:end])
				}
			}
		}
	}
	if stars >= complexityLimit {
		return true
	}
	for _, text := range beginnings {
		n := stars
		for _, b := range beginnings {
			if strings.HasSuffix(text, b) {
				n++
			}
		}
		if n >= complexityLimit {
			return true
		}
	}
	return false
}
