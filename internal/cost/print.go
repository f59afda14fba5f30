package cost

import (
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/orderflow/orderflow/internal/wiring"
)

// Print writes the report for people.
func (r Report) Print(out io.Writer) error {
	fmt.Fprintf(out, "Prices of %s in %s: %s.\nA * marks what is not confirmed.\n", r.AsOf, r.Region, r.Source)
	for _, note := range r.Notes {
		fmt.Fprintf(out, "%s.\n", note)
	}
	fmt.Fprintf(out, "\nWhat one order costs, in dollars, by how it ends. Counted on an order of two dishes; for the one that expires\n"+
		"the time to accept was shortened, since waiting costs nothing.\n\n")
	if err := r.printOrders(out); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nWhat was counted for it:\n\n")
	if err := r.printCounts(out); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nEvery month, whatever comes (the look of watch-orders every minute is in it):\n\n")
	if err := printBill(out, r.Fixed); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nBeside the flow, when each is traced: one GET /orders/{id} costs %s, and %s of them cost as much as the order;\n"+
		"one GET /orders with %d orders costs %s.\n\nAssumed:\n\n",
		r.Poll.Total.Round(perOrder), r.pollsOfAnOrder(), page, r.List.Total.Round(perOrder))
	for _, a := range r.Assumptions {
		fmt.Fprintf(out, "  %-24s %5d  %s\n", a.Name, a.Value, a.Why)
	}
	fmt.Fprintf(out, "\nNot counted:\n\n  %s.\n", strings.Join(r.NotCounted, ".\n  "))
	return nil
}

// pollsOfAnOrder is how many polls cost what the first ending costs.
func (r Report) pollsOfAnOrder() string {
	if len(r.Endings) == 0 || r.Poll.Total.exact.Sign() == 0 {
		return "no number"
	}
	return new(big.Rat).Quo(r.Endings[0].Order.exact, r.Poll.Total.exact).FloatString(0)
}

// How many decimals an amount has.
const (
	perOrder = 8
	perMonth = 2
)

// columns writes a table, the first column to the left and the others to the right.
func columns(out io.Writer, rows [][]string) error {
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range rows {
		if _, err := fmt.Fprintf(w, "%-*s\t%s\t\n", width, row[0], strings.Join(row[1:], "\t")); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		fmt.Fprintln(out, strings.TrimRight(line, " \n")) // an empty cell leaves blanks
	}
	return nil
}

func (r Report) printOrders(out io.Writer) error {
	rows := [][]string{{""}}
	each := func(name string, value func(e PricedEnding) string) {
		row := []string{name}
		for _, e := range r.Endings {
			row = append(row, value(e))
		}
		rows = append(rows, row)
	}
	for _, e := range r.Endings {
		rows[0] = append(rows[0], e.Name)
	}
	for _, c := range Contexts {
		each(string(c), func(PricedEnding) string { return "" })
		for _, service := range r.services(c) {
			name := "  " + service
			for _, e := range r.Endings {
				if _, confirmed := e.Contexts[c].Service(service); !confirmed {
					name = "  " + service + " *"
				}
			}
			each(name, func(e PricedEnding) string {
				sum, _ := e.Contexts[c].Service(service)
				return sum.Round(perOrder)
			})
		}
		each("  together", func(e PricedEnding) string { return e.Contexts[c].Total.Round(perOrder) })
	}
	each("one order", func(e PricedEnding) string { return e.Order.Round(perOrder) })
	each(thousands(r.Orders)+" orders a month", func(e PricedEnding) string { return e.Month.Round(perMonth) })
	return columns(out, rows)
}

// services are the services that a context has on any bill, in the order of the
// meters.
func (r Report) services(c wiring.Context) (names []string) {
	seen := map[string]bool{}
	for _, meter := range Meters {
		for _, e := range r.Endings {
			for _, l := range e.Contexts[c].Lines {
				if l.Meter == meter && !seen[l.Service] {
					seen[l.Service] = true
					names = append(names, l.Service)
				}
			}
		}
	}
	return names
}

func (r Report) printCounts(out io.Writer) error {
	var rows [][]string
	for _, c := range Contexts {
		rows = append(rows, append([]string{string(c)}, make([]string, len(r.Endings))...))
		for _, meter := range Meters {
			row, used := []string{""}, false
			for _, e := range r.Endings {
				cell := "0"
				for _, l := range e.Contexts[c].Lines {
					if l.Meter == meter {
						row[0], cell, used = "  "+l.Unit, l.Count, true
					}
				}
				row = append(row, cell)
			}
			if used {
				rows = append(rows, row)
			}
		}
	}
	return columns(out, rows)
}

func printBill(out io.Writer, b Bill) error {
	var rows [][]string
	for _, l := range b.Lines {
		mark := ""
		if l.Unconfirmed {
			mark = " *"
		}
		rows = append(rows, []string{l.Service + ": " + l.Unit + mark, l.Count, l.Dollars.Round(perMonth)})
	}
	return columns(out, append(rows, []string{"together", "", b.Total.Round(perMonth)}))
}

// thousands writes a number with a comma after each three digits.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
