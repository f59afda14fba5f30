package console_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// outOfOrder has functions fail for some orders, until they are mended.
type outOfOrder struct {
	mu    sync.Mutex
	fails map[string]string // function and order id → the error's name
}

func newOutOfOrder() *outOfOrder { return &outOfOrder{fails: map[string]string{}} }

func (o *outOfOrder) fail(function, id, name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fails[function+" "+id] = name
}

// around is an AroundFunction.
func (o *outOfOrder) around(name string, next lambda.Handler) lambda.Handler {
	return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
		var in struct{ OrderID string }
		_ = json.Unmarshal(payload, &in) // what is no order's fails for nobody
		o.mu.Lock()
		failure := o.fails[name+" "+in.OrderID]
		o.mu.Unlock()
		if failure != "" {
			return nil, messages.InvokeResponse_Error{Type: failure, Message: "the oven of " + name + " is cold"}
		}
		return next.Invoke(ctx, payload)
	})
}

// aroundAll makes an AroundFunction that has one function fail for everybody.
func aroundAll(function string) func(string, lambda.Handler) lambda.Handler {
	return func(name string, next lambda.Handler) lambda.Handler {
		if name != function {
			return next
		}
		return handlerFunc(func(context.Context, []byte) ([]byte, error) {
			return nil, messages.InvokeResponse_Error{Type: "InternalError", Message: "the oven of " + name + " is cold"}
		})
	}
}

type handlerFunc func(context.Context, []byte) ([]byte, error)

func (f handlerFunc) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	return f(ctx, payload)
}

// visitor calls the HTTP API.
type visitor struct {
	t    *testing.T
	base string
	api  http.Handler // is called without a network; nil calls base
	mu   sync.Mutex
	keys map[string]string
}

func newVisitor(t *testing.T, at onemachine.Addresses) *visitor {
	return &visitor{t: t, base: "http://" + at.API, keys: map[string]string{}}
}

func (v *visitor) token(role, id string) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if key := v.keys[role+id]; key != "" {
		return key
	}
	var answer struct {
		Token string `json:"access_token"`
	}
	v.do("POST", "/dev/token", "", fmt.Sprintf(`{"role":%q,"id":%q,"email":%q}`, role, id, strings.ReplaceAll(id, " ", "")+"@example.com"), &answer)
	v.keys[role+id] = answer.Token
	return answer.Token
}

func (v *visitor) do(method, path, token, body string, into any) int {
	r, err := http.NewRequestWithContext(context.Background(), method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.t.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := v.send(r)
	if err != nil {
		v.t.Error(err)
		return 0
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && into != nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		v.t.Errorf("%s %s: %d %s: %v", method, path, response.StatusCode, text, err)
	}
	return response.StatusCode
}

func (v *visitor) send(r *http.Request) (*http.Response, error) {
	if v.api == nil {
		return http.DefaultClient.Do(r)
	}
	w := httptest.NewRecorder()
	v.api.ServeHTTP(w, r)
	return w.Result(), nil
}

var dishes = map[string]string{"bella-napoli": "margherita"}

func (v *visitor) dish(restaurant string) string {
	v.mu.Lock()
	known := dishes[restaurant]
	v.mu.Unlock()
	if known != "" {
		return known
	}
	var menu struct{ Dishes []struct{ ID string } }
	v.do("GET", "/restaurants/"+restaurant+"/menu", v.token("customer", "alice"), "", &menu)
	v.mu.Lock()
	defer v.mu.Unlock()
	dishes[restaurant] = menu.Dishes[0].ID
	return menu.Dishes[0].ID
}

// place places an order and gives its id.
func (v *visitor) place(customer, restaurant string) string {
	var o struct{ ID string }
	body := fmt.Sprintf(`{"restaurantId":%q,"address":"Via Roma 1","items":[{"dishId":%q,"quantity":2}]}`, restaurant, v.dish(restaurant))
	if status := v.do("POST", "/orders", v.token("customer", customer), body, &o); status != http.StatusAccepted {
		v.t.Errorf("place: got %d", status)
	}
	return o.ID
}

// decide tries until the order is ready for it.
func (v *visitor) decide(who, whose, id, decision, body string) {
	for range 200 {
		switch status := v.do("POST", "/orders/"+id+"/"+decision, v.token(who, whose), body, nil); status {
		case http.StatusOK:
			return
		case http.StatusConflict:
			time.Sleep(20 * time.Millisecond)
		default:
			v.t.Errorf("%s %s: got %d", decision, id, status)
			return
		}
	}
	v.t.Errorf("%s %s: never ready", decision, id)
}
