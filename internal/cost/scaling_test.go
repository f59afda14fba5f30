package cost_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/orderflow/orderflow/internal/cost"
)

// scaled holds what was counted against the quotas that are built in.
func scaled(t *testing.T) cost.Scaling {
	t.Helper()
	quotas, err := cost.LoadQuotas()
	if err != nil {
		t.Fatal(err)
	}
	scaling, err := cost.Scale(prices(t), quotas, counts(t))
	if err != nil {
		t.Fatal(err)
	}
	return scaling
}

// TestScalingDocument: docs/scaling.md is made of the counts and the quotas.
func TestScalingDocument(t *testing.T) {
	var b bytes.Buffer
	scaled(t).Document(&b)
	golden(t, "../../docs/scaling.md", b.String(), "docs/scaling.md is not what is counted; go test ./internal/cost -update writes it")
}

// TestBinds works some quotas out by hand.
func TestBinds(t *testing.T) {
	binds := map[string]float64{}
	for _, u := range scaled(t).Uses {
		binds[u.Uses] = u.Binds()
		if at := u.At(int64(math.Ceil(u.Binds()) + 1)); at <= 1 {
			t.Errorf("%s is said to bind at %v orders a second, and %v of it is used beyond", u.Name, u.Binds(), at)
		}
	}
	for uses, want := range map[string]float64{
		"calls states:StartExecution": 300,        // one an order
		"calls states:SendTask*":      500.0 / 2,  // accept and complete
		"transitions":                 1500.0 / 8, // seven states and the start
		"mails a day":                 50000.0 / (2 * 86400),
		"open executions":             1e6 / (45 * 60),
		"busiest agenda key":          1000, // the steps: eight units over eight shards
	} {
		if math.Abs(binds[uses]-want) > 1e-9*want {
			t.Errorf("%q binds at %v orders a second, want %v", uses, binds[uses], want)
		}
	}
}

// TestNothingToScale: without a completed order there is nothing to say.
func TestNothingToScale(t *testing.T) {
	quotas, err := cost.LoadQuotas()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cost.Scale(prices(t), quotas, cost.Counts{}); err == nil {
		t.Error("no error")
	}
}
