package asl

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxSeconds is AWS's limit on every count of seconds and of attempts.
const maxSeconds = 99_999_999

// fields reads the members of one object, and knows in the end which of them
// nobody asked for.
type fields struct {
	*parser
	owner *node
	asked map[string]bool
	scope *body // whose variables are assigned in here

	jsonata bool // the language of the state
}

func (p *parser) fields(owner *node) *fields {
	return &fields{parser: p, owner: owner, asked: map[string]bool{}}
}

// within reads the members of an object inside of this one.
func (f *fields) within(owner *node) *fields {
	inner := f.fields(owner)
	inner.scope, inner.jsonata = f.scope, f.jsonata
	return inner
}

// require reports, in one sentence, the fields that are missing.
func (f *fields) require(names ...string) {
	var missing []string
	for _, name := range names {
		if f.owner.member(name) == nil {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		f.report(f.owner, required(missing))
	}
}

// done reports the members that are none of the object's fields.
func (f *fields) done() {
	if f.read != nil {
		f.read(f)
	}
	for _, m := range f.owner.members {
		if !f.asked[m.key] {
			f.report(&node{offset: m.value.offset, place: f.owner.place}, f.unsupported(m.key)) // AWS names the object
		}
	}
}

// unsupported says why a field cannot stand here: the states of the other language
// may have it.
func (f *fields) unsupported(name string) string {
	is, other := languageJSONPath, languageJSONata
	if f.jsonata {
		is, other = languageJSONata, languageJSONPath
	}
	if kind := f.owner.member("Type"); f.read == nil && kind != nil &&
		slices.ContainsFunc(f.known(kind.text, other), func(field Field) bool { return field.Name == name }) {
		return fmt.Sprintf("The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage", is, name, other)
	}
	return "Field '" + name + "' is not supported"
}

// known are the fields of a state of that type in that language.
func (p *parser) known(kind, language string) []Field {
	key := [2]string{kind, language}
	all, ok := p.fieldsKnown[key]
	if !ok && slices.Contains(Types(), kind) {
		if p.fieldsKnown == nil {
			p.fieldsKnown = map[[2]string][]Field{}
		}
		all = fieldsOf(kind, language)
		p.fieldsKnown[key] = all
	}
	return all
}

func (f *fields) any(name string) *node {
	f.asked[name] = true
	return f.owner.member(name)
}

// kind returns the field if it is of that kind, and reports it if it is of another.
func (f *fields) kind(name string, kind nodeKind) *node {
	n := f.any(name)
	if n != nil && n.kind != kind {
		f.report(n, "Expected "+kind.String()+", but was "+n.kind.String())
		return nil
	}
	return n
}

func (f *fields) text(name string) *node   { return f.kind(name, stringNode) }
func (f *fields) object(name string) *node { return f.kind(name, objectNode) }
func (f *fields) list(name string) *node   { return f.kind(name, arrayNode) }

func (f *fields) template(name string) *template {
	n := f.any(name)
	if n == nil {
		return nil
	}
	t := parseTemplate(n, name, f.report)
	return &t
}

// words is a field that is a string or an expression for one.
func (f *fields) words(name string) *template {
	n := f.text(name)
	if n == nil {
		return nil
	}
	if !f.jsonata {
		return &template{constant: n.raw()}
	}
	return f.template(name)
}

// expressionIn is the expression that a string holds, in a JSONata state.
func (f *fields) expressionIn(text string) (source string, ok bool) {
	if !f.jsonata {
		return "", false
	}
	return expressionIn(text)
}

// exactlyOne checks that one of the fields is there, and no more; the last two are
// those of JSONPath.
func (f *fields) exactlyOne(what string, names ...string) {
	if f.jsonata {
		names = names[:len(names)-2]
	}
	count := 0
	for _, name := range names {
		if f.owner.member(name) != nil {
			count++
		}
	}
	if count != 1 {
		last := len(names) - 1
		f.report(f.owner, what+" has exactly one of "+strings.Join(names[:last], ", ")+" and "+names[last])
	}
}

// integer is a whole number of at least min, or an expression for one.
func (f *fields) integer(name string, min int64) *integer {
	n := f.any(name)
	if n == nil {
		return nil
	}
	if n.kind == stringNode {
		if source, ok := f.expressionIn(n.text); ok {
			compiled, err := compile(source, name)
			if err != nil {
				f.report(n, err.Error())
			}
			return &integer{expression: compiled}
		}
	}
	value, err := strconv.ParseInt(n.text, 10, 64)
	if n.kind == numberNode && err == nil && value < min {
		f.report(n, "Minimum value is "+strconv.FormatInt(min, 10))
		return nil
	}
	if n.kind != numberNode || err != nil || value > maxSeconds {
		f.report(n, "Expected an integer from "+strconv.FormatInt(min, 10)+" to 99999999")
		return nil
	}
	return &integer{literal: value}
}

// decimal is a number of at least min; fallback when the field is not there.
func (f *fields) decimal(name string, min, fallback float64) float64 {
	n := f.any(name)
	if n == nil {
		return fallback
	}
	value, err := strconv.ParseFloat(n.text, 64)
	if n.kind != numberNode || err != nil || value < min {
		f.report(n, "Expected a number of at least "+strconv.FormatFloat(min, 'g', -1, 64))
		return fallback
	}
	return value
}

// count is a literal integer of at least min; fallback when it is not there.
func (f *fields) count(name string, min, fallback int64) int64 {
	n := f.owner.member(name)
	if n != nil && n.kind == stringNode {
		f.asked[name] = true
		f.report(n, "Expected a number, but was a string")
		return fallback
	}
	value := f.integer(name, min)
	if value == nil {
		return fallback
	}
	return value.literal
}

func (f *fields) assign() []assignment {
	n := f.object("Assign")
	if n == nil {
		return nil
	}
	var all []assignment
	for _, m := range n.members {
		f.assigns(m.key, m.value)
		all = append(all, assignment{m.key, parseTemplate(m.value, "Assign/"+m.key, f.report)})
	}
	return all
}

// next reads Next or End; each state that can have them must have one.
func (f *fields) next() string {
	end, next := f.kind("End", boolNode), f.text("Next")
	switch {
	case next != nil && end != nil && end.truth:
		f.report(end, "A state has either Next or End, not both")
	case next != nil:
		return next.text
	case end == nil || !end.truth:
		if f.owner.member("Next") == nil && f.owner.member("End") == nil {
			f.report(f.owner, required([]string{"Next"}))
		} else if end != nil {
			f.report(end, "End must be true, or Next must name a state")
		}
	}
	return ""
}

func (f *fields) errorNames() []string {
	n := f.list("ErrorEquals")
	if n == nil {
		return nil
	}
	if len(n.items) == 0 {
		f.report(n, "ErrorEquals must name at least one error")
	}
	var names []string
	for _, item := range n.items {
		if item.kind != stringNode {
			f.report(item, "Expected a string, but was "+item.kind.String())
			continue
		}
		if strings.HasPrefix(item.text, "States.") && !predefined[item.text] && !strings.HasPrefix(item.text, "States.Http.") {
			f.report(item, "'"+item.text+"' is not one of the predefined errors; names that begin with States. are reserved")
		}
		if item.text == ErrorAll && len(n.items) > 1 {
			f.report(item, "States.ALL must stand alone")
		}
		names = append(names, item.text)
	}
	return names
}
