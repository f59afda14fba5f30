package jsonata

import (
	"errors"
	"math"
)

// binary evaluates an operator with its operands.
func (e *evaluator) binary(n *node, input any, env *frame) (any, error) {
	left, err := e.eval(n.left, input, env)
	if err != nil {
		return nil, err
	}
	if n.text == "and" || n.text == "or" {
		return e.logic(n, left, input, env)
	}
	right, err := e.eval(n.right, input, env)
	if err != nil {
		return nil, err
	}
	var result any
	switch n.text {
	case "+", "-", "*", "/", "%":
		result, err = arithmetic(n.text, left, right)
	case "=", "!=":
		result, err = e.equality(n.text, left, right)
	case "<", "<=", ">", ">=":
		result, err = e.comparison(n.text, left, right)
	case "&":
		result, err = e.concatenation(left, right)
	case "..":
		result, err = e.span(left, right)
	case "in":
		result, err = e.in(left, right)
	}
	if err != nil {
		return nil, about(n.text, err)
	}
	return result, nil
}

// logic is and, or: what is to their right is evaluated only if it matters. An error
// in it is told as theirs.
func (e *evaluator) logic(n *node, left, input any, env *frame) (any, error) {
	holds, err := e.boolean(left, 0)
	if err == nil && holds == (n.text == "or") {
		return holds, nil
	}
	var right any
	if err == nil {
		right, err = e.eval(n.right, input, env)
	}
	if err == nil {
		holds, err = e.boolean(right, 0)
	}
	var own *Error
	if errors.As(err, &own) {
		if own.with == nil {
			own.with = with{}
		}
		own.with["token"] = n.text
	}
	return holds, err
}

func arithmetic(operator string, left, right any) (any, error) {
	for i, operand := range []any{left, right} {
		numeric, err := isNumeric(operand)
		if err != nil {
			return nil, err
		}
		if operand != nil && !numeric {
			return nil, fail([]string{"T2001", "T2002"}[i], with{"value": operand})
		}
	}
	if left == nil || right == nil {
		return nil, nil
	}
	a, _ := numberOf(left)
	b, _ := numberOf(right)
	switch operator {
	case "+":
		return a + b, nil
	case "-":
		return a - b, nil
	case "*":
		return a * b, nil
	case "/":
		return a / b, nil
	}
	return math.Mod(a, b), nil
}

func (e *evaluator) equality(operator string, left, right any) (any, error) {
	if left == nil || right == nil {
		return false, nil
	}
	same, err := e.equal(left, right, 0)
	return same == (operator == "="), err
}

// comparison orders two numbers, or two strings.
func (e *evaluator) comparison(operator string, left, right any) (any, error) {
	a, aIsNumber := numberOf(left)
	b, bIsNumber := numberOf(right)
	s, aIsText := left.(string)
	t, bIsText := right.(string)
	if left != nil && !aIsNumber && !aIsText {
		return nil, fail("T2010", with{"value": left})
	}
	if right != nil && !bIsNumber && !bIsText {
		return nil, fail("T2010", with{"value": right})
	}
	if left == nil || right == nil {
		return nil, nil
	}
	if aIsNumber != bIsNumber {
		return nil, fail("T2009", with{"value": left, "value2": right})
	}
	if err := e.stepText(s); err != nil {
		return nil, err
	}
	order := 0
	switch {
	case aIsNumber && a < b, aIsText && lessText(s, t):
		order = -1
	case aIsNumber && a > b, aIsText && s != t:
		order = 1
	}
	switch operator {
	case "<":
		return order < 0, nil
	case "<=":
		return order <= 0, nil
	case ">":
		return order > 0, nil
	}
	return order >= 0, nil
}

// lessText orders texts as JavaScript does, by their UTF-16 units: that differs
// from the order of characters for those beyond U+FFFF.
func lessText(a, b string) bool {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			astral := func(c byte) bool { return c >= 0xf0 }
			private := func(c byte) bool { return c == 0xee || c == 0xef } // U+E000 to U+FFFF come behind surrogates
			switch {
			case astral(a[i]) && private(b[i]):
				return true
			case private(a[i]) && astral(b[i]):
				return false
			}
			return a[i] < b[i]
		}
	}
	return len(a) < len(b)
}

func (e *evaluator) concatenation(left, right any) (any, error) {
	var texts [2]string
	for i, operand := range []any{left, right} {
		if operand == nil {
			continue
		}
		var err error
		if texts[i], err = e.text(operand, false); err != nil {
			return nil, err
		}
	}
	if err := e.make(len(texts[0]) + len(texts[1])); err != nil {
		return nil, err
	}
	return texts[0] + texts[1], nil
}

// maxSpan is JSONata's bound of what the range operator makes.
const maxSpan = 1e7

// span is the range operator.
func (e *evaluator) span(left, right any) (any, error) {
	for i, operand := range []any{left, right} {
		if operand == nil {
			continue
		}
		if n, ok := numberOf(operand); !ok || n != math.Trunc(n) || math.IsInf(n, 0) {
			return nil, fail([]string{"T2003", "T2004"}[i], with{"value": operand})
		}
	}
	if left == nil || right == nil {
		return nil, nil
	}
	from, _ := numberOf(left)
	to, _ := numberOf(right)
	if from > to {
		return nil, nil
	}
	size := to - from + 1
	if size > maxSpan {
		return nil, fail("D2014", with{"value": size})
	}
	if err := e.make((sizeOfItem + 8) * int(size)); err != nil {
		return nil, err
	}
	result := &Array{sequence: true, Items: make([]any, int(size))}
	for i := range result.Items {
		result.Items[i] = from + float64(i)
	}
	return result, nil
}

// in says whether an array has an item. Objects and arrays are in it only if they
// are the same, not if they are alike.
func (e *evaluator) in(left, right any) (any, error) {
	if left == nil || right == nil {
		return false, nil
	}
	list, ok := right.(*Array)
	if !ok {
		list = NewArray(right)
	}
	if err := e.step(len(list.Items)); err != nil {
		return nil, err
	}
	if text, ok := left.(string); ok {
		if err := e.step(len(text) / bytesPerStep * len(list.Items)); err != nil {
			return nil, err
		}
	}
	number, isNumber := numberOf(left)
	for _, item := range list.Items {
		if other, ok := numberOf(item); isNumber && ok {
			if number == other {
				return true, nil
			}
			continue
		}
		if item == left {
			return true, nil
		}
	}
	return false, nil
}
