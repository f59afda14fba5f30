package onemachine

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/gofrs/flock"

	"github.com/orderflow/orderflow/internal/console"
	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/live"
	"github.com/orderflow/orderflow/internal/localaws"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	ordersqlite "github.com/orderflow/orderflow/internal/order/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/promo"
	promosqlite "github.com/orderflow/orderflow/internal/promo/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/statemachine"
)

// Sender is the mail address from which the local runtime writes.
const Sender = "orders@orderflow.example"

// Config is how to run.
type Config struct {
	// Dir is the data folder, or sqlitedb.Memory.
	Dir   string
	Place awsapi.Place
	// URL is that of the HTTP API; the token issuer is known by it.
	URL string
	// Definition is the order's state machine; "" is the one that is deployed.
	Definition string
	// SigningKey is the token issuer's key for a new data folder; nil makes one.
	SigningKey *rsa.PrivateKey
	// Log takes the log, Metrics the metrics (JSON lines); nil throws them away.
	Log     *slog.Logger
	Metrics io.Writer
	// Elsewhere are the URLs of functions that state machines of the user's own call
	// and that run somewhere else, by name; LambdaEndpoint is where all others are.
	Elsewhere      map[string]string
	LambdaEndpoint string
	// Broken is told when the data folder can no longer be written.
	Broken func(error)
	// Processes runs the functions as they are deployed; nil calls their handlers in
	// this process.
	Processes *Processes

	// The seams at which tests put faults; in this process only. Each may be nil.

	// AroundFunction wraps a function's handler.
	AroundFunction func(name string, handler lambda.Handler) lambda.Handler
	// AroundCalls wraps the way of SDK calls.
	AroundCalls func(http.RoundTripper) http.RoundTripper
	// AroundOrders and AroundVouchers wrap the stores.
	AroundOrders   func(store.Table) store.Table
	AroundVouchers func(promo.Vouchers) promo.Vouchers
}

// DefaultPlace is the account and region when nothing else is said.
var DefaultPlace = awsapi.Place{Account: "123456789012", Region: "us-east-1"}

// Machine is a running orderflow.
type Machine struct {
	Cloud *localaws.Cloud
	Menu  *order.Menu
	// API is the HTTP API, with the pages and, under /dev, what only the local
	// runtime has.
	API http.Handler
	// Live tells browsers what has changed.
	Live *live.Hub

	lock     *flock.Flock       // nil in memory
	orders   *ordersqlite.Table // nil when functions are processes
	vouchers *promosqlite.Table // likewise
	dynamodb *dynalite.Server   // nil when they are not
	unwatch  func()             // ends watchBus; nil when it does not run
	journal  *console.Journal
	console  *console.Console
}

// Open puts everything together and goes on with what an earlier process left in
// the data folder. Close it.
func Open(cfg Config) (m *Machine, err error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	m = &Machine{Live: live.NewHub()}
	defer func() {
		if err != nil {
			_ = m.release() // the first error is what matters
			m = nil
		}
	}()
	if m.Menu, err = order.TheMenu(); err != nil {
		return m, err
	}
	if m.lock, err = lockFolder(cfg.Dir); err != nil {
		return m, err
	}
	if err = oneKindOfFunctions(cfg); err != nil {
		return m, err
	}
	if m.journal, err = console.OpenJournal(cfg.Dir); err != nil {
		return m, err
	}
	m.Cloud, err = localaws.Open(localaws.Config{
		Place: cfg.Place, Dir: cfg.Dir, IssuerURL: cfg.URL, Sender: Sender, Definition: cfg.Definition,
		SigningKey: cfg.SigningKey, Broken: cfg.Broken, Log: cfg.Log,
	})
	if err != nil {
		return m, err
	}
	m.console = m.newConsole(cfg)
	deploy := m.deployHandlers
	if cfg.Processes != nil {
		deploy = m.deployProcesses
	}
	if err = deploy(cfg); err != nil {
		return m, err
	}
	if err = m.Cloud.Elsewhere(cfg.Elsewhere, cfg.LambdaEndpoint); err != nil {
		return m, err
	}
	if m.API, err = m.api(); err != nil {
		return m, err
	}
	return m, m.Cloud.Start()
}

// deployHandlers opens the stores and gives each function its handler.
func (m *Machine) deployHandlers(cfg Config) (err error) {
	if m.orders, err = ordersqlite.Open(cfg.Dir); err != nil {
		return err
	}
	if m.vouchers, err = promosqlite.Open(cfg.Dir); err != nil {
		return err
	}
	for name, handler := range m.functions(cfg) {
		if cfg.AroundFunction != nil {
			handler = cfg.AroundFunction(name, handler)
		}
		if err := m.Cloud.Deploy(name, handler); err != nil {
			return err
		}
	}
	return nil
}

func (cfg Config) withDefaults() Config {
	if cfg.Definition == "" {
		cfg.Definition = statemachine.Order
	}
	if cfg.Place == (awsapi.Place{}) {
		cfg.Place = DefaultPlace
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Metrics == nil {
		cfg.Metrics = io.Discard
	}
	return cfg
}

func (cfg Config) check() error {
	if cfg.Dir == "" {
		return errors.New("there is no data folder: name one, or " + sqlitedb.Memory + " to keep nothing")
	}
	return cfg.Place.Check()
}

// lockFolder keeps a second process out of a data folder.
func lockFolder(dir string) (*flock.Flock, error) {
	if dir == sqlitedb.Memory {
		return nil, nil
	}
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	mine, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot use %s as the data folder: %w", dir, err)
	case !mine:
		return nil, fmt.Errorf("the data folder %s is in use by another orderflow: stop that one, or choose another folder with --data", dir)
	}
	return lock, nil
}

// Close lets what is under way finish, until ctx ends, and closes the data
// folder. Nothing is lost: the next Open goes on from there.
func (m *Machine) Close(ctx context.Context) error {
	m.Live.Close()
	if m.unwatch != nil {
		m.unwatch()
	}
	err := m.Cloud.Close(ctx)
	m.Cloud = nil
	return errors.Join(err, m.release())
}

// release gives back what Open took, in the reverse order.
func (m *Machine) release() (err error) {
	if m.Cloud != nil {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err = m.Cloud.Close(ctx)
	}
	if m.journal != nil {
		err = errors.Join(err, m.journal.Close())
	}
	if m.vouchers != nil {
		err = errors.Join(err, m.vouchers.Close())
	}
	if m.orders != nil {
		err = errors.Join(err, m.orders.Close())
	}
	if m.dynamodb != nil {
		m.dynamodb.Close()
	}
	if m.lock != nil {
		err = errors.Join(err, m.lock.Unlock())
	}
	return err
}

// sdk is the configuration of the SDK clients: as on AWS, but for the way that
// their requests take.
func (m *Machine) sdk(cfg Config) aws.Config {
	way := m.Cloud.Transport()
	if cfg.AroundCalls != nil {
		way = cfg.AroundCalls(way)
	}
	return aws.Config{
		Region: cfg.Place.Region, BaseEndpoint: aws.String("http://aws.local"),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		HTTPClient:  &http.Client{Transport: way},
	}
}
