package asl

// redrive goes on in the states that did not succeed, with the input that they had
// and their retries anew. In a Parallel or Map these are the branches and
// iterations that failed or were cut off; what the others gave is kept. The
// machine's timeout starts again. By entering it does as older logs have it.
func (r *step) redrive(entering bool) error {
	switch r.s.Status {
	case Running:
		return ErrRunning
	case Succeeded:
		return ErrNotRedrivable
	}
	tooMuch := r.s.Failure.name() == ErrorDataLimitExceeded
	r.s.Status, r.s.Failure = Running, Failure{}
	r.s.Redrives++
	r.s.Redriven = r.now
	if r.m.timeout > 0 {
		r.s.deadline = r.now.Add(r.m.timeout)
	}
	redriven := r.emit(r.s.lastID, ExecutionRedriven, &ExecutionRedrivenDetails{r.s.Redrives})
	if entering {
		r.reenter(redriven)
		return nil
	}
	if tooMuch { // then a Parallel or Map runs again as a whole (developer guide, "Redrive behavior of individual states")
		r.f = r.s.frames[0]
		r.dropBranches()
		r.f.rest()
	}
	for _, f := range r.s.frames {
		if f.phase != forked {
			r.f = f
			r.again(redriven)
		}
	}
	r.refill()
	return nil
}

// refill starts iterations of Maps in which fewer run than may: one whose input
// could not be computed had ended.
func (r *step) refill() {
	for _, f := range r.s.frames {
		st := r.m.states[f.state]
		if f.phase != forked || st.kind != mapState {
			continue
		}
		running := 0
		for _, other := range r.s.frames {
			if other.parent == f.id {
				running++
			}
		}
		r.f = f
		concurrency, err := r.integer(st, st.concurrency)
		if err != nil {
			r.evaluationFailed(st, err)
			return
		}
		r.fill(st, f.entry, atOnce(concurrency)-running)
		if r.s.Status != Running {
			return
		}
	}
}

// again does a state's work once more, without entering it: what comes of it
// follows the event by which the state was entered. Only a Fail state's end follows
// the redrive. (Both observed.)
func (r *step) again(redriven int64) {
	f := r.f
	if f.entry == 0 {
		r.goTo(f.state, f.input) // it never came to be entered
		return
	}
	f.rest()
	f.attempts, f.retries, f.task, f.token, f.interval = 0, nil, 0, "", 0
	f.last = f.entry
	if r.state().kind == failState {
		f.last = redriven
	}
	r.jobs = append(r.jobs, job{f: f})
}

// reenter enters the states anew that did not succeed.
func (r *step) reenter(redriven int64) {
	for _, f := range r.s.frames {
		if f.phase != forked {
			r.f = f
			f.last = redriven
			r.goTo(f.state, f.input)
		}
	}
}
