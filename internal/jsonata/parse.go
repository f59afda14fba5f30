package jsonata

import "errors"

// binding is how strongly an operator behind an operand binds.
var binding = map[string]int{
	"(": 80, "[": 80, "@": 80, "#": 80, ".": 75, "{": 70, "*": 60, "/": 60, "%": 60, "+": 50, "-": 50, "&": 50,
	"=": 40, "!=": 40, "<": 40, ">": 40, "<=": 40, ">=": 40, "~>": 40, "in": 40, "^": 40,
	"and": 30, "or": 25, "?": 20, ":=": 10,
}

// parser parses by operator precedence. The first error ends it, by a panic that
// parse turns into its result.
type parser struct {
	scanner scanner
	token   token
	depth   int // of expressions in expressions
	labels  int // of % so far
}

// maxNesting bounds how deep an expression is written.
const maxNesting = 1000

// maxParents bounds how many % an expression has.
const maxParents = 500

// maxText bounds an expression's text, in bytes.
const maxText = 32 << 10

// parse makes the syntax tree of an expression.
func parse(text string) (root *node, err error) {
	if len(text) > maxText {
		return nil, exceeded("it is longer than %d bytes", maxText)
	}
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case *Error:
			root, err = nil, caught
		default:
			panic(caught)
		}
	}()
	p := &parser{scanner: scanner{text: text}}
	p.advance(false)
	root = p.expression(0)
	if p.token.kind != tokenEnd {
		panic(fail("S0201", with{"token": p.token.shown()}))
	}
	root = p.process(root)
	if root.kind == kindParent || len(root.seeking) > 0 {
		panic(fail("S0217", nil))
	}
	return root, nil
}

func (p *parser) advance(behindValue bool) {
	next, err := p.scanner.next(behindValue)
	if err != nil {
		var own *Error
		errors.As(err, &own)
		panic(own)
	}
	if next.kind == tokenOperator && (next.text == "!" || next.text == "~") {
		panic(fail("S0204", with{"token": next.text}))
	}
	p.token = next
}

func (p *parser) at(operator string) bool {
	return p.token.kind == tokenOperator && p.token.text == operator
}

// expect takes an operator. After one that ends a value, a slash divides.
func (p *parser) expect(operator string, endsValue bool) {
	if !p.at(operator) {
		code := "S0202"
		if p.token.kind == tokenEnd {
			code = "S0203"
		}
		panic(fail(code, with{"value": operator, "token": p.token.shown()}))
	}
	p.advance(endsValue)
}

func (p *parser) accept(operator string) bool {
	if !p.at(operator) {
		return false
	}
	p.advance(false)
	return true
}

func (p *parser) expression(power int) *node {
	if p.depth++; p.depth > maxNesting {
		panic(exceeded("it is nested more than %d deep", maxNesting))
	}
	first := p.token
	p.advance(true)
	left := p.prefix(first)
	for p.token.kind == tokenOperator && binding[p.token.text] > power {
		operator := p.token
		p.advance(false)
		left = p.infix(left, operator.text)
	}
	p.depth--
	return left
}

var tokenNodes = map[tokenKind]kind{
	tokenEnd: kindEnd, tokenName: kindName, tokenVariable: kindVariable, tokenString: kindString,
	tokenNumber: kindNumber, tokenValue: kindValue, tokenRegex: kindRegex,
}

// prefix reads what a token begins.
func (p *parser) prefix(t token) *node {
	if t.kind != tokenOperator {
		n := &node{kind: tokenNodes[t.kind], text: t.text, value: t.value}
		if t.kind == tokenString {
			n.value = t.text
		}
		return n
	}
	switch t.text {
	case "and", "or", "in": // names too
		return &node{kind: kindWord, text: t.text}
	case "*":
		return &node{kind: kindWildcard, text: t.text}
	case "**":
		return &node{kind: kindDescendants, text: t.text}
	case "%":
		return &node{kind: kindParent, text: t.text}
	case "-":
		return &node{kind: kindNegative, text: t.text, left: p.expression(70)}
	case "(":
		return &node{kind: kindBlock, parts: p.block()}
	case "[":
		return &node{kind: kindArray, parts: p.items()}
	case "{":
		return &node{kind: kindObject, pairs: p.members()}
	case "|":
		return &node{kind: kindTransform, parts: p.transform()}
	}
	panic(fail("S0211", with{"token": t.text}))
}

func (p *parser) block() (parts []*node) {
	for !p.at(")") {
		parts = append(parts, p.expression(0))
		if !p.accept(";") {
			break
		}
	}
	p.expect(")", true)
	return parts
}

func (p *parser) items() (parts []*node) {
	if !p.at("]") {
		for {
			item := p.expression(0)
			if p.accept("..") {
				item = &node{kind: kindBinary, text: "..", left: item, right: p.expression(0)}
			}
			parts = append(parts, item)
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect("]", true)
	return parts
}

func (p *parser) members() (pairs [][2]*node) {
	if !p.at("}") {
		for {
			key := p.expression(0)
			p.expect(":", false)
			pairs = append(pairs, [2]*node{key, p.expression(0)})
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect("}", true)
	return pairs
}

func (p *parser) transform() []*node {
	pattern := p.expression(0)
	p.expect("|", false)
	parts := []*node{pattern, p.expression(0)}
	if p.accept(",") {
		parts = append(parts, p.expression(0))
	}
	p.expect("|", false)
	return parts
}

// infix reads what an operator behind an operand makes of it.
func (p *parser) infix(left *node, operator string) *node {
	switch operator {
	case "(":
		return p.call(left)
	case "[":
		if p.accept("]") {
			step := left
			for step.kind == kindFilter {
				step = step.left
			}
			step.keepArray = true
			return left
		}
		n := &node{kind: kindFilter, left: left, right: p.expression(0)}
		p.expect("]", true)
		return n
	case "{":
		return &node{kind: kindGroup, left: left, pairs: p.members()}
	case "^":
		return &node{kind: kindOrder, left: left, terms: p.order()}
	case "?":
		n := &node{kind: kindCondition, left: left, parts: []*node{p.expression(0)}}
		if p.accept(":") {
			n.parts = append(n.parts, p.expression(0))
		}
		return n
	case ":=":
		if left.kind != kindVariable {
			panic(fail("S0212", nil))
		}
		return &node{kind: kindBind, text: left.text, right: p.expression(binding[":="] - 1)}
	case "@", "#":
		return p.binds(left, operator)
	case ".":
		return &node{kind: kindDot, left: left, right: p.expression(binding["."])}
	case "~>":
		return &node{kind: kindApply, left: left, right: p.expression(binding["~>"])}
	}
	power, isOperator := binding[operator]
	if !isOperator {
		panic(fail("S0201", with{"token": operator}))
	}
	return &node{kind: kindBinary, text: operator, left: left, right: p.expression(power)}
}

// binds reads the variable behind @ or #.
func (p *parser) binds(left *node, operator string) *node {
	variable := p.expression(binding[operator])
	if variable.kind != kindVariable {
		panic(fail("S0214", with{"token": operator}))
	}
	kind := kindFocus
	if operator == "#" {
		kind = kindIndex
	}
	return &node{kind: kind, text: variable.text, left: left}
}

func (p *parser) order() (terms []term) {
	p.expect("(", false)
	for {
		descending := p.accept(">")
		if !descending {
			p.accept("<")
		}
		terms = append(terms, term{p.expression(0), descending})
		if !p.accept(",") {
			break
		}
	}
	p.expect(")", false)
	return terms
}

func (p *parser) call(callee *node) *node {
	n := &node{kind: kindCall, left: callee}
	if !p.at(")") {
		for {
			if p.at("?") {
				n.kind = kindPartial
				n.parts = append(n.parts, &node{kind: kindPlaceholder})
				p.advance(false)
			} else {
				n.parts = append(n.parts, p.expression(0))
			}
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect(")", true)
	if callee.kind == kindName && (callee.text == "function" || callee.text == "λ") {
		return p.lambda(n)
	}
	return n
}

func (p *parser) lambda(n *node) *node {
	lambda := &node{kind: kindLambda}
	for i, parameter := range n.parts {
		if parameter.kind != kindVariable {
			panic(fail("S0208", with{"value": float64(i + 1)}))
		}
		lambda.parameters = append(lambda.parameters, parameter.text)
	}
	if p.at("<") {
		lambda.signature = p.signature()
	}
	p.expect("{", false)
	lambda.right = p.expression(0)
	p.expect("}", false)
	return lambda
}

// signature reads the types of a lambda's parameters.
func (p *parser) signature() []parameter {
	text := "<"
	for depth := 1; depth > 0 && !p.at("{") && p.token.kind != tokenEnd; {
		p.advance(false)
		if p.at(">") {
			depth--
		} else if p.at("<") {
			depth++
		}
		text += p.token.text
	}
	p.expect(">", false)
	parameters, err := parseSignature(text)
	if err != nil {
		var own *Error
		errors.As(err, &own)
		panic(own)
	}
	return parameters
}
