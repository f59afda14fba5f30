package cost

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/wiring"
)

func thePrices(t *testing.T) Prices {
	t.Helper()
	p, err := LoadPrices()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPriceArithmetic: amounts are exact until they are shown.
func TestPriceArithmetic(t *testing.T) {
	p := thePrices(t)
	for name, test := range map[string]struct {
		usage Usage
		want  string
	}{
		"eight transitions":              {Usage{Transitions: 8}, "0.0002000000"},
		"a mail":                         {Usage{Mails: 1}, "0.0001000000"},
		"a write unit":                   {Usage{WriteUnits: 1}, "0.0000006250"},
		"half a read unit":               {Usage{HalfReads: 1}, "0.0000000625"},
		"a GB-second":                    {Usage{FunctionTime: 1024 * 1000}, "0.0000133334"},
		"a gigabyte of log":              {Usage{Logged: 1 << 30}, "0.5000000000"},
		"three thirds are whole":         {Usage{Logged: (1 << 30) / 3 * 3, LogsKept: 0}, "0.4999999995"},
		"nothing":                        {Usage{}, "0.0000000000"},
		"what is used of several things": {Usage{Transitions: 8, Mails: 1, WriteUnits: 2}, "0.0003012500"},
	} {
		if got := p.bill(test.usage, whole(1)).Total.Round(10); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestSampling: one trace a second is recorded, and one in twenty beyond.
func TestSampling(t *testing.T) {
	p := thePrices(t)
	const seconds = 30 * 24 * 3600
	for begun, want := range map[int64]*big.Rat{
		0:            whole(1),
		seconds:      whole(1),
		21 * seconds: big.NewRat(2, 21), // one each second, and one of the twenty others
	} {
		if got := p.sampled(begun); got.Cmp(want) != 0 {
			t.Errorf("%d traces: %s are recorded, want %s", begun, got, want)
		}
	}
}

// TestAMonth adds up what orders cost and what comes every month.
func TestAMonth(t *testing.T) {
	p := thePrices(t)
	p.Fixed = []Fixed{{Meter: Alarms, Count: 3}}
	report := p.Price(Counts{
		Endings: []Ending{{"completed", map[wiring.Context]Work{
			wiring.Orders: {Usage: Usage{Transitions: 8}}, wiring.Promo: {Usage: Usage{Mails: 1}},
		}}},
		Sweep: Work{Usage: Usage{HalfReads: 72}}, SweepEvery: time.Minute,
	}, 1000)
	e := report.Endings[0]
	for what, test := range map[string]struct{ got, want string }{
		"orders":               {e.Contexts[wiring.Orders].Total.Round(6), "0.000200"},
		"promo":                {e.Contexts[wiring.Promo].Total.Round(6), "0.000100"},
		"an order":             {e.Order.Round(6), "0.000300"},
		"a thousand orders":    {e.Month.Round(2), "0.30"},
		"43,200 looks, alarms": {report.Fixed.Total.Round(4), "0.4944"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", what, test.got, test.want)
		}
	}
	text, err := json.Marshal(report)
	if err != nil || !strings.Contains(string(text), `"month":0.3000000000`) {
		t.Errorf("%v: %s", err, text)
	}
}

// TestAPriceListThatIsWrong: each mistake is told.
func TestAPriceListThatIsWrong(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"a price is missing":       {`{"meter": "ses.mail"`, `{"meter": "sns.message"`, `no price for "ses.mail"`},
		"a price is no number":     {`"usd": "0.025"`, `"usd": "a lot"`, `price of "states.transition"`},
		"nobody reads it":          {`"asOf"`, `"date"`, `unknown field "date"`},
		"an assumption is missing": {`"name": "msPerCall"`, `"name": "msPerCal"`, `no assumption "msPerCall"`},
		"it does not say why":      {`"value": 10, "why": "`, `"value": 10, "why": "", "x": "`, `unknown field "x"`},
	} {
		text := strings.Replace(string(pricesFile), test.old, test.new, 1)
		if text == string(pricesFile) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := readPrices([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want something of %q", name, err, test.want)
		}
	}
}

// TestQuotasThatAreWrong: each mistake is told.
func TestQuotasThatAreWrong(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing is known of its use": {`"uses": "transitions"`, `"uses": "something"`, `nothing is known of "something"`},
		"it has no limit":             {`"limit": 300`, `"limit": 0`, `"StartExecution a second" needs`},
		"an assumption is missing":    {`"name": "minutesAnOrderTakes"`, `"name": "minutes"`, `"minutesAnOrderTakes" is not there`},
	} {
		text := strings.Replace(string(quotasFile), test.old, test.new, 1)
		if text == string(quotasFile) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := readQuotas([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want something of %q", name, err, test.want)
		}
	}
}

// TestTheFixedListIsWhatIsDeployed: as many alarms are paid for as the wiring has.
func TestTheFixedListIsWhatIsDeployed(t *testing.T) {
	for _, f := range thePrices(t).Fixed {
		if want := int64(len(wiring.Alarms())); f.Meter == "cloudwatch.alarm" && f.Count != want {
			t.Errorf("%d alarms are priced, the wiring has %d", f.Count, want)
		}
	}
}
