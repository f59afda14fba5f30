package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/orderflow/orderflow/internal/wiring"
)

// newOrders is the order context. What is called comes before what calls it: the
// steps of the workflow, the workflow, what starts and watches it, the API.
func newOrders(app awscdk.App, s settings) *contextStack {
	c := newContextStack(app, s, wiring.Orders, "orderflow: orders, from placed to their ending")
	topic := c.addTopic()
	c.addFunctions(func(f wiring.Function) bool { return f.Placeholder != "" })
	machine := c.addMachine()
	c.addFunctions(func(f wiring.Function) bool { return f.Placeholder == "" })
	c.addRules(machine)
	api := c.addAPI()
	c.addAlarms(map[wiring.Dimension]*string{wiring.OfMachine: machine.StateMachineArn(), wiring.OfAPI: api.ApiId()})
	c.addDashboard(machine, api)
	c.addOps(machine, topic)
	return c
}

func (c *contextStack) addFunctions(which func(wiring.Function) bool) {
	for _, f := range wiring.Functions {
		if f.Context == c.context && which(f) {
			c.addFunction(f)
		}
	}
}
