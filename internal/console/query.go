package console

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
)

// query is what somebody searches for: every term must hold.
type query struct {
	terms []term
}

// term is one condition.
type term struct {
	not   bool
	holds func(e *entry, now asl.Instant) bool
}

func (q query) matches(e *entry, now asl.Instant) bool {
	for _, t := range q.terms {
		if t.holds(e, now) == t.not {
			return false
		}
	}
	return true
}

// fields are the words that may stand before a colon, and what of an execution
// each looks at. A value is found anywhere in the text, in upper or lower case.
var fields = map[string]func(*entry) string{
	"order":      func(e *entry) string { return e.name },
	"customer":   func(e *entry) string { return e.customer },
	"restaurant": func(e *entry) string { return e.restaurant },
	"state":      func(e *entry) string { return e.waiting.State },
	"status":     func(e *entry) string { return string(e.status) },
	"error":      func(e *entry) string { return e.err },
	"outcome":    func(e *entry) string { return e.outcome },
	"machine":    func(e *entry) string { return e.machine },
	"waits":      func(e *entry) string { return string(e.waiting.For) },
}

// spans are the words that are compared with a span of time, such as age>10m.
var spans = map[string]func(e *entry, now asl.Instant) (asl.Instant, bool){
	"age":  func(e *entry, now asl.Instant) (asl.Instant, bool) { return now - e.started, true },
	"took": func(e *entry, _ asl.Instant) (asl.Instant, bool) { return e.stopped - e.started, e.stopped != 0 },
	"since": func(e *entry, now asl.Instant) (asl.Instant, bool) {
		return now - e.waiting.Since, e.waiting.Since != 0
	},
	"left": func(e *entry, now asl.Instant) (asl.Instant, bool) {
		return e.waiting.Until - now, e.status == asl.Running && e.waiting.Until != 0
	},
}

// maxQuery is how long a search may be, in bytes, so that nobody makes it slow.
const maxQuery = 500

// parseQuery reads a search: words, field:value, age>10m, each with a minus before
// it to turn it round; quotes hold a value with blanks together. The error says
// what is wrong and what may stand there.
func parseQuery(text string) (query, error) {
	if len(text) > maxQuery {
		return query{}, fmt.Errorf("the search is longer than %d bytes", maxQuery)
	}
	var q query
	words, err := split(text)
	if err != nil {
		return query{}, err
	}
	for _, word := range words {
		t, err := parseTerm(word)
		if err != nil {
			return query{}, err
		}
		q.terms = append(q.terms, t)
	}
	return q, nil
}

// split cuts at blanks that are not within quotes.
func split(text string) (words []string, err error) {
	var word strings.Builder
	quoted := false
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\r'):
			flush()
		default:
			word.WriteRune(r)
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is open: write the second \"")
	}
	flush()
	return words, nil
}

func parseTerm(word string) (term, error) {
	rest, not := strings.CutPrefix(word, "-")
	if rest == "" {
		return term{}, fmt.Errorf("there is nothing after the minus")
	}
	if i := strings.IndexAny(rest, ":<>"); i > 0 {
		name, operator, value := strings.ToLower(rest[:i]), rest[i], rest[i+1:]
		if span, ok := spans[name]; ok {
			return spanTerm(name, operator, value, not, span)
		}
		if field, ok := fields[name]; ok && operator == ':' {
			if value == "" {
				return term{}, fmt.Errorf("%s: what should it be? Write a value right after the colon", name)
			}
			value = strings.ToLower(value)
			return term{not, func(e *entry, _ asl.Instant) bool { return strings.Contains(strings.ToLower(field(e)), value) }}, nil
		}
		if isWord(name) && !strings.HasPrefix(value, "//") {
			return term{}, fmt.Errorf("%q is nothing to search by; there are %s, and %s with < or >", name, names(fields), names(spans))
		}
	}
	rest = strings.ToLower(rest)
	return term{not, func(e *entry, _ asl.Instant) bool { return strings.Contains(e.text, rest) }}, nil
}

func spanTerm(name string, operator byte, value string, not bool, span func(*entry, asl.Instant) (asl.Instant, bool)) (term, error) {
	if operator == ':' {
		return term{}, fmt.Errorf("%s is compared: write %s>10m or %s<2h", name, name, name)
	}
	length, err := parseSpan(value)
	if err != nil {
		return term{}, fmt.Errorf("%s%c%s: %w", name, operator, value, err)
	}
	limit := asl.Instant(length.Milliseconds())
	return term{not, func(e *entry, now asl.Instant) bool {
		has, ok := span(e, now)
		return ok && (operator == '>' && has > limit || operator == '<' && has < limit)
	}}, nil
}

// parseSpan reads a span of time; beside Go's units there are days.
func parseSpan(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		hours, err := time.ParseDuration(days + "h")
		if err != nil || hours > 10*365*time.Hour {
			return 0, fmt.Errorf("%q is no span of time; write one like 2d", text)
		}
		return hours * 24, nil
	}
	span, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no span of time; write one like 90s, 10m, 2h or 1d", text)
	}
	return span, nil
}

func isWord(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
}

func names[T any](of map[string]T) string {
	var all []string
	for name := range of {
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
