package jsonata

// callback calls a function that was given as an argument, with as many of the
// arguments as it takes, but at least the first.
func (c *call) callback(f any, args ...any) (any, error) {
	given, ok := f.(*function)
	if !ok {
		return nil, noMember("arity")
	}
	if err := c.step(1); err != nil {
		return nil, err
	}
	return c.apply(given, args[:min(len(args), max(1, given.arity))], Null{})
}

// holds says whether what a callback gives counts as true.
func (c *call) holds(f any, args ...any) (bool, error) {
	value, err := c.callback(f, args...)
	if err != nil {
		return false, err
	}
	return c.boolean(value, 0)
}

// collect adds what a callback has given, unless that is undefined.
func (c *call) collect(found *Array, value any) error {
	if value == nil {
		return nil
	}
	found.Items = append(found.Items, value)
	return c.make(sizeOfItem)
}

func mapItems(c *call, list *Array, args []any) (any, error) {
	result := newSequence()
	for i, item := range list.Items {
		value, err := c.callback(args[1], item, float64(i), list)
		if err != nil {
			return nil, err
		}
		if err := c.collect(result, value); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func filter(c *call, list *Array, args []any) (any, error) {
	result := newSequence()
	for i, item := range list.Items {
		keep, err := c.holds(args[1], item, float64(i), list)
		if err != nil {
			return nil, err
		}
		if !keep {
			continue
		}
		if err := c.make(sizeOfItem); err != nil {
			return nil, err
		}
		result.Items = append(result.Items, item)
	}
	return result, nil
}

// single is the one item for which a function holds.
func single(c *call, list *Array, args []any) (any, error) {
	var result any
	found := false
	for i, item := range list.Items {
		fits := true
		if args[1] != nil {
			var err error
			if fits, err = c.holds(args[1], item, float64(i), list); err != nil {
				return nil, err
			}
		}
		if !fits {
			continue
		}
		if found {
			return nil, fail("D3138", with{"index": float64(i)})
		}
		result, found = item, true
	}
	if !found {
		return nil, fail("D3139", nil)
	}
	return result, nil
}

func reduce(c *call, list *Array, args []any) (any, error) {
	f, ok := args[1].(*function)
	if !ok || f.arity < 2 {
		return nil, fail("D3050", with{"index": 1.0})
	}
	result, items := args[2], list.Items
	if result == nil && len(items) > 0 {
		result, items = items[0], items[1:]
	}
	for i, item := range items {
		place := float64(len(list.Items) - len(items) + i)
		var err error
		if result, err = c.callback(f, result, item, place, list); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func sortItems(c *call, list *Array, args []any) (any, error) {
	if len(list.Items) <= 1 {
		return list, nil
	}
	isBehind := func(a, b any) (bool, error) {
		if err := c.step(1); err != nil {
			return false, err
		}
		if s, ok := a.(string); ok {
			t, _ := b.(string)
			return lessText(t, s), c.stepText(s)
		}
		n, _ := numberOf(a)
		m, _ := numberOf(b)
		return n > m, nil
	}
	if f, ok := args[1].(*function); ok {
		isBehind = func(a, b any) (bool, error) {
			value, err := c.apply(f, []any{a, b}, Null{})
			return trueInJavaScript(value), err
		}
	} else if err := sortable(list); err != nil {
		return nil, err
	}
	sorted, err := c.mergeSort(list.Items, isBehind)
	return NewArray(sorted...), err
}

// sortable says that an array holds numbers alone, or strings alone.
func sortable(list *Array) error {
	numbers, texts := 0, 0
	for _, item := range list.Items {
		numeric, err := isNumeric(item)
		if err != nil {
			return err
		}
		if numeric {
			numbers++
		}
		if _, ok := item.(string); ok {
			texts++
		}
	}
	if numbers < len(list.Items) && texts < len(list.Items) {
		return fail("D3070", with{"index": 1.0})
	}
	return nil
}

// trueInJavaScript is what a comparison counts as: unlike JSONata, JavaScript takes
// every array and object for true.
func trueInJavaScript(v any) bool {
	switch v.(type) {
	case *Array, *Object, *function:
		return true
	}
	return truth(v)
}

// sift keeps the members for which a function holds; there is no empty object.
func sift(c *call, args []any) (any, error) {
	o, ok := args[0].(*Object)
	if !ok {
		return nil, nil
	}
	result := NewObject(0)
	for i, key := range o.keys {
		keep, err := c.holds(args[1], o.values[i], key, o)
		if err != nil {
			return nil, err
		}
		if !keep {
			continue
		}
		if err := c.make(sizeOfMember); err != nil {
			return nil, err
		}
		result.Set(key, o.values[i])
	}
	if result.Len() == 0 {
		return nil, nil
	}
	return result, nil
}

func each(c *call, args []any) (any, error) {
	result := newSequence()
	o, ok := args[0].(*Object)
	if !ok {
		return result, nil
	}
	for i, key := range o.keys {
		value, err := c.callback(args[1], o.values[i], key, o)
		if err != nil {
			return nil, err
		}
		if err := c.collect(result, value); err != nil {
			return nil, err
		}
	}
	return result, nil
}
