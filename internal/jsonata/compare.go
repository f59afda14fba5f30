package jsonata

// equal says whether two values are alike. Objects may have their members in any
// order.
func (b *budget) equal(left, right any, depth int) (bool, error) {
	if err := b.enter(depth); err != nil {
		return false, err
	}
	switch l := left.(type) {
	case *Array:
		r, ok := right.(*Array)
		if !ok || len(l.Items) != len(r.Items) {
			return false, nil
		}
		return b.equalItems(l, r, depth)
	case *Object:
		r, ok := right.(*Object)
		if !ok || l.Len() != r.Len() {
			return false, nil
		}
		return b.equalMembers(l, r, depth)
	}
	if n, ok := numberOf(left); ok {
		m, ok := numberOf(right)
		return ok && n == m, nil
	}
	if text, ok := left.(string); ok {
		if err := b.stepText(text); err != nil {
			return false, err
		}
	}
	return left == right, nil
}

func (b *budget) equalItems(left, right *Array, depth int) (bool, error) {
	if left == right {
		return true, nil
	}
	for i, item := range left.Items {
		if same, err := b.equal(item, right.Items[i], depth+1); !same || err != nil {
			return false, err
		}
	}
	return true, nil
}

func (b *budget) equalMembers(left, right *Object, depth int) (bool, error) {
	if left == right {
		return true, nil
	}
	for _, key := range left.keys {
		if right.find(key) < 0 {
			return false, b.step(left.Len())
		}
	}
	for i, key := range left.keys {
		if same, err := b.equal(left.values[i], right.Get(key), depth+1); !same || err != nil {
			return false, err
		}
	}
	return true, nil
}

// boolean is a value's effective boolean value. Unlike [truth] it takes from the
// budget, and knows that no number is infinite.
func (b *budget) boolean(v any, depth int) (bool, error) {
	if err := b.enter(depth); err != nil {
		return false, err
	}
	list, ok := v.(*Array)
	if !ok {
		if _, err := isNumeric(v); err != nil {
			return false, err
		}
		return truth(v), nil
	}
	result := false
	for _, item := range list.Items { // all of them: any may be an error
		one, err := b.boolean(item, depth+1)
		if err != nil {
			return false, err
		}
		result = result || one
	}
	return result, nil
}

// enter takes for a value in a value.
func (b *budget) enter(depth int) error {
	if depth > b.Depth {
		return tooDeep(b.Depth)
	}
	return b.step(1)
}
