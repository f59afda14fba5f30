package asl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxDepth bounds how deep a definition may nest, so that no text can exhaust
// the stack. Real definitions stay below fifty.
const maxDepth = 200

type nodeKind int

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	arrayNode
	objectNode
)

func (k nodeKind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// node is one JSON value of a definition together with the place where it
// stands, which encoding/json would lose.
type node struct {
	kind    nodeKind
	place   string // as AWS writes it: /States/Both/Branches[0]
	offset  int    // of its first byte in the text
	text    string // a string's value; a number as it was written
	truth   bool
	members []member         // an object's, in order
	index   map[string]*node // its members by key, when there are many
	items   []*node
}

type member struct {
	key   string
	value *node
}

// member returns the object's member of that name, or nil.
func (n *node) member(key string) *node {
	if n.index != nil {
		return n.index[key]
	}
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// manyMembers is from how many on an object has an index.
const manyMembers = 32

// add adds a member.
func (n *node) add(key string, value *node) {
	n.members = append(n.members, member{key, value})
	switch {
	case n.index != nil:
		if n.index[key] == nil { // of two the first counts
			n.index[key] = value
		}
	case len(n.members) > manyMembers:
		n.index = make(map[string]*node, 2*manyMembers)
		for _, m := range slices.Backward(n.members) {
			n.index[m.key] = m.value
		}
	}
}

// raw is the value as compact JSON.
func (n *node) raw() json.RawMessage {
	var b bytes.Buffer
	n.appendTo(&b)
	return b.Bytes()
}

func (n *node) appendTo(b *bytes.Buffer) {
	switch n.kind {
	case nullNode:
		b.WriteString("null")
	case boolNode:
		b.WriteString(strconv.FormatBool(n.truth))
	case numberNode:
		b.WriteString(n.text)
	case stringNode:
		writeString(b, n.text)
	case arrayNode:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.appendTo(b)
		}
		b.WriteByte(']')
	case objectNode:
		b.WriteByte('{')
		for i, m := range n.members {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, m.key)
			b.WriteByte(':')
			m.value.appendTo(b)
		}
		b.WriteByte('}')
	}
}

// source reads a definition's text into nodes.
type source struct {
	text    string
	decoder *json.Decoder
	start   int     // where the newest token begins
	twice   []*node // members whose key the object has already
}

// readSource parses text. The error says where the text stops being JSON.
func readSource(text, place string) (root *node, twice []*node, err error) {
	s := &source{text: text, decoder: json.NewDecoder(strings.NewReader(text))}
	s.decoder.UseNumber()
	root, err = s.value(place, 0)
	if err == nil {
		if _, extra := s.token(); !errors.Is(extra, io.EOF) {
			err = s.fail(errors.New("there is more text after the definition"))
		}
	}
	return root, s.twice, err
}

func (s *source) value(place string, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, s.fail(fmt.Errorf("nested more than %d deep", maxDepth))
	}
	token, err := s.token()
	if err != nil {
		return nil, s.fail(err)
	}
	n := &node{place: place, offset: s.start}
	switch token := token.(type) {
	case nil:
		n.kind = nullNode
	case bool:
		n.kind, n.truth = boolNode, token
	case json.Number:
		n.kind, n.text = numberNode, token.String()
	case string:
		n.kind, n.text = stringNode, token
	case json.Delim:
		if token == '{' {
			n.kind = objectNode
			err = s.object(n, depth)
		} else {
			n.kind = arrayNode
			err = s.array(n, depth)
		}
	}
	return n, err
}

func (s *source) object(n *node, depth int) error {
	for s.decoder.More() {
		token, err := s.token()
		if err != nil {
			return s.fail(err)
		}
		key, ok := token.(string)
		if !ok {
			return s.fail(errors.New("a key must be a string"))
		}
		value, err := s.value(n.place+"/"+key, depth+1)
		if err != nil {
			return err
		}
		if n.member(key) != nil {
			s.twice = append(s.twice, value)
		}
		n.add(key, value)
	}
	return s.close()
}

func (s *source) array(n *node, depth int) error {
	for s.decoder.More() {
		item, err := s.value(n.place+"["+strconv.Itoa(len(n.items))+"]", depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	return s.close()
}

func (s *source) close() error {
	if _, err := s.token(); err != nil {
		return s.fail(err)
	}
	return nil
}

// token reads the next token and notes where it begins.
func (s *source) token() (json.Token, error) {
	at := int(s.decoder.InputOffset())
	s.start = len(s.text) - len(strings.TrimLeft(s.text[at:], " \t\r\n:,"))
	return s.decoder.Token()
}

// syntaxError is a text that is not JSON, and where.
type syntaxError struct {
	offset int
	err    error
}

func (e *syntaxError) Error() string { return e.err.Error() }

func (s *source) fail(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &syntaxError{len(s.text), errors.New("the text ends in the middle of the definition")}
	}
	return &syntaxError{s.start, err}
}

// lineAndColumn counts both from 1; a column is a byte.
func lineAndColumn(text string, offset int) (line, column int) {
	before := text[:min(offset, len(text))]
	line = strings.Count(before, "\n") + 1
	return line, len(before) - strings.LastIndexByte(before, '\n')
}
