package pattern

import "strings"

const (
	onlyOneKey      = "Only one key allowed in match expression"
	tooManyElements = "Too many elements in numeric expression"
)

// expression reads a match expression, such as {"prefix": "a"}, and adds it to
// the leaf.
func (c *compiler) expression(l *leaf) error {
	if err := c.expect(fieldName, "Match expression name not found"); err != nil {
		return err
	}
	var t test
	var err error
	switch c.name {
	case "prefix":
		t, err = c.affix("prefix", strings.HasPrefix, hasPrefixFold)
	case "suffix":
		t, err = c.affix("suffix", strings.HasSuffix, hasSuffixFold)
	case "equals-ignore-case":
		t, err = c.equalsIgnoreCase()
	case "wildcard":
		var w wildcard
		w, err = c.wildcard()
		l.wildcards = append(l.wildcards, w)
		t = onString(w.matches)
	case "anything-but":
		t, err = c.anythingBut()
	case "numeric":
		t, err = c.numeric()
	case "cidr":
		t, err = c.cidr()
	case "exists":
		var want bool
		if want, err = c.exists(); !want {
			l.absent = true
			return err
		}
		t = exists
	default:
		err = c.fail("Unrecognized match type %s", c.name)
	}
	if err != nil {
		return err
	}
	l.accept(t)
	return nil
}

// affix reads the operand of prefix or suffix.
func (c *compiler) affix(op string, exact, fold comparison) (test, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	switch k {
	case stringValue:
		operand, err := c.string()
		if err != nil {
			return nil, err
		}
		return exact.with(operand), c.end(onlyOneKey)
	case beginObject:
		return c.affixFold(op, fold)
	default:
		return nil, c.fail("%s match pattern must be a string", op)
	}
}

// affixFold reads the operand of {"prefix": {"equals-ignore-case": "a"}} and
// the like, behind the second brace.
func (c *compiler) affixFold(op string, fold comparison) (test, error) {
	if err := c.expect(fieldName, "%s expression name not found", strings.ToUpper(op[:1])+op[1:]); err != nil {
		return nil, err
	}
	if c.name != "equals-ignore-case" {
		return nil, c.fail("Unsupported %s pattern: %s", op, c.name)
	}
	operand, err := c.operand("equals-ignore-case")
	if err != nil {
		return nil, err
	}
	if err := c.end(onlyOneKey); err != nil {
		return nil, err
	}
	return fold.with(operand), c.end(onlyOneKey)
}

func (c *compiler) equalsIgnoreCase() (test, error) {
	operand, err := c.operand("equals-ignore-case")
	if err != nil {
		return nil, err
	}
	return comparison(strings.EqualFold).with(operand), c.end(onlyOneKey)
}

func (c *compiler) wildcard() (wildcard, error) {
	text, err := c.operand("wildcard")
	if err != nil {
		return nil, err
	}
	w, err := parseWildcard(text)
	if err != nil {
		return nil, c.placed(err)
	}
	return w, c.end(onlyOneKey)
}

func (c *compiler) cidr() (test, error) {
	// AWS calls the operand of cidr a prefix match pattern.
	text, err := c.operand("prefix")
	if err != nil {
		return nil, err
	}
	block, err := parseCIDR(text)
	if err != nil {
		return nil, err
	}
	return inBlock(block), c.end(onlyOneKey)
}

func (c *compiler) exists() (bool, error) {
	k, err := c.next()
	if err != nil {
		return false, err
	}
	if k != trueValue && k != falseValue {
		return false, c.fail("exists match pattern must be either true or false.")
	}
	return k == trueValue, c.end(onlyOneKey)
}

// operand reads a string.
func (c *compiler) operand(op string) (string, error) {
	if err := c.expect(stringValue, "%s match pattern must be a string", op); err != nil {
		return "", err
	}
	return c.string()
}

// end reads the end of an object. The reason is what AWS says to a second key.
func (c *compiler) end(reason string) error { return c.expect(endObject, "%s", reason) }

// expect moves to the next token and refuses all kinds but one.
func (c *compiler) expect(want kind, reason string, args ...any) error {
	k, err := c.next()
	if err == nil && k != want {
		err = c.fail(reason, args...)
	}
	return err
}
