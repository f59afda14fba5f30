package console

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/localaws"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// Config is what a console needs.
type Config struct {
	Cloud   *localaws.Cloud
	Journal *Journal
	Menu    *order.Menu
	Orders  Orders
	// States and Events are the clients with which ops act: what they do takes the
	// same way as everybody's calls, and is checked like them.
	States States
	Events Events
	// Authorize tells which member of ops makes a request. Its error is the answer.
	Authorize func(*http.Request) (user string, err error)
	// Changed is told what has changed, for whoever looks on; it may be nil.
	Changed func(Change)
	Log     *slog.Logger
}

// Orders is where orders are looked up.
type Orders interface {
	Get(ctx context.Context, id order.ID) (order.Record, error)
	List(ctx context.Context, q store.Query) (store.Page, error)
}

// States is what ops do with executions.
type States interface {
	StartExecution(context.Context, *sfn.StartExecutionInput, ...func(*sfn.Options)) (*sfn.StartExecutionOutput, error)
	StopExecution(context.Context, *sfn.StopExecutionInput, ...func(*sfn.Options)) (*sfn.StopExecutionOutput, error)
	RedriveExecution(context.Context, *sfn.RedriveExecutionInput, ...func(*sfn.Options)) (*sfn.RedriveExecutionOutput, error)
}

// Events is what ops do with the bus.
type Events interface {
	PutEvents(context.Context, *eventbridge.PutEventsInput, ...func(*eventbridge.Options)) (*eventbridge.PutEventsOutput, error)
}

// The topics of changes.
const (
	TopicExecution  = "execution"   // Key is machine/name
	TopicBus        = "bus"         // an event was put
	TopicMail       = "mail"        // a mail was sent
	TopicMessage    = "sns"         // a message was published
	TopicConsumer   = "consumer"    // an event was handled, or not; Key is the order
	TopicDeadLetter = "dead-letter" // one has come or gone
	TopicAudit      = "audit"
)

// Change says that something that a page may show is another now.
type Change struct {
	Topic string
	Key   string // which one; "" when the topic says enough
}

// Refuse is an error for [Config.Authorize]: the status and the text are the answer.
func Refuse(status int, text string) error { return &problem{status, text} }

// Console answers ops. It may serve many requests at once.
type Console struct {
	cfg      Config
	index    *index
	pictures pictures
	slow     slowCache
}

// New makes a console.
func New(cfg Config) *Console {
	c := &Console{cfg: cfg}
	c.index = newIndex(cfg.Cloud.Executions(), func(e *entry) {
		c.changed(TopicExecution, e.machine+"/"+e.name)
		if e.stopped != 0 {
			c.changed(TopicBus, "") // the engine tells the default bus
		}
	})
	return c
}

// Warm reads the executions, if nobody has asked for any yet: with a hundred thousand
// of them that takes a second.
func (c *Console) Warm() {
	if err := c.index.open(); err != nil {
		c.cfg.Log.Error("the console cannot read the executions", "error", err)
	}
}

func (c *Console) changed(topic, key string) {
	if c.cfg.Changed != nil {
		c.cfg.Changed(Change{topic, key})
	}
}
