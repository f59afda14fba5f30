// Package demo drives one order through a running orderflow, as a customer and
// as a restaurant, over HTTP only, and tells on one timeline what happened: what
// was asked, which states the execution entered, the events on the bus, the
// messages to the restaurant, the mails.
//
// It is a demonstration and a test: [Run] fails when anything that belongs to the
// outcome did not happen.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/statemachine"
)

// Options say what to demonstrate, and where.
type Options struct {
	Outcome string // a name of Outcomes
	// At is where orderflow is expected. When nothing answers there, the demo
	// starts an orderflow of its own, in memory.
	At onemachine.Addresses
	// Own is how the demo's own orderflow runs; its data is in memory.
	Own onemachine.Config
	Out io.Writer
}

// Outcomes are the endings that can be demonstrated.
var Outcomes = []string{"completed", "rejected", "expired", "cancelled", "failed"}

// Run demonstrates one outcome. The error says what did not happen.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	at, stop, err := server(ctx, o)
	if err != nil {
		return err
	}
	_, err = Drive(ctx, at, o.Outcome, o.Out)
	return errors.Join(err, stop())
}

// Drive drives one order through the orderflow that listens there and tells what
// happened on out. It returns the history of the order's execution. The error says
// what did not happen.
func Drive(ctx context.Context, at onemachine.Addresses, outcome string, out io.Writer) ([]types.HistoryEvent, error) {
	story := &story{Client: NewClient(at), out: out, outcome: outcome}
	record, err := story.tell(ctx)
	return record.history, err
}

// Definition is the state machine on which an outcome can be waited for: the
// deployed one, but for an order that is to expire.
func Definition(outcome string) string {
	if outcome == "expired" {
		return acceptance.ReplaceAllString(statemachine.Order, shortAcceptance)
	}
	return statemachine.Order
}

// acceptance is the ten minutes wherever the definition names them.
var acceptance = regexp.MustCompile(`\b600\b`)

// shortAcceptance is what stands in their place when the demo has to see an order
// expire.
const shortAcceptance = "2"

// server finds a running orderflow, or starts one.
func server(ctx context.Context, o Options) (at onemachine.Addresses, stop func() error, err error) {
	cfg := o.Own
	cfg.Dir = sqlitedb.Memory
	switch {
	case o.Outcome == "expired":
		fmt.Fprintf(o.Out, "Nobody wants to wait ten minutes: this orderflow is the demo's own, and in its state machine\n"+
			"the 600 seconds for accepting are replaced by %s.\n\n", shortAcceptance)
		cfg.Definition = Definition(o.Outcome)
	case answers(ctx, o.At.API):
		fmt.Fprintf(o.Out, "Using the orderflow at http://%s.\n\n", o.At.API)
		return o.At, func() error { return nil }, findEndpoint(ctx, o.At.AWS)
	default:
		fmt.Fprintf(o.Out, "No orderflow at http://%s: the demo starts one of its own, in memory.\n\n", o.At.API)
	}
	return Start(ctx, cfg)
}

func answers(ctx context.Context, address string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/.well-known/openid-configuration", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Start runs an orderflow on free ports until stop is called, which lets what is
// under way finish.
func Start(ctx context.Context, cfg onemachine.Config) (at onemachine.Addresses, stop func() error, err error) {
	ctx, cancel := context.WithCancel(ctx)
	ready := make(chan onemachine.Addresses, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- onemachine.Serve(ctx, cfg, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"},
			func(at onemachine.Addresses) { ready <- at })
	}()
	stop = func() error {
		cancel()
		return <-ended
	}
	select {
	case at = <-ready:
		return at, stop, nil
	case err = <-ended:
		cancel()
		return at, nil, err
	}
}

// findEndpoint makes sure that the AWS endpoint is there, before anything is done.
func findEndpoint(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("no AWS endpoint answers at %s; say with --aws-addr where that orderflow has its own (%w)", address, err)
	}
	return response.Body.Close()
}
