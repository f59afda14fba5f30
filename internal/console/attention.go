package console

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/statemachine"
)

// attentionAnswer is what ops should look at now.
type attentionAnswer struct {
	Expiring      []item              `json:"expiring"` // soonest first
	ExpiringTotal int                 `json:"expiringTotal"`
	Stopped       []stopped           `json:"stopped"` // newest first
	StoppedTotal  int                 `json:"stoppedTotal"`
	Retrying      []item              `json:"retrying"`
	RetryingTotal int                 `json:"retryingTotal"`
	DeadLetters   []lambda.DeadLetter `json:"deadLetters"`
	Restaurants   []pace              `json:"restaurants"` // slowest first
	Now           time.Time           `json:"now"`
}

// stopped is an execution that did not succeed.
type stopped struct {
	item
	// GivesUp is when the order ends as failed unless somebody redrives it.
	GivesUp *time.Time `json:"givesUp,omitempty"`
}

const (
	// shown is how much of each there is; the rest is found by searching.
	shown = 50
	// recent is how long an execution that stopped is worth looking at.
	recent = 24 * time.Hour
)

func (c *Console) attention(r *request) (any, error) {
	answer := attentionAnswer{Expiring: []item{}, Stopped: []stopped{}, Retrying: []item{}, DeadLetters: []lambda.DeadLetter{}, Now: now()}
	at := asl.InstantOf(answer.Now)
	var expiring, stops, retrying []*entry
	for _, e := range c.index.all() {
		switch {
		case e.status == asl.Running && expires(e, at):
			expiring = append(expiring, e)
		case e.status == asl.Running && e.waiting.For == asl.ForRetry:
			retrying = append(retrying, e)
		case e.status != asl.Running && e.status != asl.Succeeded && at-e.stopped < asl.Instant(recent.Milliseconds()):
			stops = append(stops, e)
		}
	}
	answer.ExpiringTotal, answer.StoppedTotal, answer.RetryingTotal = len(expiring), len(stops), len(retrying)
	for _, e := range leading(expiring, listRequest{sort: "until"}.order()) {
		answer.Expiring = append(answer.Expiring, e.item())
	}
	for _, e := range leading(stops, listRequest{sort: "stopped", down: true}.order()) {
		answer.Stopped = append(answer.Stopped, stopped{e.item(), givesUp(e, answer.Now)})
	}
	for _, e := range leading(retrying, listRequest{sort: "since"}.order()) {
		answer.Retrying = append(answer.Retrying, e.item())
	}
	letters, err := c.cfg.Cloud.DeadLetters()
	if err != nil {
		return nil, err
	}
	answer.DeadLetters = append(answer.DeadLetters, letters...)
	slices.Reverse(answer.DeadLetters)
	answer.Restaurants, err = c.paces(r.Context())
	return answer, err
}

// leading are the first of all in an order.
func leading(all []*entry, order func(a, b *entry) int) []*entry {
	return window(all, 0, min(shown, len(all)), order)
}

// expires reports whether a wait for somebody has come into its last fifth, which
// is taken as a minute at least and ten at most.
func expires(e *entry, at asl.Instant) bool {
	if e.waiting.For != asl.ForToken || e.waiting.Until == 0 {
		return false
	}
	const minute = 60_000
	fifth := (e.waiting.Until - e.waiting.Since) / 5
	return e.waiting.Until-at < min(max(fifth, minute), 10*minute)
}

func givesUp(e *entry, at time.Time) *time.Time {
	until := e.stopped.Time().Add(order.GiveUpAfter)
	if e.machine != statemachine.OrderName || e.status != asl.FailedRun || until.Before(at) {
		return nil
	}
	return &until
}

// pace is how quick a restaurant is, over its newest orders.
type pace struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Orders   int     `json:"orders"`   // that were looked at
	Accepted int     `json:"accepted"` // of them
	Expired  int     `json:"expired"`
	Rejected int     `json:"rejected"`
	Median   float64 `json:"median"` // seconds to accept
	Slowest  float64 `json:"slowest"`
}

// looked is how many of a restaurant's newest orders its pace is taken from.
const looked = 100

// slowCache keeps the paces for a moment: they take reading hundreds of orders.
type slowCache struct {
	mu    sync.Mutex // guards the rest, and lets one look at a time
	paces []pace
	until time.Time
}

func (c *Console) paces(ctx context.Context) ([]pace, error) {
	c.slow.mu.Lock()
	defer c.slow.mu.Unlock()
	if time.Now().Before(c.slow.until) {
		return c.slow.paces, nil
	}
	paces := []pace{}
	for _, r := range c.cfg.Menu.Restaurants() {
		p, err := c.pace(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("how quick %s is: %w", r.ID, err)
		}
		if p.Orders > 0 {
			paces = append(paces, p)
		}
	}
	slices.SortStableFunc(paces, func(a, b pace) int { return int(b.Median*1000) - int(a.Median*1000) })
	c.slow.paces, c.slow.until = paces, time.Now().Add(2*time.Second)
	return paces, nil
}

func (c *Console) pace(ctx context.Context, r order.Restaurant) (p pace, err error) {
	p = pace{ID: string(r.ID), Name: r.Name}
	page, err := c.cfg.Orders.List(ctx, store.Query{Restaurant: r.ID, Limit: looked})
	if err != nil {
		return p, err
	}
	var took []float64
	for _, summary := range page.Orders {
		o, err := c.order(ctx, string(summary.ID))
		if err != nil {
			return p, err
		}
		if o == nil {
			continue
		}
		p.Orders++
		p.count(o.Status())
		if seconds, ok := accepted(o); ok {
			took = append(took, seconds)
		}
	}
	if p.Accepted = len(took); p.Accepted > 0 {
		slices.Sort(took)
		p.Median, p.Slowest = took[len(took)/2], took[len(took)-1]
	}
	return p, nil
}

func (p *pace) count(s order.Status) {
	switch s {
	case order.Expired:
		p.Expired++
	case order.Rejected:
		p.Rejected++
	}
}

// accepted is how many seconds the restaurant took from being told to accepting.
func accepted(o *order.Order) (seconds float64, ok bool) {
	var told, done time.Time
	for _, m := range o.Timeline() {
		switch m.Event {
		case events.RestaurantNotified:
			told = m.At
		case events.OrderAccepted:
			done = m.At
		}
	}
	return done.Sub(told).Seconds(), !told.IsZero() && !done.IsZero()
}
