package demo_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
)

// nobody is where no orderflow listens.
var nobody = onemachine.Addresses{API: "127.0.0.1:1", AWS: "127.0.0.1:1"}

// TestOutcomes runs the demo to each ending; Run itself fails when anything is
// missing.
func TestOutcomes(t *testing.T) {
	for _, outcome := range demo.Outcomes {
		t.Run(outcome, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := demo.Run(t.Context(), demo.Options{Outcome: outcome, At: nobody, Out: &out}); err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			for _, want := range []string{"POST /orders → 202", "PlaceOrder", "order_placed", "order_offered", "Execution ", outcome} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("the timeline does not tell of %q:\n%s", want, out.String())
				}
			}
			if outcome == "expired" && !strings.Contains(out.String(), "the 600 seconds for accepting are replaced") {
				t.Errorf("it is not said that the ten minutes were replaced:\n%s", out.String())
			}
		})
	}
}

// TestItFailsWhenSomethingIsMissing: a demo that cannot fail would show nothing.
func TestItFailsWhenSomethingIsMissing(t *testing.T) {
	good := demo.Happened{
		Status: "SUCCEEDED",
		States: strings.Fields("PlaceOrder NotifyRestaurant WaitForAcceptance RejectOrder NotifyUserOfEnding"),
		Events: strings.Fields("order_placed restaurant_notified order_rejected"),
		Rings:  []string{"order_offered"}, Mails: []string{"Bella Napoli cannot take your order"},
	}
	if err := demo.Check("rejected", good); err != nil {
		t.Fatalf("nothing is missing: %v", err)
	}
	for name, change := range map[string]func(*demo.Happened){
		"the execution failed":          func(h *demo.Happened) { h.Status = "FAILED" },
		"a state was not entered":       func(h *demo.Happened) { h.States = h.States[1:] },
		"events came in another order":  func(h *demo.Happened) { h.Events = strings.Fields("restaurant_notified order_placed order_rejected") },
		"the doorbell did not ring":     func(h *demo.Happened) { h.Rings = nil },
		"the customer was not told":     func(h *demo.Happened) { h.Mails = nil },
		"the customer was told nothing": func(h *demo.Happened) { h.Mails = []string{"Hello"} },
	} {
		bad := good
		change(&bad)
		if err := demo.Check("rejected", bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
