package cost

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Document writes the scaling as a page of Markdown: docs/scaling.md.
func (s Scaling) Document(out io.Writer) {
	fmt.Fprint(out, scalingHead)
	fmt.Fprintf(out, "Quotas of %s in %s, as an account has them by default; a * marks one that is not confirmed.\n", s.Quotas.AsOf, s.Quotas.Region)
	s.writeQuotas(out)
	s.writeThen(out)
	s.writeMonths(out)
	fmt.Fprint(out, "\n## Assumed\n\n")
	for _, a := range s.Quotas.Assumptions {
		fmt.Fprintf(out, "- `%s` is %s: %s.\n", a.Name, thousands(a.Value), a.Why)
	}
	fmt.Fprint(out, scalingFoot)
}

const scalingHead = `# Scaling

<!-- Made of internal/cost and what it counts by go test ./internal/cost -update. Do not edit. -->

How many orders a second an AWS account takes, which quota binds first, what to do then, and what it costs. What one
order uses is counted: a real order is run to its completion on one machine (` + "`orderflow cost`" + ` does the same). All orders
are taken to be completed, evenly over the day, with no client looking at its order in between.

`

const scalingFoot = `
How long a function runs, and with it how many run at once, is assumed too: ` + "`orderflow cost`" + ` prints that and all prices.
Two things grow without a quota: executions that have ended are kept for 90 days, and orders for ever.
`

func (s Scaling) writeQuotas(out io.Writer) {
	fmt.Fprint(out, "\n## Which quota binds first\n\n")
	for _, rate := range Rates {
		beyond := 0
		for _, u := range s.Uses {
			if u.At(rate) > 1 {
				beyond++
			}
		}
		switch first := s.Uses[0]; beyond {
		case 0:
			fmt.Fprintf(out, "- **%s orders a second** fit into every quota.\n", thousands(rate))
		default:
			fmt.Fprintf(out, "- **%s orders a second**: %d of %d quotas are too small. First binds %s, %s.\n",
				thousands(rate), beyond, len(s.Uses), first.Service, first.Name)
		}
	}
	fmt.Fprint(out, "\n| quota | by default | one order a second uses | binds at orders a second |")
	for _, rate := range Rates {
		fmt.Fprintf(out, " at %s |", thousands(rate))
	}
	fmt.Fprint(out, "\n|---|---:|---:|---:|"+strings.Repeat("---:|", len(Rates))+"\n")
	for _, u := range s.Uses {
		fmt.Fprintf(out, "| %s: %s%s | %s | %s | %s |", u.Service, u.Name, u.mark(), number(u.Limit), number(u.PerOrder), number(u.Binds()))
		for _, rate := range Rates {
			fmt.Fprintf(out, " %s |", percent(u.At(rate)))
		}
		fmt.Fprintln(out)
	}
}

func (u Use) mark() string {
	if u.Unconfirmed {
		return " *"
	}
	return ""
}

func (s Scaling) writeThen(out io.Writer) {
	fmt.Fprint(out, "\n## What to do then\n\nIn the order in which they bind.\n\n")
	for i, u := range s.Uses {
		fmt.Fprintf(out, "%d. **%s: %s.** %s (%s%s)\n", i+1, u.Service, u.Name, u.Then, u.Source, map[bool]string{true: "; unconfirmed"}[u.Unconfirmed])
	}
}

func (s Scaling) writeMonths(out io.Writer) {
	fmt.Fprint(out, "\n## What it costs\n\nIn dollars a month of thirty days, at list prices.\n\n")
	fmt.Fprint(out, "| orders a second | orders a month |")
	for _, c := range Contexts {
		fmt.Fprintf(out, " %s |", c)
	}
	fmt.Fprint(out, " whatever comes | together |\n|---:|---:|"+strings.Repeat("---:|", len(Contexts)+2)+"\n")
	for _, m := range s.Months {
		fmt.Fprintf(out, "| %s | %s |", thousands(m.Rate), thousands(m.Orders))
		for _, c := range Contexts {
			fmt.Fprintf(out, " %s |", m.Contexts[c].rough())
		}
		fmt.Fprintf(out, " %s | %s |\n", m.Fixed.rough(), m.Total.rough())
	}
}

// rough is an amount with two digits that count, so that a few bytes of log more
// or less make no new document.
func (d Dollars) rough() string {
	f, _ := d.exact.Float64()
	return number(digits(f, 2))
}

// digits rounds to so many digits that count.
func digits(f float64, n int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', n, 64), 64)
	if err != nil {
		return f
	}
	return rounded
}

// number writes a number with three digits that count, or all of them when it is
// whole.
func number(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "never"
	case f == math.Trunc(f):
		return thousands(int64(f))
	case f >= 100:
		return thousands(int64(math.Round(f)))
	}
	return strconv.FormatFloat(digits(f, 3), 'f', -1, 64)
}

// percent writes a share; what is beyond all of it is bold.
func percent(share float64) string {
	text := "< 1 %"
	if share >= 0.01 {
		text = thousands(int64(math.Round(share*100))) + " %"
	}
	if share > 1 {
		text = "**" + text + "**"
	}
	return text
}
