package asl

import (
	"encoding/json"
	"fmt"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// maxConcurrency is how many iterations of an inline Map run at once at most
// (developer guide, "Map state processing modes").
const maxConcurrency = 40

// iterate starts a Map.
func (r *step) iterate(st *state) {
	items, selected, err := r.items(st)
	if err == nil && r.probe != nil && (st.selector != nil || st.paths != nil && st.paths.itemSelector != nil) {
		err = r.inspectItems(items, selected, st)
	}
	if err != nil {
		r.evaluationFailed(st, err)
		return
	}
	concurrency, err := r.integer(st, st.concurrency)
	if err != nil {
		r.evaluationFailed(st, err)
		return
	}
	if r.probe != nil {
		most := int(concurrency)
		r.probe.Seen.MaxConcurrency = &most
		r.probe.Results = len(items)
		return // what the iterations give comes from the caller
	}
	started := r.follow(MapStateStarted, &MapStateStartedDetails{len(items)})
	f := r.forkInto(len(items))
	f.fork.items, f.fork.selected = items, selected
	if len(items) == 0 {
		r.join(st, started)
		return
	}
	r.fill(st, started, atOnce(concurrency))
}

// atOnce is how many iterations may run at once.
func atOnce(concurrency int64) int {
	if concurrency == 0 || concurrency > maxConcurrency {
		return maxConcurrency
	}
	return int(concurrency)
}

// fill starts up to n iterations more.
func (r *step) fill(st *state, previous int64, n int) {
	for range min(n, len(r.f.fork.items)-r.f.fork.next) {
		if !r.nextIteration(st, previous) {
			return
		}
	}
}

// nextIteration starts one more iteration, if there is one; its first event
// follows the one that made room for it. It reports false when the Map has failed.
func (r *step) nextIteration(st *state, previous int64) bool {
	parent := r.f
	fork := parent.fork
	if fork.next == len(fork.items) {
		return true
	}
	next := &fork.items[fork.next]
	input, err := r.inputOf(next, fork.selected, st)
	switch {
	case err != nil:
		if st.paths == nil || r.s.start.Rules == 0 { // else it ends the execution
			r.abortAll(st, previous)
		}
		r.evaluationFailed(st, err)
		return false
	case len(input) > maxPayload:
		r.abortAll(st, previous)
		r.fault(st, oversize(st.name), false)
		return false
	}
	fork.next++
	started := r.emit(previous, MapIterationStarted, &MapIterationDetails{st.name, next.index})
	r.spawn(parent, frame{index: next.index, item: next, state: st.processor.startAt, input: input, last: started})
	r.f = parent
	return true
}

// abortAll cuts off all iterations of the frame's Map.
func (r *step) abortAll(st *state, cause int64) {
	for _, f := range r.s.frames {
		if f.parent == r.f.id {
			r.abort(f, st, cause)
		}
	}
}

// items are what a Map goes over. A JSONPath ItemSelector looks into selected.
func (r *step) items(st *state) (items []item, selected any, err error) {
	if st.paths != nil {
		return r.itemsByPaths(st)
	}
	whole, expression := r.f.input, (*expression)(nil)
	if st.items != nil {
		expression = st.items.expression
		if whole, err = st.items.evaluate(r.scope()); err != nil {
			return nil, nil, err
		}
	}
	if items, err = split(whole); err != nil {
		if value, bad := jsonata.Decode(whole); expression != nil && bad == nil {
			return nil, nil, expression.unexpected("array", value)
		}
		return nil, nil, fmt.Errorf("Map state input must be an array but was: %s", whole) // AWS's sentence
	}
	return items, nil, nil
}

// inputOf is what an iteration is given. It is computed when the iteration
// starts: those of all at once could be far larger than the items.
func (r *step) inputOf(i *item, selected any, st *state) (input json.RawMessage, err error) {
	around := r.f.item
	r.f.item = i
	defer func() { r.f.item = around }()
	switch {
	case st.selector != nil:
		return st.selector.evaluate(r.scope())
	case st.paths != nil && st.paths.itemSelector != nil:
		return st.paths.itemSelector.text(r.scope(), selected)
	}
	return i.value, nil
}

// inspectItems notes what the iterations of a trial would be given.
func (r *step) inspectItems(items []item, selected any, st *state) error {
	inputs := make([]item, len(items))
	size := 0
	for i := range items {
		input, err := r.inputOf(&items[i], selected, st)
		if err != nil {
			return err
		}
		if size += len(input); size > maxPayload {
			return nil // more than an answer could tell
		}
		inputs[i].value = input
	}
	r.probe.list(afterItemSelector, inputs)
	return nil
}

// split takes an array apart, or an object by its keys.
func split(whole json.RawMessage) (items []item, err error) {
	value, err := jsonata.Decode(whole)
	if err != nil {
		return nil, err
	}
	add := func(key string, value any) error {
		text, err := jsonata.AppendJSON(nil, value, maxText)
		items = append(items, item{index: len(items), key: key, value: text})
		return err
	}
	switch value := value.(type) {
	case *jsonata.Array:
		for _, each := range value.Items {
			if err := add("", each); err != nil {
				return nil, err
			}
		}
		return items, nil
	case *jsonata.Object:
		value.Range(func(key string, each any) bool {
			err = add(key, each)
			return err == nil
		})
		return items, err
	}
	return nil, fmt.Errorf("not an array: %v", value)
}
