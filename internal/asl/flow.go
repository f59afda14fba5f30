package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// choose takes the first rule whose condition is true.
func (r *step) choose(st *state) {
	to, err := r.chosen(st)
	switch {
	case err != nil:
		r.evaluationFailed(st, err)
	case to.next == "":
		r.nothingChosen(st)
	default:
		r.leave(st, nil, to)
	}
}

// nothingChosen is a Choice that leads nowhere. Of one with paths AWS makes a
// States.Runtime (recorded); of one with expressions there is no record, and it is
// what the developer guide says of both.
func (r *step) nothingChosen(st *state) {
	cause := r.cause(st, "Failed to transition out of the state. The state does not point to a next state.")
	if st.paths != nil && r.s.start.Rules > 0 {
		r.broken(st, Failed(ErrorRuntime, cause))
		return
	}
	r.fault(st, Failed(ErrorNoChoiceMatched, cause), false)
}

// chosen is where a Choice goes.
func (r *step) chosen(st *state) (to transfer, err error) {
	if st.paths != nil {
		return r.chooseByPaths(st)
	}
	s := r.scope()
	for i := range st.choices {
		rule := &st.choices[i]
		chosen, err := rule.chosen(s)
		if err != nil {
			return to, err
		}
		if chosen {
			return rule.transfer, nil
		}
	}
	return st.transfer(), nil
}

func (c *choice) chosen(s *scope) (bool, error) {
	if c.condition == nil {
		return c.always, nil
	}
	value, err := c.condition.typed(s, "boolean", func(v any) bool { _, ok := v.(bool); return ok })
	if err != nil {
		return false, err
	}
	return value == true, nil
}

// longestWait is what the service accepts, in milliseconds: 2³¹−1 seconds.
const longestWait = math.MaxInt32 * 1000

// sleep starts a Wait state. A time that is past is no wait.
func (r *step) sleep(st *state) {
	until, err := r.wakeUp(st)
	switch {
	case err != nil:
		r.evaluationFailed(st, err)
	case until-r.now > longestWait:
		r.broken(st, Failed(ErrorRuntime, r.cause(st, "Wait state delay is too long.")))
	case until <= r.now:
		r.leave(st, nil, st.transfer())
	default:
		r.f.phase, r.f.wake = sleeping, until
	}
}

func (r *step) wakeUp(st *state) (Instant, error) {
	if st.seconds != nil {
		seconds, err := r.integer(st, st.seconds)
		return r.now.Add(seconds), err
	}
	if st.timestamp == nil {
		return r.wakeUpByPaths(st)
	}
	s := r.scope()
	text, err := st.timestamp.words(s)
	if err != nil {
		return 0, err
	}
	at, err := parseTimestamp(text)
	if err != nil {
		return 0, &evaluationError{"Timestamp", "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: " + text}
	}
	return at, nil
}

// failState ends the execution with the error and cause that it names.
func (r *step) failState(st *state) {
	failure, err := r.failByPaths(st)
	if err != nil {
		r.evaluationFailed(st, err)
		return
	}
	s := r.scope()
	for _, field := range []struct {
		from *template
		into **string
	}{{st.err, &failure.Error}, {st.cause, &failure.Cause}} {
		if field.from == nil {
			continue
		}
		text, err := field.from.words(s)
		if err != nil {
			r.evaluationFailed(st, err)
			return
		}
		*field.into = &text
	}
	r.fault(st, failure, false)
}

// words evaluates a field that must be a string.
func (t *template) words(s *scope) (string, error) {
	if t.expression == nil {
		var text string
		err := json.Unmarshal(t.constant, &text)
		return text, err
	}
	value, err := t.expression.typed(s, "string", func(v any) bool { _, ok := v.(string); return ok })
	if err != nil {
		return "", err
	}
	text, ok := value.(string)
	if !ok {
		return "", errors.New("not a string") // typed has seen to it
	}
	return text, nil
}

// integer evaluates a field that must be a whole number; 0 when it is not there.
func (r *step) integer(st *state, n *integer) (int64, error) {
	if n == nil {
		return 0, nil
	}
	s := r.scope()
	if n.path != nil {
		document, err := r.picked(st)
		if err != nil {
			return 0, err
		}
		value, err := n.path.evaluate(s, document)
		if err != nil {
			return 0, invalidPath(n.path, err)
		}
		number, ok := asInteger(value)
		if !ok || number < 0 || number > maxSeconds {
			return 0, &runtimeError{fmt.Sprintf("The %s field refers to value %s which is not a valid integer: %s", n.field, show(value), n.path)}
		}
		return number, nil
	}
	if n.expression == nil {
		return n.literal, nil
	}
	value, err := n.expression.typed(s, "number", func(v any) bool { _, ok := number([]any{v}, 0); return ok })
	if err != nil {
		return 0, err
	}
	seconds, _ := number([]any{value}, 0)
	if seconds != math.Trunc(seconds) || seconds < 0 || seconds > maxSeconds {
		return 0, n.expression.fail(fmt.Sprintf("returned a value that is not an integer from 0 to %d: %v", maxSeconds, seconds))
	}
	return int64(seconds), nil
}
