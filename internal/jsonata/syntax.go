package jsonata

// node is a node of an expression's syntax tree.
type node struct {
	kind  kind
	text  string // a name, a variable, an operator
	value any    // of a literal, or a regular expression's function

	left, right *node      // operands; what is called; a condition
	parts       []*node    // items, arguments, expressions, alternatives, a transform's clauses; a path's steps
	pairs       [][2]*node // of an object
	terms       []term     // of a sort
	parameters  []string   // of a lambda
	signature   []parameter
	thunk       bool // a call that is the last thing a lambda does

	predicates    []stage // behind what is no step of a path
	stages        []stage // behind a step of a path
	group         [][2]*node
	keepArray     bool // written with []
	keepSingleton bool // a path with such a step
	consArray     bool // an array in brackets that a path does not take apart

	tuple    bool   // a step that remembers the steps before
	focus    string // the variable behind @
	index    string // the variable behind #
	ancestor *slot  // of a step that a % goes up to
	slot     *slot  // of a %
	seeking  []*slot
}

// term is one of the things that a sort goes by.
type term struct {
	by         *node
	descending bool
}

// stage is a predicate behind a step, or a variable that counts what is there.
type stage struct {
	filter *node
	index  string
}

// slot is one %: how many steps up it has yet to go, and the name under which
// the step that it finds is remembered.
type slot struct {
	label string
	level int
}

type kind int

const (
	kindPath kind = iota
	kindName
	kindString
	kindNumber
	kindValue
	kindRegex
	kindVariable
	kindWildcard
	kindDescendants
	kindParent
	kindBinary
	kindApply
	kindBind
	kindNegative
	kindArray
	kindObject
	kindBlock
	kindCondition
	kindCall
	kindPartial
	kindPlaceholder
	kindLambda
	kindTransform
	kindSort
	// What the parser makes, and process turns into parts of paths.
	kindDot
	kindFilter
	kindGroup
	kindOrder
	kindFocus
	kindIndex
	kindWord // and, or, in as a name
	kindEnd
)
