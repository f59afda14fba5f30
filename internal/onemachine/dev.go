package onemachine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/mail"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
)

// api is the HTTP API with, beside it, what only the local runtime has: the
// pages, a way to get a token, the issuer's documents, and a look into the bus,
// the topic, the mailbox and the dead letters.
func (m *Machine) api() (http.Handler, error) {
	mux := http.NewServeMux()
	mux.Handle("/", m.Cloud.Front())
	for pattern, handle := range map[string]func(*http.Request) (any, error){
		"POST /dev/token":                       m.devToken,
		"GET /dev/events":                       m.devEvents,
		"GET /dev/sns":                          func(*http.Request) (any, error) { return m.Cloud.Topic.Messages(devLimit) },
		"GET /dev/mail":                         func(*http.Request) (any, error) { return m.Cloud.Mail.Mails(devLimit) },
		"GET /dev/dead-letters":                 func(*http.Request) (any, error) { return m.Cloud.DeadLetters() },
		"GET /.well-known/jwks.json":            func(*http.Request) (any, error) { return raw(m.Cloud.Issuer.JWKS()) },
		"GET /.well-known/openid-configuration": func(*http.Request) (any, error) { return raw(m.Cloud.Issuer.Discovery()) },
	} {
		mux.Handle(pattern, devHandler(handle))
	}
	if err := m.addPages(mux); err != nil {
		return nil, err
	}
	return guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if clean := path.Clean(r.URL.Path) == r.URL.Path; clean || strings.HasPrefix(r.URL.Path, "/dev/") || strings.HasPrefix(r.URL.Path, "/.well-known/") {
			mux.ServeHTTP(w, r)
			return
		}
		m.Cloud.Front().ServeHTTP(w, r) // past the mux, which redirects what API Gateway does not
	})), nil
}

// devLimit is how many of the newest things a look shows.
const devLimit = 1000

func raw(text []byte, err error) (any, error) { return json.RawMessage(text), err }

// devError is an error that the caller can do something about.
type devError struct {
	status int
	text   string
}

func (e *devError) Error() string { return e.text }

// devHandler answers JSON, to this machine only: a page of another site must not
// get a token or read the mailbox by way of the user's browser.
func devHandler(handle func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := any(nil), checkLocal(r)
		if err == nil {
			answer, err = handle(r)
		}
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			status := http.StatusInternalServerError
			var mine *devError
			if errors.As(err, &mine) {
				status = mine.status
			}
			w.WriteHeader(status)
			answer = map[string]string{"message": err.Error()}
		}
		_ = json.NewEncoder(w).Encode(answer) // the client may be gone
	})
}

// checkLocal refuses requests that a browser makes for another site: one with
// another Origin, or by way of a name that was made to lead here (DNS rebinding).
func checkLocal(r *http.Request) error {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && ip == nil {
		return &devError{http.StatusForbidden, "this is for localhost only, not for " + host}
	}
	return checkOrigin(r)
}

func checkOrigin(r *http.Request) error {
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return &devError{http.StatusForbidden, "this is not for pages of " + origin}
	}
	return nil
}

// notForOtherSites keeps pages of other sites from calling the AWS endpoint: it
// asks for no credentials worth the name, and SDKs send no Origin.
func notForOtherSites(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkOrigin(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

var userID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$`)

// devToken makes an access token, and notes a customer's mail address.
func (m *Machine) devToken(r *http.Request) (any, error) {
	var in struct{ Role, ID, Email string }
	body, err := io.ReadAll(io.LimitReader(r.Body, 10_000))
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil {
		return nil, &devError{http.StatusBadRequest, `send a JSON object like {"role": "customer", "id": "alice", "email": "alice@example.com"}`}
	}
	token, err := m.Token(in.Role, in.ID, in.Email)
	if err != nil {
		return nil, err
	}
	return map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600}, nil
}

// Token makes an access token for a customer, the staff of a restaurant (id is
// the restaurant's), or ops. A customer's mail address is noted; "" leaves the
// one that is known.
func (m *Machine) Token(role, id, email string) (string, error) {
	if !userID.MatchString(id) {
		return "", &devError{http.StatusBadRequest, fmt.Sprintf("the id %q cannot be used: letters, digits and . _ @ -, at most 100", id)}
	}
	var groups []string
	switch role {
	case api.GroupCustomer, api.GroupOps:
		groups = []string{role}
	case "restaurant":
		if _, ok := m.Menu.Restaurant(order.RestaurantID(id)); !ok {
			return "", &devError{http.StatusBadRequest, fmt.Sprintf("there is no restaurant %q; there are %s", id, strings.Join(m.restaurantIDs(), ", "))}
		}
		groups = []string{api.GroupRestaurant + id}
	default:
		return "", &devError{http.StatusBadRequest, fmt.Sprintf("the role %q is none of customer, restaurant, ops", role)}
	}
	if email != "" {
		address, err := mail.ParseAddress(email)
		if err != nil {
			return "", &devError{http.StatusBadRequest, "the email is not a mail address"}
		}
		if err := m.Cloud.Issuer.SetEmail(id, address.Address); err != nil {
			return "", err
		}
	}
	return m.Cloud.Issuer.Token(id, groups)
}

func (m *Machine) restaurantIDs() (ids []string) {
	for _, r := range m.Menu.Restaurants() {
		ids = append(ids, string(r.ID))
	}
	return ids
}

// devEvents lists the newest events on the buses; with ?orderId= those of one
// order.
func (m *Machine) devEvents(r *http.Request) (any, error) {
	id := r.URL.Query().Get("orderId")
	events, err := m.Cloud.Events(devLimit, func(e eventbridge.Event) bool {
		return id == "" || strings.Contains(string(e.Envelope), `"`+id+`"`)
	})
	if events == nil {
		events = []eventbridge.Event{}
	}
	return events, err
}

func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot use %s as the data folder: %w", dir, err)
	}
	return nil
}
