package pattern

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep a pattern may nest. It is the limit of the JSON parser
// of AWS, and keeps the recursion in this package shallow.
const maxDepth = 1000

// A node is a JSON value of a pattern. Unlike a map it keeps the order of the
// fields and those that are there twice, because the last one counts.
type node struct {
	name    string     // of the field that has this value
	token   json.Token // the value, or the bracket that begins an object or array
	entries []node     // what is in an object or array
	before  string     // the pattern up to the value, to name the place
}

// is reports whether the node is what the bracket begins.
func (n node) is(bracket json.Delim) bool { return n.token == bracket }

// A parser makes nodes of a pattern. After an error it reads nothing more.
type parser struct {
	pattern string
	dec     *json.Decoder
	err     error
}

func parse(pattern string) (node, error) {
	p := parser{pattern: pattern, dec: json.NewDecoder(strings.NewReader(pattern))}
	p.dec.UseNumber() // big numbers are compared by text
	root := p.value(0)
	if p.err != nil {
		return node{}, p.err
	}
	end := p.before()
	if _, err := p.dec.Token(); err != io.EOF {
		return node{}, refuse(end, "Unexpected text after the event pattern")
	}
	return root, nil
}

// value reads a value that is in as many objects and arrays as depth.
func (p *parser) value(depth int) node {
	n := node{before: p.before()}
	n.token = p.token()
	if !n.is('{') && !n.is('[') {
		return n
	}
	if depth == maxDepth {
		p.err = refuse(n.before, "Document nesting depth (%d) exceeds the maximum allowed (%d)", depth+1, maxDepth)
	}
	for p.err == nil && p.dec.More() {
		name := ""
		if n.is('{') {
			name, _ = p.token().(string)
		}
		entry := p.value(depth + 1)
		entry.name = name
		n.entries = append(n.entries, entry)
	}
	p.token() // the bracket at the end
	return n
}

func (p *parser) token() json.Token {
	if p.err != nil {
		return nil
	}
	t, err := p.dec.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		p.err = refuse(p.before(), "%v", err)
	}
	return t
}

// before returns the pattern up to the next value or bracket.
func (p *parser) before() string {
	rest := strings.TrimLeft(p.pattern[p.dec.InputOffset():], " \t\r\n,:")
	return strings.TrimSuffix(p.pattern, rest)
}

// refuse refuses a pattern for what stands behind a part of it.
func refuse(before, format string, args ...any) error {
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return &Error{
		Reason: fmt.Sprintf(format, args...),
		place:  fmt.Sprintf("\n at line %d, column %d", line, column),
	}
}
