package onemachine_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/promo"
)

// handlerFunc is a function as a Lambda handler.
type handlerFunc func(ctx context.Context, payload []byte) ([]byte, error)

func (f handlerFunc) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	return f(ctx, payload)
}

// around makes an AroundFunction for one function: wrap gets how often the
// function has been invoked, from 1, and the next to call.
func around(function string, wrap func(n int, next func() ([]byte, error)) ([]byte, error)) func(string, lambda.Handler) lambda.Handler {
	var mu sync.Mutex
	n := 0
	return func(name string, handler lambda.Handler) lambda.Handler {
		if name != function {
			return handler
		}
		return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
			mu.Lock()
			n++
			count := n
			mu.Unlock()
			return wrap(count, func() ([]byte, error) { return handler.Invoke(ctx, payload) })
		})
	}
}

// roundTripper is a function as a RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// serviceOf tells which service an SDK call is for.
func serviceOf(r *http.Request) string {
	switch target := r.Header.Get("X-Amz-Target"); {
	case strings.HasPrefix(target, "AWSStepFunctions."):
		return "stepfunctions"
	case strings.HasPrefix(target, "AWSEvents."):
		return "eventbridge"
	case strings.HasPrefix(r.URL.Path, "/v2/email"):
		return "ses"
	}
	return "sns"
}

// respond makes an answer to an SDK call.
func respond(r *http.Request, status int, errorType, body string) *http.Response {
	_, _ = io.Copy(io.Discard, r.Body)
	return &http.Response{
		StatusCode: status, Header: http.Header{"X-Amzn-Errortype": {errorType}}, Request: r, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// throttled is the answer of a service that has too much to do.
func throttled(r *http.Request) *http.Response {
	switch serviceOf(r) {
	case "sns":
		return respond(r, 400, "", `<ErrorResponse><Error><Type>Sender</Type><Code>Throttled</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`)
	case "ses":
		return respond(r, 429, "TooManyRequestsException", `{"message":"Rate exceeded"}`)
	}
	return respond(r, 400, "ThrottlingException", `{"__type":"ThrottlingException","message":"Rate exceeded"}`)
}

// outage is a time during which a dependency is out of order.
type outage struct {
	what string // a service of serviceOf, or "store"

	mu          sync.Mutex
	from, until time.Time
}

// begin puts the dependency out of order for so long, unless it was before.
func (o *outage) begin(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.from.IsZero() {
		o.from, o.until = time.Now(), time.Now().Add(d)
	}
}

func (o *outage) now() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.from.IsZero() && time.Now().Before(o.until)
}

// calls is an AroundCalls: by turns the service throttles, fails and is silent.
func (o *outage) calls(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	n := 0
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if serviceOf(r) != o.what || !o.now() {
			return next.RoundTrip(r)
		}
		mu.Lock()
		n++
		turn := n % 3
		mu.Unlock()
		switch turn {
		case 0:
			return throttled(r), nil
		case 1:
			return respond(r, 503, "ServiceUnavailable", `{"message":"out of order"}`), nil
		}
		return nil, errors.New("connection reset by peer")
	})
}

// orders is an AroundOrders.
func (o *outage) orders(next store.Table) store.Table {
	return faultyTable{next, func() error {
		if o.what == "store" && o.now() {
			return errors.New("the table is out of order")
		}
		return nil
	}}
}

// vouchers is an AroundVouchers.
func (o *outage) vouchers(next promo.Vouchers) promo.Vouchers { return faultyVouchers{next, o} }

type faultyVouchers struct {
	promo.Vouchers
	outage *outage
}

func (v faultyVouchers) Issue(ctx context.Context, voucher promo.Voucher) (promo.Voucher, error) {
	if v.outage.what == "vouchers" && v.outage.now() {
		return promo.Voucher{}, errors.New("the vouchers are out of order")
	}
	return v.Vouchers.Issue(ctx, voucher)
}

// faultyTable asks before each call whether it fails.
type faultyTable struct {
	store.Table
	fails func() error
}

func (t faultyTable) Insert(ctx context.Context, r order.Record, now time.Time) (*order.Record, error) {
	if err := t.fails(); err != nil {
		return nil, err
	}
	return t.Table.Insert(ctx, r, now)
}

func (t faultyTable) Get(ctx context.Context, id order.ID) (order.Record, error) {
	if err := t.fails(); err != nil {
		return order.Record{}, err
	}
	return t.Table.Get(ctx, id)
}

func (t faultyTable) Replace(ctx context.Context, r order.Record) error {
	if err := t.fails(); err != nil {
		return err
	}
	return t.Table.Replace(ctx, r)
}

func (t faultyTable) List(ctx context.Context, q store.Query) (store.Page, error) {
	if err := t.fails(); err != nil {
		return store.Page{}, err
	}
	return t.Table.List(ctx, q)
}

func (t faultyTable) Agenda(ctx context.Context, topic order.Topic, after *store.Entry, limit int) ([]store.Entry, error) {
	if err := t.fails(); err != nil {
		return nil, err
	}
	return t.Table.Agenda(ctx, topic, after, limit)
}
