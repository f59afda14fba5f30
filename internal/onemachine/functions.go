package onemachine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/orderflow/orderflow/internal/contacts"
	"github.com/orderflow/orderflow/internal/localaws/httpapi"
	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/doorbell"
	"github.com/orderflow/orderflow/internal/platform/eventbus"
	"github.com/orderflow/orderflow/internal/platform/executions"
	"github.com/orderflow/orderflow/internal/platform/mail"
	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/wiring"
)

// functions makes the handler of each function, as its main in cmd does.
func (m *Machine) functions(cfg Config) map[string]lambda.Handler {
	sdk, measured, log := m.sdk(cfg), metrics.New(cfg.Metrics, time.Now), cfg.Log
	var table store.Table = m.orders
	if cfg.AroundOrders != nil {
		table = cfg.AroundOrders(table)
	}
	var vouchers promo.Vouchers = m.vouchers
	if cfg.AroundVouchers != nil {
		vouchers = cfg.AroundVouchers(vouchers)
	}
	orders := store.New(table)
	client := sfn.NewFromConfig(sdk)
	live, machine := executions.New(client, m.Cloud.LiveMachineARN()), executions.New(client, m.Cloud.MachineARN())
	bell := doorbell.New(sns.NewFromConfig(sdk), m.Cloud.TopicARN())
	mailer := mail.New(sesv2.NewFromConfig(sdk), Sender)
	book := issuersBook{m.Cloud.Issuer}
	base := workflow.Base{Orders: orders, Events: eventbus.New(eventbridge.NewFromConfig(sdk), wiring.Bus), Now: time.Now}

	start := api.StartOrder{Orders: orders, Executions: live, Menu: m.Menu, Now: time.Now, Log: log}
	signal := api.SignalOrder{Orders: orders, Tokens: machine, Now: time.Now, Log: log}
	query := api.QueryOrders{Orders: orders, Menu: m.Menu, Log: log}
	notifyRestaurant := workflow.NotifyRestaurant{Base: base, Doorbell: bell}
	await := workflow.AwaitRestaurant{Base: base, Metrics: measured}
	notifyUser := workflow.NotifyUser{Base: base, Contacts: book, Mailer: mailer, Menu: m.Menu, Metrics: measured}
	closing := workflow.CloseOrder{Base: base, Doorbell: bell}
	watch := workflow.WatchOrders{Base: base, Agenda: orders, Executions: machine, Doorbell: bell, Metrics: measured}
	promoCode := promo.IssuePromoCode{Vouchers: vouchers, Contacts: book, Mailer: mailer, Now: time.Now, NewCode: promo.NewCode}

	handlers := map[string]lambda.Handler{}
	for name, handler := range map[string]func(*slog.Logger) lambda.Handler{
		"start-order":       answering(start.Handle),
		"signal-order":      answering(signal.Handle),
		"query-orders":      answering(query.Handle),
		"place-order":       working(workflow.PlaceOrder{Base: base}.Handle),
		"notify-restaurant": working(notifyRestaurant.Handle),
		"await-restaurant":  working(await.Handle),
		"accept-order":      working(workflow.AcceptOrder{Base: base}.Handle),
		"notify-user":       working(notifyUser.Handle),
		"complete-order":    working(workflow.CompleteOrder{Base: base}.Handle),
		"close-order":       working(closing.Handle),
		"watch-orders":      working(watch.Handle),
		"issue-promo-code":  working(promoCode.Handle),
	} {
		handlers[name] = handler(log.With("function", name))
	}
	return handlers
}

// answering makes a handler of a function that answers, once its log is known.
func answering[In, Out any](handle func(context.Context, In) (Out, error)) func(*slog.Logger) lambda.Handler {
	return func(log *slog.Logger) lambda.Handler { return platform.HandlerOf(log, handle) }
}

// working makes a handler of a function that only may fail.
func working[In any](handle func(context.Context, In) error) func(*slog.Logger) lambda.Handler {
	return func(log *slog.Logger) lambda.Handler { return platform.Handler(log, handle) }
}

// issuersBook finds mail addresses in the token issuer's list of users, which is
// the local identity provider.
type issuersBook struct{ issuer *httpapi.Issuer }

var _ contacts.Book = issuersBook{}

// Email implements [contacts.Book].
func (b issuersBook) Email(_ context.Context, customerID string) (string, error) {
	email, err := b.issuer.Email(customerID)
	if errors.Is(err, httpapi.ErrNoUser) {
		return "", contacts.ErrNoAddress
	}
	return email, err
}
