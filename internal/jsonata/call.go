package jsonata

// closure is a lambda with the place where it was written.
type closure struct {
	node  *node
	input any
	env   *frame
}

// tailed is a call that is the last thing a lambda does: it is made once the lambda
// has returned, so that it needs no stack.
type tailed struct {
	node  *node
	input any
	env   *frame
}

// call evaluates a call of a function; what is piped to it is its first argument.
func (e *evaluator) call(n *node, input any, env *frame, piped []any) (any, error) {
	f, args, err := e.callee(n, input, env, "T1005")
	if err != nil {
		return nil, err
	}
	result, err := e.applyTo(f, append(piped, args...), input)
	if err != nil {
		return nil, about(n.left.name(), err)
	}
	return result, nil
}

// callee evaluates what is called, and the arguments.
func (e *evaluator) callee(n *node, input any, env *frame, forgotten string) (any, []any, error) {
	f, err := e.eval(n.left, input, env)
	if err != nil {
		return nil, nil, err
	}
	if f == nil && n.left.kind == kindPath && e.lookup(env, n.left.parts[0].text) != nil {
		return nil, nil, fail(forgotten, with{"token": bare(n.left.parts[0].text)})
	}
	args := make([]any, 0, len(n.parts)+1)
	for _, part := range n.parts {
		arg, err := e.eval(part, input, env)
		if err != nil {
			return nil, nil, err
		}
		args = append(args, arg)
	}
	return f, args, nil
}

// name is the name of what is called, if it has one.
func (n *node) name() string {
	if n.kind == kindPath {
		return n.parts[0].text
	}
	return n.text
}

// apply calls a function that was given as an argument. Its errors have its name.
func (c *call) apply(f *function, args []any, input any) (any, error) {
	result, err := c.evaluator.apply(f, args, input)
	if err != nil {
		return nil, about(f.name, err)
	}
	return result, nil
}

// applyTo calls what must be a function.
func (e *evaluator) applyTo(value any, args []any, input any) (any, error) {
	f, ok := value.(*function)
	if !ok {
		return nil, fail("T1006", nil)
	}
	return e.apply(f, args, input)
}

// apply calls a function with arguments that it checks. Calls at the end of lambdas
// are made here, one after the other.
func (e *evaluator) apply(f *function, args []any, input any) (any, error) {
	result, err := e.applyOnce(f, args, input)
	for err == nil {
		next, ok := result.(*tailed)
		if !ok {
			return result, nil
		}
		callee, args, failed := e.callee(next.node, next.input, next.env, "T1005")
		if failed != nil {
			return nil, failed
		}
		value, ok := callee.(*function)
		if !ok {
			return nil, fail("T1006", nil)
		}
		result, err = e.applyOnce(value, args, input)
		if err != nil {
			return nil, about(next.node.left.name(), err)
		}
	}
	return nil, err
}

func (e *evaluator) applyOnce(f *function, args []any, input any) (any, error) {
	if err := e.stepArguments(f, args); err != nil {
		return nil, err
	}
	if f.signature != nil {
		var err error
		if args, err = f.validate(args, input); err != nil {
			return nil, err
		}
	}
	if f.lambda == nil {
		if err := e.enterEvaluation(); err != nil {
			return nil, err
		}
		defer func() { e.depth-- }()
		return f.do(&call{e, f.name, input}, args)
	}
	n := f.lambda.node
	if err := e.make(sizeOfFrame + sizeOfMember*len(n.parameters)); err != nil {
		return nil, err
	}
	env := &frame{outer: f.lambda.env}
	for i, name := range n.parameters {
		var value any
		if i < len(args) {
			value = args[i]
		}
		env.bind(name, value)
	}
	return e.eval(n.right, f.lambda.input, env)
}

// stepArguments takes for what a function looks at in any case: texts, and the types
// of an array's items.
func (e *evaluator) stepArguments(f *function, args []any) error {
	for i, arg := range args {
		var err error
		switch v := arg.(type) {
		case string:
			if f.lambda == nil {
				err = e.stepText(v)
			}
		case *Array:
			if i < len(f.signature) && f.signature[i].typed {
				err = e.step(len(v.Items) / 4)
			}
		case *Object:
			if f.lambda == nil {
				err = e.stepTexts(v)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stepTexts takes for the long texts that an object has, keys among them.
func (e *evaluator) stepTexts(o *Object) error {
	for i, key := range o.keys {
		if err := e.stepText(key); err != nil {
			return err
		}
		if text, ok := o.values[i].(string); ok {
			if err := e.stepText(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// partial makes a function of the arguments that are not given yet.
func (e *evaluator) partial(n *node, input any, env *frame) (any, error) {
	value, args, err := e.callee(n, input, env, "T1007")
	if err != nil {
		return nil, err
	}
	f, ok := value.(*function)
	if !ok {
		return nil, fail("T1008", with{"token": n.left.name()})
	}
	var open []int
	for i, part := range n.parts {
		if part.kind == kindPlaceholder {
			open = append(open, i)
		}
	}
	return &function{arity: len(open), do: func(c *call, given []any) (any, error) {
		all := append([]any(nil), args...)
		for i, place := range open {
			if i < len(given) {
				all[place] = given[i]
			}
		}
		return c.apply(f, all, c.input)
	}}, nil
}

// pipe is the operator ~>: what is left of it is the first argument of what is
// right; two functions make one.
func (e *evaluator) pipe(n *node, input any, env *frame) (any, error) {
	left, err := e.eval(n.left, input, env)
	if err != nil {
		return nil, err
	}
	if n.right.kind == kindCall {
		return e.call(n.right, input, env, []any{left})
	}
	right, err := e.eval(n.right, input, env)
	if err != nil {
		return nil, err
	}
	second, ok := right.(*function)
	if !ok {
		return nil, fail("T2006", with{"value": right})
	}
	first, ok := left.(*function)
	if !ok {
		return e.apply(second, []any{left}, Null{})
	}
	return &function{arity: 1, do: func(c *call, args []any) (any, error) {
		value, err := c.apply(first, args[:min(1, len(args))], Null{})
		if err != nil {
			return nil, err
		}
		if found, ok := value.(*Array); ok && found.sequence {
			value = found.collapsed(false)
		}
		return c.apply(second, []any{value}, Null{})
	}}, nil
}

// transformer makes the function of a transform: it changes a copy of what it is
// given.
func (e *evaluator) transformer(n *node, env *frame) *function {
	return &function{arity: 1, signature: objectOrArray, do: func(c *call, args []any) (any, error) {
		if args[0] == nil {
			return nil, nil
		}
		clone, ok := c.lookup(env, "clone").(*function)
		if !ok {
			return nil, fail("T2013", nil)
		}
		result, err := c.apply(clone, args[:1], Null{})
		if err != nil {
			return nil, err
		}
		matches, err := c.eval(n.parts[0], result, env)
		if err != nil || matches == nil {
			return result, err
		}
		for _, match := range asItems(matches) {
			if err := c.change(n, match, env); err != nil {
				return nil, err
			}
		}
		return result, nil
	}}
}

// change updates one object, and deletes from it.
func (e *evaluator) change(n *node, match any, env *frame) error {
	target, _ := match.(*Object)
	update, err := e.eval(n.parts[1], match, env)
	if err != nil {
		return err
	}
	if update != nil {
		members, ok := update.(*Object)
		if !ok {
			return fail("T2011", with{"value": update})
		}
		if err := e.make(sizeOfMember * members.Len()); err != nil {
			return err
		}
		for i, key := range members.keys {
			if target != nil {
				target.Set(key, members.values[i])
			}
		}
	}
	if len(n.parts) < 3 {
		return nil
	}
	deletions, err := e.eval(n.parts[2], match, env)
	if err != nil || deletions == nil {
		return err
	}
	keys := map[string]bool{}
	for _, item := range asItems(deletions) {
		key, ok := item.(string)
		if !ok {
			return fail("T2012", with{"value": deletions})
		}
		keys[key] = true
	}
	if target == nil {
		return nil
	}
	target.remove(keys)
	return e.step(target.Len() + len(keys))
}

var objectOrArray = mustParse("<(oa):o>")

// mustParse reads the signature of a function of this package's own.
func mustParse(text string) []parameter {
	parameters, err := parseSignature(text)
	if err != nil {
		panic(err) // a constant text
	}
	return parameters
}

// functions are JSONata's own.
var functions map[string]*function

func init() { // natives lead back to functions, which a variable's value may not
	functions = make(map[string]*function, len(natives))
	for name, own := range natives {
		signature := mustParse("<" + own.signature + ">")
		functions[name] = &function{name: name, arity: arityOf(name, signature), signature: signature, do: own.do}
	}
}
