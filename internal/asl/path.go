package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ohler55/ojg/jp"
)

// path is a compiled JSONPath: $… looks into a document, $$… into the context
// object, $name… into a variable.
type path struct {
	text     string
	root     pathRoot
	variable string
	expr     jp.Expr
	definite bool // names one place; otherwise the result is an array of all that is found
}

type pathRoot int

const (
	documentRoot pathRoot = iota
	contextRoot
	variableRoot
)

var variableRef = regexp.MustCompile(`^\$([\p{L}_][\p{L}\p{N}_]*)`)

// The limits on what a path may do, so that none searches without end.
const (
	maxDescents = 2
	maxFound    = 100_000   // places
	maxSteps    = 4_000_000 // on the way to all of them
)

// errNotAPath is what compilePath says of a text that is none.
var errNotAPath = errors.New("not a JSONPath")

// compilePath parses a path.
func compilePath(text string) (p *path, err error) {
	defer func() {
		if recover() != nil { // the library does for some texts
			p, err = nil, errNotAPath
		}
	}()
	p = &path{text: text}
	rest := text
	switch match := variableRef.FindStringSubmatch(text); {
	case strings.HasPrefix(text, "$$"):
		p.root, rest = contextRoot, text[1:]
	case match != nil:
		p.root, p.variable, rest = variableRoot, match[1], "$"+text[len(match[0]):]
	case !strings.HasPrefix(text, "$"):
		return nil, errNotAPath
	}
	if p.expr, err = jp.ParseString(rest); err != nil {
		return nil, errNotAPath
	}
	if len(p.expr) == 0 {
		return nil, errNotAPath
	}
	if _, ok := p.expr[0].(jp.Root); !ok {
		return nil, errNotAPath
	}
	p.definite = true
	descents := 0
	for _, fragment := range p.expr[1:] {
		switch fragment.(type) {
		case jp.Child, jp.Nth:
		case jp.Descent:
			descents++
			p.definite = false
		default:
			p.definite = false
		}
	}
	if descents > maxDescents {
		return nil, fmt.Errorf("a path may go down at most %d times with '..'", maxDescents)
	}
	return p, nil
}

// isReference reports whether the path is a reference path: one that names one
// place, so that something can be put there.
func (p *path) isReference() bool { return p.definite && !strings.ContainsAny(p.text, "@,:?") }

// missingError is a definite path to something that is not there.
type missingError struct{ why string }

func (e *missingError) Error() string { return e.why }

// evaluate looks up what the path names; document is what $ is. The error of a
// path to nothing is a *missingError.
func (p *path) evaluate(s *scope, document any) (any, error) {
	root, err := p.start(s, document)
	if err != nil {
		return nil, err
	}
	if p.definite {
		return p.walk(root)
	}
	return p.search(root)
}

// search finds all that an indefinite path names, in the order of the document.
// Filters compare numbers only in the library's own types, so they look at a copy
// that has no others; what they find is taken from the original.
func (p *path) search(root any) (found []any, err error) {
	defer func() {
		if recover() != nil { // the library does for some filters
			found, err = nil, &runtimeError{"Invalid path '" + p.text + "'"}
		}
	}()
	most := min(maxFound, maxSteps/nesting(root))
	places := p.expr.Locate(comparableCopy(root), most+1)
	if len(places) > most {
		return nil, &runtimeError{fmt.Sprintf("The path '%s' leads to more than %d places", p.text, most)}
	}
	type hit struct {
		at    []int
		value any
	}
	hits, order := make([]hit, len(places)), ordering{}
	for i, place := range places {
		hits[i] = hit{order.positions(root, place), place.First(root)}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return slices.Compare(a.at, b.at) })
	found = make([]any, len(hits))
	for i := range hits {
		found[i] = hits[i].value
	}
	return found, nil
}

// nesting is how deep a value is, at least 1.
func nesting(v any) int {
	deepest := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			deepest = max(deepest, nesting(item))
		}
	case *object:
		for _, member := range v.values {
			deepest = max(deepest, nesting(member))
		}
	}
	return deepest + 1
}

// ordering knows which member of its object each key is.
type ordering map[*object]map[string]int

func (o ordering) of(in *object, key string) int {
	index := o[in]
	if index == nil {
		index = make(map[string]int, len(in.keys))
		for i, each := range in.keys {
			index[each] = i
		}
		o[in] = index
	}
	return index[key]
}

// positions are where in its array or object each step of a place leads.
func (o ordering) positions(value any, place jp.Expr) (all []int) {
	for _, fragment := range place {
		switch step := fragment.(type) {
		case jp.Child:
			in, ok := value.(*object)
			if !ok {
				return all
			}
			all = append(all, o.of(in, string(step)))
			value = in.values[string(step)]
		case jp.Nth:
			items, ok := value.([]any)
			if !ok || int(step) < 0 || int(step) >= len(items) {
				return all
			}
			all = append(all, int(step))
			value = items[step]
		}
	}
	return all
}

// comparableCopy is the value with every number as an int64 or a float64.
func comparableCopy(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _ := asFloat(v)
		return f
	case []any:
		items := make([]any, len(v))
		for i, each := range v {
			items[i] = comparableCopy(each)
		}
		return items
	case *object:
		o := newObject()
		for _, key := range v.keys {
			o.SetValueForKey(key, comparableCopy(v.values[key]))
		}
		return o
	}
	return v
}

func (p *path) start(s *scope, document any) (any, error) {
	switch p.root {
	case contextRoot:
		context, err := s.context(true)
		if err != nil {
			return nil, err
		}
		text, err := encoded(context)
		if err != nil {
			return nil, err
		}
		return plain(text)
	case variableRoot:
		text, ok := s.variable(p.variable)
		if !ok {
			return nil, &missingError{"No variable of that name has been assigned: $" + p.variable}
		}
		return plain(text)
	}
	return document, nil
}

// walk follows a definite path. Of a path that leads to nothing AWS tells which
// step was the first that did not.
func (p *path) walk(value any) (any, error) {
	so := "$"
	for i, fragment := range p.expr[1:] {
		next, ok := any(nil), false
		switch step := fragment.(type) {
		case jp.Child:
			so += "['" + string(step) + "']"
			if o, is := value.(*object); is {
				next, ok = o.ValueForKey(string(step))
			}
		case jp.Nth:
			so += fmt.Sprintf("[%d]", int(step))
			if items, is := value.([]any); is {
				n := int(step)
				if n < 0 {
					n += len(items)
				}
				if ok = n >= 0 && n < len(items); ok {
					next = items[n]
				}
			}
		}
		switch {
		case ok:
			value = next
		case i == len(p.expr)-2:
			return nil, &missingError{"No results for path: " + so}
		default:
			return nil, &missingError{"Missing property in path " + so}
		}
	}
	return value, nil
}

// put gives document with value at the place that the reference path names. What
// is missing on the way is made. document is not changed.
func (p *path) put(document, value any) (any, error) { return put(document, p.expr[1:], value) }

func put(document any, steps jp.Expr, value any) (any, error) {
	if len(steps) == 0 {
		return value, nil
	}
	switch step := steps[0].(type) {
	case jp.Child:
		o, ok := document.(*object)
		if document == nil {
			o, ok = newObject(), true
		}
		if !ok {
			return nil, fmt.Errorf("%s is no object", show(document))
		}
		inner, err := put(o.values[string(step)], steps[1:], value)
		if err != nil {
			return nil, err
		}
		changed := newObject()
		o.Range(func(key string, each any) bool {
			changed.SetValueForKey(key, each)
			return true
		})
		changed.SetValueForKey(string(step), inner)
		return changed, nil
	case jp.Nth:
		items, ok := document.([]any)
		if !ok || int(step) < 0 || int(step) >= len(items) {
			return nil, fmt.Errorf("%s has no element %d", show(document), int(step))
		}
		inner, err := put(items[step], steps[1:], value)
		if err != nil {
			return nil, err
		}
		changed := append([]any(nil), items...)
		changed[step] = inner
		return changed, nil
	}
	return nil, errNotAPath
}

// runtimeError is a States.Runtime in the making: nothing retries or catches it.
type runtimeError struct{ cause string }

func (e *runtimeError) Error() string { return e.cause }

// bareError is one, too, but of a name of its own, or told without where it happened.
type bareError struct{ name, cause string }

func (e *bareError) Error() string { return e.cause }

// invalidPath is AWS's sentence about a path of a field.
func invalidPath(p *path, err error) error {
	var missing *missingError
	if errors.As(err, &missing) {
		return &runtimeError{fmt.Sprintf("Invalid path '%s' : %s", p.text, missing.why)}
	}
	return err
}

// variable is a variable's value as JSON text.
func (s *scope) variable(name string) (text json.RawMessage, ok bool) {
	if text, ok = s.variables[name]; !ok {
		text, ok = s.outer[name]
	}
	return text, ok
}
