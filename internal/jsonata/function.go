package jsonata

// function is a value that can be called: one of JSONata's own, one that the caller
// of Evaluate adds, a lambda, or a regular expression.
type function struct {
	name      string
	arity     int
	signature []parameter // nil: anything goes
	do        func(c *call, args []any) (any, error)
	lambda    *closure // of a lambda; do is nil
	matcher   *matcher // of a regular expression; do finds the first match
}

// call is one call of a function, with what it may look at and use up.
type call struct {
	*evaluator
	name  string
	input any // the context
}

// native is the table's entry of one of JSONata's own functions.
type native struct {
	signature string // as JSONata writes it: "s-nn?"
	do        func(c *call, args []any) (any, error)
}
