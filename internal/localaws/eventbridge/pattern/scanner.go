package pattern

import "strings"

// maxDepth is how deep a pattern may nest. It is the limit of Jackson, the
// JSON parser of AWS, and keeps the recursion in this package shallow.
const maxDepth = 1000

// A kind says what a token of a pattern is.
type kind byte

const (
	none kind = iota // the end of the text
	beginObject
	endObject
	beginArray
	endArray
	fieldName
	stringValue
	numberValue
	trueValue
	falseValue
	nullValue
)

// A scanner reads the tokens of a JSON text as Jackson does. Messages of AWS
// name the place where Jackson stood, so the scanner has Jackson's habits: it
// begins the value after a field name together with the name, and reads the
// characters of a string only when they are asked for or passed over.
type scanner struct {
	text string
	pos  int
	open []container // the objects and arrays around pos, outermost first

	name   string // the name of the last fieldName
	raw    string // the text of the last token, but for strings
	held   kind   // the value begun together with a field name
	unread bool   // pos is behind the opening quote of a string
}

// A container is an object or array whose end is not reached.
type container struct {
	kind    kind
	start   int  // its opening bracket
	started bool // a comma must stand before the next entry
}

func (c container) String() string {
	if c.kind == beginObject {
		return "Object"
	}
	return "Array"
}

// next moves to the next token.
func (s *scanner) next() (kind, error) {
	if s.held != none {
		k := s.held
		s.held = none
		return s.enter(k)
	}
	if s.unread {
		if _, err := s.string(); err != nil {
			return none, err
		}
	}
	s.space()
	if len(s.open) == 0 {
		if s.ended() {
			return none, nil
		}
	} else if in := &s.open[len(s.open)-1]; s.ended() {
		return none, s.fail("Unexpected end-of-input: expected close marker for %s (start marker at %s)",
			in, s.place(in.start))
	} else if c := s.text[s.pos]; c == '}' || c == ']' {
		return s.leave(c)
	} else if err := s.comma(in); err != nil {
		return none, err
	} else if in.kind == beginObject {
		return s.field()
	}
	k, err := s.value()
	if err != nil {
		return none, err
	}
	return s.enter(k)
}

// comma passes over what separates an entry from the one before.
func (s *scanner) comma(in *container) error {
	if !in.started {
		in.started = true
		return nil
	}
	if s.text[s.pos] != ',' {
		return s.unexpected("was expecting comma to separate %s entries", in)
	}
	s.pos++
	return s.spaceWithin()
}

// enter makes a value that begins at pos the current token.
func (s *scanner) enter(k kind) (kind, error) {
	if k == beginObject || k == beginArray {
		if len(s.open) == maxDepth {
			return none, s.fail("Document nesting depth (%d) exceeds the maximum allowed (%d, from `StreamReadConstraints.getMaxNestingDepth()`)",
				maxDepth+1, maxDepth)
		}
		s.open = append(s.open, container{kind: k, start: s.pos - 1})
	}
	return k, nil
}

// leave ends the innermost object or array.
func (s *scanner) leave(c byte) (kind, error) {
	in := s.open[len(s.open)-1]
	k, want := endObject, byte('}')
	if in.kind == beginArray {
		k, want = endArray, ']'
	}
	if c != want {
		return none, s.fail("Unexpected close marker '%c': expected '%c' (for %s starting at %s)",
			c, want, in, s.place(in.start))
	}
	s.raw = s.text[s.pos : s.pos+1]
	s.pos++
	s.open = s.open[:len(s.open)-1]
	return k, nil
}

// field reads a field name, and begins the value.
func (s *scanner) field() (kind, error) {
	if s.text[s.pos] != '"' {
		return none, s.unexpected("was expecting double-quote to start field name")
	}
	s.pos++
	var err error
	if s.name, err = s.characters(" in field name", "name"); err != nil {
		return none, err
	}
	if err := s.spaceWithin(); err != nil {
		return none, err
	}
	if s.text[s.pos] != ':' {
		return none, s.unexpected("was expecting a colon to separate field name and value")
	}
	s.pos++
	if err := s.spaceWithin(); err != nil {
		return none, err
	}
	if s.held, err = s.value(); err != nil {
		return none, err
	}
	return fieldName, nil
}

// value begins the value at pos.
func (s *scanner) value() (kind, error) {
	switch c := s.text[s.pos]; {
	case c == '"':
		s.pos++
		s.unread = true
		return stringValue, nil
	case c == '{' || c == '[':
		s.raw = s.text[s.pos : s.pos+1]
		s.pos++
		if c == '{' {
			return beginObject, nil
		}
		return beginArray, nil
	case c == '-' || isDigit(c):
		return numberValue, s.number()
	case c == '}':
		return none, s.unexpected("expected a value")
	default:
		return s.word()
	}
}

// spaceWithin passes over space inside an object or array, where more must follow.
func (s *scanner) spaceWithin() error {
	s.space()
	if s.ended() {
		return s.fail("Unexpected end-of-input within/between %s entries", s.open[len(s.open)-1])
	}
	return nil
}

func (s *scanner) space() {
	for !s.ended() && strings.IndexByte(" \t\r\n", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

func (s *scanner) ended() bool { return s.pos == len(s.text) }
