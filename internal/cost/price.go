package cost

import (
	"fmt"
	"math/big"
	"time"

	"github.com/orderflow/orderflow/internal/wiring"
)

// month is thirty days.
const month = 30 * 24 * time.Hour

// Dollars are US dollars, exactly.
type Dollars struct{ exact *big.Rat }

// Round is the amount with so many decimals.
func (d Dollars) Round(decimals int) string { return d.exact.FloatString(decimals) }

// MarshalJSON writes a number with ten decimals.
func (d Dollars) MarshalJSON() ([]byte, error) { return []byte(d.Round(10)), nil }

func (d Dollars) plus(more Dollars) Dollars {
	return Dollars{new(big.Rat).Add(d.exact, more.exact)}
}

func (d Dollars) times(factor *big.Rat) Dollars {
	return Dollars{new(big.Rat).Mul(d.exact, factor)}
}

func nothing() Dollars { return Dollars{new(big.Rat)} }

func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// Line is one thing on a bill.
type Line struct {
	Meter       Meter   `json:"meter"`
	Service     string  `json:"service"`
	Count       string  `json:"count"` // in the unit of the price list
	Unit        string  `json:"unit"`
	Dollars     Dollars `json:"dollars"`
	Unconfirmed bool    `json:"unconfirmed,omitempty"`
}

// Bill is what some work costs.
type Bill struct {
	Lines []Line  `json:"lines"`
	Total Dollars `json:"total"`
}

// Service is what a service has on the bill, and whether all of its prices are
// confirmed.
func (b Bill) Service(name string) (sum Dollars, confirmed bool) {
	sum, confirmed = nothing(), true
	for _, l := range b.Lines {
		if l.Service == name {
			sum, confirmed = sum.plus(l.Dollars), confirmed && !l.Unconfirmed
		}
	}
	return sum, confirmed
}

// bill prices what was used. Of the traces that are begun only a share is
// recorded.
func (p Prices) bill(usage Usage, sampled *big.Rat) Bill {
	b := Bill{Total: nothing()}
	for _, meter := range Meters {
		count := usage[meter]
		if count == 0 {
			continue
		}
		price := p.byMeter[meter]
		line := Line{meter, price.Service, decimal(price.units(count)), price.Unit, Dollars{price.of(count)}, price.Unconfirmed}
		if meter == Traces {
			line.Dollars = line.Dollars.times(sampled)
		}
		b.Lines, b.Total = append(b.Lines, line), b.Total.plus(line.Dollars)
	}
	return b
}

// decimal writes a count of units, with no more decimals than it needs of six.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	f, _ := new(big.Rat).Set(r).Float64()
	return fmt.Sprintf("%.6g", f)
}

// sampled is the share of traces that X-Ray records when so many are begun in a
// month: some each second, and a percentage of those beyond.
func (p Prices) sampled(begun int64) *big.Rat {
	free := p.byName[tracesSampled] * int64(month/time.Second)
	if begun <= free {
		return whole(1)
	}
	recorded := new(big.Rat).Add(whole(free), new(big.Rat).Mul(whole(begun-free), big.NewRat(p.byName[percentSampled], 100)))
	return recorded.Quo(recorded, whole(begun))
}

// Report is what orders cost.
type Report struct {
	AsOf   string `json:"pricesAsOf"`
	Region string `json:"region"`
	Source string `json:"source"`
	Orders int64  `json:"ordersAMonth"`

	Endings []PricedEnding `json:"endings"`
	Fixed   Bill           `json:"everyMonth"`
	Poll    Bill           `json:"poll"`
	List    Bill           `json:"list"`

	Notes       []string     `json:"notes"` // on single prices
	Assumptions []Assumption `json:"assumptions"`
	NotCounted  []string     `json:"notCounted"`
}

// PricedEnding is what an order costs that ends so. Month is what all orders of a
// month cost if they do.
type PricedEnding struct {
	Name     string                  `json:"ending"`
	Contexts map[wiring.Context]Bill `json:"contexts"`
	Order    Dollars                 `json:"order"`
	Month    Dollars                 `json:"month"`
}

// Price puts the price list to what was counted, for so many orders a month.
func (p Prices) Price(counts Counts, orders int64) Report {
	r := Report{
		AsOf: p.AsOf, Region: p.Region, Source: p.Source, Orders: orders, Assumptions: p.Assumptions, NotCounted: p.NotCounted,
		Fixed: p.bill(p.everyMonth(counts), whole(1)),
		Poll:  p.bill(counts.Poll.Usage, whole(1)), List: p.bill(counts.List.Usage, whole(1)),
	}
	for _, price := range p.Prices {
		if price.Note != "" {
			r.Notes = append(r.Notes, price.Service+": "+price.Note)
		}
	}
	for _, e := range counts.Endings {
		priced := PricedEnding{Name: e.Name, Contexts: map[wiring.Context]Bill{}, Order: nothing()}
		share := p.sampled(orders * e.Contexts[wiring.Orders].Usage[Traces])
		for _, c := range Contexts {
			priced.Contexts[c] = p.bill(e.Contexts[c].Usage, share)
			priced.Order = priced.Order.plus(priced.Contexts[c].Total)
		}
		priced.Month = priced.Order.times(whole(orders))
		r.Endings = append(r.Endings, priced)
	}
	return r
}

// everyMonth is what is used in a month in which nobody orders anything: what is
// on the list, and the sweeps of watch-orders.
func (p Prices) everyMonth(counts Counts) Usage {
	usage := Usage{}
	for _, f := range p.Fixed {
		usage[f.Meter] += f.Count
	}
	if counts.SweepEvery > 0 {
		sweeps := int64(month / counts.SweepEvery)
		for meter, n := range counts.Sweep.Usage {
			usage[meter] += n * sweeps
		}
	}
	return usage
}
