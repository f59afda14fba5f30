package asl

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// forks reports whether the state is one that runs others: Parallel or Map.
func (s *state) forks() bool { return s.kind == parallelState || s.kind == mapState }

// waits reports whether a state of this kind can be cut off.
func (k stateType) waits() bool {
	return k == taskState || k == waitState || k == parallelState || k == mapState
}

// branchOut starts a Parallel's branches, all with the same input.
func (r *step) branchOut(st *state) {
	input, err := r.arguments(st)
	if err != nil {
		r.evaluationFailed(st, err)
		return
	}
	if r.probe != nil {
		r.probe.Results = len(st.branches)
		return // what the branches give comes from the caller
	}
	started := r.follow(ParallelStateStarted, nil)
	parent := r.forkInto(len(st.branches))
	for i, branch := range st.branches {
		r.spawn(parent, frame{index: i, item: parent.item, state: branch.startAt, input: input, last: started})
	}
}

// spawn adds a branch or an iteration of the frame.
func (r *step) spawn(parent *frame, f frame) {
	f.parent, f.outer = parent.id, parent.fork.outer
	r.f = r.newFrame(f)
	r.goTo(f.state, f.input)
}

// forkInto makes the frame wait for n results, and returns it.
func (r *step) forkInto(n int) *frame {
	f := r.f
	f.phase, f.wake = forked, 0
	f.fork = &fork{results: make([]json.RawMessage, n), open: n, outer: f.visible()}
	return f
}

// visible are the variables that an inner scope sees.
func (f *frame) visible() map[string]json.RawMessage {
	if len(f.variables) == 0 {
		return f.outer
	}
	all := maps.Clone(f.outer)
	if all == nil {
		return f.variables // replaced, never changed
	}
	maps.Copy(all, f.variables)
	return all
}

// joined takes the output of the frame, whose branch or iteration has come to its
// end. With the last one the Parallel or Map goes on.
func (r *step) joined(out json.RawMessage) {
	child := r.f
	parent := r.parent(child)
	last := child.last
	r.drop(child)
	r.f = parent
	st := r.state()
	parent.fork.results[child.index] = out
	parent.fork.open--
	if st.kind == mapState {
		last = r.emit(last, MapIterationSucceeded, &MapIterationDetails{st.name, child.index})
		if !r.nextIteration(st, child.last) {
			return
		}
	}
	if parent.fork.open == 0 {
		r.join(st, last)
	}
}

// join leaves a Parallel or Map with all its results. Both events follow the last
// one of a branch (observed).
func (r *step) join(st *state, last int64) {
	f := r.f
	f.last = last
	result := array(f.fork.results)
	if len(result) > maxPayload {
		r.dropBranches()
		f.rest()
		r.fault(st, oversize(st.name), false)
		return
	}
	r.emit(last, EventType(st.kind)+"StateSucceeded", nil)
	f.rest()
	r.leave(st, result, st.transfer())
}

// array is a JSON array of the items.
func array(items []json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(item)
	}
	b.WriteByte(']')
	return b.Bytes()
}

// branchFailed lets a failure that nothing in the frame's body catches fail the
// Parallel or Map around it. The other branches are cut off, and stay where they
// are: a redrive goes on with them. Every event follows the one that tells of the
// cause (observed).
func (r *step) branchFailed(failure Failure) {
	child := r.f
	parent := r.parent(child)
	cause, kind := child.last, r.state().kind
	st := r.m.states[parent.state]
	if st.kind == mapState {
		r.emit(cause, MapIterationFailed, &MapIterationDetails{st.name, child.index})
	}
	for _, f := range r.s.frames {
		if f.parent == parent.id && f != child {
			r.abort(f, st, cause)
		}
	}
	if kind == taskState {
		r.emit(cause, TaskStateAborted, nil)
	}
	r.halt(child)
	parent.last = cause
	r.f = parent
	r.fault(st, failure, false)
}

// abort cuts a branch or an iteration off.
func (r *step) abort(f *frame, around *state, cause int64) {
	for _, inner := range r.s.frames {
		if inner.parent == f.id {
			r.abort(inner, r.m.states[f.state], cause)
		}
	}
	if kind := r.m.states[f.state].kind; f.entry != 0 && kind.waits() {
		r.emit(cause, EventType(kind)+"StateAborted", nil)
	}
	if around.kind == mapState {
		r.emit(cause, MapIterationAborted, &MapIterationDetails{around.name, f.index})
	}
	r.halt(f)
}

// halt makes a frame wait for nothing, but for its own branches if it has any.
func (r *step) halt(f *frame) {
	f.gone = true
	if f.phase != forked {
		f.rest()
	}
}

// parent is the frame in which a branch or iteration stands.
func (r *step) parent(child *frame) *frame {
	return r.find(func(f *frame) bool { return f.id == child.parent })
}

// drop gives up a frame.
func (r *step) drop(f *frame) {
	f.gone = true
	r.s.frames = slices.DeleteFunc(r.s.frames, func(other *frame) bool { return other == f })
}

// dropBranches gives up the frames inside of the frame.
func (r *step) dropBranches() {
	if r.f.fork == nil {
		return
	}
	lost := map[int64]bool{r.f.id: true}
	r.s.frames = slices.DeleteFunc(r.s.frames, func(f *frame) bool { // a frame stands behind its parent
		if lost[f.parent] {
			lost[f.id], f.gone = true, true
		}
		return lost[f.id] && f != r.f
	})
}
