package onemachine

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/live"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/pages"
)

// addPages adds the pages, and what only they ask for: the restaurants before
// anybody has signed in, live notes, and a customer's vouchers, for which the API
// has no route.
func (m *Machine) addPages(mux *http.ServeMux) error {
	routes, err := pages.Routes()
	if err != nil {
		return err
	}
	for pattern, handler := range routes {
		mux.Handle(pattern, localOnly(handler))
	}
	mux.Handle("GET /live", localOnly(http.HandlerFunc(m.stream)))
	mux.Handle("GET /dev/vouchers", devHandler(m.devVouchers))
	mux.Handle("GET /dev/restaurants", devHandler(m.devRestaurants))
	return nil
}

// localOnly is checkLocal before a handler.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkLocal(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// guarded gives every answer the headers that a browser needs to be careful;
// what may be kept says so itself.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// user is who asks, by the token.
type user struct {
	id     string
	groups []string
	until  time.Time // when the token ends
}

func (m *Machine) userOf(r *http.Request) (user, error) {
	claims, err := m.Cloud.Issuer.Claims(r)
	if err != nil {
		return user{}, &devError{http.StatusUnauthorized, "Unauthorized"}
	}
	seconds, err := strconv.ParseInt(claims["exp"], 10, 64)
	if err != nil {
		return user{}, &devError{http.StatusUnauthorized, "Unauthorized"}
	}
	return user{claims["sub"], api.Groups(claims), time.Unix(seconds, 0)}, nil
}

func (u user) is(group string) bool { return slices.Contains(u.groups, group) }

// reader is which notes the user may have: customers and restaurants their own,
// ops all.
func (u user) reader() live.Reader {
	reader := live.Reader{Everything: u.is(api.GroupOps)}
	for _, group := range u.groups {
		switch {
		case group == api.GroupCustomer:
			reader.Audiences = append(reader.Audiences, customerAudience(u.id))
		case strings.HasPrefix(group, api.GroupRestaurant):
			reader.Audiences = append(reader.Audiences, group)
		}
	}
	return reader
}

// stream answers GET /live: notes of what has changed, while the token is good.
func (m *Machine) stream(w http.ResponseWriter, r *http.Request) {
	u, err := m.userOf(r)
	if err != nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": err.Error()}) // the client may be gone
		return
	}
	m.Live.Stream(w, r, u.reader(), u.until)
}

// latestVouchers is how many of a customer's vouchers are shown.
const latestVouchers = 100

// devVouchers lists the newest vouchers of the customer who asks.
func (m *Machine) devVouchers(r *http.Request) (any, error) {
	u, err := m.userOf(r)
	if err != nil {
		return nil, err
	}
	if !u.is(api.GroupCustomer) {
		return nil, &devError{http.StatusForbidden, "vouchers are for customers"}
	}
	type item struct {
		OrderID  string    `json:"orderId"`
		Code     string    `json:"code"`
		Percent  int       `json:"percent"`
		IssuedAt time.Time `json:"issuedAt"`
	}
	all := []item{}
	vouchers, err := m.latestVouchers(r.Context(), u.id, latestVouchers)
	for _, v := range vouchers {
		all = append(all, item{v.OrderID, v.Code, v.Percent, v.IssuedAt})
	}
	return map[string]any{"vouchers": all}, err
}

// devRestaurants lists the restaurants for whom one can sign in.
func (m *Machine) devRestaurants(*http.Request) (any, error) {
	type item struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	all := []item{}
	for _, r := range m.Menu.Restaurants() {
		all = append(all, item{string(r.ID), r.Name})
	}
	return map[string]any{"restaurants": all}, nil
}
