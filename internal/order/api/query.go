package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// QueryOrders is the function query-orders: everything that only reads.
type QueryOrders struct {
	Orders Lister
	Menu   *order.Menu
	Log    *slog.Logger
}

// Lister reads orders, one or many.
type Lister interface {
	Reader
	List(ctx context.Context, q store.Query) (store.Page, error)
}

// Handle answers a question.
func (f QueryOrders) Handle(ctx context.Context, r Request) (Response, error) {
	return handle(ctx, f.Log, r, func(ctx context.Context, r Request) (Response, error) {
		c, err := callerOf(r)
		if err != nil {
			return Response{}, err
		}
		switch r.RouteKey {
		case "GET /orders":
			return f.list(ctx, r, c)
		case "GET /orders/{id}":
			return f.one(ctx, r, c)
		case "GET /restaurants":
			return f.restaurants(), nil
		case "GET /restaurants/{id}/menu":
			return f.menu(r)
		}
		return Response{}, fmt.Errorf("the route %q is not wired to a question", r.RouteKey)
	})
}

func (f QueryOrders) one(ctx context.Context, r Request, c caller) (Response, error) {
	id := order.ID(r.PathParameters["id"])
	if !id.Valid() {
		return Response{}, notFound()
	}
	o, err := f.Orders.Get(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Response{}, notFound()
	case err != nil:
		return Response{}, errors.Join(unavailable("the order could not be read"), err)
	case !c.owns(o) && !c.serves(o):
		return Response{}, notFound()
	}
	return answer(http.StatusOK, viewOf(o)), nil
}

// The size of a page of orders.
const (
	defaultPage = 25
	largestPage = 100
)

func (f QueryOrders) list(ctx context.Context, r Request, c caller) (Response, error) {
	q := store.Query{Status: order.Status(r.QueryStringParameters["status"]), Cursor: r.QueryStringParameters["cursor"], Limit: defaultPage}
	switch {
	case c.customer:
		q.Customer = order.CustomerID(c.subject)
	case len(c.restaurants) > 0:
		q.Restaurant = c.restaurants[0]
	default:
		return Response{}, forbidden("orders are listed for customers and restaurants")
	}
	if q.Status != "" && !slices.Contains(order.Statuses, q.Status) {
		return Response{}, badParameter("status", fmt.Sprintf("a status is one of %v", order.Statuses))
	}
	if text, ok := r.QueryStringParameters["limit"]; ok {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 || limit > largestPage {
			return Response{}, badParameter("limit", fmt.Sprintf("a page has from 1 to %d orders", largestPage))
		}
		q.Limit = limit
	}
	page, err := f.Orders.List(ctx, q)
	switch {
	case errors.Is(err, store.ErrBadCursor):
		return Response{}, badParameter("cursor", "take the cursor of the page before as it is")
	case err != nil:
		return Response{}, errors.Join(unavailable("the orders could not be listed"), err)
	}
	orders := page.Orders
	if orders == nil {
		orders = []store.Summary{}
	}
	return answer(http.StatusOK, struct {
		Orders []store.Summary `json:"orders"`
		Cursor string          `json:"cursor,omitempty"`
	}{orders, page.Cursor}), nil
}

func badParameter(name, detail string) error {
	p := problem(http.StatusBadRequest, "bad-parameter", "A parameter cannot be used", name+": "+detail)
	return p
}

func (f QueryOrders) restaurants() Response {
	type item struct {
		ID   order.RestaurantID `json:"id"`
		Name string             `json:"name"`
	}
	all := []item{}
	for _, r := range f.Menu.Restaurants() {
		all = append(all, item{r.ID, r.Name})
	}
	return answer(http.StatusOK, struct {
		Restaurants []item `json:"restaurants"`
	}{all})
}

func (f QueryOrders) menu(r Request) (Response, error) {
	restaurant, ok := f.Menu.Restaurant(order.RestaurantID(r.PathParameters["id"]))
	if !ok {
		return Response{}, problem(http.StatusNotFound, "not-found", "There is no such restaurant", "GET /restaurants lists them")
	}
	type dish struct {
		ID    string      `json:"id"`
		Name  string      `json:"name"`
		Price order.Money `json:"price"`
	}
	dishes := []dish{}
	for _, d := range restaurant.Dishes {
		dishes = append(dishes, dish{d.ID, d.Name, order.Money{Amount: d.Price, Currency: restaurant.Currency}})
	}
	return answer(http.StatusOK, struct {
		ID     order.RestaurantID `json:"id"`
		Name   string             `json:"name"`
		Dishes []dish             `json:"dishes"`
	}{restaurant.ID, restaurant.Name, dishes}), nil
}
