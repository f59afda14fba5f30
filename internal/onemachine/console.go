package onemachine

import (
	"context"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/console"
	"github.com/orderflow/orderflow/internal/live"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
)

// newConsole makes the ops console, and has it told of what happens.
func (m *Machine) newConsole(cfg Config) *console.Console {
	sdk := m.sdk(cfg)
	m.Cloud.ObserveConsumers(func(a lambda.Attempt) {
		subject := m.journal.NoteAttempt(a)
		m.tellOps(console.Change{Topic: console.TopicConsumer, Key: subject})
		if a.Last {
			m.tellOps(console.Change{Topic: console.TopicDeadLetter})
		}
	})
	topics := map[string]string{"eventbridge": console.TopicBus, "sns": console.TopicMessage, "ses": console.TopicMail}
	m.Cloud.ObserveCalls(func(service string) { m.tellOps(console.Change{Topic: topics[service]}) })
	return console.New(console.Config{
		Cloud: m.Cloud, Journal: m.journal, Menu: m.Menu, Orders: orderLookup{m}, Log: cfg.Log,
		States: sfn.NewFromConfig(sdk), Events: eventbridge.NewFromConfig(sdk),
		Authorize: m.opsOnly, Changed: m.tellOps,
	})
}

// opsOnly lets members of ops of this machine in.
func (m *Machine) opsOnly(r *http.Request) (string, error) {
	u, err := m.userOf(r)
	if err != nil {
		return "", console.Refuse(http.StatusUnauthorized, "sign in as a member of ops")
	}
	if !u.is(api.GroupOps) {
		return "", console.Refuse(http.StatusForbidden, u.id+" is no member of ops")
	}
	return u.id, nil
}

// tellOps tells ops alone: readers of everything have every note, whoever it is for.
func (m *Machine) tellOps(c console.Change) {
	m.Live.Publish(live.Note{Topic: c.Topic, Key: c.Key, Data: struct {
		Key string `json:"key"`
	}{c.Key}})
}

// recorded takes down who asks what of the HTTP API.
func (m *Machine) recorded(next http.Handler) http.Handler {
	return m.journal.Record(next, func(r *http.Request) string {
		u, err := m.userOf(r)
		if err != nil {
			return ""
		}
		for _, group := range u.groups { // a restaurant's group has its id already
			role, _, _ := strings.Cut(group, ":")
			return role + " " + u.id
		}
		return u.id
	})
}

// warming has the console read what there is while the browser still loads its page.
func (m *Machine) warming(page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		go m.console.Warm()
		page.ServeHTTP(w, r)
	})
}

// orderLookup reads orders where the functions keep them.
type orderLookup struct{ m *Machine }

func (l orderLookup) table() store.Table {
	if l.m.dynamodb != nil {
		return dynamostore.New(l.m.dynamodb.Client(), wiring.OrdersTable)
	}
	return l.m.orders
}

// Get implements [console.Orders].
func (l orderLookup) Get(ctx context.Context, id order.ID) (order.Record, error) {
	return l.table().Get(ctx, id)
}

// List implements [console.Orders].
func (l orderLookup) List(ctx context.Context, q store.Query) (store.Page, error) {
	return l.table().List(ctx, q)
}
