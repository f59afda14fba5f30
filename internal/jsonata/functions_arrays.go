package jsonata

import "slices"

func count(_ *call, args []any) (any, error) {
	if list, ok := args[0].(*Array); ok {
		return float64(len(list.Items)), nil
	}
	return 0.0, nil
}

// zip makes arrays of the first items, the second items and so on, as many as the
// shortest array has.
func zip(c *call, args []any) (any, error) {
	length := -1
	for _, arg := range args {
		list, ok := arg.(*Array)
		if !ok {
			return NewArray(), nil
		}
		if length < 0 || len(list.Items) < length {
			length = len(list.Items)
		}
	}
	result := NewArray()
	for i := range max(0, length) {
		if err := c.make(sizeOfItem * (len(args) + 4)); err != nil {
			return nil, err
		}
		row := make([]any, len(args))
		for j, arg := range args {
			row[j] = itemsOf(arg)[i]
		}
		result.Items = append(result.Items, NewArray(row...))
	}
	return result, nil
}

func appendItems(c *call, args []any) (any, error) { return c.joined(args[0], args[1]) }

// joined is one array of two values or arrays.
func (b *budget) joined(first, second any) (any, error) {
	if first == nil {
		return second, nil
	}
	if second == nil {
		return first, nil
	}
	left, right := asItems(first), asItems(second)
	if err := b.make(sizeOfItem * (len(left) + len(right))); err != nil {
		return nil, err
	}
	return NewArray(slices.Concat(left, right)...), nil
}

// asItems are the items of an array, or the one value.
func asItems(v any) []any {
	if list, ok := v.(*Array); ok {
		return list.Items
	}
	return []any{v}
}

func reverse(c *call, list *Array, _ []any) (any, error) {
	if len(list.Items) <= 1 {
		return list, nil
	}
	if err := c.make(sizeOfItem * len(list.Items)); err != nil {
		return nil, err
	}
	result := NewArray(slices.Clone(list.Items)...)
	slices.Reverse(result.Items)
	return result, nil
}

// distinct leaves out what was there before. Values that are not alike by their kind
// alone are looked up; the others are compared, each with each.
func distinct(c *call, args []any) (any, error) {
	list, ok := args[0].(*Array)
	if !ok || len(list.Items) <= 1 {
		return args[0], nil
	}
	if err := c.make(2 * sizeOfMember * len(list.Items)); err != nil {
		return nil, err
	}
	result := &Array{sequence: list.sequence}
	seen := make(map[any]bool)
	var compared []any
	for _, item := range list.Items {
		if err := c.step(1); err != nil {
			return nil, err
		}
		known := false
		switch v := item.(type) {
		case *Array, *Object:
			var err error
			if known, err = c.among(compared, v); err != nil {
				return nil, err
			}
			if !known {
				compared = append(compared, v)
			}
		default:
			key := item
			if n, ok := numberOf(v); ok {
				key = n
			}
			if text, ok := v.(string); ok {
				if err := c.stepText(text); err != nil {
					return nil, err
				}
			}
			known = seen[key]
			seen[key] = true
		}
		if !known {
			result.Items = append(result.Items, item)
		}
	}
	return result, nil
}

// among says whether one of the items is like a value.
func (c *call) among(items []any, v any) (bool, error) {
	for _, item := range items {
		if same, err := c.equal(v, item, 0); same || err != nil {
			return same, err
		}
	}
	return false, nil
}
