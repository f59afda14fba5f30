package onemachine_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/golang-jwt/jwt/v5"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
)

var document = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromData(api.Contract) })

var contract = sync.OnceValues(func() (routers.Router, error) {
	document, err := document()
	if err != nil {
		return nil, err
	}
	document.Servers = nil // any host will do
	return gorillamux.NewRouter(document)
})

// contractInput is a request of a route of the API, for the validators; nil when
// it is of none.
func contractInput(t *testing.T, r *http.Request, body string) *openapi3filter.RequestValidationInput {
	t.Helper()
	router, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		return nil
	}
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(strings.NewReader(body))
	again.Header.Set("Content-Type", "application/json") // nobody has to say so
	return &openapi3filter.RequestValidationInput{
		Request: again, PathParams: params, Route: route,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}
}

// checkContract holds an answer against the OpenAPI document: its status must be
// one that the route may give, its body what the document says; and a request
// that was taken must be one that the document allows.
func checkContract(t *testing.T, r *http.Request, body string, a answer) {
	t.Helper()
	input := contractInput(t, r, body)
	if input == nil {
		return // no route of the API: the gateway has answered
	}
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Options: input.Options,
		Status: a.status, Header: a.header, Body: io.NopCloser(bytes.NewBufferString(a.body)),
	}
	if err := openapi3filter.ValidateResponse(context.Background(), response); err != nil {
		t.Errorf("%s %s answered %d, which is not what openapi.yaml says: %v", r.Method, r.URL.Path, a.status, err)
	}
	if a.status < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), input); err != nil {
			t.Errorf("%s %s was taken, and is not what openapi.yaml says: %v", r.Method, r.URL.Path, err)
		}
	}
}

// TestEveryDocumentedStatus provokes each status of each route of openapi.yaml:
// the document promises nothing that cannot happen. That nothing happens that it
// does not say is checked with every call of every test.
func TestEveryDocumentedStatus(t *testing.T) {
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	var bug, broken atomic.Bool
	cfg := onemachine.Config{
		AroundFunction: func(_ string, next handler) handler {
			return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
				if bug.Load() {
					panic("a bug")
				}
				return next.Invoke(ctx, payload)
			})
		},
		AroundOrders: func(table store.Table) store.Table {
			return faultyTable{table, func() error {
				if broken.Load() {
					return errors.New("the table is out of order")
				}
				return nil
			}}
		},
	}
	inBubble(t, cfg, func(w *world) {
		for path, item := range doc.Paths.Map() {
			for method, operation := range item.Operations() {
				for status := range operation.Responses.Map() {
					bug.Store(status == "500")
					broken.Store(status == "503")
					if a := w.provoke(method, path, status); strconv.Itoa(a.status) != status {
						t.Errorf("%s %s: got %d %s, want %s", method, path, a.status, a.body, status)
					}
					bug.Store(false)
					broken.Store(false)
					w.settle()
				}
			}
		}
	})
}

// provoke makes a request that should be answered with the status.
func (w *world) provoke(method, path, status string) answer {
	w.t.Helper()
	decision := path[strings.LastIndexByte(path, '/')+1:]
	token, id, body := w.alice(), theRestaurant, ""
	switch {
	case strings.HasPrefix(path, "/orders/{id}/"):
		if decision != "cancel" {
			token = w.napoli()
		}
		id = w.orderFor(decision, status)
	case path == "/orders/{id}":
		id = w.orderFor("", status)
	case method == http.MethodPost:
		body = goodOrder
	}
	switch status {
	case "400":
		path, body = path+"?limit=0", "{" // of which a route looks at one
	case "401":
		token = ""
	case "403":
		token = w.idToken()
	case "404":
		id = "unknown"
	case "413":
		body = `{"reason": "` + strings.Repeat("x", 64<<10) + `"}`
	case "422":
		body = `{"reason": 1}`
	}
	return w.call(method, strings.Replace(path, "{id}", id, 1), token, body)
}

// orderFor is an order about which a decision can be made; or, for 409, cannot.
func (w *world) orderFor(decision, status string) string {
	if status == "500" || status == "503" {
		return "ord-aaaaaaaaaaaaaaaaaaaaaaaaaa" // nothing can be placed, nor is anything looked at
	}
	id := w.place()
	w.wantStatus(id, "placed")
	switch {
	case status == "409" && decision != "cancel":
		w.must(id, "cancel")
	case status == "409" || decision == "complete":
		w.must(id, "accept")
	}
	w.settle()
	return id
}

// idToken is an ID token of alice: the authorizer takes it, the functions do not.
func (w *world) idToken() string {
	w.t.Helper()
	var claims jwt.MapClaims
	parsed, _, err := jwt.NewParser().ParseUnverified(w.alice(), &claims)
	if err != nil {
		w.t.Fatal(err)
	}
	claims["token_use"] = "id"
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = parsed.Header["kid"]
	signed, err := token.SignedString(signingKey())
	if err != nil {
		w.t.Fatal(err)
	}
	return signed
}
