package cost

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	ordersdynamo "github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
)

// Rates are the orders a second for which scaling is told.
var Rates = []int64{10, 1000, 10000}

// Scaling is how far orders scale, when all of them are completed: the longest way
// and the dearest.
type Scaling struct {
	Quotas Quotas
	// Uses are the quotas, the one that binds first at the top.
	Uses []Use
	// Months are what a month costs at each of the rates.
	Months []Month
}

// Use is what orders use of a quota.
type Use struct {
	Quota
	// PerOrder is what one order a second uses, Always what is used when there are none.
	PerOrder, Always float64
}

// At is the share of the quota that so many orders a second use: 1 is all of it.
func (u Use) At(rate int64) float64 { return (u.Always + u.PerOrder*float64(rate)) / u.Limit }

// Binds is at how many orders a second all of it is used.
func (u Use) Binds() float64 {
	if u.PerOrder == 0 {
		return math.Inf(1)
	}
	return (u.Limit - u.Always) / u.PerOrder
}

// Month is what a month costs at a rate.
type Month struct {
	Rate, Orders int64
	Contexts     map[wiring.Context]Dollars
	Fixed, Total Dollars
}

// one is what is known of one completed order: the work of both contexts, and
// that of promo alone.
type one struct {
	Work
	promo  Work
	sweep  Work
	every  time.Duration
	quotas Quotas
}

// Scale holds what was counted against the quotas.
func Scale(prices Prices, quotas Quotas, counts Counts) (Scaling, error) {
	s := Scaling{Quotas: quotas}
	i := slices.IndexFunc(counts.Endings, func(e Ending) bool { return e.Name == string(order.Completed) })
	if i < 0 || counts.SweepEvery <= 0 {
		return s, errors.New("no completed order was counted, or no look of watch-orders")
	}
	o := one{newWork(), counts.Endings[i].Contexts[wiring.Promo], counts.Sweep, counts.SweepEvery, quotas}
	for _, c := range Contexts {
		o.add(counts.Endings[i].Contexts[c])
	}
	for _, q := range quotas.Quotas {
		demand, _ := demandFor(q.Uses)
		perOrder, always := demand(o)
		s.Uses = append(s.Uses, Use{q, perOrder, always})
	}
	slices.SortStableFunc(s.Uses, func(a, b Use) int { return cmp.Compare(a.Binds(), b.Binds()) })
	for _, rate := range Rates {
		s.Months = append(s.Months, prices.month(counts, i, rate))
	}
	return s, nil
}

// month is what a month costs at so many orders a second.
func (p Prices) month(counts Counts, ending int, rate int64) Month {
	m := Month{Rate: rate, Orders: rate * int64(month/time.Second), Contexts: map[wiring.Context]Dollars{}}
	report := p.Price(counts, m.Orders)
	m.Fixed, m.Total = report.Fixed.Total, report.Fixed.Total
	for _, c := range Contexts {
		m.Contexts[c] = report.Endings[ending].Contexts[c].Total.times(new(big.Rat).SetInt64(m.Orders))
		m.Total = m.Total.plus(m.Contexts[c])
	}
	return m
}

// demand works out what is used of something: for each order a second, and when
// there are none.
type demand func(o one) (perOrder, always float64)

// demandFor finds the demand of that name; known is false when there is none.
func demandFor(uses string) (d demand, known bool) {
	if action, ok := strings.CutPrefix(uses, "calls "); ok {
		return func(o one) (perOrder, always float64) {
			return callsOf(o.Work, action), callsOf(o.sweep, action) / o.every.Seconds()
		}, true
	}
	d, known = demands[uses]
	return d, known
}

// callsOf counts the calls of an action; a * at its end stands for anything.
func callsOf(w Work, action string) (n float64) {
	prefix, any := strings.CutSuffix(action, "*")
	for each, count := range w.Calls {
		if each == action || any && strings.HasPrefix(each, prefix) {
			n += float64(count)
		}
	}
	return n
}

// metered is the demand for what a meter counts.
func metered(m Meter) demand {
	return func(o one) (perOrder, always float64) {
		return float64(o.Usage[m]), float64(o.sweep.Usage[m]) / o.every.Seconds()
	}
}

// written is the demand for write units of the orders table, or of one of its indexes.
func written(index string) demand {
	return func(o one) (perOrder, always float64) {
		return float64(o.Written[Place{wiring.OrdersTable, index}]), 0
	}
}

var demands = map[string]demand{
	"transitions":   metered(Transitions),
	"requests":      metered(Requests),
	"invocations":   metered(Invocations),
	"mails":         metered(Mails),
	"messages":      metered(Messages),
	"table writes":  written(""),
	"agenda writes": written(store.IndexAgenda),
	"mails a day": func(o one) (perOrder, always float64) {
		return float64(o.Usage[Mails]) * (24 * time.Hour).Seconds(), 0
	},
	"concurrency": func(o one) (perOrder, always float64) {
		return float64(o.Millis) / 1000, float64(o.sweep.Millis) / 1000 / o.every.Seconds()
	},
	"delivered":          delivered,
	"busiest agenda key": busiestAgendaKey,
	"busiest restaurant": func(o one) (perOrder, always float64) {
		perOrder, _ = written(store.IndexByRestaurant)(o)
		return perOrder * o.quotas.byName[percentOfBusiest] / 100, 0
	},
	"open executions": func(o one) (perOrder, always float64) { return 60 * o.quotas.byName[minutesOfAnOrder], 0 },
	"restaurants":     func(o one) (perOrder, always float64) { return 3600 / o.quotas.byName[ordersOfRestaurant], 0 },
	"described": func(o one) (perOrder, always float64) {
		return o.stopped() / o.every.Seconds(), 0
	},
	"listed": func(o one) (perOrder, always float64) {
		perSweep := callsOf(o.sweep, "states:ListExecutions")
		return o.stopped() / o.quotas.byName[listPage] / o.every.Seconds(), perSweep / o.every.Seconds()
	},
}

// stopped is how many executions a look of watch-orders finds that have stopped,
// for each order a second.
func (o one) stopped() float64 {
	return 3600 * o.quotas.byName[hoursWatched] / o.quotas.byName[ordersPerStop]
}

// delivered are the events that rules and the schedule hand to functions. Of a
// completed order they are what the promo context is invoked with.
func delivered(o one) (perOrder, always float64) {
	return float64(o.promo.Usage[Invocations]), 1 / o.every.Seconds()
}

// busiestAgendaKey is the topic to which the most is written, spread over its
// shards.
func busiestAgendaKey(o one) (perOrder, always float64) {
	topics := map[order.Topic]float64{}
	for partition, units := range o.Partitions {
		for _, topic := range order.Topics {
			if keys := ordersdynamo.AgendaKeys(topic); partition.Index == store.IndexAgenda && slices.Contains(keys, partition.Key) {
				topics[topic] += float64(units) / float64(len(keys))
			}
		}
	}
	return slices.Max(append(slices.Collect(maps.Values(topics)), 0)), 0
}
