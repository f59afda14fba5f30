package asl

func (f *fields) parallel(s *state) {
	f.require("Branches")
	f.results(s)
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
	f.results(s)
	f.iterated(s)
	s.concurrency = f.integerOrPath("MaxConcurrency", 0)
	s.retry, s.catch, s.next = f.retry(), f.catch(), f.next()
	for _, name := range []string{
		"ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailurePercentage",
		"ToleratedFailureCountPath", "ToleratedFailurePercentagePath",
	} {
		if n := f.any(name); n != nil {
			f.report(n, name+" belongs to a distributed Map, which is not offered here")
		}
	}
	n := f.object("ItemProcessor")
	if n == nil && !f.jsonata {
		n = f.object("Iterator") // its older name
	}
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

// iterated reads what a Map goes over.
func (f *fields) iterated(s *state) {
	if !f.jsonata {
		if f.owner.member("Iterator") == nil {
			f.require("ItemProcessor")
		}
		s.paths.items = f.path("ItemsPath")
		s.paths.itemSelector = f.payload("ItemSelector")
		if older := f.payload("Parameters"); s.paths.itemSelector == nil {
			s.paths.itemSelector = older
		} else if older != nil {
			f.report(f.owner.member("Parameters"), "A Map has either ItemSelector or Parameters, not both")
		}
		return
	}
	f.require("ItemProcessor")
	s.items, s.selector = f.template("Items"), f.template("ItemSelector")
	if n := f.owner.member("Items"); n != nil && n.kind != arrayNode && n.kind != objectNode && s.items.expression == nil {
		f.report(n, "Items must be an array, an object or a JSONata expression between {% and %}")
	}
}

func (f *fields) processorConfig(n *node) {
	g := f.within(n)
	if mode := g.text("Mode"); mode != nil && mode.text != "INLINE" {
		f.report(mode, "The mode "+mode.text+" is not offered here; what is: INLINE")
	}
	g.done()
}
