package console

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
)

// listRequest is which executions are asked for, and how.
type listRequest struct {
	query   query
	status  asl.Status // "" is any
	machine string     // "" is any
	sort    string
	down    bool
	page    int // from 1
	size    int
}

// orders are what a list can be sorted by.
var orders = map[string]func(a, b *entry) int{
	"started":    func(a, b *entry) int { return cmp.Compare(a.started, b.started) },
	"stopped":    func(a, b *entry) int { return cmp.Compare(last(a.stopped), last(b.stopped)) },
	"until":      func(a, b *entry) int { return cmp.Compare(last(a.waiting.Until), last(b.waiting.Until)) },
	"since":      func(a, b *entry) int { return cmp.Compare(a.waiting.Since, b.waiting.Since) },
	"order":      func(a, b *entry) int { return cmp.Compare(a.name, b.name) },
	"status":     func(a, b *entry) int { return cmp.Compare(a.status, b.status) },
	"state":      func(a, b *entry) int { return cmp.Compare(a.waiting.State, b.waiting.State) },
	"customer":   func(a, b *entry) int { return cmp.Compare(a.customer, b.customer) },
	"restaurant": func(a, b *entry) int { return cmp.Compare(a.restaurant, b.restaurant) },
	"error":      func(a, b *entry) int { return cmp.Compare(a.err, b.err) },
}

// last sorts what has no time behind everything that has one.
func last(at asl.Instant) asl.Instant {
	if at == 0 {
		return 1 << 62
	}
	return at
}

// statuses are the statuses of executions, in the order in which they are shown.
var statuses = statusList[:]

var statusList = [...]asl.Status{asl.Running, asl.Succeeded, asl.FailedRun, asl.TimedOut, asl.Aborted}

const (
	pageSize    = 50
	maxPageSize = 1000
)

func parseList(v url.Values) (r listRequest, err error) {
	if r.query, err = parseQuery(v.Get("q")); err != nil {
		return r, err
	}
	r.machine = v.Get("machine")
	if r.status = asl.Status(v.Get("status")); r.status != "" && !slices.Contains(statuses, r.status) {
		return r, fmt.Errorf("status: %q is none of %v", r.status, statuses)
	}
	r.sort, r.down = strings.CutPrefix(cmp.Or(v.Get("sort"), "-started"), "-")
	if orders[r.sort] == nil {
		return r, fmt.Errorf("sort: %q is nothing to sort by; there are %s", r.sort, names(orders))
	}
	if r.page, err = number(v, "page", 1, 1_000_000); err != nil {
		return r, err
	}
	r.size, err = number(v, "size", pageSize, maxPageSize)
	return r, err
}

// number reads a parameter that is a number from 1 to most.
func number(v url.Values, name string, otherwise, most int) (int, error) {
	text := v.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%s: %q is not a number from 1 to %d", name, text, most)
	}
	return n, nil
}

// list is one page of the executions that were asked for.
type list struct {
	Items  []item             `json:"items"`
	Total  int                `json:"total"`
	Page   int                `json:"page"`
	Size   int                `json:"size"`
	Counts map[asl.Status]int `json:"counts"` // of what the search finds, whatever the status that is asked for
	Now    time.Time          `json:"now"`
}

// item is one execution in a list. Times that there are none of are left out.
type item struct {
	ARN        string     `json:"arn"`
	Machine    string     `json:"machine"`
	Name       string     `json:"name"`
	Status     asl.Status `json:"status"`
	Started    time.Time  `json:"started"`
	Stopped    *time.Time `json:"stopped,omitempty"`
	State      string     `json:"state,omitempty"`
	Since      *time.Time `json:"since,omitempty"`
	WaitsFor   asl.Pause  `json:"waitsFor,omitempty"`
	Until      *time.Time `json:"until,omitempty"`
	Attempt    int        `json:"attempt,omitempty"`
	Customer   string     `json:"customer,omitempty"`
	Restaurant string     `json:"restaurant,omitempty"`
	Outcome    string     `json:"outcome,omitempty"`
	Error      string     `json:"error,omitempty"`
	Redrives   int        `json:"redrives,omitempty"`
}

func (e *entry) item() item {
	return item{
		ARN: e.prefix + e.name, Machine: e.machine, Name: e.name, Status: e.status, Started: e.started.Time(), Stopped: timeOf(e.stopped),
		State: e.waiting.State, Since: timeOf(e.waiting.Since), WaitsFor: e.waiting.For, Until: timeOf(e.waiting.Until), Attempt: e.waiting.Attempt,
		Customer: e.customer, Restaurant: e.restaurant, Outcome: e.outcome, Error: e.err, Redrives: e.redrives,
	}
}

func timeOf(at asl.Instant) *time.Time {
	if at == 0 {
		return nil
	}
	t := at.Time()
	return &t
}

// search finds a page. It looks at every execution: a hundred thousand are a few
// milliseconds, and any condition may be asked for.
func (x *index) search(r listRequest, now time.Time) list {
	answer := list{Items: []item{}, Page: r.page, Size: r.size, Counts: map[asl.Status]int{}, Now: now.UTC()}
	at := asl.InstantOf(now)
	all := x.all()
	found := make([]*entry, 0, len(all))
	var counts [len(statusList)]int
	for _, e := range all {
		if r.machine != "" && e.machine != r.machine || !r.query.matches(e, at) {
			continue
		}
		counts[e.place]++
		if r.status == "" || e.status == r.status {
			found = append(found, e)
		}
	}
	for i, s := range statuses {
		answer.Counts[s] = counts[i]
	}
	answer.Total = len(found)
	from := min((r.page-1)*r.size, len(found))
	to := min(from+r.size, len(found))
	for _, e := range window(found, from, to, r.order()) {
		answer.Items = append(answer.Items, e.item())
	}
	return answer
}

// order compares as is asked for; the newer of two that are equal comes first.
func (r listRequest) order() func(a, b *entry) int {
	by := orders[r.sort]
	return func(a, b *entry) int {
		n := by(a, b)
		switch {
		case n == 0:
			return cmp.Compare(b.ref, a.ref)
		case r.down:
			return -n
		}
		return n
	}
}

// window gives what would stand from from to to if all were sorted. It sorts no more
// than that, and puts the rest of all into another order.
func window(all []*entry, from, to int, order func(a, b *entry) int) []*entry {
	first(all, from, order)
	first(all[from:], to-from, order)
	slices.SortFunc(all[from:to], order)
	return all[from:to]
}

// first brings those n that come first to the front, in no order (Hoare's selection;
// no two are equal, since the refs differ).
func first(all []*entry, n int, order func(a, b *entry) int) {
	for n > 0 && n < len(all) {
		pivot := all[len(all)/2]
		i, j := 0, len(all)-1
		for i <= j {
			for order(all[i], pivot) < 0 {
				i++
			}
			for order(all[j], pivot) > 0 {
				j--
			}
			if i <= j {
				all[i], all[j] = all[j], all[i]
				i++
				j--
			}
		}
		switch { // all[:j+1] come before all[i:]; one may stand between
		case n <= j+1:
			all = all[:j+1]
		case n >= i:
			all, n = all[i:], n-i
		default:
			return
		}
	}
}
