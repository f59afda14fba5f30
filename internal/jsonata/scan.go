package jsonata

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tokenKind is what JSONata's grammar tells apart.
type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenOperator
	tokenName
	tokenVariable
	tokenString
	tokenNumber
	tokenValue // true, false and null
	tokenRegex
)

// token is one token of an expression's text.
type token struct {
	kind  tokenKind
	text  string // an operator, a name, a variable without $, a string's value
	value any    // of a literal; of a regular expression, a *function
}

// shown is the token as messages tell it.
func (t token) shown() any {
	if t.kind == tokenNumber || t.kind == tokenValue {
		return t.value
	}
	if t.kind == tokenRegex {
		return NewObject(0) // as JSON, a regular expression has nothing in it
	}
	return t.text
}

// scanner takes an expression's text apart.
type scanner struct {
	text string
	at   int

	programs int // of regular expressions so far, in instructions
}

const (
	blanks  = " \t\n\r\v"
	singles = ".[]{}(),@#;:?+-*/%|=<>^&!~"
)

var doubles = []string{"..", ":=", "!=", ">=", "<=", "**", "~>"}

// next reads a token. Behind a value a slash divides; elsewhere it begins a
// regular expression.
func (s *scanner) next(behindValue bool) (token, error) {
	if err := s.skip(); err != nil {
		return token{}, err
	}
	if s.at >= len(s.text) {
		return token{kind: tokenEnd, text: "(end)"}, nil
	}
	rest := s.text[s.at:]
	if rest[0] == '/' && !behindValue {
		return s.regex()
	}
	for _, operator := range doubles {
		if strings.HasPrefix(rest, operator) {
			return s.operator(operator), nil
		}
	}
	switch c := rest[0]; {
	case strings.IndexByte(singles, c) >= 0:
		return s.operator(rest[:1]), nil
	case c == '"' || c == '\'':
		return s.quoted(c)
	case c >= '0' && c <= '9':
		return s.number()
	case c == '`':
		name, _, closed := strings.Cut(rest[1:], "`")
		if !closed {
			return token{}, fail("S0105", nil)
		}
		s.at += len(name) + 2
		return token{kind: tokenName, text: name}, nil
	}
	return s.word(), nil
}

// skip goes past blanks and comments.
func (s *scanner) skip() error {
	for {
		for s.at < len(s.text) && strings.IndexByte(blanks, s.text[s.at]) >= 0 {
			s.at++
		}
		if !strings.HasPrefix(s.text[s.at:], "/*") {
			return nil
		}
		end := strings.Index(s.text[s.at+2:], "*/")
		if end < 0 {
			return fail("S0106", nil)
		}
		s.at += 2 + end + 2
	}
}

func (s *scanner) operator(text string) token {
	s.at += len(text)
	return token{kind: tokenOperator, text: text}
}

func (s *scanner) word() token {
	end := strings.IndexAny(s.text[s.at:], blanks+singles)
	if end < 0 {
		end = len(s.text) - s.at
	}
	word := s.text[s.at : s.at+end]
	s.at += end
	switch word {
	case "or", "in", "and":
		return token{kind: tokenOperator, text: word}
	case "true", "false":
		return token{kind: tokenValue, text: word, value: word == "true"}
	case "null":
		return token{kind: tokenValue, text: word, value: Null{}}
	}
	if name, ok := strings.CutPrefix(word, "$"); ok {
		return token{kind: tokenVariable, text: name}
	}
	return token{kind: tokenName, text: word}
}

var numberPattern = regexp.MustCompile(`^(0|([1-9][0-9]*))(\.[0-9]+)?([Ee][-+]?[0-9]+)?`)

func (s *scanner) number() (token, error) {
	text := numberPattern.FindString(s.text[s.at:])
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return token{}, fail("S0102", with{"token": text})
	}
	s.at += len(text)
	return token{kind: tokenNumber, text: text, value: n}, nil
}

func (s *scanner) quoted(quote byte) (token, error) {
	var value strings.Builder
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case quote:
			s.at++
			return token{kind: tokenString, text: value.String()}, nil
		case '\\':
			s.at++
			if err := s.escape(&value); err != nil {
				return token{}, err
			}
		default:
			value.WriteByte(c)
		}
	}
	return token{}, fail("S0101", nil)
}

// escape reads what follows a backslash, and stays at its last byte.
func (s *scanner) escape(value *strings.Builder) error {
	const letters, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	c, size := utf8.DecodeRuneInString(s.text[s.at:])
	if size == 0 {
		return fail("S0103", with{"token": ""})
	}
	if at := strings.IndexRune(letters, c); at >= 0 {
		value.WriteByte(meant[at])
		return nil
	}
	if c != 'u' {
		return fail("S0103", with{"token": string(c)})
	}
	unit, ok := s.unit(s.at + 1)
	if !ok {
		return fail("S0104", nil)
	}
	s.at += 4
	if utf16.IsSurrogate(unit) && strings.HasPrefix(s.text[s.at+1:], `\u`) {
		if low, ok := s.unit(s.at + 3); ok {
			if both := utf16.DecodeRune(unit, low); both != utf8.RuneError {
				unit, s.at = both, s.at+6
			}
		}
	}
	value.WriteRune(unit)
	return nil
}

// unit reads four hexadecimal digits.
func (s *scanner) unit(at int) (rune, bool) {
	if at+4 > len(s.text) {
		return 0, false
	}
	n, err := strconv.ParseUint(s.text[at:at+4], 16, 16)
	return rune(n), err == nil
}

func (s *scanner) regex() (token, error) {
	s.at++
	start := s.at
	for depth := 0; s.at < len(s.text); s.at++ {
		escaped := s.text[s.at-1] == '\\'
		switch s.text[s.at] {
		case '(', '[', '{':
			if !escaped {
				depth++
			}
		case ')', ']', '}':
			if !escaped {
				depth--
			}
		case '/':
			if depth != 0 || s.backslashes()%2 != 0 {
				continue
			}
			return s.compiled(s.text[start:s.at])
		}
	}
	return token{}, fail("S0302", nil)
}

// compiled reads the flags behind a pattern.
func (s *scanner) compiled(pattern string) (token, error) {
	if pattern == "" {
		return token{}, fail("S0301", nil)
	}
	s.at++
	flags := s.at
	for s.at < len(s.text) && strings.IndexByte("im", s.text[s.at]) >= 0 {
		s.at++
	}
	m, err := newMatcher(pattern, s.text[flags:s.at])
	if err != nil {
		return token{}, err
	}
	if s.programs += m.size; s.programs > maxProgram {
		return token{}, exceeded("its regular expressions have more than %d instructions", maxProgram)
	}
	return token{kind: tokenRegex, value: m.function()}, nil
}

// backslashes counts those before the present place.
func (s *scanner) backslashes() (n int) {
	for s.text[s.at-1-n] == '\\' {
		n++
	}
	return n
}
