// Package statemachine holds the order's flow as it is deployed: the engine on
// one machine, the tests and the infrastructure all read this one file.
//
// [Order] has placeholders such as ${PlaceOrderFunction} where the ARNs of
// functions belong, and nothing else that differs between places.
package statemachine

import _ "embed" // for the definition

// OrderName is the state machine's name.
const OrderName = "order"

// Order is the definition of the order's state machine, in the Amazon States
// Language.
//
//go:embed order.asl.json
var Order string
