package asl

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// call is a call of an intrinsic function: States.Format('{}', $.name).
type call struct {
	text     string
	name     string
	function intrinsic
	args     []argument
}

// argument is a literal, a path, or a call.
type argument struct {
	literal any
	quoted  string // a string literal with its escapes, which States.Format needs
	lookup  lookup
}

func (c *call) String() string { return c.text }

// evaluate implements [lookup].
func (c *call) evaluate(s *scope, document any) (any, error) {
	args := make([]any, len(c.args))
	for i, a := range c.args {
		if a.lookup == nil {
			args[i] = a.literal
			continue
		}
		value, err := a.lookup.evaluate(s, document)
		var missing *missingError
		if errors.As(err, &missing) {
			return nil, fmt.Errorf("The JsonPath argument for the field '%s' could not be found in the input '%s'", a.lookup, show(document)) // AWS's sentence
		}
		if err != nil {
			return nil, err
		}
		args[i] = value
	}
	if c.name == "States.Format" && c.args[0].quoted != "" {
		args[0] = c.args[0].quoted
	}
	value, err := c.function.do(s.draw, args)
	if errors.Is(err, errArgument) {
		return nil, fmt.Errorf("%w in %s", err, c.name) // AWS's sentence
	}
	return value, err
}

// parseCall reads a call to the end of the text.
func parseCall(text string) (*call, error) {
	p := &callParser{text: text}
	c, err := p.call()
	if err != nil {
		return nil, err
	}
	if p.blanks(); p.at != len(text) {
		return nil, fmt.Errorf("there is more text after the call: %s", text[p.at:])
	}
	return c, nil
}

// callParser reads the grammar of the specification, "Intrinsic Functions".
type callParser struct {
	text  string
	at    int
	depth int
}

// maxNesting is how deep calls may nest (developer guide, "Intrinsic functions").
const maxNesting = 10

func (p *callParser) blanks() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

func (p *callParser) take(b byte) bool {
	if p.blanks(); p.at < len(p.text) && p.text[p.at] == b {
		p.at++
		return true
	}
	return false
}

func (p *callParser) call() (*call, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, fmt.Errorf("calls nest more than %d deep", maxNesting)
	}
	defer func() { p.depth-- }()
	p.blanks()
	start := p.at
	for p.at < len(p.text) && (p.text[p.at] == '.' || unicode.IsLetter(rune(p.text[p.at])) || unicode.IsDigit(rune(p.text[p.at]))) {
		p.at++
	}
	c := &call{name: p.text[start:p.at]}
	var ok bool
	if c.function, ok = intrinsics[c.name]; !ok {
		return nil, fmt.Errorf("%s is no intrinsic function", c.name)
	}
	if !p.take('(') {
		return nil, errors.New("a call needs parentheses")
	}
	for !p.take(')') {
		if len(c.args) > 0 && !p.take(',') {
			return nil, errors.New("arguments need commas between them")
		}
		a, err := p.argument()
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, a)
	}
	if n := len(c.args); n < c.function.least || c.function.most >= 0 && n > c.function.most {
		return nil, fmt.Errorf("%s does not take %d arguments", c.name, n)
	}
	c.text = p.text[start:p.at]
	return c, nil
}

func (p *callParser) argument() (argument, error) {
	p.blanks()
	if p.at >= len(p.text) {
		return argument{}, errors.New("the call ends early")
	}
	switch rest := p.text[p.at:]; {
	case rest[0] == '\'':
		return p.quoted()
	case rest[0] == '$':
		found, err := compilePath(p.word())
		return argument{lookup: found}, err
	case strings.HasPrefix(rest, "States."):
		c, err := p.call()
		return argument{lookup: c}, err
	}
	value, err := plain([]byte(strings.TrimSpace(p.word())))
	switch value.(type) {
	case []any, *object, string:
		err = errors.New("an argument is a string in single quotes, a number, true, false, null, a path or a call")
	}
	return argument{literal: value}, err
}

// word reads up to the comma or parenthesis that ends an argument; brackets and
// quotes inside of a path may hold some.
func (p *callParser) word() string {
	start, depth, quote := p.at, 0, byte(0)
	for ; p.at < len(p.text); p.at++ {
		switch b := p.text[p.at]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '[' || b == '(':
			depth++
		case b == ']' || b == ')' && depth > 0:
			depth--
		case depth == 0 && (b == ',' || b == ')'):
			return strings.TrimSpace(p.text[start:p.at])
		}
	}
	return strings.TrimSpace(p.text[start:])
}

// quoted reads 'a string'; a backslash takes the special meaning from ' { } \.
func (p *callParser) quoted() (argument, error) {
	p.at++
	start := p.at
	var value strings.Builder
	for ; p.at < len(p.text); p.at++ {
		switch b := p.text[p.at]; b {
		case '\'':
			a := argument{literal: value.String(), quoted: p.text[start:p.at]}
			p.at++
			return a, nil
		case '\\':
			if p.at++; p.at >= len(p.text) || !strings.ContainsRune(`'{}\`, rune(p.text[p.at])) {
				return argument{}, errors.New(`a backslash must stand before ', {, } or \`)
			}
			value.WriteByte(p.text[p.at])
		default:
			value.WriteByte(b)
		}
	}
	return argument{}, errors.New("a string is not closed")
}
