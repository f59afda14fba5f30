package jsonata

// tuple is an item of a path together with what the steps before have bound: the
// variables behind @ and #, and the steps that a % goes up to.
type tuple struct {
	item   any
	names  []string
	values []any
}

func (t *tuple) set(name string, value any) {
	for i, each := range t.names {
		if each == name {
			t.values[i] = value
			return
		}
	}
	t.names, t.values = append(t.names, name), append(t.values, value)
}

// copy is a tuple that more can be bound to.
func (t *tuple) copy() *tuple {
	return &tuple{t.item, append([]string(nil), t.names...), append([]any(nil), t.values...)}
}

// frame is a scope in which what the tuple binds is known.
func (t *tuple) frame(outer *frame) *frame {
	return &frame{outer, append([]string(nil), t.names...), append([]any(nil), t.values...)}
}

// values are the items of tuples.
func (a *Array) values() *Array {
	found := newSequence()
	for _, item := range a.Items {
		if t, ok := item.(*tuple); ok {
			found.Items = append(found.Items, t.item)
		}
	}
	return found
}

// tupleStep is a step of a path that remembers the steps before. The first one
// begins with the items, the others with the tuples of the step before.
func (e *evaluator) tupleStep(n *node, items []any, before *Array, env *frame) (*Array, error) {
	if n.kind == kindSort {
		return e.sortTuples(n, items, before, env)
	}
	if before == nil {
		before = &Array{sequence: true, tuples: true}
		for _, item := range items {
			before.Items = append(before.Items, &tuple{item: item})
		}
	}
	result := &Array{sequence: true, tuples: true}
	for _, each := range before.Items {
		from, ok := each.(*tuple)
		if !ok {
			continue
		}
		if err := e.make(sizeOfFrame); err != nil {
			return nil, err
		}
		value, err := e.eval(n, from.item, from.frame(env))
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		found, ok := value.(*Array)
		if !ok {
			found = NewArray(value)
		}
		if err := e.make((sizeOfFrame + sizeOfMember*(len(from.names)+2)) * len(found.Items)); err != nil {
			return nil, err
		}
		for i, item := range found.Items {
			result.Items = append(result.Items, from.to(n, item, i))
		}
	}
	staged, err := e.runStages(n.stages, result, env)
	if err != nil {
		return nil, err
	}
	return asTuples(staged), nil
}

// to is the tuple of an item that a step has found from t.
func (t *tuple) to(n *node, item any, place int) *tuple {
	next := t.copy()
	if found, ok := item.(*tuple); ok { // a step that is a path remembers itself
		next.item = found.item
		for i, name := range found.names {
			next.set(name, found.values[i])
		}
		return next
	}
	if n.focus != "" {
		next.set(n.focus, item)
	} else {
		next.item = item
	}
	if n.index != "" {
		next.set(n.index, float64(place))
	}
	if n.ancestor != nil {
		next.set(n.ancestor.label, t.item)
	}
	return next
}

func asTuples(v any) *Array {
	if list, ok := v.(*Array); ok {
		return list
	}
	return &Array{sequence: true, tuples: true}
}

func (e *evaluator) sortTuples(n *node, items []any, before *Array, env *frame) (*Array, error) {
	if before != nil {
		sorted, err := e.sort(n, before, env)
		if err == nil {
			sorted, err = e.runStages(n.stages, sorted, env)
		}
		return asTuples(sorted), err
	}
	sorted, err := e.sort(n, NewArray(items...), env)
	if err != nil {
		return nil, err
	}
	result := &Array{sequence: true, tuples: true}
	for i, item := range itemsOf(sorted) {
		t := &tuple{item: item}
		if n.index != "" {
			t.set(n.index, float64(i))
		}
		result.Items = append(result.Items, t)
	}
	staged, err := e.runStages(n.stages, result, env)
	return asTuples(staged), err
}

// merged is one tuple of those of a group: what they bind, together.
func (e *evaluator) merged(tuples []any) (*tuple, error) {
	first, ok := tuples[0].(*tuple)
	if !ok {
		return &tuple{item: tuples[0]}, nil
	}
	result := first.copy()
	for _, each := range tuples[1:] {
		t, ok := each.(*tuple)
		if !ok {
			continue
		}
		var err error
		if result.item, err = e.joined(result.item, t.item); err != nil {
			return nil, err
		}
		for i, name := range t.names {
			var before any
			for j, other := range result.names {
				if other == name {
					before = result.values[j]
				}
			}
			both, err := e.joined(before, t.values[i])
			if err != nil {
				return nil, err
			}
			result.set(name, both)
		}
	}
	return result, nil
}
