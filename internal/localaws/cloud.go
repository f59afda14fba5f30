package localaws

import (
	"context"
	"crypto/rsa"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	awslambda "github.com/aws/aws-lambda-go/lambda"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/cognito"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/httpapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/localaws/sns"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// Config is what a cloud needs.
type Config struct {
	Place awsapi.Place
	// Dir is the data folder, or sqlitedb.Memory.
	Dir string
	// IssuerURL is by what URL the token issuer is known: the HTTP API's.
	IssuerURL string
	// Sender is the mail address that SES lets send.
	Sender string
	// Definition is the order's state machine, with placeholders for ARNs.
	Definition string
	// SigningKey is the token issuer's key for a new data folder; nil makes one.
	SigningKey *rsa.PrivateKey
	// Broken is told when the database can no longer be written.
	Broken func(error)
	Log    *slog.Logger
}

// schema is one file for all services, so that what one of them does to another
// is one transaction.
var schema = sqlitedb.Schema{Name: "aws", Migrations: []string{
	stepfunctions.Tables + lambda.Tables + eventbridge.Tables + sns.Tables + ses.Tables + httpapi.Tables,
	stepfunctions.MoreTables,
	lambda.Traced,
	stepfunctions.VersionTables,
	stepfunctions.StateColumn + eventbridge.SubjectIndex + sns.SubjectIndex + ses.SubjectIndex,
	stepfunctions.RemovalTables,
}}

// Cloud is the running services.
type Cloud struct {
	cfg       Config
	db        *sqlitedb.DB
	functions *lambda.Runtime
	queue     *lambda.Queue
	bus       *eventbridge.Service
	engine    *stepfunctions.Engine
	endpoint  http.Handler
	front     *httpapi.Front
	users     *cognito.Service
	pools     []*lambda.Pool
	called    func(service string) // may be nil

	// What a user of the local runtime may look into.
	Issuer *httpapi.Issuer
	Topic  *sns.Service
	Mail   *ses.Service
}

// Open opens the services. They run nothing before Start.
func Open(cfg Config) (*Cloud, error) {
	db, err := sqlitedb.Open(cfg.Dir, schema)
	if err != nil {
		return nil, err
	}
	c := &Cloud{cfg: cfg, db: db}
	if err := c.open(); err != nil {
		_ = db.Close() // the first error is what matters
		return nil, err
	}
	return c, nil
}

func (c *Cloud) open() (err error) {
	cfg := c.cfg
	if c.Issuer, err = httpapi.OpenIssuer(c.db, cfg.IssuerURL, cfg.SigningKey); err != nil {
		return err
	}
	c.users = cognito.Open(cfg.Place, c.Issuer)
	c.functions = lambda.New(cfg.Place, cfg.Log)
	c.queue = lambda.OpenQueue(c.db, c.functions, cfg.Log)
	c.bus = eventbridge.Open(cfg.Place, c.db, c.queue, cfg.Log, wiring.Bus)
	c.Topic = sns.Open(cfg.Place, c.db, wiring.Topic)
	c.Mail = ses.Open(cfg.Place, c.db, cfg.Sender)
	c.engine, err = stepfunctions.Open(stepfunctions.Config{
		DB: c.db, Place: cfg.Place, Call: c.call, Changed: c.statusChanged, Broken: cfg.Broken, Log: cfg.Log,
	})
	if err != nil {
		return err
	}
	if err := mistakesIn(cfg.Definition, c.substitutions()); err != nil {
		return err
	}
	machineARN, err := c.engine.Put(statemachine.OrderName, asl.Substitute(cfg.Definition, c.substitutions()))
	if err != nil {
		return err
	}
	if _, err := c.engine.Release(machineARN, wiring.LiveAlias); err != nil {
		return err
	}
	for _, r := range wiring.Rules {
		rule := eventbridge.Rule{
			Name: r.Name, Bus: r.Bus, Pattern: strings.ReplaceAll(r.Pattern, "${StateMachineArn}", machineARN),
			Targets: []eventbridge.Target{target(r.Target)},
		}
		if err := c.bus.AddRule(rule); err != nil {
			return err
		}
	}
	c.endpoint = c.makeEndpoint()
	var routes []httpapi.Route
	for _, r := range wiring.Routes {
		routes = append(routes, httpapi.Route(r))
	}
	c.front = httpapi.NewFront(cfg.Place, c.Issuer, c.functions, routes)
	return nil
}

func target(t wiring.Target) eventbridge.Target {
	return eventbridge.Target{Function: t.Function, InputPath: t.InputPath, DeadLetters: t.DeadLetters}
}

// substitutions are what stands for the definition's placeholders.
func (c *Cloud) substitutions() map[string]string {
	values := map[string]string{}
	for _, f := range wiring.Functions {
		if f.Placeholder != "" {
			values[f.Placeholder] = c.functions.ARN(f.Name)
		}
	}
	return values
}

// statusChanged puts an execution's change of status on the default bus.
func (c *Cloud) statusChanged(tx *sqlitedb.Tx, change stepfunctions.StatusChange) (func(), error) {
	return c.bus.Emit(tx, "aws.states", "Step Functions Execution Status Change", []string{change.ExecutionARN}, change)
}

// Deploy gives a function of the wiring its handler, which is called in this
// process.
func (c *Cloud) Deploy(name string, handler awslambda.Handler) error {
	f, ok := wiring.FunctionNamed(name)
	if !ok {
		return fmt.Errorf("deploy %s: the wiring has no such function", name)
	}
	c.functions.Deploy(lambda.Function{Name: name, Sandbox: lambda.InProcess(handler), Timeout: f.Timeout, DeadLetters: f.DeadLetters})
	return nil
}

// Elsewhere names where functions are that are not deployed: some by name, the
// others behind an endpoint, as in [lambda.Runtime.Elsewhere]. It must be called
// after Deploy and before Start.
func (c *Cloud) Elsewhere(functions map[string]string, endpoint string) error {
	return c.functions.Elsewhere(functions, endpoint)
}

// Start goes on with what an earlier process left, and starts the schedules. All
// functions must have been deployed.
func (c *Cloud) Start() error {
	if err := c.queue.Start(); err != nil {
		return err
	}
	c.engine.Start()
	for _, s := range wiring.Schedules {
		c.bus.Run(eventbridge.Schedule{Name: s.Name, Every: s.Every, Target: target(s.Target)})
	}
	return nil
}

// Close lets functions that run finish, until ctx ends, and closes the database.
// What has not been done is done after the next Open.
func (c *Cloud) Close(ctx context.Context) error {
	c.bus.Stop()
	c.engine.Close(ctx)
	c.queue.Close(ctx)
	for _, pool := range c.pools {
		pool.Close()
	}
	return c.db.Close()
}

// Front is the HTTP API.
func (c *Cloud) Front() http.Handler { return c.front }

// Endpoint answers all AWS services on one port.
func (c *Cloud) Endpoint() http.Handler { return c.endpoint }

// TopicARN, MachineARN and LiveMachineARN are the ARNs that functions are
// configured with.

// TopicARN is the ARN of the restaurants' topic.
func (c *Cloud) TopicARN() string { return c.cfg.Place.ARN("sns", wiring.Topic) }

// MachineARN is the ARN of the order's state machine.
func (c *Cloud) MachineARN() string {
	return c.cfg.Place.ARN("states", "stateMachine:"+statemachine.OrderName)
}

// LiveMachineARN is the ARN of the alias through which orders start.
func (c *Cloud) LiveMachineARN() string { return c.MachineARN() + ":" + wiring.LiveAlias }

// Events lists the newest events that were put on a bus, as in
// [eventbridge.Service.Events].
func (c *Cloud) Events(limit int, keep func(eventbridge.Event) bool) ([]eventbridge.Event, error) {
	return c.bus.Events(limit, keep)
}

// NewestEvent is the id of the newest event on a bus; 0 when there is none.
func (c *Cloud) NewestEvent() (int64, error) { return c.bus.Newest() }

// DeadLetters lists the events that could not be delivered.
func (c *Cloud) DeadLetters() ([]lambda.DeadLetter, error) { return c.queue.DeadLetters() }

// Waiting is how many executions are running.
func (c *Cloud) Waiting() int { return c.engine.Waiting() }
