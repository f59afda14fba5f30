package onemachine_test

import (
	"os"
	"slices"
	"testing"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestSampleEvents invokes each function with the sample event beside its main.
// The order of the samples does not exist; that is as far as they may come.
func TestSampleEvents(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		for _, f := range wiring.Functions {
			event, err := os.ReadFile("../../cmd/" + f.Name + "/event.json")
			if err != nil {
				t.Error(err)
				continue
			}
			if got := w.invoke(f.Name, string(event)); !slices.Contains([]string{"", "OrderNotFound"}, got) {
				t.Errorf("%s with its sample event: got %s", f.Name, got)
			}
		}
	})
}
