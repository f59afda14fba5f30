package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/order"
)

// StartOrder is the function start-order: POST /orders.
//
// Placing is idempotent at any age. The order's id, which is also the name of
// its execution, is a hash of the customer and the Idempotency-Key, so the same
// key always meets the same order; whether it also asked for the same decides
// between "here it is" and 422.
type StartOrder struct {
	Orders     Creator
	Executions Starter
	Menu       *order.Menu
	Now        func() time.Time
	Log        *slog.Logger
}

// Creator is the order store.
type Creator interface {
	Create(ctx context.Context, o *order.Order, now time.Time) (kept *order.Order, created bool, err error)
}

// Starter starts executions.
type Starter interface {
	// Start starts an order's execution. An execution that exists already is no
	// error.
	Start(ctx context.Context, id order.ID, input json.RawMessage) error
}

// idempotencyKey is what a key may look like.
var idempotencyKey = regexp.MustCompile(`^[\x21-\x7e]{1,200}$`)

// Handle places an order.
func (f StartOrder) Handle(ctx context.Context, r Request) (Response, error) {
	return handle(ctx, f.Log, r, f.place)
}

func (f StartOrder) place(ctx context.Context, r Request) (Response, error) {
	c, err := callerOf(r)
	if err != nil {
		return Response{}, err
	}
	if !c.customer {
		return Response{}, forbidden("only customers place orders")
	}
	key, ok := r.Headers["idempotency-key"]
	if !ok {
		key = rand.Text() // this request only
	} else if !idempotencyKey.MatchString(key) {
		return Response{}, problem(http.StatusBadRequest, "bad-idempotency-key", "The Idempotency-Key cannot be used",
			"a key has 1 to 200 visible ASCII characters")
	}
	var request order.Request
	if err := decode(r, &request, false); err != nil {
		return Response{}, err
	}
	customer := order.CustomerID(c.subject)
	asked, err := order.Receive(order.NewID(customer, key), customer, request, f.Menu, f.Now())
	if err != nil {
		return Response{}, err
	}
	logs.About(ctx, string(asked.ID()), "")
	kept, created, err := f.Orders.Create(ctx, asked, f.Now())
	if err != nil {
		return Response{}, errors.Join(unavailable("the order could not be kept"), err)
	}
	if !created && kept.RequestHash() != asked.RequestHash() {
		return Response{}, problem(http.StatusUnprocessableEntity, "idempotency-key-reused", "The Idempotency-Key was used before",
			fmt.Sprintf("order %s was placed with this key and asks for something else; take a new key for a new order", kept.ID()))
	}
	if kept.Status() == order.Received { // new, or its execution may never have started
		if err := f.start(ctx, kept); err != nil {
			return Response{}, errors.Join(unavailable("the order could not be started"), err)
		}
	}
	response := answer(http.StatusAccepted, viewOf(kept))
	response.Headers["location"] = "/orders/" + string(kept.ID())
	return response, nil
}

// start starts the execution. Its input names the order and whose it is, and
// nothing private.
func (f StartOrder) start(ctx context.Context, o *order.Order) error {
	input, err := json.Marshal(struct {
		OrderID      order.ID           `json:"orderId"`
		CustomerID   order.CustomerID   `json:"customerId"`
		RestaurantID order.RestaurantID `json:"restaurantId"`
	}{o.ID(), o.CustomerID(), o.RestaurantID()})
	if err != nil {
		return err
	}
	return f.Executions.Start(ctx, o.ID(), input)
}
