package api

import (
	"net/http"
	"strings"

	"github.com/orderflow/orderflow/internal/order"
)

// The groups of the identity provider. The API has nothing for ops yet.
const (
	GroupCustomer   = "customer"
	GroupRestaurant = "restaurant:" // and the restaurant's id
	GroupOps        = "ops"
)

// Groups reads the groups from a token's claims, where they are the text "[a b]".
func Groups(claims map[string]string) []string {
	return strings.Fields(strings.Trim(claims["cognito:groups"], "[]"))
}

// caller is who makes a request.
type caller struct {
	subject     string
	customer    bool
	restaurants []order.RestaurantID
}

// callerOf reads the claims that the authorizer has checked.
func callerOf(r Request) (caller, error) {
	authorizer := r.RequestContext.Authorizer
	if authorizer == nil || authorizer.JWT == nil || authorizer.JWT.Claims["sub"] == "" {
		return caller{}, problem(http.StatusUnauthorized, "unauthorized", "Sign in first", "the request has no token")
	}
	claims := authorizer.JWT.Claims
	if claims["token_use"] != "access" {
		return caller{}, forbidden("this is not an access token")
	}
	c := caller{subject: claims["sub"]}
	for _, group := range Groups(claims) {
		if group == GroupCustomer {
			c.customer = true
		}
		if id, ok := strings.CutPrefix(group, GroupRestaurant); ok {
			c.restaurants = append(c.restaurants, order.RestaurantID(id))
		}
	}
	return c, nil
}

// owns reports whether the order is the caller's.
func (c caller) owns(o *order.Order) bool {
	return c.customer && o.CustomerID() == order.CustomerID(c.subject)
}

// serves reports whether the order is addressed to the caller's restaurant.
func (c caller) serves(o *order.Order) bool {
	for _, id := range c.restaurants {
		if id == o.RestaurantID() {
			return true
		}
	}
	return false
}
