package jsonata

// group is what has the same key.
type group struct {
	key   string
	pair  int
	items []any
	grown bool // more than one item was put in
}

// groupBy makes an object: of what is in the input, by keys, values. An object
// constructor groups its one context.
func (e *evaluator) groupBy(pairs [][2]*node, input any, env *frame) (any, error) {
	list, ok := input.(*Array)
	if !ok {
		list = newSequence(input)
	}
	items := list.Items
	if len(items) == 0 {
		items = []any{nil} // a literal object is made of nothing
	}
	groups, err := e.groups(pairs, items, env)
	if err != nil {
		return nil, err
	}
	result := NewObject(len(groups))
	for _, each := range groups {
		context, inner := each.context(), env
		if list.tuples {
			t, err := e.merged(each.items)
			if err != nil {
				return nil, err
			}
			context, inner = t.item, t.frame(env)
		}
		value, err := e.eval(pairs[each.pair][1], context, inner)
		if err != nil {
			return nil, err
		}
		if err := e.make(sizeOfMember); err != nil {
			return nil, err
		}
		if value != nil {
			result.Set(each.key, value)
		}
	}
	return result, nil
}

func (e *evaluator) groups(pairs [][2]*node, items []any, env *frame) ([]*group, error) {
	var groups []*group
	var index map[string]*group
	for _, item := range items {
		context, inner := item, env
		if t, ok := item.(*tuple); ok {
			context, inner = t.item, t.frame(env)
		}
		for i, pair := range pairs {
			key, err := e.eval(pair[0], context, inner)
			if err != nil {
				return nil, err
			}
			text, ok := key.(string)
			if key == nil {
				continue
			}
			if !ok {
				return nil, fail("T1003", with{"value": key})
			}
			if err := e.stepText(text); err != nil {
				return nil, err
			}
			known := index[text]
			if known == nil {
				known = &group{key: text, pair: i, items: []any{item}}
				if index == nil {
					index = make(map[string]*group, len(pairs))
				}
				index[text] = known
				groups = append(groups, known)
				continue
			}
			if known.pair != i {
				return nil, fail("D1009", with{"value": text})
			}
			if err := e.add(known, item); err != nil {
				return nil, err
			}
		}
	}
	return groups, nil
}

// add puts an item into a group, and the items of an array instead of it.
func (e *evaluator) add(g *group, item any) error {
	if first, ok := g.items[0].(*Array); ok && !g.grown {
		g.items = append([]any(nil), first.Items...)
	}
	g.grown = true
	more := []any{item}
	if list, ok := item.(*Array); ok {
		more = list.Items
	}
	g.items = append(g.items, more...)
	return e.make(sizeOfItem * len(more))
}

// context is what the group's value is evaluated for.
func (g *group) context() any {
	if g.grown {
		return NewArray(g.items...)
	}
	return g.items[0]
}
