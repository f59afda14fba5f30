package asl

func (f *fields) parallel(s *state) {
	f.require("Branches")
	s.arguments, s.output, s.assign = f.template("Arguments"), f.template("Output"), f.assign()
	s.retry, s.catch, s.next = f.retry(), f.catch(), f.next()
	list := f.list("Branches")
	if list == nil {
		return
	}
	if len(list.items) == 0 {
		f.report(list, "Branches must have at least one branch")
	}
	for _, n := range list.items {
		if n.kind != objectNode {
			f.report(n, "Expected an object, but was "+n.kind.String())
			continue
		}
		g := f.within(n)
		s.branches = append(s.branches, g.inner())
		g.done()
	}
}

// inner reads a body that stands inside of a state.
func (f *fields) inner() *body {
	f.require("States", "StartAt")
	f.text("Comment")
	return f.body(f.scope)
}

func (f *fields) iteration(s *state) {
	f.require("ItemProcessor")
	s.items, s.selector = f.template("Items"), f.template("ItemSelector")
	s.concurrency = f.integer("MaxConcurrency", 0)
	s.output, s.assign = f.template("Output"), f.assign()
	s.retry, s.catch, s.next = f.retry(), f.catch(), f.next()
	if n := f.owner.member("Items"); n != nil && n.kind != arrayNode && n.kind != objectNode && s.items.expression == nil {
		f.report(n, "Items must be an array, an object or a JSONata expression between {% and %}")
	}
	for _, name := range []string{
		"ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailurePercentage",
	} {
		if n := f.any(name); n != nil {
			f.report(n, name+" belongs to a distributed Map, which is not offered here")
		}
	}
	n := f.object("ItemProcessor")
	if n == nil {
		return
	}
	g := f.within(n)
	if config := g.object("ProcessorConfig"); config != nil {
		g.processorConfig(config)
	}
	s.processor = g.inner()
	g.done()
}

func (f *fields) processorConfig(n *node) {
	g := f.within(n)
	if mode := g.text("Mode"); mode != nil && mode.text != "INLINE" {
		f.report(mode, "The mode "+mode.text+" is not offered here; what is: INLINE")
	}
	g.done()
}
