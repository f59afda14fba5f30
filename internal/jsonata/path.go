package jsonata

import "math"

// path evaluates its steps one after the other, each for every item that the step
// before has found.
func (e *evaluator) path(n *node, input any, env *frame) (any, error) {
	items := []any{input}
	if list, ok := input.(*Array); ok && n.parts[0].kind != kindVariable {
		items = list.Items
	}
	var result any
	var tuples *Array // once a step remembers the steps before
	for i, step := range n.parts {
		var err error
		switch {
		case i == 0 && step.consArray:
			result, err = e.eval(step, listOf(input, items), env)
		case tuples != nil || step.tuple:
			tuples, err = e.tupleStep(step, items, tuples, env)
		default:
			result, err = e.pathStep(step, items, env, i == len(n.parts)-1)
		}
		if err != nil {
			return nil, err
		}
		if tuples == nil && isNothing(result) {
			break
		}
		if step.focus == "" {
			items = itemsOf(result)
		}
	}
	if tuples != nil {
		if result = any(tuples); !n.tuple {
			result = tuples.values()
		}
	}
	if n.keepSingleton {
		result = kept(result)
	}
	if n.group == nil {
		return result, nil
	}
	if tuples != nil {
		return e.groupBy(n.group, tuples, env)
	}
	return e.groupBy(n.group, result, env)
}

// listOf is what a path goes through, as a value.
func listOf(input any, items []any) any {
	if list, ok := input.(*Array); ok {
		return list
	}
	return newSequence(items...)
}

func isNothing(v any) bool {
	list, ok := v.(*Array)
	return v == nil || ok && len(list.Items) == 0
}

func itemsOf(v any) []any {
	if list, ok := v.(*Array); ok {
		return list.Items
	}
	return nil
}

// kept is a result that stays an array with one item.
func kept(result any) any {
	list, ok := result.(*Array)
	if !ok {
		return result
	}
	if list.cons && !list.sequence {
		list = newSequence(list)
	}
	own := *list // it may be somebody else's
	own.keepSingleton = true
	return &own
}

func (e *evaluator) pathStep(n *node, items []any, env *frame, last bool) (any, error) {
	if n.kind == kindSort {
		sorted, err := e.sort(n, NewArray(items...), env)
		if err != nil {
			return nil, err
		}
		return e.runStages(n.stages, sorted, env)
	}
	var found []any
	for _, item := range items {
		value, err := e.eval(n, item, env)
		for i := 0; err == nil && i < len(n.stages); i++ {
			value, err = e.filter(n.stages[i].filter, value, env)
		}
		if err != nil {
			return nil, err
		}
		if value != nil {
			found = append(found, value)
		}
	}
	if last && len(found) == 1 {
		if list, ok := found[0].(*Array); ok && !list.sequence {
			return list, nil
		}
	}
	return e.flat(found)
}

// flat is a sequence of the items, those of arrays instead of the arrays.
func (e *evaluator) flat(found []any) (any, error) {
	result := newSequence()
	for _, value := range found {
		if list, ok := value.(*Array); ok && !list.cons {
			if err := e.make(sizeOfItem * len(list.Items)); err != nil {
				return nil, err
			}
			result.Items = append(result.Items, list.Items...)
			continue
		}
		if err := e.make(sizeOfItem); err != nil {
			return nil, err
		}
		result.Items = append(result.Items, value)
	}
	return result, nil
}

func (e *evaluator) runStages(stages []stage, input any, env *frame) (any, error) {
	for _, each := range stages {
		if each.filter == nil {
			for i, item := range itemsOf(input) {
				if t, ok := item.(*tuple); ok {
					t.set(each.index, float64(i))
				}
			}
			continue
		}
		var err error
		if input, err = e.filter(each.filter, input, env); err != nil {
			return nil, err
		}
	}
	return input, nil
}

// filter keeps the items for which a predicate holds, or whose place it gives.
func (e *evaluator) filter(predicate *node, input any, env *frame) (any, error) {
	list, ok := input.(*Array)
	if !ok {
		list = newSequence(input)
	}
	result := newSequence()
	result.tuples = list.tuples
	if predicate.kind == kindNumber {
		n, _ := numberOf(predicate.value)
		item := at(list.Items, n)
		if inner, ok := item.(*Array); ok {
			return inner, nil
		}
		if item != nil {
			result.Items = append(result.Items, item)
		}
		return result, nil
	}
	for i, item := range list.Items {
		context, inner := item, env
		if t, ok := item.(*tuple); ok {
			context, inner = t.item, t.frame(env)
		}
		value, err := e.eval(predicate, context, inner)
		if err != nil {
			return nil, err
		}
		times, err := e.picks(value, i, len(list.Items))
		if err != nil {
			return nil, err
		}
		if err := e.make(sizeOfItem * times); err != nil {
			return nil, err
		}
		for range times {
			result.Items = append(result.Items, item)
		}
	}
	return result, nil
}

// at is the item at a place, which counts from the end if it is negative.
func at(items []any, place float64) any {
	place = math.Floor(place)
	if place < 0 {
		place += float64(len(items))
	}
	if place < 0 || place >= float64(len(items)) {
		return nil
	}
	return items[int(place)]
}

// picks tells how often a predicate's value picks the item at a place: numbers are
// places, anything else is true or false.
func (e *evaluator) picks(value any, place, length int) (times int, err error) {
	numeric, err := isNumeric(value)
	if err != nil {
		return 0, err
	}
	places := []any{value}
	if list, ok := value.(*Array); ok && !numeric {
		places, numeric = list.Items, true
		if err := e.step(len(places)); err != nil {
			return 0, err
		}
		for _, each := range places {
			one, err := isNumeric(each)
			if err != nil {
				return 0, err
			}
			numeric = numeric && one
		}
	}
	if !numeric {
		holds, err := e.boolean(value, 0)
		if holds {
			times = 1
		}
		return times, err
	}
	for _, each := range places {
		n, _ := numberOf(each)
		if n = math.Floor(n); n < 0 {
			n += float64(length)
		}
		if n == float64(place) {
			times++
		}
	}
	return times, nil
}
