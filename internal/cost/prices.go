package cost

import (
	"bytes"
	_ "embed" // for the price list
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

//go:embed prices.json
var pricesFile []byte

// Prices is the price list, and what is assumed where nothing can be counted.
type Prices struct {
	AsOf        string       `json:"asOf"`
	Region      string       `json:"region"`
	Source      string       `json:"source"`
	Prices      []MeterPrice `json:"prices"`
	Fixed       []Fixed      `json:"fixed"`
	Assumptions []Assumption `json:"assumptions"`
	NotCounted  []string     `json:"notCounted"`

	byMeter map[Meter]MeterPrice
	byName  map[string]int64
}

// MeterPrice is what AWS asks for what a meter counts.
type MeterPrice struct {
	Meter   Meter  `json:"meter"`
	Service string `json:"service"`
	Unit    string `json:"unit"`
	// Each is how much of the meter is one unit; 0 is one.
	Each int64 `json:"each,omitempty"`
	// USD is the price of Per units, in decimals.
	USD         string `json:"usd"`
	Per         int64  `json:"per"`
	Source      string `json:"source"`
	Note        string `json:"note,omitempty"`
	Unconfirmed bool   `json:"unconfirmed,omitempty"`

	one *big.Rat // dollars for one of what the meter counts
}

// Fixed is something that is paid for by the month, whatever comes.
type Fixed struct {
	Meter Meter  `json:"meter"`
	Count int64  `json:"count"`
	Why   string `json:"why"`
}

// Assumption is a number that cannot be counted on one machine.
type Assumption struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
	Why   string `json:"why"`
}

// The names of the assumptions.
const (
	msPerInvocation      = "msPerInvocation"
	msPerCall            = "msPerCall"
	bytesPerInvocation   = "bytesPerInvocation"
	bytesPerHistoryEvent = "bytesPerHistoryEvent"
	bytesPerRequest      = "bytesPerRequest"
	bytesPerTaskToken    = "bytesPerTaskToken"
	monthsOrders         = "monthsOrdersAreKept"
	monthsEvents         = "monthsEventsAreKept"
	monthsLogs           = "monthsLogsAreKept"
	tracesSampled        = "tracesSampledEachSecond"
	percentSampled       = "percentSampledBeyond"
)

var assumptions = []string{
	msPerInvocation, msPerCall, bytesPerInvocation, bytesPerHistoryEvent, bytesPerRequest,
	bytesPerTaskToken, monthsOrders, monthsEvents, monthsLogs, tracesSampled, percentSampled,
}

// LoadPrices reads the price list that is built in. The error says everything
// that is wrong with it.
func LoadPrices() (Prices, error) { return readPrices(pricesFile) }

func readPrices(text []byte) (p Prices, err error) {
	if err := strictly(text, &p); err != nil {
		return p, fmt.Errorf("the price list: %w", err)
	}
	p.byMeter, p.byName = map[Meter]MeterPrice{}, map[string]int64{}
	var wrong []error
	for i := range p.Prices {
		each := &p.Prices[i]
		if err := each.complete(); err != nil {
			wrong = append(wrong, err)
		}
		if _, twice := p.byMeter[each.Meter]; twice || !slices.Contains(Meters, each.Meter) {
			wrong = append(wrong, fmt.Errorf("the price of %q stands there twice, or for nothing that is counted", each.Meter))
		}
		p.byMeter[each.Meter] = *each
	}
	for _, meter := range Meters {
		if _, ok := p.byMeter[meter]; !ok {
			wrong = append(wrong, fmt.Errorf("there is no price for %q", meter))
		}
	}
	for _, a := range p.Assumptions {
		p.byName[a.Name] = a.Value
		if !slices.Contains(assumptions, a.Name) || a.Value <= 0 || a.Why == "" {
			wrong = append(wrong, fmt.Errorf("the assumption %q is not used, has no value, or does not say why", a.Name))
		}
	}
	for _, name := range assumptions {
		if _, ok := p.byName[name]; !ok {
			wrong = append(wrong, fmt.Errorf("there is no assumption %q", name))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return p, fmt.Errorf("the price list: %w", err)
	}
	return p, nil
}

// strictly reads JSON in which nothing may stand that nobody reads.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// complete checks a price and works out what one of its meter costs.
func (p *MeterPrice) complete() error {
	if p.Each == 0 {
		p.Each = 1
	}
	usd, ok := new(big.Rat).SetString(p.USD)
	if !ok || usd.Sign() <= 0 || p.Per <= 0 || p.Each < 0 || p.Service == "" || p.Unit == "" || p.Source == "" {
		return fmt.Errorf("the price of %q needs a service, a unit, a source, and dollars for a number of units", p.Meter)
	}
	p.one = usd.Quo(usd, new(big.Rat).SetInt64(p.Per*p.Each))
	return nil
}

// units is how many units of the price list a count is.
func (p MeterPrice) units(count int64) *big.Rat { return big.NewRat(count, p.Each) }

// of is what a count costs.
func (p MeterPrice) of(count int64) *big.Rat {
	return new(big.Rat).Mul(p.one, new(big.Rat).SetInt64(count))
}
