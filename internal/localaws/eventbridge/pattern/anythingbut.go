package pattern

import "strings"

// negatable are the operators that anything-but can negate, but for wildcard,
// which does not compare two strings as they are.
var negatable = map[string]comparison{
	"prefix":             strings.HasPrefix,
	"suffix":             strings.HasSuffix,
	"equals-ignore-case": strings.EqualFold,
}

// anythingBut reads the operand of anything-but: a string, a number, a list of
// either, or an object with another operator and its string or strings.
func (c *compiler) anythingBut() (test, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	var tests []test
	switch k {
	case beginObject:
		tests, err = c.negatedOperator()
	case beginArray:
		tests, err = c.negatedValues()
	case stringValue, numberValue:
		var t test
		t, err = c.negatedValue(k)
		tests = []test{t}
	default:
		err = c.notNegatable()
	}
	if err != nil {
		return nil, err
	}
	return noneOf(tests), c.end(tooManyElements)
}

// negatedValues reads a list of strings or of numbers.
func (c *compiler) negatedValues() ([]test, error) {
	var tests []test
	has := map[kind]bool{}
	err := c.elements(func(k kind) error {
		if k != stringValue && k != numberValue {
			return c.fail("Inside anything but list, start|null|boolean is not supported.")
		}
		has[k] = true
		t, err := c.negatedValue(k)
		tests = append(tests, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(has) != 1 {
		return nil, c.fail("Inside anything but list, either all values are number or string, mixed type is not supported")
	}
	return tests, nil
}

// negatedValue reads a string or number.
func (c *compiler) negatedValue(k kind) (test, error) {
	if k == stringValue {
		s, err := c.string()
		return comparison(equal).with(s), err
	}
	if _, ok := parseNumber(c.raw); !ok {
		return nil, &Error{Reason: numberRange}
	}
	return equalsNumber(c.raw), nil
}

// negatedOperator reads an object such as {"prefix": ["a", "b"]}, behind its
// brace.
func (c *compiler) negatedOperator() ([]test, error) {
	if err := c.expect(fieldName, "Anything-But expression name not found"); err != nil {
		return nil, err
	}
	op := c.name
	compare, ok := negatable[op]
	if !ok && op != "wildcard" {
		return nil, c.fail("Unsupported anything-but pattern: %s", op)
	}
	operands, err := c.negatedOperands(op)
	if err != nil {
		return nil, err
	}
	var tests []test
	for _, operand := range operands {
		if op != "wildcard" {
			tests = append(tests, compare.with(operand))
			continue
		}
		w, err := parseWildcard(operand)
		if err != nil {
			return nil, c.placed(err)
		}
		tests = append(tests, onString(w.matches))
	}
	return tests, c.end(tooManyElements)
}

// negatedOperands reads the string or list of strings behind a negated operator.
func (c *compiler) negatedOperands(op string) ([]string, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	var operands []string
	read := func(k kind) error {
		s, err := c.negatedOperand(op, k)
		operands = append(operands, s)
		return err
	}
	switch k {
	case beginArray:
		err = c.elements(read)
	case stringValue, numberValue:
		err = read(k)
	default:
		err = c.notNegatable()
	}
	return operands, err
}

func (c *compiler) negatedOperand(op string, k kind) (string, error) {
	if k == stringValue {
		s, err := c.string()
		if err == nil && s == "" && (op == "prefix" || op == "suffix") {
			err = c.fail("Null prefix/suffix not allowed")
		}
		return s, err
	}
	switch op {
	case "equals-ignore-case":
		return "", c.fail("Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.")
	case "wildcard":
		return "", c.fail("wildcard match pattern must be a string")
	default:
		return "", c.fail("prefix/suffix match pattern must be a string")
	}
}

// elements reads the elements of a list inside anything-but. AWS makes a second
// error of that of an element, so most messages name the place twice.
func (c *compiler) elements(read func(k kind) error) error {
	for {
		k, err := c.next()
		if err == nil && k == endArray {
			return nil
		}
		if err == nil {
			err = read(k)
		}
		if err != nil {
			return c.placed(err)
		}
	}
}

func (c *compiler) notNegatable() error {
	return c.fail("Value of anything-but must be an array or single string/number value.")
}
