package platform

import "strings"

// ExecutionARN is the ARN of an execution. The state machine's own may name a
// version or an alias, which the execution's does not:
// …:stateMachine:NAME:live → …:execution:NAME:EXECUTION. It is "" when machineARN
// is not a state machine's.
func ExecutionARN(machineARN, execution string) string {
	place, name, ok := strings.Cut(machineARN, ":stateMachine:")
	if !ok {
		return ""
	}
	name, _, _ = strings.Cut(name, ":")
	return place + ":execution:" + name + ":" + execution
}

// Option is something more that a handler is to know.
type Option func(*edge)

// OfMachine tells a handler the state machine whose executions its orders have, so
// that its log names them. Functions that the state machine calls are told by it:
// they could not be given its ARN, since its definition has theirs.
func OfMachine(machineARN string) Option {
	return func(e *edge) {
		e.executionOf = func(orderID string) string { return ExecutionARN(machineARN, orderID) }
	}
}
