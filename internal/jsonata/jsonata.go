package jsonata

import "errors"

// Expression is a compiled expression. It may be evaluated by many goroutines at once.
type Expression struct {
	root  *node
	names []string
}

// Compile parses an expression. The error is an [*Error].
func Compile(text string) (*Expression, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	x := &Expression{root: root}
	x.names = variablesIn(root, nil)
	return x, nil
}

// Names are the variables and functions that the expression uses, without $, each
// once. Those that it binds itself are among them.
func (x *Expression) Names() []string { return x.names }

// Evaluate gives the expression's value, nil if it is undefined. The variables are
// values of this package's kinds; they hide JSONata's own functions of the same
// name, and one that is there with the value nil takes a function away. The error
// is an [*Error].
func (x *Expression) Evaluate(variables map[string]any, limits Limits) (value any, err error) {
	defer func() {
		if caught := recover(); caught != nil { // a mistake of this package must not end what else the process does
			value, err = nil, exceeded("it cannot be evaluated (%v)", caught)
		}
	}()
	e := &evaluator{budget: newBudget(limits), variables: variables}
	return e.eval(x.root, nil, new(frame))
}

// Budget is what an evaluation may still use up. A function that is added takes
// from it what it does.
type Budget = budget

// Step takes for n items that are walked over.
func (b *budget) Step(n int) error { return b.step(n) }

// Make takes n bytes, before they are made.
func (b *budget) Make(n int) error { return b.make(n) }

// FormatMillis writes a moment, in milliseconds since 1970, as a picture has it, in a
// time zone such as "+0100"; either may be nil. It is $fromMillis.
func (b *budget) FormatMillis(millis float64, picture, zone any) (any, error) {
	return b.formatMillis(millis, picture, zone)
}

// NewFunction makes a function that expressions can call, with any arguments. Its
// error is told as it is, or as JSONata's if it is an [*Error].
func NewFunction(name string, arity int, do func(b *Budget, args []any) (any, error)) any {
	return &function{name: name, arity: arity, do: func(c *call, args []any) (any, error) {
		value, err := do(&c.budget, args)
		var own *Error
		if err != nil && !errors.As(err, &own) {
			return nil, &Error{Code: "D3137", text: err.Error()}
		}
		return value, err
	}}
}

// isFunction says whether a value can be called.
func isFunction(v any) bool {
	_, ok := v.(*function)
	return ok
}

// variablesIn adds the names of variables that are used below a node.
func variablesIn(n *node, names []string) []string {
	seen := make(map[string]bool, len(names))
	walk(n, func(n *node) {
		if n.kind == kindVariable && n.text != "" && !seen[n.text] {
			seen[n.text] = true
			names = append(names, n.text)
		}
	})
	return names
}

// walk calls visit for a node and all below it.
func walk(n *node, visit func(*node)) {
	if n == nil {
		return
	}
	visit(n)
	walk(n.left, visit)
	walk(n.right, visit)
	for _, part := range n.parts {
		walk(part, visit)
	}
	for _, pairs := range [][][2]*node{n.pairs, n.group} {
		for _, pair := range pairs {
			walk(pair[0], visit)
			walk(pair[1], visit)
		}
	}
	for _, each := range n.terms {
		walk(each.by, visit)
	}
	for _, stages := range [][]stage{n.predicates, n.stages} {
		for _, each := range stages {
			walk(each.filter, visit)
		}
	}
}
