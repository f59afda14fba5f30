// Package api has the handlers behind the HTTP API, one file per function:
// start-order, signal-order and query-orders. They are three because they need
// three different permissions.
//
// openapi.yaml beside this file is the contract; a test holds the handlers and
// the wiring against it. The authorizer has checked the caller's token before a
// handler runs; who may do what is decided here, by the token's groups.
//
// Nothing that this package answers has a task token in it.
package api

import (
	"context"
	_ "embed" // for the contract
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/aws/aws-lambda-go/events"

	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/order"
)

// Contract is the OpenAPI document of the HTTP API.
//
//go:embed openapi.yaml
var Contract []byte

// Request is an HTTP API request in payload format 2.0.
type Request = events.APIGatewayV2HTTPRequest

// Response is the answer to it.
type Response = events.APIGatewayV2HTTPResponse

// answer makes a JSON response.
func answer(status int, body any) Response {
	text, err := json.Marshal(body)
	if err != nil {
		return Response{StatusCode: http.StatusInternalServerError}
	}
	return Response{StatusCode: status, Headers: map[string]string{"content-type": "application/json"}, Body: string(text)}
}

// handle runs a handler whose errors are problems to be answered; what is behind
// those that are not the caller's doing is logged. Any other error leaves the
// function, which API Gateway answers with 500.
func handle(ctx context.Context, log *slog.Logger, r Request, do func(context.Context, Request) (Response, error)) (Response, error) {
	about(ctx, r)
	response, err := do(ctx, r)
	if err != nil {
		cause := err
		if response, err = toResponse(err, r); err == nil && response.StatusCode >= http.StatusInternalServerError {
			log.WarnContext(ctx, "answered that it is not possible now", "error", cause)
		}
	}
	if err == nil {
		logs.Add(ctx, slog.Int("status", response.StatusCode))
	}
	return response, err
}

// about says what the log lines are about. The API's own id of the request is what
// its caller was told.
func about(ctx context.Context, r Request) {
	logs.Add(ctx, slog.String("route", r.RouteKey), slog.String("apiRequestId", r.RequestContext.RequestID))
	if id := order.ID(r.PathParameters["id"]); id.Valid() {
		logs.About(ctx, string(id), "")
	}
}

// maxBody is the largest body that is read, in bytes.
const maxBody = 64 << 10

// decode reads a JSON body into v, strictly: no unknown members, nothing after
// it. With optional = true an empty body is none.
func decode(r Request, v any, optional bool) error {
	body := []byte(r.Body)
	if r.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(r.Body)
		if err != nil {
			return badBody("the body is not the base64 that API Gateway makes")
		}
		body = decoded
	}
	if len(body) > maxBody {
		return problem(http.StatusRequestEntityTooLarge, "body-too-large", "The body is too large", "a body has at most 64 KiB")
	}
	if len(body) == 0 && optional {
		return nil
	}
	return decodeStrictly(body, v)
}
