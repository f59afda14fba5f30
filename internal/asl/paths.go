package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// paths are the fields of a JSONPath state that say what becomes of its input and
// its result (specification, "Input and Output Processing").
type paths struct {
	input, output place // InputPath, OutputPath
	into          place // ResultPath
	variables     *payload
	parameters    *payload
	literal       any // a Pass's Result
	hasLiteral    bool
	selector      *payload // ResultSelector
	items         *path    // ItemsPath
	itemSelector  *payload

	seconds, timestamp *path
	err, cause         lookup
}

// place is a path that may be null: then it leads to nothing.
type place struct {
	path *path // nil is $
	null bool
}

// look gives what is at the place; nothing is an empty object.
func (p place) look(s *scope, document any) (any, error) {
	switch {
	case p.null:
		return newObject(), nil
	case p.path == nil:
		return document, nil
	}
	value, err := p.path.evaluate(s, document)
	return value, invalidPath(p.path, err)
}

// put gives raw with value at the place; at no place it is dropped.
func (p place) put(raw, value any) (any, error) {
	switch {
	case p.null:
		return raw, nil
	case p.path == nil:
		return value, nil
	}
	changed, err := p.path.put(raw, value)
	if err != nil {
		return nil, &bareError{ErrorPathConflict, fmt.Sprintf("Unable to apply ReferencePath %s to input %s", p.path, show(raw))}
	}
	return changed, nil
}

// picked is what InputPath picks: what the state's paths look into.
func (r *step) picked(st *state) (any, error) {
	raw, err := plain(r.f.input)
	if err != nil {
		return nil, err
	}
	value, err := st.paths.input.look(r.scope(), raw)
	if err == nil {
		r.probe.note(afterInputPath, value)
	}
	return value, err
}

// effective is a JSONPath state's effective input: what InputPath picks, made
// over by Parameters.
func (r *step) effective(st *state) (any, error) {
	value, err := r.picked(st)
	if err == nil && st.paths.parameters != nil {
		value, err = st.paths.parameters.evaluate(r.scope(), value)
	}
	if err == nil && (st.kind == taskState || st.kind == passState || st.paths.parameters != nil) {
		r.probe.note(afterParameters, value)
	}
	return value, err
}

// arguments are what a Task or Parallel works on.
func (r *step) arguments(st *state) (json.RawMessage, error) {
	arguments, err := r.madeArguments(st)
	if err == nil && len(arguments) > maxPayload {
		err = errOversize
	}
	return arguments, err
}

func (r *step) madeArguments(st *state) (json.RawMessage, error) {
	switch {
	case st.paths != nil:
		value, err := r.effective(st)
		if err != nil {
			return nil, err
		}
		return encoded(value)
	case st.arguments != nil:
		arguments, err := st.arguments.evaluate(r.scope())
		if err == nil {
			r.probe.note(afterArguments, arguments)
		}
		return arguments, err
	}
	r.probe.note(afterArguments, r.f.input)
	return r.f.input, nil
}

// leaveByPaths computes a JSONPath state's output and variables: ResultSelector,
// then ResultPath into the raw input, then OutputPath. In Assign $ is the result
// of a state that has one, and otherwise the effective input.
func (r *step) leaveByPaths(st *state, result json.RawMessage, to transfer) {
	out, assigned, err := r.resultsByPaths(st, result, to)
	switch {
	case err != nil:
		r.evaluationFailed(st, err)
	case len(out) > maxPayload:
		r.fault(st, oversize(st.name), false)
	default:
		r.exit(st, to.next, out, assigned)
	}
}

func (r *step) resultsByPaths(st *state, result json.RawMessage, to transfer) (json.RawMessage, []variable, error) {
	s := r.scope()
	value, err := r.resultOf(st, result)
	if err != nil {
		return nil, nil, err
	}
	if st.kind == taskState {
		r.probe.note(rawResult, value)
	}
	assigned, err := assignByPaths(s, value, to.variables)
	if err != nil {
		return nil, nil, err
	}
	if st.paths.selector != nil {
		if value, err = st.paths.selector.evaluate(s, value); err != nil {
			return nil, nil, err
		}
	}
	if st.hasResult() {
		r.probe.note(afterResultSelector, value)
		raw, err := plain(r.f.input)
		if err != nil {
			return nil, nil, err
		}
		if value, err = to.into.put(raw, value); err != nil {
			return nil, nil, err
		}
		r.probe.note(afterResultPath, value)
	}
	if value, err = st.paths.output.look(s, value); err != nil {
		return nil, nil, err
	}
	out, err := encoded(value)
	return out, assigned, err
}

// hasResult reports whether ResultPath is a field of the state.
func (s *state) hasResult() bool { return s.kind == taskState || s.kind == passState || s.forks() }

// resultOf is what the state has made.
func (r *step) resultOf(st *state, result json.RawMessage) (any, error) {
	switch {
	case result != nil:
		return plain(result)
	case st.paths.hasLiteral && (st.paths.literal != nil || r.s.start.Rules == 0): // null is none (recorded)
		r.probe.note(rawResult, st.paths.literal)
		return st.paths.literal, nil
	}
	return r.effective(st)
}

func assignByPaths(s *scope, document any, variables *payload) (assigned []variable, err error) {
	if variables == nil {
		return nil, nil
	}
	for i := range variables.members {
		text, err := variables.members[i].text(s, document)
		if err != nil {
			return nil, err
		}
		assigned = append(assigned, variable{variables.keys[i], text})
	}
	return assigned, nil
}

// caughtByPaths puts the Error Output into the raw input. What the state's other
// fields do to a result is not done to it (observed).
func (r *step) caughtByPaths(st *state, c *catcher, failure Failure) {
	raw, err := plain(r.f.input)
	var output, value any
	if err == nil {
		output, err = plain(failure.errorOutput())
	}
	var assigned []variable
	if err == nil {
		assigned, err = assignByPaths(r.scope(), output, c.variables)
	}
	if err == nil {
		value, err = c.into.put(raw, output)
	}
	var out json.RawMessage
	if err == nil {
		r.probe.note(afterResultPath, value)
		out, err = encoded(value)
	}
	switch {
	case err == nil:
	case r.s.start.Rules == 0:
		r.failed(Failed(ErrorRuntime, r.cause(st, err.Error())))
		return
	default:
		r.evaluationFailed(st, err)
		return
	}
	r.exit(st, c.next, out, assigned)
}

// chooseByPaths takes the first rule that holds.
func (r *step) chooseByPaths(st *state) (to transfer, err error) {
	document, err := r.effective(st)
	if err != nil {
		return transfer{}, err
	}
	s := r.scope()
	for i := range st.choices {
		held, err := st.choices[i].rule.holds(s, document)
		if err != nil {
			return transfer{}, err
		}
		if held {
			return st.choices[i].transfer, nil
		}
	}
	return st.transfer(), nil
}

// wakeUpByPaths is until when a Wait sleeps whose time the input says.
func (r *step) wakeUpByPaths(st *state) (Instant, error) {
	document, err := r.effective(st)
	if err != nil {
		return 0, err
	}
	if p := st.paths.seconds; p != nil {
		value, err := p.evaluate(r.scope(), document)
		var missing *missingError
		if errors.As(err, &missing) {
			return 0, &runtimeError{"The SecondsPath parameter does not reference an input value: " + p.text}
		}
		if err != nil {
			return 0, err
		}
		if text, ok := value.(string); ok && r.s.start.Rules > 0 { // a number's text will do (recorded)
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				value = n
			}
		}
		seconds, ok := asInteger(value)
		switch {
		case !ok:
			return 0, &runtimeError{fmt.Sprintf("The SecondsPath parameter cannot be parsed as a long value: %s == %s", p, show(value))}
		case seconds < 0:
			return 0, &runtimeError{fmt.Sprintf("The SecondsPath parameter references a negative value: %s == %s", p, show(value))}
		case seconds > maxSeconds*100:
			return 0, &runtimeError{"Wait state delay is too long."}
		}
		return r.now.Add(seconds), nil
	}
	p := st.paths.timestamp
	value, err := p.evaluate(r.scope(), document)
	var missing *missingError
	if errors.As(err, &missing) {
		return 0, &runtimeError{"The TimestampPath parameter does not reference an input value: " + p.text}
	}
	if err != nil {
		return 0, err
	}
	text, _ := value.(string)
	at, err := parseTimestamp(text)
	if err != nil {
		return 0, &runtimeError{fmt.Sprintf(
			"The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s", p, plainText(value))}
	}
	return at, nil
}

// plainText is a value as messages show it: a string without quotes.
func plainText(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	return show(v)
}

// failByPaths is what a Fail state says whose words are looked up.
func (r *step) failByPaths(st *state) (failure Failure, err error) {
	if st.paths == nil {
		return failure, nil
	}
	document, err := plain(r.f.input)
	if err != nil {
		return failure, err
	}
	r.probe.note(afterInputPath, document)
	for _, field := range []struct {
		name string
		from lookup
		into **string
	}{{"ErrorPath", st.paths.err, &failure.Error}, {"CausePath", st.paths.cause, &failure.Cause}} {
		if field.from == nil {
			continue
		}
		value, err := field.from.evaluate(r.scope(), document)
		if err != nil {
			return failure, lookupFailed(field.from, field.name, document, err)
		}
		text, ok := value.(string)
		if !ok {
			return failure, &runtimeError{fmt.Sprintf("The %s field must be a string, but was: %s", field.name, show(value))}
		}
		*field.into = &text
	}
	return failure, nil
}

// itemsByPaths are what a JSONPath Map goes over, and what its ItemSelector looks
// into.
func (r *step) itemsByPaths(st *state) (items []item, selected any, err error) {
	document, err := r.effective(st)
	if err != nil {
		return nil, nil, err
	}
	value, at := document, "$"
	if p := st.paths.items; p != nil {
		at = p.text
		if value, err = p.evaluate(r.scope(), document); err != nil {
			return nil, nil, invalidPath(p, err)
		}
	}
	list, ok := value.([]any)
	if !ok {
		return nil, nil, &bareError{ErrorRuntime, fmt.Sprintf("Reference path %q must point to array.", at)}
	}
	items = make([]item, len(list))
	for i, each := range list {
		text, err := encoded(each)
		if err != nil {
			return nil, nil, err
		}
		items[i] = item{index: i, value: text}
	}
	r.probe.list(afterItemsPath, items)
	return items, document, nil
}
