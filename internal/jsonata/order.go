package jsonata

import "strings"

// sort evaluates an order-by: a merge of halves, as JSONata does it, since errors
// name the two values that are compared first.
func (e *evaluator) sort(n *node, input *Array, env *frame) (any, error) {
	if len(input.Items) <= 1 {
		return &Array{Items: input.Items, sequence: true, tuples: input.tuples}, nil
	}
	sorted, err := e.mergeSort(input.Items, func(a, b any) (bool, error) { return e.isBehind(n, a, b, env) })
	if err != nil {
		return nil, err
	}
	return &Array{Items: sorted, tuples: input.tuples}, nil
}

// mergeSort sorts; isBehind says whether b is to stand before a.
func (e *evaluator) mergeSort(items []any, isBehind func(a, b any) (bool, error)) ([]any, error) {
	if len(items) <= 1 {
		return items, nil
	}
	if err := e.make(sizeOfItem * len(items)); err != nil {
		return nil, err
	}
	left, err := e.mergeSort(items[:len(items)/2], isBehind)
	if err != nil {
		return nil, err
	}
	right, err := e.mergeSort(items[len(items)/2:], isBehind)
	if err != nil {
		return nil, err
	}
	merged := make([]any, 0, len(items))
	for len(left) > 0 && len(right) > 0 {
		swap, err := isBehind(left[0], right[0])
		if err != nil {
			return nil, err
		}
		if swap {
			merged, right = append(merged, right[0]), right[1:]
		} else {
			merged, left = append(merged, left[0]), left[1:]
		}
	}
	return append(append(merged, left...), right...), nil
}

// isBehind compares two items by the terms of an order-by.
func (e *evaluator) isBehind(n *node, a, b any, env *frame) (bool, error) {
	for _, each := range n.terms {
		left, err := e.termOf(each, a, env)
		if err != nil {
			return false, err
		}
		right, err := e.termOf(each, b, env)
		if err != nil {
			return false, err
		}
		if text, ok := left.(string); ok {
			if err := e.stepText(text); err != nil {
				return false, err
			}
		}
		order, err := ordered(left, right)
		if err != nil {
			return false, err
		}
		if each.descending && left != nil && right != nil {
			order = -order
		}
		if order != 0 {
			return order > 0, nil
		}
	}
	return false, nil
}

func (e *evaluator) termOf(by term, item any, env *frame) (any, error) {
	if t, ok := item.(*tuple); ok {
		return e.eval(by.by, t.item, t.frame(env))
	}
	return e.eval(by.by, item, env)
}

// ordered compares what two items are sorted by: undefined comes last.
func ordered(left, right any) (int, error) {
	switch {
	case left == nil && right == nil:
		return 0, nil
	case left == nil:
		return 1, nil
	case right == nil:
		return -1, nil
	}
	a, aIsNumber := numberOf(left)
	b, bIsNumber := numberOf(right)
	s, aIsText := left.(string)
	t, bIsText := right.(string)
	switch {
	case !aIsNumber && !aIsText:
		return 0, fail("T2008", with{"value": left})
	case !bIsNumber && !bIsText:
		return 0, fail("T2008", with{"value": right})
	case aIsNumber != bIsNumber:
		return 0, fail("T2007", with{"value": left, "value2": right})
	case aIsNumber && a < b, aIsText && lessText(s, t):
		return -1, nil
	case aIsNumber && a == b, aIsText && strings.Compare(s, t) == 0:
		return 0, nil
	}
	return 1, nil
}
