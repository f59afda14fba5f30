package cost_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/cost"
	"github.com/orderflow/orderflow/internal/wiring"
)

var update = flag.Bool("update", false, "write the golden files anew")

// prices and quotas are the files that are built in.
func prices(t *testing.T) cost.Prices {
	t.Helper()
	p, err := cost.LoadPrices()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// counted runs one order to each ending, once for all tests.
var counted = sync.OnceValues(func() (cost.Counts, error) {
	p, err := cost.LoadPrices()
	if err != nil {
		return cost.Counts{}, err
	}
	return cost.Run(context.Background(), p)
})

func counts(t *testing.T) cost.Counts {
	t.Helper()
	c, err := counted()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// golden holds a text against a file; -update writes the file.
func golden(t *testing.T, file, text, help string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), text); diff != "" {
		t.Errorf("%s (-file +counted):\n%s", help, diff)
	}
}

// TestCounts pins what is done for one order, so that a change which makes orders
// dearer is seen in review. Bytes are left out: a name more in a log line or in an
// event is no matter.
func TestCounts(t *testing.T) {
	c := counts(t)
	var b strings.Builder
	for _, e := range c.Endings {
		for _, context := range cost.Contexts {
			work := e.Contexts[context]
			if work.Usage[cost.Invocations] > 0 {
				fmt.Fprintf(&b, "\n%s, %s\n", e.Name, context)
				write(&b, work)
			}
		}
	}
	for _, beside := range []struct {
		name string
		work cost.Work
	}{{"one GET /orders/{id}", c.Poll}, {"one GET /orders", c.List}, {"one look of watch-orders", c.Sweep}} {
		fmt.Fprintf(&b, "\n%s\n", beside.name)
		write(&b, beside.work)
	}
	golden(t, "testdata/counts.golden", strings.TrimPrefix(b.String(), "\n"),
		"an order does something else than it did; when that is meant, go test ./internal/cost -update writes it")
}

func write(b *strings.Builder, w cost.Work) {
	inBytes := []cost.Meter{cost.Stored, cost.BackedUp, cost.Archived, cost.EventsKept, cost.Logged, cost.LogsKept}
	var lines []string
	for meter, n := range w.Usage {
		if !slices.Contains(inBytes, meter) {
			lines = append(lines, fmt.Sprintf("  %-28s %6d", meter, n))
		}
	}
	for action, n := range w.Calls {
		lines = append(lines, fmt.Sprintf("  %-28s %6d", action, n))
	}
	for place, n := range w.Written {
		lines = append(lines, fmt.Sprintf("  %-28s %6d", strings.TrimSuffix("written to "+place.Table+"/"+place.Index, "/"), n))
	}
	slices.Sort(lines)
	fmt.Fprintln(b, strings.Join(lines, "\n"))
}

// TestTheHappyPath says in words what the golden file says in numbers.
func TestTheHappyPath(t *testing.T) {
	c := counts(t)
	completed := c.Endings[0]
	orders, promo := completed.Contexts[wiring.Orders].Usage, completed.Contexts[wiring.Promo].Usage
	for what, test := range map[string]struct{ got, want int64 }{
		"state transitions, the start among them":                 {orders[cost.Transitions], 8},
		"mails of the order context":                              {orders[cost.Mails], 1},
		"mails of the promo context":                              {promo[cost.Mails], 1},
		"events":                                                  {orders[cost.Events], 5},
		"messages to the restaurant":                              {orders[cost.Messages], 1},
		"requests: place, accept, complete":                       {orders[cost.Requests], 3},
		"invocations: those, and one for each of the seven tasks": {orders[cost.Invocations], 10},
		"events of the promo context":                             {promo[cost.Events], 0},
	} {
		if test.got != test.want {
			t.Errorf("%s: %d, want %d", what, test.got, test.want)
		}
	}
}

// TestWhatAnOrderMayCost: whether there are few orders, so that every trace is
// recorded, or many.
func TestWhatAnOrderMayCost(t *testing.T) {
	for _, orders := range []int64{1, 100_000, 100_000_000} {
		report := prices(t).Price(counts(t), orders)
		for _, e := range report.Endings {
			for context, most := range map[wiring.Context]string{wiring.Orders: "0.00040", wiring.Promo: "0.00012"} {
				total, _ := new(big.Rat).SetString(e.Contexts[context].Total.Round(10))
				limit, _ := new(big.Rat).SetString(most)
				if total.Cmp(limit) > 0 {
					t.Errorf("%d orders a month, %s: %s costs $%s, at most $%s is wanted", orders, e.Name, context, total.FloatString(7), most)
				}
			}
		}
	}
}

// TestPrint: the report tells all it has, in both ways of telling.
func TestPrint(t *testing.T) {
	var out bytes.Buffer
	if err := prices(t).Price(counts(t), 250_000).Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Prices of 20", "us-east-1", "completed", "failed", "Step Functions", "250,000 orders a month", "state transitions",
		"CloudWatch: alarms *", "msPerCall", "Not counted", "GET /orders/{id}",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not tell of %q:\n%s", want, out.String())
		}
	}
}
