package asl

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// library are the functions that AWS adds to JSONata and that depend on their
// arguments alone. Of JSONata's own, AWS takes $eval away; there is none.
var library = map[string]any{
	"partition": jsonata.NewFunction("partition", 2, partition),
	"range":     jsonata.NewFunction("range", 3, rangeOf),
	"hash":      jsonata.NewFunction("hash", 2, hash),
	"parse":     jsonata.NewFunction("parse", 1, parse),
}

// scoped make the functions that look at the time of the step or draw from its
// entropy.
var scoped = map[string]func(s *scope) any{
	"millis": func(s *scope) any {
		return jsonata.NewFunction("millis", 0, func(*jsonata.Budget, []any) (any, error) { return float64(s.now), nil })
	},
	"now": func(s *scope) any {
		return jsonata.NewFunction("now", 2, func(b *jsonata.Budget, args []any) (any, error) { return now(b, s.now, args) })
	},
	"uuid": func(s *scope) any {
		return jsonata.NewFunction("uuid", 0, func(*jsonata.Budget, []any) (any, error) { return s.draw.uuid(), nil })
	},
	"random": func(s *scope) any {
		return jsonata.NewFunction("random", 1, func(_ *jsonata.Budget, args []any) (any, error) { return random(s.draw, args) })
	},
	"shuffle": func(s *scope) any {
		return jsonata.NewFunction("shuffle", 1, func(b *jsonata.Budget, args []any) (any, error) { return shuffle(s.draw, b, args) })
	},
}

// bytesOfItem is what an item of an array takes.
const bytesOfItem = 16

// given is an argument of a call, nil if it is not there.
func given(args []any, i int) any {
	if i < len(args) {
		return args[i]
	}
	return nil
}

// number is an argument that is a number.
func number(args []any, i int) (float64, bool) {
	return jsonata.Float(given(args, i))
}

// partition cuts an array into pieces of a size: $partition([1,2,3], 2).
func partition(b *jsonata.Budget, args []any) (any, error) {
	value := given(args, 0)
	if value == nil {
		return nil, nil
	}
	items := []any{value}
	if list, ok := value.(*jsonata.Array); ok {
		items = list.Items
	}
	size, ok := number(args, 1)
	if !ok || size < 1 || size != math.Trunc(size) {
		return nil, errors.New("$partition: the size must be a positive integer")
	}
	if err := b.Make(2 * bytesOfItem * len(items)); err != nil {
		return nil, err
	}
	pieces := jsonata.NewArray()
	for len(items) > 0 {
		n := int(min(size, float64(len(items))))
		pieces.Items = append(pieces.Items, jsonata.NewArray(items[:n:n]...))
		items = items[n:]
	}
	return pieces, nil
}

// rangeOf lists numbers from the first to the last, inclusive: $range(1, 9, 2).
func rangeOf(b *jsonata.Budget, args []any) (any, error) {
	first, ok1 := number(args, 0)
	last, ok2 := number(args, 1)
	step, ok3 := number(args, 2)
	if !ok1 || !ok2 || !ok3 || step == 0 || math.IsNaN(first+last+step) || math.IsInf(first+last+step, 0) {
		return nil, errors.New("$range: it takes a start, an end and a step that is not 0")
	}
	count := math.Max(0, math.Floor((last-first)/step)+1)
	if count > math.MaxInt32 {
		count = math.MaxInt32 // more than any budget has
	}
	if err := b.Make(2 * bytesOfItem * int(count)); err != nil {
		return nil, err
	}
	numbers := make([]any, int(count))
	for i := range numbers {
		numbers[i] = first + float64(float64(i)*step) // not fused: every machine must find the same
	}
	if len(numbers) == 1 {
		return numbers[0], nil // a sequence of one is its element: AWS does so too
	}
	return jsonata.NewArray(numbers...), nil
}

// hash is the hexadecimal digest of a string, or of a value's JSON text.
func hash(_ *jsonata.Budget, args []any) (any, error) {
	if len(args) < 2 {
		return nil, errors.New("$hash: it takes the data and the algorithm")
	}
	data, ok := args[0].(string)
	if !ok {
		text, err := jsonata.AppendJSON(nil, args[0], maxText)
		if err != nil {
			return nil, fmt.Errorf("$hash: %w", err)
		}
		data = string(text)
	}
	algorithm, _ := args[1].(string)
	sum, err := digest(data, algorithm)
	if err != nil {
		return nil, fmt.Errorf("$hash: %w", err)
	}
	return sum, nil
}

// bytesOfJSON is what a letter of JSON may become, at most: {} of two letters is an
// object.
const bytesOfJSON = 32

// parse reads JSON text, as $eval is not available.
func parse(b *jsonata.Budget, args []any) (any, error) {
	switch text := given(args, 0).(type) {
	case nil:
		return nil, nil
	case string:
		if err := b.Make(bytesOfJSON * len(text)); err != nil {
			return nil, err
		}
		value, err := jsonata.Decode([]byte(strings.TrimSpace(text)))
		if err != nil {
			return nil, fmt.Errorf("$parse: %w", err)
		}
		return value, nil
	}
	return nil, errors.New("$parse: it takes a string")
}

// now is the time of the step, in the given picture if there is one.
func now(b *jsonata.Budget, at Instant, args []any) (any, error) {
	if given(args, 0) == nil && given(args, 1) == nil {
		return at.String(), nil
	}
	return b.FormatMillis(float64(at), given(args, 0), given(args, 1))
}

// random is a number from 0 up to, not including, 1. With a seed it is the same
// number for the same seed.
func random(d *draw, args []any) (any, error) {
	if given(args, 0) == nil {
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

// shuffle puts the items of an array into an order that is drawn.
func shuffle(d *draw, b *jsonata.Budget, args []any) (any, error) {
	list, ok := given(args, 0).(*jsonata.Array)
	if !ok {
		if value := given(args, 0); value != nil {
			return jsonata.NewArray(value), nil
		}
		return nil, nil
	}
	if err := b.Make(bytesOfItem * len(list.Items)); err != nil {
		return nil, err
	}
	if err := b.Step(len(list.Items)); err != nil {
		return nil, err
	}
	items := slices.Clone(list.Items)
	for i := len(items) - 1; i > 0; i-- {
		j := int(d.float() * float64(i+1))
		items[i], items[j] = items[j], items[i]
	}
	return jsonata.NewArray(items...), nil
}

// uuid draws a random (version 4) UUID.
func (d *draw) uuid() string {
	id := uuid.UUID(d.bytes())
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
