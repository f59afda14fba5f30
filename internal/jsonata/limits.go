package jsonata

import "fmt"

// Limits bound one evaluation. They are counted, not timed: an expression that is
// evaluated again, with the same input, ends in the same place.
type Limits struct {
	Steps int // nodes of the expression that are evaluated, and items that are walked over
	Bytes int // of all that is made on the way, kept or not
	Depth int // of evaluations in evaluations, and of values in values
}

// DefaultLimits are far above what a payload of 256 KiB needs.
var DefaultLimits = Limits{Steps: 10_000_000, Bytes: 256 << 20, Depth: 5_000}

// The sizes of what is made, in bytes.
const (
	sizeOfItem   = 16
	sizeOfMember = 48
	sizeOfFrame  = 96
)

// budget is what is left of the limits.
type budget struct {
	Limits
	steps, bytes int
}

func newBudget(limits Limits) budget {
	return budget{Limits: limits, steps: limits.Steps, bytes: limits.Bytes}
}

// step takes for n nodes or items.
func (b *budget) step(n int) error {
	if b.steps -= n; b.steps < 0 {
		return exceeded("it does too much: more than %d steps", b.Steps)
	}
	return nil
}

// bytesPerStep is how much text is gone through for the price of a step.
const bytesPerStep = 32

// stepText takes for a text that is gone through.
func (b *budget) stepText(text string) error {
	if len(text) < bytesPerStep {
		return nil
	}
	return b.step(len(text) / bytesPerStep)
}

// make takes n bytes.
func (b *budget) make(n int) error {
	if b.bytes -= n; b.bytes < 0 || n < 0 {
		return exceeded("it makes too much: more than %d MiB", b.Bytes>>20)
	}
	return nil
}

// exceeded is the error of an expression that goes beyond its limits. JSONata has no
// code of its own for that.
func exceeded(format string, args ...any) *Error {
	return &Error{Code: "D1011", text: "The expression exceeds its limits: " + fmt.Sprintf(format, args...)}
}
