package pattern

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// unexpected refuses the character at pos.
func (s *scanner) unexpected(format string, args ...any) *Error {
	return s.fail("Unexpected character (%s): %s", describe(s.rune()), fmt.Sprintf(format, args...))
}

// fail refuses the pattern for what stands before pos.
func (s *scanner) fail(format string, args ...any) *Error {
	return &Error{Reason: fmt.Sprintf(format, args...), place: s.at()}
}

// placed adds the place to an error.
func (s *scanner) placed(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return &Error{Reason: e.Reason, place: e.place + s.at()}
	}
	return err
}

// at is what an error adds for where the scanner stands.
func (s *scanner) at() string { return "\n at " + s.place(s.pos) }

// place names a place in the text. Java counts in UTF-16 code units.
func (s *scanner) place(pos int) string {
	const snippet = 500
	units := utf16.Encode([]rune(s.text))
	source, truncated := units, ""
	if n := len(units); n > snippet {
		source, truncated = units[:snippet], fmt.Sprintf("[truncated %d chars]", n-snippet)
	}
	before := s.text[:pos]
	line := strings.Count(before, "\n") + 1
	column := len(utf16.Encode([]rune(before[strings.LastIndexByte(before, '\n')+1:]))) + 1
	return fmt.Sprintf(`[Source: (String)"%s"%s; line: %d, column: %d]`,
		printable(string(utf16.Decode(source))), truncated, line, column)
}

// printable escapes the control characters of a text, but not its line ends.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) && r != '\r' && r != '\n' {
			fmt.Fprintf(&b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// describe names a character as Jackson does.
func describe(r rune) string {
	switch {
	case unicode.IsControl(r):
		return fmt.Sprintf("(CTRL-CHAR, code %d)", r)
	case r > 255:
		return fmt.Sprintf("'%c' (code %d / 0x%x)", r, r, r)
	default:
		return fmt.Sprintf("'%c' (code %d)", r, r)
	}
}
