package pattern

import "slices"

// maxAlternatives is how many combinations the "$or"s of a pattern may make.
const maxAlternatives = 1000

// reserved are the names that an object of a "$or" may not use, because they
// are operators or may become operators. A "$or" that uses one is a field, as
// it was before the operator came.
var reserved = []string{
	"exactly", "prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "exists",
	"numeric", "=", "<", "<=", ">", ">=", "cidr", "regex", "not-wildcard", "not-equals-ignore-case",
	"date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range",
	"ip-address-in-range", "ip-address-not-in-range",
}

// A compiler turns a pattern into the alternatives it stands for.
//
// As at AWS, "$or" is not matched: it multiplies the alternatives, and each
// leaf is written into all that exist so far. This decides what two leaves of
// one path mean, inside and outside of a "$or" for instance: the later one
// replaces the earlier.
type compiler struct {
	or           bool // "$or" is the operator
	alternatives []rule
	err          error // the first one; what is compiled after it is of no use
}

// compile returns the alternatives of a pattern.
func compile(root node) ([]rule, error) {
	c := compiler{or: orIsOperator(root, false), alternatives: []rule{{}}}
	if root.is('{') {
		c.object(root, "")
	} else {
		c.fail(root, "Filter is not an object")
	}
	return c.alternatives, c.err
}

// fail refuses the pattern for a value, which then has no test.
func (c *compiler) fail(n node, format string, args ...any) test {
	if c.err == nil {
		c.err = refuse(n.before, format, args...)
	}
	return nil
}

// object adds the leaves of an object to the alternatives. Path is that of the
// object, with a dot at the end, or empty.
func (c *compiler) object(n node, path string) {
	if len(n.entries) == 0 {
		c.fail(n, "Empty objects are not allowed")
	}
	for _, field := range n.entries {
		switch {
		case field.name == "$or" && c.or:
			c.choice(field, path)
		case field.is('{'):
			c.object(field, path+field.name+".")
		case field.is('['):
			l := c.leaf(field)
			for i, r := range c.alternatives {
				c.alternatives[i] = r.with(path+field.name, l)
			}
		default:
			c.fail(field, `"%s" must be an object or an array`, field.name)
		}
		if c.err != nil {
			return
		}
	}
}

// leaf compiles the array of values at the end of a path.
func (c *compiler) leaf(n node) *leaf {
	if len(n.entries) == 0 {
		c.fail(n, "Empty arrays are not allowed")
	}
	l := new(leaf)
	for _, value := range n.entries {
		switch {
		case value.is('{'):
			c.expression(l, value)
		case value.is('['):
			c.fail(value, "Match value must be String, number, true, false, or null")
		default:
			l.tests = append(l.tests, equals(value.token))
		}
	}
	if c.err == nil && tooComplex(l.wildcards) {
		c.fail(n, "Rule is too complex - try using fewer wildcard characters "+
			"or fewer repeating character sequences after a wildcard character")
	}
	return l
}

// orIsOperator reports whether every "$or" in an object is the operator. One
// that is not makes all of them fields.
func orIsOperator(n node, insideOr bool) bool {
	for _, field := range n.entries {
		switch {
		case field.name == "$or":
			if !field.is('[') || len(field.entries) < 2 || slices.ContainsFunc(field.entries, isNoBranch) {
				return false
			}
		case insideOr && slices.Contains(reserved, field.name),
			field.is('{') && !orIsOperator(field, insideOr):
			return false
		}
	}
	return true
}

// isNoBranch reports whether a "$or" with this alternative is a field.
func isNoBranch(n node) bool { return !n.is('{') || !orIsOperator(n, true) }

// choice adds each object of a "$or" to a copy of the alternatives so far.
func (c *compiler) choice(n node, path string) {
	before := c.alternatives
	var all []rule
	for _, branch := range n.entries {
		c.alternatives = make([]rule, len(before))
		for i, r := range before {
			c.alternatives[i] = slices.Clone(r)
		}
		c.object(branch, path)
		if all = append(all, c.alternatives...); len(all) > maxAlternatives {
			c.fail(n, "More than %d combinations of $or are not allowed", maxAlternatives)
		}
		if c.err != nil {
			return
		}
	}
	c.alternatives = all
}
