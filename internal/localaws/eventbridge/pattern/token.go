package pattern

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word reads true, false or null.
func (s *scanner) word() (kind, error) {
	const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
	word := s.text[s.pos:]
	if i := strings.IndexFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '$'
	}); i >= 0 {
		word = word[:i]
	}
	if word == "" {
		return none, s.unexpected("expected a valid value %s", values)
	}
	s.raw = word
	s.pos += len(word)
	switch word {
	case "true":
		return trueValue, nil
	case "false":
		return falseValue, nil
	case "null":
		return nullValue, nil
	}
	return none, s.fail("Unrecognized token '%s': was expecting %s", word, values)
}

// number reads a number into raw.
func (s *scanner) number() error {
	start := s.pos
	if s.text[s.pos] == '-' {
		s.pos++
	}
	whole := s.pos
	if err := s.digits("expected digit (0-9) to follow minus sign, for valid numeric value"); err != nil {
		return err
	}
	if s.text[whole] == '0' && s.pos > whole+1 {
		s.pos = whole + 1
		return s.fail("Invalid numeric value: Leading zeroes not allowed")
	}
	if s.accept(".") {
		if err := s.digits("Decimal point not followed by a digit"); err != nil {
			return err
		}
	}
	if s.accept("eE") {
		s.accept("+-")
		if err := s.digits("Exponent indicator not followed by a digit"); err != nil {
			return err
		}
	}
	s.raw = s.text[start:s.pos]
	return nil
}

// digits reads one or more digits.
func (s *scanner) digits(comment string) error {
	start := s.pos
	for !s.ended() && isDigit(s.text[s.pos]) {
		s.pos++
	}
	if s.pos > start {
		return nil
	}
	if s.ended() {
		return s.fail("Unexpected end-of-input in numeric value")
	}
	return s.fail("Unexpected character (%s) in numeric value: %s", describe(s.rune()), comment)
}

// accept reads one of the given characters, if one is there.
func (s *scanner) accept(chars string) bool {
	if s.ended() || strings.IndexByte(chars, s.text[s.pos]) < 0 {
		return false
	}
	s.pos++
	return true
}

// string reads the characters of the current stringValue.
func (s *scanner) string() (string, error) {
	s.unread = false
	return s.characters(": was expecting closing quote for a string value", "string value")
}

// characters reads the rest of a string, whose opening quote is behind pos.
func (s *scanner) characters(unclosed, what string) (string, error) {
	start, escaped := s.pos, false
	for !s.ended() {
		switch c := s.text[s.pos]; {
		case c == '"':
			s.pos++
			if !escaped {
				return s.text[start : s.pos-1], nil
			}
			var decoded string
			err := json.Unmarshal([]byte(s.text[start-1:s.pos]), &decoded)
			return decoded, err
		case c == '\\':
			escaped = true
			s.pos++
			if err := s.escape(); err != nil {
				return "", err
			}
		case c < ' ':
			return "", s.fail("Illegal unquoted character (%s): has to be escaped using backslash to be included in %s",
				describe(rune(c)), what)
		default:
			s.pos++
		}
	}
	return "", s.fail("Unexpected end-of-input%s", unclosed)
}

// escape passes over what follows a backslash.
func (s *scanner) escape() error {
	const unended = "Unexpected end-of-input in character escape sequence"
	if s.ended() {
		return s.fail(unended)
	}
	if !strings.ContainsRune(`"\/bfnrtu`, s.rune()) {
		return s.fail("Unrecognized character escape %s", describe(s.rune()))
	}
	s.pos++
	if s.text[s.pos-1] != 'u' {
		return nil
	}
	for range 4 {
		if s.ended() {
			return s.fail(unended)
		}
		if !s.accept("0123456789abcdefABCDEF") {
			return s.unexpected("expected a hex-digit for character escape sequence")
		}
	}
	return nil
}

// rune returns the character at pos.
func (s *scanner) rune() rune {
	r, _ := utf8.DecodeRuneInString(s.text[s.pos:])
	return r
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
