package asl

import (
	"encoding/json"
	"fmt"

	"github.com/recolabs/gnata"
)

// maxConcurrency is how many iterations of an inline Map run at once at most
// (developer guide, "Map state processing modes").
const maxConcurrency = 40

// iterate starts a Map.
func (r *step) iterate(st *state) {
	if r.full() {
		return
	}
	items, err := r.items(st)
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
		most, inputs := int(concurrency), make([]json.RawMessage, len(items))
		for i := range items {
			inputs[i] = items[i].input
		}
		r.probe.Seen.MaxConcurrency = &most
		r.probe.note(afterItemSelector, array(inputs))
		return // what the iterations give comes from the caller
	}
	if concurrency == 0 || concurrency > maxConcurrency {
		concurrency = maxConcurrency
	}
	started := r.follow(MapStateStarted, &MapStateStartedDetails{len(items)})
	f := r.forkInto(len(items))
	f.fork.items = items
	if len(items) == 0 {
		r.join(st, started)
		return
	}
	for range min(int(concurrency), len(items)) {
		r.nextIteration(st, started)
	}
}

// nextIteration starts one more iteration, if there is one; its first event
// follows the one that made room for it.
func (r *step) nextIteration(st *state, previous int64) {
	parent := r.f
	fork := parent.fork
	if fork.next == len(fork.items) || r.full() {
		return
	}
	next := &fork.items[fork.next]
	fork.next++
	started := r.emit(previous, MapIterationStarted, &MapIterationDetails{st.name, next.index})
	r.spawn(parent, frame{index: next.index, item: next, state: st.processor.startAt, input: next.input, last: started})
	r.f = parent
}

// items are what a Map goes over, each with the input that its iteration gets.
func (r *step) items(st *state) (items []item, err error) {
	if st.paths != nil {
		return r.itemsByPaths(st)
	}
	whole, expression := r.f.input, (*expression)(nil)
	if st.items != nil {
		expression = st.items.expression
		if whole, err = st.items.evaluate(r.scope()); err != nil {
			return nil, err
		}
	}
	if items, err = split(whole); err != nil {
		if value, bad := decode(whole); expression != nil && bad == nil {
			return nil, expression.unexpected("array", value)
		}
		return nil, fmt.Errorf("Map state input must be an array but was: %s", whole)
	}
	if st.selector == nil {
		return items, nil
	}
	return items, r.selectInto(items, func() (json.RawMessage, error) { return st.selector.evaluate(r.scope()) })
}

// selectInto computes each iteration's input; the context object has its item.
func (r *step) selectInto(items []item, input func() (json.RawMessage, error)) (err error) {
	around := r.f.item
	defer func() { r.f.item = around }()
	for i := range items {
		r.f.item = &items[i]
		if items[i].input, err = input(); err != nil {
			return err
		}
	}
	return nil
}

// split takes an array apart, or an object by its keys.
func split(whole json.RawMessage) (items []item, err error) {
	value, err := decode(whole)
	if err != nil {
		return nil, err
	}
	add := func(key string, value any) error {
		text, err := encoded(value)
		items = append(items, item{index: len(items), key: key, value: text, input: text})
		return err
	}
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			if err := add("", each); err != nil {
				return nil, err
			}
		}
		return items, nil
	case ordered:
		value.Range(func(key string, each any) bool {
			err = add(key, each)
			return err == nil
		})
		return items, err
	}
	return nil, fmt.Errorf("not an array: %v", gnata.NormalizeValue(value))
}
