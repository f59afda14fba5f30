package jsonata

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// What JavaScript's classes hold, where Go's hold less.
const (
	spaces   = `\s\v\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
	anyOther = `[^\n\r\x{2028}\x{2029}]`
	nothing  = `[^\x{0}-\x{10ffff}]`
	noSpaces = `\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}` +
		`\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
)

// translate writes a regular expression of JavaScript as one of Go. It refuses what
// Go has not: lookaround, and references back.
func translate(pattern string) (string, error) {
	t := translation{pattern: pattern}
	for t.at < len(pattern) {
		if err := t.one(); err != nil {
			return "", err
		}
	}
	return t.out.String(), nil
}

// unsupported is what JavaScript's regular expressions have and Go's have not.
type unsupported string

func (u unsupported) Error() string { return string(u) + " is not supported" }

// complaints are what JavaScript says of what does not compile in Go.
var complaints = map[syntax.ErrorCode]string{
	syntax.ErrInvalidRepeatOp: "Nothing to repeat", syntax.ErrMissingRepeatArgument: "Nothing to repeat",
	syntax.ErrMissingParen: "Unterminated group", syntax.ErrUnexpectedParen: "Unmatched ')'",
	syntax.ErrMissingBracket: "Unterminated character class", syntax.ErrInvalidCharRange: "Range out of order in character class",
}

// badRegex is the error of a regular expression that does not compile. JSONata has
// no code for it: it leaves that to JavaScript, which adds a flag g.
func badRegex(pattern, flags string, err error) error {
	code, said := "", err.Error()
	var wrong *syntax.Error
	var missing unsupported
	switch {
	case errors.As(err, &missing):
		code = ownRegexCode
	case errors.As(err, &wrong) && complaints[wrong.Code] != "":
		said = complaints[wrong.Code]
	case wrong != nil:
		code = ownRegexCode
	}
	letters := strings.Split("g"+flags, "")
	slices.Sort(letters)
	return &Error{Code: code, text: "Invalid regular expression: /" + pattern + "/" + strings.Join(letters, "") + ": " + said}
}

// ownRegexCode is the code of what would be right in JavaScript.
const ownRegexCode = "S0303"

type translation struct {
	pattern string
	at      int
	inClass bool
	out     strings.Builder
}

func (t *translation) rest() string { return t.pattern[t.at:] }

// write takes n bytes, and writes what they mean to Go.
func (t *translation) write(n int, meaning string) {
	t.at += n
	t.out.WriteString(meaning)
}

func (t *translation) one() error {
	rest := t.rest()
	switch c := rest[0]; {
	case c == '\\':
		return t.escape()
	case t.inClass:
		t.member(c)
	case c == '.':
		t.write(1, anyOther)
	case c == '^' || c == '$':
		return t.assertion(rest[:1])
	case strings.HasPrefix(rest, "[]"):
		t.write(2, nothing)
	case strings.HasPrefix(rest, "[^]"):
		t.write(3, `(?s:.)`)
	case strings.HasPrefix(rest, "[^"):
		t.inClass = true
		t.write(2, "[^")
	case c == '[':
		t.inClass = true
		t.write(1, "[")
	case strings.HasPrefix(rest, "(?"):
		return t.group()
	default:
		t.write(1, rest[:1])
	}
	return nil
}

var quantifier = regexp.MustCompile(`^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})`)

// assertion takes up no text, and JavaScript does not repeat it.
func (t *translation) assertion(text string) error {
	t.write(len(text), text)
	if quantifier.MatchString(t.rest()) {
		return errors.New("Nothing to repeat")
	}
	return nil
}

// member is a character of a class.
func (t *translation) member(c byte) {
	switch c {
	case ']':
		t.inClass = false
		t.write(1, "]")
	case '[':
		t.write(1, `\[`)
	default:
		t.write(1, string([]byte{c}))
	}
}

var groupName = regexp.MustCompile(`^\(\?<[A-Za-z_][A-Za-z0-9_]*>`)

func (t *translation) group() error {
	rest := t.rest()
	switch {
	case strings.HasPrefix(rest, "(?:"):
		t.write(3, "(?:")
		return nil
	case groupName.MatchString(rest):
		t.write(3, "(?P<")
		return nil
	}
	for _, lookaround := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(rest, lookaround) {
			return unsupported("lookaround")
		}
	}
	return errors.New("Invalid group")
}

var codePoint = regexp.MustCompile(`^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))`)

// escape translates a backslash and what it changes. Any other letter stands for
// itself, as in JavaScript.
func (t *translation) escape() error {
	rest := t.rest()
	if len(rest) == 1 {
		return errors.New(`\ at end of pattern`)
	}
	if code := codePoint.FindStringSubmatch(rest); code != nil {
		t.write(len(code[0]), `\x{`+code[1]+code[2]+"}")
		return nil
	}
	switch c := rest[1]; {
	case strings.IndexByte("dDwWfnrtv", c) >= 0:
		t.write(2, rest[:2])
	case c == 'b' && t.inClass:
		t.write(2, `\x{8}`)
	case c == 'B' && t.inClass:
		t.write(2, "B")
	case c == 'b' || c == 'B':
		return t.assertion(rest[:2])
	case c == 's' && t.inClass:
		t.write(2, spaces)
	case c == 's':
		t.write(2, "["+spaces+"]")
	case c == 'S' && t.inClass:
		t.write(2, noSpaces)
	case c == 'S':
		t.write(2, "[^"+spaces+"]")
	case c == '0':
		t.write(2, `\x{0}`)
	case c >= '1' && c <= '9':
		return unsupported("a reference back")
	default:
		_, size := utf8.DecodeRuneInString(rest[1:])
		literal := rest[1 : 1+size]
		if c < utf8.RuneSelf && !isLetter(c) {
			literal = `\` + literal
		}
		t.write(1+size, literal)
	}
	return nil
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
