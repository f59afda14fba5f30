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
	"github.com/orderflow/orderflow/internal/logs"
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
	sdk, measured, log := m.sdk(cfg), metrics.New(cfg.Metrics, time.Now, ""), slog.New(logs.NewHandler(cfg.Log.Handler()))
	named := platform.OfMachine(m.Cloud.MachineARN())
	var table store.Table = notifyingOrders{m.orders, m.Live}
	if cfg.AroundOrders != nil {
		table = cfg.AroundOrders(table)
	}
	var vouchers promo.Vouchers = notifyingVouchers{m.vouchers, m.Live}
	if cfg.AroundVouchers != nil {
		vouchers = cfg.AroundVouchers(vouchers)
	}
	orders := store.New(table)
	client := sfn.NewFromConfig(sdk)
	live, machine := executions.New(client, m.Cloud.LiveMachineARN()), executions.New(client, m.Cloud.MachineARN())
	bell := doorbell.New(sns.NewFromConfig(sdk), m.Cloud.TopicARN())
	mailer := mail.New(sesv2.NewFromConfig(sdk), Sender)
	book := issuersBook{m.Cloud.Issuer}
	base := workflow.Base{Orders: orders, Events: eventbus.New(eventbridge.NewFromConfig(sdk), wiring.Bus), Metrics: measured, Now: time.Now}

	start := api.StartOrder{Orders: orders, Executions: live, Menu: m.Menu, Now: time.Now, Log: log}
	signal := api.SignalOrder{Orders: orders, Tokens: machine, Now: time.Now, Log: log}
	query := api.QueryOrders{Orders: orders, Menu: m.Menu, Log: log}
	notifyRestaurant := workflow.NotifyRestaurant{Base: base, Doorbell: bell}
	await := workflow.AwaitRestaurant{Base: base}
	notifyUser := workflow.NotifyUser{Base: base, Contacts: book, Mailer: mailer, Menu: m.Menu}
	closing := workflow.CloseOrder{Base: base, Doorbell: bell}
	watch := workflow.WatchOrders{Base: base, Agenda: orders, Executions: machine, Doorbell: bell}
	promoCode := promo.IssuePromoCode{Vouchers: vouchers, Contacts: book, Mailer: mailer, Now: time.Now, NewCode: promo.NewCode}

	return map[string]lambda.Handler{
		"start-order":       platform.HandlerOf(log, start.Handle, named),
		"signal-order":      platform.HandlerOf(log, signal.Handle, named),
		"query-orders":      platform.HandlerOf(log, query.Handle, named),
		"place-order":       platform.Handler(log, workflow.PlaceOrder{Base: base}.Handle),
		"notify-restaurant": platform.Handler(log, notifyRestaurant.Handle),
		"await-restaurant":  platform.Handler(log, await.Handle),
		"accept-order":      platform.Handler(log, workflow.AcceptOrder{Base: base}.Handle),
		"notify-user":       platform.Handler(log, notifyUser.Handle),
		"complete-order":    platform.Handler(log, workflow.CompleteOrder{Base: base}.Handle),
		"close-order":       platform.Handler(log, closing.Handle),
		"watch-orders":      platform.Handler(log, watch.Handle, named),
		"issue-promo-code":  platform.Handler(log, promoCode.Handle),
	}
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
