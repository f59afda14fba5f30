package onemachine_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/orderflow/orderflow/internal/order/api"
)

var contract = sync.OnceValues(func() (routers.Router, error) {
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
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
