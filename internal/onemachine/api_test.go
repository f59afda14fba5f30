package onemachine_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/golang-jwt/jwt/v5"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestEveryRouteWithEveryRole tries every route of the wiring as everybody.
func TestEveryRouteWithEveryRole(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		tokens := map[string]string{
			"its customer":       w.alice(),
			"its restaurant":     w.napoli(),
			"another customer":   w.token("customer", "mallory", ""),
			"another restaurant": w.token("restaurant", "sakura", ""),
			"ops":                w.token("ops", "olga", ""),
			"nobody":             "",
		}
		everybody := []string{"its customer", "its restaurant", "another customer", "another restaurant", "ops"}
		want := map[string]map[string]int{ // what is not named is 403
			"POST /orders":               {"its customer": 202, "another customer": 202},
			"GET /orders":                {"its customer": 200, "its restaurant": 200, "another customer": 200, "another restaurant": 200},
			"GET /orders/{id}":           {"its customer": 200, "its restaurant": 200, "another customer": 404, "another restaurant": 404, "ops": 404},
			"POST /orders/{id}/accept":   {"its restaurant": 200, "another restaurant": 404},
			"POST /orders/{id}/reject":   {"its restaurant": 409, "another restaurant": 404},
			"POST /orders/{id}/complete": {"its restaurant": 200, "another restaurant": 404},
			"POST /orders/{id}/cancel":   {"its customer": 409, "another customer": 404},
			"GET /restaurants":           {"its customer": 200, "its restaurant": 200, "another customer": 200, "another restaurant": 200, "ops": 200},
			"GET /restaurants/{id}/menu": {"its customer": 200, "its restaurant": 200, "another customer": 200, "another restaurant": 200, "ops": 200},
		}
		for _, r := range wiring.Routes {
			if want[r.Method+" "+r.Path] == nil {
				t.Errorf("%s %s: nothing is said of who may", r.Method, r.Path)
			}
		}
		if len(want) != len(wiring.Routes) {
			t.Errorf("the wiring has %d routes, %d are tried", len(wiring.Routes), len(want))
		}
		for _, route := range []string{ // in an order in which each can be tried on one order
			"POST /orders", "GET /orders", "GET /orders/{id}", "GET /restaurants", "GET /restaurants/{id}/menu",
			"POST /orders/{id}/accept", "POST /orders/{id}/complete", "POST /orders/{id}/reject", "POST /orders/{id}/cancel",
		} {
			method, path, _ := strings.Cut(route, " ")
			target, body := strings.Replace(path, "{id}", id, 1), ""
			if strings.HasSuffix(path, "/menu") {
				target = "/restaurants/" + theRestaurant + "/menu"
			}
			if route == "POST /orders" {
				body = goodOrder
			}
			if a := w.call(method, target, "", body); a.status != 401 || a.body != `{"message":"Unauthorized"}`+"\n" {
				t.Errorf("%s without a token: got %d %s, want API Gateway's 401", route, a.status, a.body)
			}
			for _, who := range everybody {
				status := want[route][who]
				if status == 0 {
					status = 403
				}
				if a := w.call(method, target, tokens[who], body); a.status != status {
					t.Errorf("%s as %s: got %d %s, want %d", route, who, a.status, a.body, status)
				}
			}
			w.settle()
			delete(want, route)
		}
		if len(want) != 0 {
			t.Errorf("not tried: %v", want)
		}
	})
}

// TestTokens tries tokens that are no good.
func TestTokens(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		good := w.alice()
		var claims jwt.MapClaims
		parsed, _, err := jwt.NewParser().ParseUnverified(good, &claims)
		if err != nil {
			t.Fatal(err)
		}
		kid := parsed.Header["kid"]
		other, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		make := func(method jwt.SigningMethod, key any, change func(jwt.MapClaims)) string {
			changed := jwt.MapClaims{}
			for name, value := range claims {
				changed[name] = value
			}
			change(changed)
			token := jwt.NewWithClaims(method, changed)
			token.Header["kid"] = kid
			signed, err := token.SignedString(key)
			if err != nil {
				t.Fatal(err)
			}
			return signed
		}
		same := func(jwt.MapClaims) {}
		header, payload, _ := strings.Cut(good, ".")
		payload, signature, _ := strings.Cut(payload, ".")
		forged := strings.Replace(decode64(t, payload), "alice", "mallo", 1)

		for name, token := range map[string]string{
			"no token at all":          "Bearer",
			"not a token":              "Bearer x.y.z",
			"signed with none":         "Bearer " + make(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, same),
			"signed with a secret":     "Bearer " + make(jwt.SigningMethodHS256, []byte("the public key, say"), same),
			"signed with another key":  "Bearer " + make(jwt.SigningMethodRS256, other, same),
			"changed after signing":    "Bearer " + header + "." + base64.RawURLEncoding.EncodeToString([]byte(forged)) + "." + signature,
			"without its signature":    "Bearer " + header + "." + payload + ".",
			"expired":                  "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["exp"] = time.Now().Unix() - 1 }),
			"without an expiry":        "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { delete(c, "exp") }),
			"not valid yet":            "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["nbf"] = time.Now().Unix() + 60 }),
			"issued in the future":     "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["iat"] = time.Now().Unix() + 60 }),
			"of another issuer":        "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["iss"] = "http://elsewhere" }),
			"for another client":       "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["client_id"] = "another" }),
			"of a key nobody knows":    "Bearer " + strings.Replace(good, header, base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","kid":"x","typ":"JWT"}`)), 1),
			"with a basic password":    "Basic YWxpY2U6c2VjcmV0",
			"with something behind it": "Bearer " + good + " and more",
		} {
			a := w.call("GET", "/restaurants", "", "", "Authorization", token)
			if a.status != 401 || a.header.Get("Www-Authenticate") == "" {
				t.Errorf("a token %s: got %d %s, want 401 with WWW-Authenticate", name, a.status, a.body)
			}
		}
		for name, token := range map[string]string{
			"as it is":           "Bearer " + good,
			"without Bearer":     good,
			"with another aud":   "Bearer " + make(jwt.SigningMethodRS512, signingKey(), same),
			"aud instead of cid": "Bearer " + make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { delete(c, "client_id"); c["aud"] = "orderflow-local" }),
		} {
			if a := w.call("GET", "/restaurants", "", "", "Authorization", token); a.status != 200 {
				t.Errorf("a good token %s: got %d %s, want 200", name, a.status, a.body)
			}
		}
		// An ID token passes the authorizer, and is none for the API.
		id := make(jwt.SigningMethodRS256, signingKey(), func(c jwt.MapClaims) { c["token_use"] = "id" })
		if a := w.call("GET", "/restaurants", id, ""); a.status != 403 {
			t.Errorf("an ID token: got %d %s, want 403", a.status, a.body)
		}
		w.pass(time.Hour + time.Second)
		if a := w.call("GET", "/restaurants", good, ""); a.status != 401 {
			t.Errorf("an hour later: got %d, want 401", a.status)
		}
	})
}

func decode64(t *testing.T, text string) string {
	t.Helper()
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(decoded)
}

// TestBadInput: what is wrong, where, and what to do.
func TestBadInput(t *testing.T) {
	with := func(change func(map[string]any)) string {
		var order map[string]any
		if err := json.Unmarshal([]byte(goodOrder), &order); err != nil {
			t.Fatal(err)
		}
		change(order)
		text, err := json.Marshal(order)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	item := func(dish, quantity any) []any { return []any{map[string]any{"dishId": dish, "quantity": quantity}} }
	many := func(n int) (items []any) {
		for range n {
			items = append(items, item("margherita", 1)...)
		}
		return items
	}
	type badInput struct {
		name, body string
		status     int
		problem    string
		pointer    string // of the first error
	}
	tests := []badInput{
		{"a_member_of_another_case", with(func(o map[string]any) { o["RestaurantID"] = o["restaurantId"]; delete(o, "restaurantId") }), 422, "invalid-request", "/RestaurantID"},
		{"a_member_twice", strings.Replace(goodOrder, "{", `{"address": "elsewhere",`, 1), 422, "invalid-request", "/address"},
		{"an_unknown_member_of_an_item", with(func(o map[string]any) { o["items"].([]any)[1].(map[string]any)["a/b"] = 1 }), 422, "invalid-request", "/items/1/a~1b"},
		{"an_item_that_is_null", with(func(o map[string]any) { o["items"] = append(item("margherita", 1), nil) }), 422, "invalid-request", "/items/1"},
		{"a_note_that_is_null", with(func(o map[string]any) { o["note"] = nil }), 422, "invalid-request", "/note"},
		{"a_blank_address", with(func(o map[string]any) { o["address"] = " \t " }), 422, "invalid-request", "/address"},
		{"mistakes_everywhere", `{"items": [{"dishId": 1, "quantity": "x"}, {"quantity": 1.5}], "note": []}`, 422, "invalid-request", "/items/0/dishId"},
		{"nothing", "", 400, "not-json", ""},
		{"not_json", "restaurant=bella", 400, "not-json", ""},
		{"half_json", `{"restaurantId": "bella`, 400, "not-json", ""},
		{"two_objects", goodOrder + goodOrder, 400, "not-json", ""},
		{"an_array", `[]`, 422, "invalid-request", "/"},
		{"a_string", `"pizza"`, 422, "invalid-request", "/"},
		{"null", `null`, 422, "invalid-request", "/"},
		{"over_64_KiB", with(func(o map[string]any) { o["note"] = strings.Repeat("x", 65<<10) }), 413, "body-too-large", ""},
		{"an_unknown_member", with(func(o map[string]any) { o["tip"] = 5 }), 422, "invalid-request", "/tip"},
		{"items_of_another_type", with(func(o map[string]any) { o["items"] = "margherita" }), 422, "invalid-request", "/items"},
		{"a_quantity_of_another_type", with(func(o map[string]any) { o["items"] = item("margherita", "two") }), 422, "invalid-request", "/items/0/quantity"},
		{"a_quantity_that_is_no_integer", with(func(o map[string]any) { o["items"] = item("margherita", 1.5) }), 422, "invalid-request", "/items/0/quantity"},
		{"no_items", with(func(o map[string]any) { o["items"] = []any{} }), 422, "invalid-request", "/items"},
		{"missing_items", with(func(o map[string]any) { delete(o, "items") }), 422, "invalid-request", "/items"},
		{"an_unknown_restaurant", with(func(o map[string]any) { o["restaurantId"] = "nowhere" }), 422, "invalid-request", "/restaurantId"},
		{"an_unknown_dish", with(func(o map[string]any) { o["items"] = item("sushi", 1) }), 422, "invalid-request", "/items/0/dishId"},
		{"a_quantity_of_0", with(func(o map[string]any) { o["items"] = item("margherita", 0) }), 422, "invalid-request", "/items/0/quantity"},
		{"a_quantity_of_51", with(func(o map[string]any) { o["items"] = item("margherita", 51) }), 422, "invalid-request", "/items/0/quantity"},
		{"a_negative_quantity", with(func(o map[string]any) { o["items"] = item("margherita", -1) }), 422, "invalid-request", "/items/0/quantity"},
		{"a_quantity_beyond_an_int", with(func(o map[string]any) { o["items"] = item("margherita", 1e30) }), 422, "invalid-request", "/items/0/quantity"},
		{"101_lines", with(func(o map[string]any) { o["items"] = many(101) }), 422, "invalid-request", "/items"},
		{"100_lines", with(func(o map[string]any) { o["items"] = many(100) }), 202, "", ""},
		{"no_address", with(func(o map[string]any) { o["address"] = "" }), 422, "invalid-request", "/address"},
		{"a_long_note", with(func(o map[string]any) { o["note"] = strings.Repeat("é", 501) }), 422, "invalid-request", "/note"},
		{"a_note_of_500", with(func(o map[string]any) { o["note"] = strings.Repeat("é", 500) }), 202, "", ""},
		{"a_control_character", with(func(o map[string]any) { o["note"] = "ring\x00twice" }), 422, "invalid-request", "/note"},
		{"another_line", with(func(o map[string]any) { o["note"] = "ring\r\nBcc: all@example.com" }), 422, "invalid-request", "/note"},
		{"hostile_text", with(func(o map[string]any) {
			o["note"] = `<script>alert(1)</script> '; DROP TABLE orders; -- {% $states %} ${jndi:ldap://x} 𝓹𝓲𝔃𝔃𝓪 ` + "\u202e"
		}), 202, "", ""},
		{"everything_at_once", `{"restaurantId": "nowhere", "items": [{"dishId": "x", "quantity": 0}], "address": ""}`, 422, "invalid-request", "/restaurantId"},
	}
	// What no schema can say; everything else that is refused, openapi.yaml refuses too.
	beyondTheContract := []string{"two_objects", "a_member_twice", "an_unknown_restaurant", "an_unknown_dish", "a_control_character", "another_line"}
	inBubble(t, onemachine.Config{}, func(w *world) {
		for _, test := range tests {
			a := w.call("POST", "/orders", w.alice(), test.body)
			request := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/orders", nil)
			refused := openapi3filter.ValidateRequest(context.Background(), contractInput(t, request, test.body)) != nil
			if want := test.status != 202 && !slices.Contains(beyondTheContract, test.name); refused != want {
				t.Errorf("%s: openapi.yaml refuses it: %v, want %v", test.name, refused, want)
			}
			if a.status != test.status {
				t.Errorf("%s: got %d %.200s, want %d", test.name, a.status, a.body, test.status)
				continue
			}
			if test.problem == "" {
				continue
			}
			if a.header.Get("Content-Type") != "application/problem+json" || a.problem(t) != test.problem {
				t.Errorf("%s: got %s %s, want %s", test.name, a.header.Get("Content-Type"), a.body, test.problem)
			}
			var p struct{ Errors []struct{ Pointer string } }
			a.json(t, &p)
			if test.pointer != "" && (len(p.Errors) == 0 || p.Errors[0].Pointer != test.pointer) {
				t.Errorf("%s: got %s, want an error at %s", test.name, a.body, test.pointer)
			}
		}
		a := w.call("POST", "/orders", w.alice(), tests[len(tests)-1].body)
		var p struct{ Errors []struct{ Pointer string } }
		a.json(t, &p)
		if len(p.Errors) != 3 {
			t.Errorf("three mistakes: got %s, want all of them", a.body)
		}
		a = w.call("POST", "/orders", w.alice(), tests[slices.IndexFunc(tests, func(test badInput) bool { return test.name == "mistakes_everywhere" })].body)
		a.json(t, &p)
		if len(p.Errors) != 4 {
			t.Errorf("four mistakes of shape: got %s, want all of them", a.body)
		}
		// Text that is not UTF-8 is mended by JSON's decoder before anybody sees it.
		if a := w.call("POST", "/orders", w.alice(), strings.Replace(goodOrder, "Napoli", "Nap\xffoli", 1)); a.status != 202 {
			t.Errorf("broken UTF-8: got %d %s", a.status, a.body)
		}
		// A body that curl sends as a form is JSON all the same.
		if a := w.call("POST", "/orders", w.alice(), goodOrder, "Content-Type", "application/x-www-form-urlencoded"); a.status != 202 {
			t.Errorf("sent as a form: got %d %s, want 202", a.status, a.body)
		}
	})
}

// TestHostileTextStaysText: what people write comes back as they wrote it, and
// is only text in the mails.
func TestHostileTextStaysText(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		reason := `<b onmouseover=alert(1)>no</b> & "quotes" {% $states.context %}`
		id := w.place()
		w.wantStatus(id, "placed")
		body, err := json.Marshal(map[string]string{"reason": reason})
		if err != nil {
			t.Fatal(err)
		}
		if a := w.call("POST", "/orders/"+id+"/reject", w.napoli(), string(body)); a.status != 200 {
			t.Fatalf("reject: got %d %s", a.status, a.body)
		}
		o := w.wantStatus(id, "rejected")
		if got := o.Timeline[len(o.Timeline)-1].Reason; got != reason {
			t.Errorf("reason: got %q, want it as it was given", got)
		}
		mail := w.mails()[0]
		if strings.Contains(mail.HTML, "<b o") || !strings.Contains(mail.HTML, "&lt;b") {
			t.Errorf("the mail's HTML has the reason unescaped: %s", mail.HTML)
		}
		if !strings.Contains(mail.Text, reason) || strings.ContainsAny(mail.Subject, "\r\n") {
			t.Errorf("the mail: %q %q", mail.Subject, mail.Text)
		}
	})
}

// TestDecisionsThatCannotBe: too early, too late, twice, unknown, malformed.
func TestDecisionsThatCannotBe(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		completed := w.place()
		w.wantStatus(completed, "placed")
		accepted(w, completed)
		w.must(completed, "complete")
		w.wantStatus(completed, "completed")
		cancelled := w.place()
		w.wantStatus(cancelled, "placed")
		w.must(cancelled, "cancel")
		w.wantStatus(cancelled, "cancelled")
		cooking := w.place()
		w.wantStatus(cooking, "placed")
		accepted(w, cooking)
		fresh := w.place()
		w.wantStatus(fresh, "placed")
		const unknown = "ord-aaaaaaaaaaaaaaaaaaaaaaaaaa"
		for _, test := range []struct {
			name, id, decision string
			status             int
			problem, order     string
		}{
			{"accept after cancelling", cancelled, "accept", 409, "conflict", "cancelled"},
			{"complete after cancelling", cancelled, "complete", 409, "conflict", "cancelled"},
			{"cancel after completion", completed, "cancel", 409, "conflict", "completed"},
			{"cancel after acceptance", cooking, "cancel", 409, "conflict", "accepted"},
			{"complete before acceptance", fresh, "complete", 409, "too-early", "placed"},
			{"accept what nobody placed", unknown, "accept", 404, "not-found", ""},
			{"cancel what nobody placed", unknown, "cancel", 404, "not-found", ""},
			{"a malformed id", "1%20OR%201=1", "accept", 404, "not-found", ""},
			{"an id that is too long", "ord-" + strings.Repeat("a", 5000), "accept", 404, "not-found", ""},
		} {
			a := w.decide(test.id, test.decision)
			if a.status != test.status || a.problem(t) != test.problem {
				t.Errorf("%s: got %d %s, want %d %s", test.name, a.status, a.body, test.status, test.problem)
			}
			var p struct{ OrderStatus string }
			a.json(t, &p)
			if p.OrderStatus != test.order {
				t.Errorf("%s: it is said to be %q, want %q", test.name, p.OrderStatus, test.order)
			}
		}
		for name, body := range map[string]string{
			"a reason for accepting": `{"reason": "why not"}`, "an array": `[]`, "half JSON": `{`,
		} {
			if a := w.call("POST", "/orders/"+fresh+"/accept", w.napoli(), body); a.status != 422 && a.status != 400 {
				t.Errorf("accept with %s: got %d %s", name, a.status, a.body)
			}
		}
		long := `{"reason": "` + strings.Repeat("x", 301) + `"}`
		if a := w.call("POST", "/orders/"+fresh+"/reject", w.napoli(), long); a.status != 422 {
			t.Errorf("reject with a long reason: got %d %s", a.status, a.body)
		}
		w.wantStatus(fresh, "placed")
	})
}

// TestIdempotencyKeys: which keys can be used.
func TestIdempotencyKeys(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		for key, want := range map[string]int{
			"k": 202, strings.Repeat("k", 200): 202, "ключ": 400, "two words": 400, strings.Repeat("k", 201): 400,
		} {
			if a := w.call("POST", "/orders", w.alice(), goodOrder, "Idempotency-Key", key); a.status != want {
				t.Errorf("key %.20q: got %d %s, want %d", key, a.status, a.body, want)
			}
		}
		if first, second := w.place(), w.place(); first == second {
			t.Error("without a key two requests are one order")
		}
	})
}

// TestLists: a customer's orders and a restaurant's, page by page.
func TestLists(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		var want []string
		for i := range 5 {
			id := w.place()
			w.pass(time.Second)
			if i == 2 {
				w.must(id, "cancel")
				w.settle()
			}
			want = append([]string{id}, want...)
		}
		list := func(token, query string) (ids []string, cursor string) {
			a := w.call("GET", "/orders"+query, token, "")
			if a.status != 200 {
				t.Fatalf("GET /orders%s: got %d %s", query, a.status, a.body)
			}
			var page struct {
				Orders []struct{ ID string }
				Cursor string
			}
			a.json(t, &page)
			for _, o := range page.Orders {
				ids = append(ids, o.ID)
			}
			return ids, page.Cursor
		}
		all, cursor := list(w.alice(), "")
		if !slices.Equal(all, want) || cursor != "" {
			t.Errorf("alice's orders: got %v, want %v", all, want)
		}
		first, cursor := list(w.napoli(), "?limit=2")
		second, cursor := list(w.napoli(), "?limit=2&cursor="+cursor)
		third, cursor := list(w.napoli(), "?limit=2&cursor="+cursor)
		if got := slices.Concat(first, second, third); !slices.Equal(got, want) || cursor != "" {
			t.Errorf("the restaurant's orders in pages: got %v, want %v", got, want)
		}
		if got, _ := list(w.alice(), "?status=cancelled"); !slices.Equal(got, want[2:3]) {
			t.Errorf("alice's cancelled orders: got %v, want %v", got, want[2:3])
		}
		if got, _ := list(w.token("customer", "bob", ""), ""); len(got) != 0 {
			t.Errorf("bob's orders: got %v, want none", got)
		}
		for _, query := range []string{"?limit=0", "?limit=101", "?limit=x", "?status=eaten", "?cursor=zzz", "?cursor=%00"} {
			if a := w.call("GET", "/orders"+query, w.alice(), ""); a.status != 400 || a.problem(t) != "bad-parameter" {
				t.Errorf("GET /orders%s: got %d %s, want 400 bad-parameter", query, a.status, a.body)
			}
		}
	})
}

// TestTheMenu: restaurants, dishes, prices.
func TestTheMenu(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		var restaurants struct{ Restaurants []struct{ ID, Name string } }
		w.call("GET", "/restaurants", w.alice(), "").json(t, &restaurants)
		if len(restaurants.Restaurants) < 3 {
			t.Errorf("restaurants: got %d, want at least 3", len(restaurants.Restaurants))
		}
		for _, r := range restaurants.Restaurants {
			var menu struct {
				Dishes []struct{ Price struct{ Amount int } }
			}
			w.call("GET", "/restaurants/"+r.ID+"/menu", w.alice(), "").json(t, &menu)
			if len(menu.Dishes) < 12 {
				t.Errorf("%s: got %d dishes, want at least a dozen", r.Name, len(menu.Dishes))
			}
		}
		if a := w.call("GET", "/restaurants/nowhere/menu", w.alice(), ""); a.status != 404 {
			t.Errorf("an unknown restaurant: got %d, want 404", a.status)
		}
	})
}

// TestTheGatewaysOwnAnswers keep AWS's form.
func TestTheGatewaysOwnAnswers(t *testing.T) {
	cfg := onemachine.Config{AroundFunction: around("query-orders", func(n int, next func() ([]byte, error)) ([]byte, error) {
		switch n {
		case 1:
			panic("a bug")
		case 2:
			time.Sleep(time.Minute)
		}
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		for _, test := range []struct {
			what, method, path, body string
			status                   int
			message                  string
		}{
			{"a function that panics", "GET", "/restaurants", "", 500, "Internal Server Error"},
			{"a function that hangs", "GET", "/restaurants", "", 500, "Internal Server Error"},
			{"an unknown path", "GET", "/pizza", "", 404, "Not Found"},
			{"a wrong method", "DELETE", "/orders", "", 404, "Not Found"},
			{"the head of a page", "HEAD", "/restaurants", "", 404, "Not Found"},
			{"a path with two slashes", "GET", "//restaurants", "", 404, "Not Found"},
			{"a path that climbs", "GET", "/restaurants/../dev/mail", "", 404, "Not Found"},
			{"a slash at the end", "GET", "/restaurants/", "", 404, "Not Found"},
			{"more than 10 MB", "POST", "/orders", strings.Repeat("x", 10<<20+1), 413, "Request Too Long"},
		} {
			a := w.call(test.method, test.path, w.alice(), test.body)
			if want := fmt.Sprintf("{%q:%q}\n", "message", test.message); a.status != test.status || a.body != want {
				t.Errorf("%s: got %d %s, want %d %s", test.what, a.status, a.body, test.status, want)
			}
		}
		if a := w.call(http.MethodGet, "/restaurants", w.alice(), ""); a.status != 200 {
			t.Errorf("after all that: got %d", a.status)
		}
		w.pass(time.Minute) // until the function that hangs is done
	})
}
