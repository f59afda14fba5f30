package asl

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// results reads the fields that say what becomes of a state's input and result,
// in the state's language.
func (f *fields) results(s *state) {
	works := s.kind == taskState || s.kind == parallelState
	if f.jsonata {
		if works {
			s.arguments = f.template("Arguments")
		}
		s.output = f.template("Output")
		if s.kind != succeedState {
			s.assign = f.assign()
		}
		return
	}
	s.paths = &paths{input: f.place("InputPath"), output: f.place("OutputPath")}
	if works || s.kind == passState {
		s.paths.parameters = f.payload("Parameters")
	}
	if s.hasResult() {
		s.paths.into = f.reference("ResultPath")
	}
	if works || s.kind == mapState {
		s.paths.selector = f.payload("ResultSelector")
	}
	if n := f.passResult(s); n != nil {
		s.paths.literal, s.paths.hasLiteral = mustPlain(n), true
	}
	if s.kind != succeedState {
		s.paths.variables = f.variables()
	}
}

// passResult is the field Result, in which nothing is evaluated.
func (f *fields) passResult(s *state) *node {
	if s.kind != passState {
		return nil
	}
	return f.any("Result")
}

func mustPlain(n *node) any {
	value, err := plain(n.raw())
	if err != nil {
		return nil // what was read from JSON is JSON
	}
	return value
}

// path is a field that is a path.
func (f *fields) path(name string) *path {
	n := f.text(name)
	if n == nil {
		return nil
	}
	p, err := compilePath(n.text)
	if err != nil {
		f.report(n, "Value is not a valid JSONPath")
		return nil
	}
	return p
}

// place is a field that is a path or null.
func (f *fields) place(name string) place {
	n := f.any(name)
	switch {
	case n == nil:
		return place{}
	case n.kind == nullNode:
		return place{null: true}
	}
	return place{path: f.path(name)}
}

// reference is a field that is a reference path into the input, or null.
func (f *fields) reference(name string) place {
	p := f.place(name)
	if p.path != nil && (!p.path.isReference() || p.path.root != documentRoot) {
		f.report(f.owner.member(name), "Value is not a Reference Path. It must begin with $. and name one place")
	}
	if p.path != nil && len(p.path.expr) == 1 {
		p.path = nil // $ is all of it
	}
	return p
}

func (f *fields) payload(name string) *payload {
	n := f.any(name)
	if n == nil {
		return nil
	}
	p := parsePayload(n, n, f.report)
	return &p
}

// variables is Assign, as a payload template.
func (f *fields) variables() *payload {
	n := f.object("Assign")
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		name, _ := strings.CutSuffix(m.key, ".$")
		f.assigns(name, m.value)
	}
	p := parsePayloadObject(n, n, f.report)
	return &p
}

// integerOrPath is a whole number; in a JSONPath state the input may say it.
func (f *fields) integerOrPath(name string, min int64) *integer {
	n := f.integer(name, min)
	if f.jsonata {
		return n
	}
	p := f.path(name + "Path")
	switch {
	case p == nil:
		return n
	case n != nil:
		f.report(f.owner.member(name+"Path"), "There is either "+name+" or "+name+"Path, not both")
	}
	return &integer{path: p, field: name + "Path"}
}

// fail reads a Fail state's words.
func (f *fields) fail(s *state) {
	s.err, s.cause = f.words("Error"), f.words("Cause")
	if f.jsonata {
		return
	}
	s.paths = &paths{err: f.lookup("ErrorPath"), cause: f.lookup("CausePath")}
	for _, name := range []string{"Error", "Cause"} {
		if f.owner.member(name) != nil && f.owner.member(name+"Path") != nil {
			f.report(f.owner.member(name+"Path"), "There is either "+name+" or "+name+"Path, not both")
		}
	}
}

// lookup is a field that is a path or a call of an intrinsic function.
func (f *fields) lookup(name string) lookup {
	n := f.text(name)
	if n == nil {
		return nil
	}
	found, err := compileLookup(n.text)
	if err != nil {
		f.report(n, "The value for the field '"+name+"' must be a valid JSONPath or a valid intrinsic function call")
		return nil
	}
	return found
}

// rule reads a Choice rule: And, Or, Not, or one test of a Variable.
func (f *fields) rule() (c rule) {
	var found []string
	for _, m := range f.owner.members {
		_, plainTest := tests[m.key]
		pathTest, isPath := tests[strings.TrimSuffix(m.key, "Path")]
		if m.key == "And" || m.key == "Or" || m.key == "Not" || plainTest || isPath && pathTest.path {
			found = append(found, m.key)
		}
	}
	if len(found) != 1 {
		f.report(f.owner, "A rule has exactly one of And, Or, Not and the comparison operators")
		for _, name := range found {
			f.any(name)
		}
		f.any("Variable")
		return c
	}
	switch name := found[0]; name {
	case "And":
		c.and = f.rules(name)
	case "Or":
		c.or = f.rules(name)
	case "Not":
		if n := f.object(name); n != nil {
			inner := f.innerRule(n)
			c.not = &inner
		}
	default:
		f.dataTest(&c, name)
	}
	return c
}

func (f *fields) rules(name string) []rule {
	rules := []rule{}
	list := f.list(name)
	if list == nil {
		return rules
	}
	if len(list.items) == 0 {
		f.report(list, name+" must have at least one rule")
	}
	for _, n := range list.items {
		if n.kind != objectNode {
			f.report(n, "Expected an object, but was "+n.kind.String())
			continue
		}
		rules = append(rules, f.innerRule(n))
	}
	return rules
}

// innerRule is a rule inside of another, which has no Next.
func (f *fields) innerRule(n *node) rule {
	g := f.within(n)
	g.text("Comment")
	c := g.rule()
	g.done()
	return c
}

func (f *fields) dataTest(c *rule, name string) {
	f.require("Variable")
	c.variable = f.path("Variable")
	operator, ok := tests[name]
	if !ok {
		c.test, c.other = tests[strings.TrimSuffix(name, "Path")], f.path(name)
		return
	}
	n := f.any(name)
	c.test, c.operand = operator, mustPlain(n)
	if !operator.operand(c.operand) {
		f.report(n, "This is no operand of "+name)
	}
}

// assigns notes and checks the name of a variable that is assigned here.
func (f *fields) assigns(name string, at *node) {
	if !variableName.MatchString(name) || name == "states" || utf8.RuneCountInString(name) > 80 {
		f.report(at, "'"+name+"' cannot be a variable's name")
	}
	if !slices.ContainsFunc(f.scope.assigns, func(n named) bool { return n.name == name && n.at == at }) {
		f.scope.assigns = append(f.scope.assigns, named{name, at})
	}
}
