package pages_test

import (
	"testing"

	"github.com/orderflow/orderflow/internal/browsertest"
)

// order places an order of one dish of Bella Napoli, from the restaurants on.
func order(p *browsertest.Page, dish, address, note string) {
	p.Goto("/#/r/bella-napoli")
	p.Click("button", "One "+dish+" more")
	p.Goto("/#/basket")
	p.Fill("Where to?", address)
	p.Fill("Anything to add?", note)
	p.Click("button", "Place the order")
	p.See("h2", "Waiting for Bella Napoli")
}

func TestNothing(t *testing.T) {}
