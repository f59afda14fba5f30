package jsonata

import (
	"encoding/json"
	"math"
)

func toBoolean(c *call, args []any) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	return c.boolean(args[0], 0)
}

func not(c *call, args []any) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	value, err := c.boolean(args[0], 0)
	return !value, err
}

func exists(_ *call, args []any) (any, error) {
	return args[0] != nil, nil
}

func typeName(_ *call, args []any) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	name := map[types]string{
		typeString: "string", typeNumber: "number", typeBoolean: "boolean", typeNull: "null",
		typeArray: "array", typeFunction: "function", typeObject: "object",
	}[typeOf(args[0])]
	if name == "number" {
		numeric, err := isNumeric(args[0])
		if !numeric {
			return "object", err // JSONata does not know NaN
		}
	}
	return name, nil
}

func raise(_ *call, args []any) (any, error) {
	return nil, &Error{Code: "D3137", text: textOr(args[0], "$error() function evaluated")}
}

func assert(_ *call, args []any) (any, error) {
	if args[0] == true {
		return nil, nil
	}
	return nil, &Error{Code: "D3141", text: textOr(args[1], "$assert() statement failed")}
}

func textOr(v any, otherwise string) string {
	if text, ok := v.(string); ok && text != "" {
		return text
	}
	return otherwise
}

// keys are those of an object, or of the objects in an array, each once.
func keys(c *call, args []any) (any, error) {
	found := newSequence()
	return found, c.addKeys(args[0], found, make(map[string]bool), 0)
}

func (c *call) addKeys(v any, found *Array, seen map[string]bool, depth int) error {
	if err := c.enter(depth); err != nil {
		return err
	}
	switch v := v.(type) {
	case *Array:
		for _, item := range v.Items {
			if err := c.addKeys(item, found, seen, depth+1); err != nil {
				return err
			}
		}
	case *Object:
		if err := c.step(v.Len()); err != nil {
			return err
		}
		for _, key := range v.keys {
			if err := c.stepText(key); err != nil {
				return err
			}
			if seen[key] {
				continue
			}
			if err := c.make(sizeOfItem + sizeOfMember); err != nil {
				return err
			}
			seen[key] = true
			found.Items = append(found.Items, key)
		}
	}
	return nil
}

func lookup(c *call, args []any) (any, error) {
	key, ok := args[1].(string)
	if !ok {
		key = "undefined" // as JavaScript looks it up
	}
	switch v := args[0].(type) {
	case *Object:
		return v.Get(key), nil
	case *Array:
		found := newSequence()
		return found, c.members(v, key, found, 0)
	}
	return nil, nil
}

// spread makes an object of each member.
func spread(c *call, args []any) (any, error) {
	if o, ok := args[0].(*Object); ok {
		found := newSequence()
		return found, c.addSpread(o, found, 0)
	}
	list, ok := args[0].(*Array)
	if !ok {
		return args[0], nil
	}
	found := newSequence()
	for _, item := range list.Items {
		if item != nil {
			found.sequence = false // what is appended to is an array
		}
		if err := c.addSpread(item, found, 0); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (c *call) addSpread(v any, found *Array, depth int) error {
	if err := c.enter(depth); err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
	case *Array:
		for _, item := range v.Items {
			if err := c.addSpread(item, found, depth+1); err != nil {
				return err
			}
		}
	case *Object:
		if err := c.make((sizeOfItem + sizeOfMember) * v.Len()); err != nil {
			return err
		}
		for i, key := range v.keys {
			one := NewObject(1)
			one.Set(key, v.values[i])
			found.Items = append(found.Items, one)
		}
	default:
		found.Items = append(found.Items, v)
		return c.make(sizeOfItem)
	}
	return nil
}

func merge(c *call, list *Array, _ []any) (any, error) {
	result := NewObject(0)
	for _, item := range list.Items {
		o, ok := item.(*Object)
		if !ok {
			continue
		}
		if err := c.make(sizeOfMember * o.Len()); err != nil {
			return nil, err
		}
		for i, key := range o.keys {
			result.Set(key, o.values[i])
		}
	}
	return result, nil
}

// clone copies a value as if it were written as a text and read again: numbers have
// 15 digits, functions are empty strings.
func clone(c *call, args []any) (any, error) {
	return c.copied(args[0], 0)
}

func (c *call) copied(v any, depth int) (any, error) {
	if err := c.enter(depth); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case *function:
		return "", nil
	case json.Number, float64:
		n, _ := numberOf(v)
		if math.IsNaN(n) {
			return Null{}, nil
		}
		if _, err := isNumeric(n); err != nil {
			return nil, err
		}
		return rounded15(n), nil
	case *Array:
		return c.copiedArray(v, depth)
	case *Object:
		return c.copiedObject(v, depth)
	}
	return v, nil
}

func (c *call) copiedArray(a *Array, depth int) (any, error) {
	if err := c.make(sizeOfItem * (len(a.Items) + 4)); err != nil {
		return nil, err
	}
	result := NewArray(make([]any, len(a.Items))...)
	for i, item := range a.Items {
		one, err := c.copied(item, depth+1)
		if err != nil {
			return nil, err
		}
		if one == nil {
			one = Null{}
		}
		result.Items[i] = one
	}
	return result, nil
}

func (c *call) copiedObject(o *Object, depth int) (any, error) {
	if err := c.make(sizeOfMember * (o.Len() + 1)); err != nil {
		return nil, err
	}
	result := NewObject(o.Len())
	for i, key := range o.keys {
		one, err := c.copied(o.values[i], depth+1)
		if err != nil {
			return nil, err
		}
		if one != nil {
			result.Set(key, one)
		}
	}
	return result, nil
}
