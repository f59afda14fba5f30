package asl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/google/uuid"
	"github.com/recolabs/gnata"
)

// maxRange bounds $range and $partition, which could otherwise make a short
// expression grow without end.
const maxRange = 100_000

// library are the functions that AWS adds to JSONata and that depend on their
// arguments alone. $eval is taken away.
var library = functionValues(map[string]gnata.CustomFunc{
	"partition": partition,
	"range":     rangeOf,
	"hash":      hash,
	"parse":     parse,
}, "eval")

// scoped are the functions that look at the time of the step or draw from its
// entropy.
var scoped = map[string]bool{"now": true, "millis": true, "uuid": true, "random": true}

func newScopedSet() *scopedSet {
	set := &scopedSet{}
	set.functions = functionValues(map[string]gnata.CustomFunc{
		"millis": func([]any, any) (any, error) { return float64(set.scope.now), nil },
		"now":    func(args []any, _ any) (any, error) { return now(set.scope.now, args) },
		"uuid":   func([]any, any) (any, error) { return set.scope.draw.uuid(), nil },
		"random": func(args []any, _ any) (any, error) { return random(set.scope.draw, args) },
	})
	return set
}

// functionValues turns functions into what an expression can call, and binds
// the names in removed to nothing.
func functionValues(functions map[string]gnata.CustomFunc, removed ...string) map[string]any {
	environment := gnata.NewCustomEnv(functions)
	values := make(map[string]any, len(functions)+len(removed))
	for name := range functions {
		values[name], _ = environment.Lookup(name)
	}
	for _, name := range removed {
		values[name] = undefined
	}
	return values
}

func number(args []any, i int) (float64, bool) {
	if i >= len(args) {
		return 0, false
	}
	switch n := args[i].(type) {
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// partition cuts an array into pieces of a size: $partition([1,2,3], 2).
func partition(args []any, _ any) (any, error) {
	if len(args) == 0 {
		return undefined, nil
	}
	items, ok := args[0].([]any)
	if !ok {
		items = []any{args[0]}
	}
	size, ok := number(args, 1)
	if !ok || size < 1 || size != math.Trunc(size) {
		return nil, errors.New("$partition: the size must be a positive integer")
	}
	pieces := []any{}
	for len(items) > 0 {
		n := min(int(size), len(items))
		pieces = append(pieces, items[:n:n])
		items = items[n:]
	}
	return pieces, nil
}

// rangeOf lists numbers from the first to the last, inclusive: $range(1, 9, 2).
func rangeOf(args []any, _ any) (any, error) {
	first, ok1 := number(args, 0)
	last, ok2 := number(args, 1)
	step, ok3 := number(args, 2)
	if !ok1 || !ok2 || !ok3 || step == 0 {
		return nil, errors.New("$range: it takes a start, an end and a step that is not 0")
	}
	count := math.Floor((last-first)/step) + 1
	if count > maxRange {
		return nil, fmt.Errorf("$range: more than %d numbers", maxRange)
	}
	numbers := []any{}
	for i := 0.0; i < count; i++ {
		numbers = append(numbers, first+i*step)
	}
	if len(numbers) == 1 {
		return numbers[0], nil // a sequence of one is its element: AWS does so too
	}
	return numbers, nil
}

// hash is the hexadecimal digest of a string, or of a value's JSON text.
func hash(args []any, _ any) (any, error) {
	if len(args) < 2 {
		return nil, errors.New("$hash: it takes the data and the algorithm")
	}
	data, ok := args[0].(string)
	if !ok {
		var b bytes.Buffer
		if err := encode(&b, args[0]); err != nil {
			return nil, err
		}
		data = b.String()
	}
	algorithm, _ := args[1].(string)
	sum, err := digest(data, algorithm)
	if err != nil {
		return nil, fmt.Errorf("$hash: %w", err)
	}
	return sum, nil
}

// parse reads JSON text, as $eval is not available.
func parse(args []any, _ any) (any, error) {
	if len(args) == 0 || args[0] == nil {
		return undefined, nil
	}
	text, ok := args[0].(string)
	if !ok {
		return nil, errors.New("$parse: it takes a string")
	}
	value, err := decode(json.RawMessage(strings.TrimSpace(text)))
	if err != nil {
		return nil, fmt.Errorf("$parse: %w", err)
	}
	return value, nil
}

var fromMillis = func() *gnata.Expression {
	e, err := gnata.Compile("$fromMillis($millis, $picture, $zone)")
	if err != nil {
		panic(err) // a constant expression
	}
	return e
}()

// now is the time of the step, in the given picture if there is one.
func now(at Instant, args []any) (any, error) {
	vars := bindings{"millis": float64(at)}
	for i, name := range []string{"picture", "zone"} {
		if i < len(args) {
			vars[name] = args[i]
		}
	}
	if len(vars) == 1 {
		return at.String(), nil
	}
	return fromMillis.EvalWithVars(context.Background(), undefined, vars)
}

// random is a number from 0 up to, not including, 1. With a seed it is the same
// number for the same seed.
func random(d *draw, args []any) (any, error) {
	if len(args) == 0 || args[0] == nil {
		return d.float(), nil
	}
	seed, ok := number(args, 0)
	if !ok {
		return nil, errors.New("$random: the seed must be a number")
	}
	return seeded(seed), nil
}

// seeded is the number that a seed gives.
func seeded(seed float64) float64 {
	d := draw{}
	for i := range 8 {
		d.entropy[i] = byte(math.Float64bits(seed) >> (8 * i))
	}
	return d.float()
}

// uuid draws a random (version 4) UUID.
func (d *draw) uuid() string {
	id := uuid.UUID(d.bytes())
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
