package cost

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

const (
	polls  = "query-orders"
	sweeps = "watch-orders"
	page   = 25 // orders, the default of GET /orders
)

// asides counts what no order needs: on an orderflow with a page of open orders
// one poll, one list, and one look of watch-orders.
func (c *Counts) asides(ctx context.Context, prices Prices) (err error) {
	m := newMeter(prices)
	at, stop, err := demo.Start(ctx, m.measure(onemachine.Config{Dir: sqlitedb.Memory}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	client := demo.NewClient(at)
	token, err := client.Token(ctx, "customer", "alice", "alice@example.com")
	if err != nil {
		return err
	}
	var placed struct{ ID string }
	for range page {
		status, err := client.Place(ctx, token, &placed)
		if err := answered("POST /orders", status, http.StatusAccepted, err); err != nil {
			return err
		}
	}
	get := func(path string) func() error {
		return func() error {
			status, err := client.Do(ctx, http.MethodGet, path, token, nil, nil)
			return answered("GET "+path, status, http.StatusOK, err)
		}
	}
	if c.Poll, err = m.during(polls, get("/orders/"+placed.ID)); err != nil {
		return err
	}
	if c.List, err = m.during(polls, get("/orders")); err != nil {
		return err
	}
	c.Sweep, err = m.during(sweeps, func() error { return sweep(ctx, at) })
	for _, s := range wiring.Schedules {
		if s.Target.Function == sweeps {
			c.SweepEvery = s.Every
		}
	}
	return err
}

// during is what a function does while something is done.
func (m *meter) during(function string, do func() error) (Work, error) {
	before := m.finished(function)
	err := do()
	w := m.finished(function).since(before)
	w.Usage[LogsKept] = w.Usage[Logged] * m.assume(monthsLogs)
	return w, err
}

// sweep calls watch-orders as its schedule does.
func sweep(ctx context.Context, at onemachine.Addresses) error {
	url := "http://" + at.AWS + strings.Replace(lambda.Path, "{name}", sweeps, 1)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`{"detail-type": "Scheduled Event"}`))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if failure := response.Header.Get("X-Amz-Function-Error"); failure != "" {
		return fmt.Errorf("%s failed: %s", sweeps, failure)
	}
	return answered("invoking "+sweeps, response.StatusCode, http.StatusOK, nil)
}

func answered(what string, status, want int, err error) error {
	if err == nil && status != want {
		err = fmt.Errorf("%s answered %d", what, status)
	}
	return err
}
