package jsonata

// evaluator is one evaluation.
type evaluator struct {
	budget
	depth     int            // of evaluations in evaluations
	variables map[string]any // of the outermost scope
}

// frame is a scope of variables.
type frame struct {
	outer  *frame
	names  []string
	values []any
}

func (f *frame) bind(name string, value any) {
	f.names, f.values = append(f.names, name), append(f.values, value)
}

// lookup finds a variable. What was bound last counts.
func (e *evaluator) lookup(f *frame, name string) any {
	for ; f != nil; f = f.outer {
		e.steps -= len(f.names) / 16 // the next node finds out
		for i := len(f.names) - 1; i >= 0; i-- {
			if f.names[i] == name {
				return f.values[i]
			}
		}
	}
	if value, ok := e.variables[name]; ok {
		return value
	}
	if own, ok := functions[name]; ok {
		return own
	}
	return nil
}

// eval evaluates a node in the context of a value.
func (e *evaluator) eval(n *node, input any, env *frame) (any, error) {
	if err := e.step(1); err != nil {
		return nil, err
	}
	if err := e.enterEvaluation(); err != nil {
		return nil, err
	}
	result, err := e.alone(n, input, env)
	for i := 0; err == nil && i < len(n.predicates); i++ {
		result, err = e.filter(n.predicates[i].filter, result, env)
	}
	if err == nil && n.group != nil && n.kind != kindPath {
		result, err = e.groupBy(n.group, result, env)
	}
	e.depth--
	if err != nil {
		return nil, err
	}
	if found, ok := result.(*Array); ok && found.sequence && !found.tuples {
		return found.collapsed(n.keepArray), nil
	}
	return result, nil
}

// enterEvaluation takes for an evaluation in an evaluation. Whoever enters goes out
// again by counting depth down.
func (e *evaluator) enterEvaluation() error {
	if e.depth++; e.depth > e.Depth {
		return &Error{Code: "U1001", text: "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive."}
	}
	return nil
}

// collapsed is what a sequence stands for.
func (a *Array) collapsed(keep bool) any {
	if keep {
		a.keepSingleton = true
	}
	switch {
	case len(a.Items) == 0:
		return nil
	case len(a.Items) == 1 && !a.keepSingleton:
		return a.Items[0]
	}
	return a
}

// alone evaluates a node without what stands behind it.
func (e *evaluator) alone(n *node, input any, env *frame) (any, error) {
	switch n.kind {
	case kindPath:
		return e.path(n, input, env)
	case kindName:
		return e.member(input, n.text)
	case kindString, kindNumber, kindValue, kindRegex:
		return n.value, nil
	case kindVariable:
		if n.text == "" {
			return input, nil
		}
		return e.lookup(env, n.text), nil
	case kindBinary:
		return e.binary(n, input, env)
	case kindArray:
		return e.array(n, input, env)
	case kindObject:
		return e.groupBy(n.pairs, input, env)
	case kindCondition:
		return e.condition(n, input, env)
	case kindBlock:
		return e.block(n, input, env)
	case kindCall:
		if n.thunk {
			return &tailed{n, input, env}, nil
		}
		return e.call(n, input, env, nil)
	case kindBind:
		value, err := e.eval(n.right, input, env)
		if err == nil {
			err = e.make(sizeOfMember)
			env.bind(n.text, value)
		}
		return value, err
	}
	return e.rare(n, input, env)
}

// rare is alone for what few expressions have.
func (e *evaluator) rare(n *node, input any, env *frame) (any, error) {
	switch n.kind {
	case kindWildcard:
		return e.wildcard(input)
	case kindDescendants:
		return e.descendants(input)
	case kindParent:
		return e.lookup(env, n.slot.label), nil
	case kindNegative:
		return e.negative(n, input, env)
	case kindLambda:
		return &function{arity: len(n.parameters), signature: n.signature, lambda: &closure{n, input, env}}, nil
	case kindPartial:
		return e.partial(n, input, env)
	case kindApply:
		return e.pipe(n, input, env)
	case kindTransform:
		return e.transformer(n, env), nil
	}
	return nil, nil // a placeholder: parsing refuses it elsewhere
}

func (e *evaluator) condition(n *node, input any, env *frame) (any, error) {
	condition, err := e.eval(n.left, input, env)
	if err != nil {
		return nil, err
	}
	holds, err := e.boolean(condition, 0)
	switch {
	case err != nil:
		return nil, err
	case holds:
		return e.eval(n.parts[0], input, env)
	case len(n.parts) > 1:
		return e.eval(n.parts[1], input, env)
	}
	return nil, nil
}

func (e *evaluator) block(n *node, input any, env *frame) (result any, err error) {
	if err := e.make(sizeOfFrame); err != nil {
		return nil, err
	}
	inner := &frame{outer: env}
	for _, part := range n.parts {
		if result, err = e.eval(part, input, inner); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func (e *evaluator) negative(n *node, input any, env *frame) (any, error) {
	value, err := e.eval(n.left, input, env)
	if err != nil || value == nil {
		return nil, err
	}
	numeric, err := isNumeric(value)
	if err != nil {
		return nil, err
	}
	if !numeric {
		return nil, fail("D1002", with{"value": value, "token": "-"})
	}
	number, _ := numberOf(value)
	return -number, nil
}

func (e *evaluator) array(n *node, input any, env *frame) (any, error) {
	result := &Array{cons: n.consArray, Items: make([]any, 0, len(n.parts))}
	for _, part := range n.parts {
		value, err := e.eval(part, input, env)
		if err != nil {
			return nil, err
		}
		items := []any{value}
		if list, ok := value.(*Array); ok && part.kind != kindArray {
			items = list.Items
		} else if value == nil {
			continue
		}
		if err := e.make(sizeOfItem * (len(items) + 1)); err != nil {
			return nil, err
		}
		result.Items = append(result.Items, items...)
	}
	return result, nil
}

// member is the member of an object; of an array, those of its items.
func (e *evaluator) member(input any, name string) (any, error) {
	switch v := input.(type) {
	case *Object:
		return v.Get(name), nil
	case *Array:
		found := newSequence()
		err := e.members(v, name, found, 0)
		return found, err
	}
	return nil, nil
}

func (e *evaluator) members(list *Array, name string, found *Array, depth int) error {
	if depth > e.Depth {
		return tooDeep(e.Depth)
	}
	if err := e.step(len(list.Items)); err != nil {
		return err
	}
	for _, item := range list.Items {
		switch v := item.(type) {
		case *Object:
			value := v.Get(name)
			if value == nil {
				continue
			}
			items := []any{value}
			if list, ok := value.(*Array); ok {
				items = list.Items
			}
			if err := e.make(sizeOfItem * len(items)); err != nil {
				return err
			}
			found.Items = append(found.Items, items...)
		case *Array:
			if err := e.members(v, name, found, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func tooDeep(depth int) error {
	return exceeded("a value is nested more than %d deep", depth)
}

// wildcard is the members of an object, or the items of an array, arrays opened.
func (e *evaluator) wildcard(input any) (any, error) {
	found := newSequence()
	add := func(value any) error {
		list, ok := value.(*Array)
		if !ok {
			found.Items = append(found.Items, value)
			return e.make(sizeOfItem)
		}
		found.sequence = false // what is appended to is an array
		return e.flatten(list, found, 0)
	}
	switch v := input.(type) {
	case *Object:
		for _, value := range v.values {
			if err := add(value); err != nil {
				return nil, err
			}
		}
	case *Array:
		for _, value := range v.Items {
			if err := add(value); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

func (e *evaluator) flatten(list, into *Array, depth int) error {
	if depth > e.Depth {
		return tooDeep(e.Depth)
	}
	if err := e.make(sizeOfItem * (len(list.Items) + 1)); err != nil {
		return err
	}
	for _, item := range list.Items {
		if inner, ok := item.(*Array); ok {
			if err := e.flatten(inner, into, depth+1); err != nil {
				return err
			}
			continue
		}
		into.Items = append(into.Items, item)
	}
	return nil
}

// descendants is a value and all that is in it, arrays opened.
func (e *evaluator) descendants(input any) (any, error) {
	if input == nil {
		return nil, nil
	}
	found := newSequence()
	if err := e.descend(input, found, 0); err != nil {
		return nil, err
	}
	if len(found.Items) == 1 {
		return found.Items[0], nil
	}
	return found, nil
}

func (e *evaluator) descend(v any, found *Array, depth int) error {
	if depth > e.Depth {
		return tooDeep(e.Depth)
	}
	if err := e.make(sizeOfItem); err != nil {
		return err
	}
	var inner []any
	switch v := v.(type) {
	case *Array:
		inner = v.Items
	case *Object:
		found.Items = append(found.Items, v)
		inner = v.values
	default:
		found.Items = append(found.Items, v)
	}
	for _, each := range inner {
		if err := e.descend(each, found, depth+1); err != nil {
			return err
		}
	}
	return nil
}
