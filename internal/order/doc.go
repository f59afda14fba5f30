// Package order is one order: what it holds, how its status may change, and the
// events that its changes bring forth. It knows no AWS, no clock and no store.
//
// An [Order] is changed only through its methods. Each of them is one step of
// the workflow, takes the time, and can be called again: a step whose effect is
// there already gives the same [Moment] as the first time, so its event keeps its
// id and its time however often it is published. An order that has ended never
// changes ([ErrEnded]).
//
// Two doors lead in and out of storage: [Order.Record] and [FromRecord].
package order
