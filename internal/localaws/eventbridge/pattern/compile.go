package pattern

import (
	"errors"
	"maps"
)

// maxAlternatives is how many combinations the "$or"s of a pattern may make.
const maxAlternatives = 1000

// errOrdinaryOr says that a "$or" of the pattern is not the operator.
var errOrdinaryOr = errors.New("$or is the name of a field")

// reserved are the names that an object of a "$or" may not use, because they
// are operators or may become operators. A "$or" that uses one is a field, as
// it was before the operator came.
var reserved = map[string]bool{
	"exactly": true, "prefix": true, "suffix": true, "equals-ignore-case": true,
	"wildcard": true, "anything-but": true, "exists": true, "numeric": true, "cidr": true,
	"=": true, "<": true, "<=": true, ">": true, ">=": true,
	"regex": true, "not-wildcard": true, "not-equals-ignore-case": true,
	"date-after": true, "date-on-or-after": true, "date-before": true,
	"date-on-or-before": true, "in-date-range": true,
	"ip-address-in-range": true, "ip-address-not-in-range": true,
}

// leaves are the leaves of a pattern by path. A path is the names of the
// fields that lead to the leaf, joined with dots; so a name that has dots
// itself is the same as nested fields.
type leaves map[string]*leaf

// A compiler turns the text of a pattern into the alternatives it stands for.
//
// As at AWS, "$or" is not matched: it multiplies the alternatives, and each
// leaf is written into all that exist so far. This decides what two leaves of
// one path mean, inside and outside of a "$or" for instance: the later one
// replaces the earlier.
type compiler struct {
	scanner
	or         bool // "$or" is the operator
	tooComplex bool // a leaf has too complex wildcards
}

// compile returns the alternatives of a pattern. If or is set, "$or" is the
// operator, and the error may be errOrdinaryOr; otherwise "$or" is a field.
func compile(text string, or bool) ([]rule, error) {
	c := compiler{scanner: scanner{text: text}, or: or}
	if err := c.expect(beginObject, "Filter is not an object"); err != nil {
		return nil, err
	}
	alternatives, err := c.object([]leaves{{}}, "", false)
	if err != nil {
		return nil, err
	}
	if c.space(); !c.ended() {
		return nil, c.fail("Unexpected text after the event pattern")
	}
	if c.tooComplex {
		return nil, &Error{Reason: "Rule is too complex - try using fewer wildcard characters " +
			"or fewer repeating character sequences after a wildcard character"}
	}
	rules := make([]rule, len(alternatives))
	for i, l := range alternatives {
		rules[i] = newRule(l)
	}
	return rules, nil
}

// object reads an object of fields, and adds its leaves to the alternatives.
// Path is that of the object, with a dot at the end, or empty.
func (c *compiler) object(alternatives []leaves, path string, insideOr bool) ([]leaves, error) {
	for empty := true; ; empty = false {
		k, err := c.next()
		if err != nil {
			return nil, err
		}
		if k == endObject {
			if empty {
				return nil, c.fail("Empty objects are not allowed")
			}
			return alternatives, nil
		}
		name := c.name
		if name == "$or" && c.or {
			alternatives, err = c.choice(alternatives, path)
		} else if insideOr && reserved[name] {
			err = errOrdinaryOr
		} else {
			alternatives, err = c.member(alternatives, path, name, insideOr)
		}
		if err != nil {
			return nil, err
		}
	}
}

// member reads the value of a field.
func (c *compiler) member(alternatives []leaves, path, name string, insideOr bool) ([]leaves, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	switch k {
	case beginObject:
		return c.object(alternatives, path+name+".", insideOr)
	case beginArray:
		l, err := c.leaf()
		if err != nil {
			return nil, err
		}
		for _, a := range alternatives {
			a[path+name] = l
		}
		return alternatives, nil
	default:
		return nil, c.fail(`"%s" must be an object or an array`, name)
	}
}

// choice reads the value of a "$or": each of its objects is added to a copy of
// the alternatives so far.
func (c *compiler) choice(alternatives []leaves, path string) ([]leaves, error) {
	k, err := c.next()
	if err != nil {
		return nil, err
	}
	if k != beginArray {
		return nil, errOrdinaryOr
	}
	var all []leaves
	for n := 0; ; n++ {
		k, err := c.next()
		if err != nil {
			return nil, err
		}
		if k == endArray && n >= 2 {
			return all, nil
		}
		if k != beginObject {
			return nil, errOrdinaryOr
		}
		branch := make([]leaves, len(alternatives))
		for i, a := range alternatives {
			branch[i] = maps.Clone(a)
		}
		if branch, err = c.object(branch, path, true); err != nil {
			return nil, err
		}
		if all = append(all, branch...); len(all) > maxAlternatives {
			return nil, c.fail("More than %d combinations of $or are not allowed", maxAlternatives)
		}
	}
}

// leaf reads an array of alternative values.
func (c *compiler) leaf() (*leaf, error) {
	l := new(leaf)
	for empty := true; ; empty = false {
		k, err := c.next()
		if err != nil {
			return nil, err
		}
		switch k {
		case endArray:
			if empty {
				return nil, c.fail("Empty arrays are not allowed")
			}
			c.tooComplex = c.tooComplex || tooComplex(l.wildcards)
			return l, nil
		case beginObject:
			err = c.expression(l)
		case stringValue:
			var s string
			s, err = c.string()
			l.accept(comparison(equal).with(s))
		case numberValue:
			l.accept(equalsNumber(c.raw))
		case trueValue:
			l.accept(isTrue)
		case falseValue:
			l.accept(isFalse)
		case nullValue:
			l.accept(isNull)
		default:
			err = c.fail("Match value must be String, number, true, false, or null")
		}
		if err != nil {
			return nil, err
		}
	}
}
