package asl

// command asks for what the frame's task wants.
func (s *State) command(m *Machine, f *frame) Command {
	to := m.states[f.state].resource
	c := Command{Task: f.task, Resource: to.arn, Arguments: f.command}
	switch {
	case f.phase == parked:
		c.Kind = Await
	case to.kind == activity:
		c.Kind, c.Token = Keep, f.token
	case to.service == "states":
		c.Key = (&draw{entropy: s.start.Entropy, event: f.task}).uuid()
	}
	return c
}

func (r *step) command(f *frame) Command { return r.s.command(r.m, f) }

// Resume gives the commands that a state still waits for: what must be carried
// out again when it is not known whether they ever were.
func (m *Machine) Resume(s State) (commands []Command) {
	if s.Status != Running {
		return nil
	}
	for _, f := range s.frames {
		if f.phase == busy || m.awaits(f) {
			commands = append(commands, s.command(m, f))
		}
	}
	return commands
}

// awaits reports whether the frame waits for the end of what its task has started.
func (m *Machine) awaits(f *frame) bool {
	return f.phase == parked && m.states[f.state].resource.sync
}

// done takes the end of what a .sync task has started.
func (r *step) done(fact Fact) error {
	f := r.find(func(f *frame) bool { return f.task == fact.Task && r.m.awaits(f) })
	if f == nil {
		return ErrStale
	}
	r.conclude(f, fact)
	return nil
}

// abandon asks to stop what .sync tasks have started whose end the execution
// waited for before the step and does not any more, and that has not ended.
func (r *step) abandon(before State, fact Fact) {
	for _, f := range before.frames {
		if before.Status != Running || !r.m.awaits(f) || fact.Kind == FactDone && fact.Task == f.task {
			continue
		}
		after := r.find(func(now *frame) bool { return now.id == f.id && now.task == f.task && now.phase == parked })
		if after == nil || r.s.Status != Running {
			c := before.command(r.m, f)
			c.Kind = Cancel
			r.fx.Commands = append(r.fx.Commands, c)
		}
	}
}
