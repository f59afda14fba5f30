package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/orderflow/orderflow/internal/order"
)

// Problem is an error answer: application/problem+json, RFC 9457. Its Type is
// stable; programs go by it, people by the rest.
type Problem struct {
	Type     string          `json:"type"`
	Title    string          `json:"title"`
	Status   int             `json:"status"`
	Detail   string          `json:"detail,omitempty"`
	Instance string          `json:"instance,omitempty"`    // the request's id
	Errors   []order.Problem `json:"errors,omitempty"`      // what is wrong, place by place
	Order    order.Status    `json:"orderStatus,omitempty"` // what the order is now

	retryAfter int // seconds; 0 is not to be said
}

// problemType is how every type begins.
const problemType = "urn:orderflow:problem:"

func (p *Problem) Error() string { return p.Type + ": " + p.Detail }

func problem(status int, kind, title, detail string) *Problem {
	return &Problem{Type: problemType + kind, Title: title, Status: status, Detail: detail}
}

func notFound() *Problem {
	return problem(http.StatusNotFound, "not-found", "There is no such order", "no order of that id is yours or addressed to you")
}

func forbidden(detail string) *Problem {
	return problem(http.StatusForbidden, "forbidden", "You may not do this", detail)
}

// unavailable says that something the API needs is out of order for the moment.
func unavailable(detail string) *Problem {
	p := problem(http.StatusServiceUnavailable, "unavailable", "Not now", detail+"; nothing is lost: send the same request again")
	p.retryAfter = 2
	return p
}

// toResponse makes an answer of an error: of the problems that it knows their
// own, of anything else none.
func toResponse(err error, r Request) (Response, error) {
	var p *Problem
	var wrong *order.InvalidRequest
	switch {
	case errors.As(err, &p):
	case errors.As(err, &wrong):
		p = problem(http.StatusUnprocessableEntity, "invalid-request", "The request is not valid", "see errors")
		p.Errors = wrong.Problems
	default:
		return Response{}, err
	}
	said := *p
	said.Instance = r.RequestContext.RequestID
	text, err := json.Marshal(said)
	if err != nil {
		return Response{}, err
	}
	headers := map[string]string{"content-type": "application/problem+json"}
	if said.retryAfter > 0 {
		headers["retry-after"] = strconv.Itoa(said.retryAfter)
	}
	return Response{StatusCode: said.Status, Headers: headers, Body: string(text)}, nil
}
