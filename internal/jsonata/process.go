package jsonata

import "strconv"

// process turns what was parsed into what is evaluated: dots become paths of steps,
// brackets and braces part of them, each % is told the step that it goes up to, and
// calls at the end of a lambda become thunks.
func (p *parser) process(n *node) *node {
	result := p.processed(n)
	if n.keepArray {
		result.keepArray = true
	}
	return result
}

func (p *parser) processed(n *node) *node {
	switch n.kind {
	case kindDot:
		return p.path(n)
	case kindFilter:
		return p.filter(n)
	case kindGroup:
		return p.groupBy(n)
	case kindOrder:
		return p.orderBy(n)
	case kindFocus:
		return p.focus(n)
	case kindIndex:
		return p.index(n)
	case kindName:
		return &node{kind: kindPath, parts: []*node{n}, keepSingleton: n.keepArray}
	case kindWord:
		n.kind = kindName
		return p.processed(n)
	case kindParent:
		n.slot = &slot{label: "!" + strconv.Itoa(p.labels), level: 1}
		if p.labels++; p.labels > maxParents {
			panic(exceeded("it goes up with %% more than %d times", maxParents))
		}
	case kindApply:
		n.left, n.right = p.process(n.left), p.process(n.right)
		n.keepArray = n.left.keepArray || n.right.keepArray
	case kindLambda:
		n.right = tailCall(p.process(n.right))
	case kindTransform:
		for i, part := range n.parts {
			n.parts[i] = p.process(part)
		}
	case kindCall, kindPartial:
		for i, part := range n.parts {
			n.parts[i] = p.process(part)
			n.seek(n.parts[i])
		}
		n.left = p.process(n.left)
	case kindNegative:
		return p.negative(n)
	case kindEnd:
		panic(fail("S0207", nil))
	default:
		p.children(n)
	}
	return n
}

// children processes what is in a node, which hands on the % in it.
func (p *parser) children(n *node) {
	if n.left != nil {
		n.left = p.process(n.left)
		n.seek(n.left)
	}
	if n.right != nil {
		n.right = p.process(n.right)
		n.seek(n.right)
	}
	for i, part := range n.parts {
		part = p.process(part)
		n.parts[i] = part
		n.seek(part)
		if n.kind == kindBlock && (part.consArray || part.kind == kindPath && part.parts[0].consArray) {
			n.consArray = true
		}
	}
	for i, pair := range n.pairs {
		n.pairs[i] = [2]*node{p.process(pair[0]), p.process(pair[1])}
		n.seek(n.pairs[i][0])
		n.seek(n.pairs[i][1])
	}
}

// seek takes over the % of a part that have not found their step.
func (n *node) seek(part *node) {
	n.seeking = append(n.seeking, part.seeking...)
	if part.kind == kindParent {
		n.seeking = append(n.seeking, part.slot)
	}
}

func (p *parser) negative(n *node) *node {
	inner := p.process(n.left)
	if inner.kind == kindNumber {
		number, _ := numberOf(inner.value)
		inner.value = -number
		return inner
	}
	n.left = inner
	n.seek(inner)
	return n
}

// path joins what is before a dot and what is behind it.
func (p *parser) path(n *node) *node {
	left, right := p.process(n.left), p.process(n.right)
	path := left
	if left.kind != kindPath {
		path = &node{kind: kindPath}
		path.addStep(left)
	}
	if left.kind == kindParent {
		path.seeking = append(path.seeking, left.slot)
	}
	if right.kind == kindPath {
		for _, step := range right.parts {
			path.addStep(step)
		}
	} else {
		right.stages = append(right.stages, right.predicates...)
		right.predicates = nil
		path.addStep(right)
	}
	first, last := path.parts[0], path.parts[len(path.parts)-1]
	first.consArray = first.consArray || first.kind == kindArray
	last.consArray = last.consArray || last.kind == kindArray
	path.resolve()
	return path
}

func (n *node) addStep(step *node) {
	switch step.kind {
	case kindNumber, kindValue:
		panic(fail("S0213", with{"value": step.value}))
	case kindString:
		step.kind, step.text = kindName, step.value.(string)
	}
	n.keepSingleton = n.keepSingleton || step.keepArray
	n.parts = append(n.parts, step)
}

// step is what a predicate or a binding belongs to.
func (n *node) step() *node {
	if n.kind == kindPath {
		return n.parts[len(n.parts)-1]
	}
	return n
}

func (p *parser) filter(n *node) *node {
	result := p.process(n.left)
	step := result.step()
	if step.group != nil {
		panic(fail("S0209", nil))
	}
	predicate := p.process(n.right)
	for _, s := range predicate.seeking {
		if s.level == 1 {
			step.find(s)
		} else {
			s.level--
		}
	}
	if len(predicate.seeking) > 0 {
		step.seek(predicate)
	}
	if result.kind == kindPath {
		step.stages = append(step.stages, stage{filter: predicate})
	} else {
		step.predicates = append(step.predicates, stage{filter: predicate})
	}
	return result
}

func (p *parser) groupBy(n *node) *node {
	result := p.process(n.left)
	if result.group != nil {
		panic(fail("S0210", nil))
	}
	result.group = [][2]*node{}
	for _, pair := range n.pairs {
		result.group = append(result.group, [2]*node{p.process(pair[0]), p.process(pair[1])})
	}
	return result
}

func (p *parser) orderBy(n *node) *node {
	result := p.process(n.left)
	if result.kind != kindPath {
		result = &node{kind: kindPath, parts: []*node{result}}
	}
	sorting := &node{kind: kindSort}
	for _, each := range n.terms {
		each.by = p.process(each.by)
		sorting.seek(each.by)
		sorting.terms = append(sorting.terms, each)
	}
	result.parts = append(result.parts, sorting)
	result.resolve()
	return result
}

func (p *parser) focus(n *node) *node {
	result := p.process(n.left)
	step := result.step()
	if len(step.stages) > 0 || len(step.predicates) > 0 {
		panic(fail("S0215", nil))
	}
	if step.kind == kindSort {
		panic(fail("S0216", nil))
	}
	step.keepArray = step.keepArray || n.keepArray
	step.focus, step.tuple = n.text, true
	return result
}

func (p *parser) index(n *node) *node {
	result := p.process(n.left)
	step := result.step()
	if result.kind != kindPath {
		result = &node{kind: kindPath, parts: []*node{step}}
		step.stages, step.predicates = append(step.stages, step.predicates...), nil
	}
	if len(step.stages) == 0 {
		step.index = n.text
	} else {
		step.stages = append(step.stages, stage{index: n.text})
	}
	step.tuple = true
	return result
}

// resolve looks for the steps that the % of the last step go up to.
func (n *node) resolve() {
	last := n.step()
	slots := last.seeking
	if last.kind == kindParent {
		slots = append(slots, last.slot)
	}
	for _, s := range slots {
		for i := len(n.parts) - 2; s.level > 0; {
			if i < 0 {
				n.seeking = append(n.seeking, s)
				break
			}
			step := n.parts[i]
			i--
			for i >= 0 && step.focus != "" && n.parts[i].focus != "" { // bound steps stay where they are
				step = n.parts[i]
				i--
			}
			step.find(s)
		}
	}
}

// find takes a % one step up, if the step is one that it can go up to.
func (n *node) find(s *slot) {
	switch n.kind {
	case kindName, kindWildcard:
		if s.level--; s.level == 0 {
			if n.ancestor != nil {
				s.label = n.ancestor.label
			}
			n.ancestor, n.tuple = s, true
		}
	case kindParent:
		s.level++
	case kindBlock:
		if len(n.parts) > 0 {
			n.tuple = true
			n.parts[len(n.parts)-1].find(s)
		}
	case kindPath:
		n.tuple = true
		i := len(n.parts) - 1
		n.parts[i].find(s)
		for i--; s.level > 0 && i >= 0; i-- {
			n.parts[i].find(s)
		}
	default:
		panic(fail("S0217", nil))
	}
}

// tailCall marks the calls that are the last thing a lambda does, so that they need
// no stack.
func tailCall(n *node) *node {
	switch {
	case n.kind == kindCall && len(n.predicates) == 0:
		n.thunk = true
	case n.kind == kindCondition:
		for i, part := range n.parts {
			n.parts[i] = tailCall(part)
		}
	case n.kind == kindBlock && len(n.parts) > 0:
		last := len(n.parts) - 1
		n.parts[last] = tailCall(n.parts[last])
	}
	return n
}
