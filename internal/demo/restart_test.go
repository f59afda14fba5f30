package demo_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
)

// TestOrdersOfWhatIsDeployedSurviveARestart: an order that waits is there in the
// next orderflow on the same data folder, and goes on.
func TestOrdersOfWhatIsDeployedSurviveARestart(t *testing.T) {
	cfg, log := deployed(t, "")
	cfg.Dir = t.TempDir()
	var id string
	during(t, cfg, func(u *user) {
		id = u.place()
		u.until(id, "acceptance")
	})
	during(t, cfg, func(u *user) {
		u.until(id, "acceptance")
		u.decide(id, "accept")
		u.until(id, "completion")
	})
	if strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("the log:\n%s", log)
	}
}

// during runs an orderflow while do is done.
func during(t *testing.T, cfg onemachine.Config, do func(*user)) {
	t.Helper()
	at, stop, err := demo.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	do(&user{t, "http://" + at.API})
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// user calls an orderflow's API.
type user struct {
	t    *testing.T
	base string
}

// as makes a request as a customer or a restaurant, and decodes the answer.
func (u *user) as(role, id, method, path, body string, want int, answer any) {
	u.t.Helper()
	var token struct {
		Token string `json:"access_token"`
	}
	u.do(http.MethodPost, "/dev/token", "", fmt.Sprintf(`{"role": %q, "id": %q, "email": "alice@example.com"}`, role, id), http.StatusOK, &token)
	u.do(method, path, token.Token, body, want, answer)
}

func (u *user) do(method, path, token, body string, want int, answer any) {
	u.t.Helper()
	r, err := http.NewRequestWithContext(u.t.Context(), method, u.base+path, strings.NewReader(body))
	if err != nil {
		u.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		u.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		u.t.Fatalf("%s %s: got %d %s %v, want %d", method, path, response.StatusCode, text, err, want)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		u.t.Fatalf("%s %s: %v", method, path, err)
	}
}

func (u *user) place() string {
	u.t.Helper()
	var placed struct{ ID string }
	u.as("customer", "alice", http.MethodPost, "/orders",
		`{"restaurantId": "bella-napoli", "items": [{"dishId": "margherita", "quantity": 1}], "address": "Via Roma 1"}`, http.StatusAccepted, &placed)
	return placed.ID
}

func (u *user) decide(id, decision string) {
	u.t.Helper()
	u.as("restaurant", "bella-napoli", http.MethodPost, "/orders/"+id+"/"+decision, "", http.StatusOK, new(any))
}

// until looks at an order until it waits for something.
func (u *user) until(id, what string) {
	u.t.Helper()
	for giveUp := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		var o struct{ Waiting *struct{ For string } }
		u.as("customer", "alice", http.MethodGet, "/orders/"+id, "", http.StatusOK, &o)
		if o.Waiting != nil && o.Waiting.For == what {
			return
		}
		if time.Now().After(giveUp) {
			u.t.Fatalf("the order does not wait for %s", what)
		}
	}
}
