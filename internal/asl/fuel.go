package asl

import (
	"context"
	"errors"
)

// maxCalls bounds how much one expression may do, in calls of functions and looks
// at items, so that none runs without end. It is counted, not timed: the same
// expression ends in the same place whenever it is replayed.
const maxCalls = 1_000_000

// errTooMuch is what an expression gets that does more.
var errTooMuch = errors.New("D1011: the expression does too much: more than 1000000 calls and items")

// fuel is a context that ends after so many looks at it: the expression library
// looks once for each call of a function and for each item that it filters.
type fuel struct {
	context.Context
	left int
}

func newFuel() *fuel { return &fuel{context.Background(), maxCalls} }

// Err implements [context.Context].
func (f *fuel) Err() error {
	if f.left--; f.left < 0 {
		return errTooMuch
	}
	return nil
}
