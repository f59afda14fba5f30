package onemachine_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// ear listens to GET /live.
type ear struct {
	*httptest.ResponseRecorder
	mu    sync.Mutex // guards the recorder
	leave func()
	ended chan struct{}
}

func (e *ear) Write(text []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ResponseRecorder.Write(text)
}

func (e *ear) heard() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.Body.String()
}

// listen opens a live stream for the holder of a token.
func (w *world) listen(token string) *ear {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	e := &ear{ResponseRecorder: httptest.NewRecorder(), leave: cancel, ended: make(chan struct{})}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/live", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	go func() {
		defer close(e.ended)
		w.m.API.ServeHTTP(e, r)
	}()
	w.settle()
	return e
}

// TestLiveNotesAreForThoseTheyConcern: customers hear of their orders, a
// restaurant of those addressed to it, ops of all; nobody of anything private.
func TestLiveNotesAreForThoseTheyConcern(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		ears := map[string]*ear{
			"alice": w.listen(w.alice()), "bob": w.listen(w.token("customer", "bob", "")),
			"napoli": w.listen(w.napoli()), "sakura": w.listen(w.token("restaurant", "sakura", "")), "ops": w.listen(w.token("ops", "olga", "")),
		}
		id := w.place()
		w.wantStatus(id, "placed")
		w.pass(time.Second)
		w.must(id, "accept")
		w.wantStatus(id, "accepted")
		w.pass(time.Second)
		w.must(id, "complete")
		w.pass(time.Second)
		for name, e := range ears {
			heard, concerned := e.heard(), name != "bob" && name != "sakura"
			if !strings.HasPrefix(heard, "event: ready\n") {
				t.Errorf("%s: the stream begins with %q", name, heard)
			}
			for _, status := range []string{"placed", "accepted", "completed"} {
				if got := strings.Contains(heard, `"id":"`+id+`","status":"`+status+`"`); got != concerned {
					t.Errorf("%s heard that the order is %s: %v, want %v\n%s", name, status, got, concerned, heard)
				}
			}
			if got, want := strings.Contains(heard, "event: voucher"), name == "alice" || name == "ops"; got != want {
				t.Errorf("%s heard of the voucher: %v, want %v", name, got, want)
			}
			for _, private := range []string{theAddress, theNote, aliceMail, "oken"} {
				if strings.Contains(heard, private) {
					t.Errorf("%s heard %q: %s", name, private, heard)
				}
			}
			e.leave()
			<-e.ended
		}
	})
}

// TestAStreamEndsWithItsToken: an hour later the browser has to ask again.
func TestAStreamEndsWithItsToken(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		e := w.listen(w.alice())
		w.pass(59 * time.Minute)
		select {
		case <-e.ended:
			t.Fatal("it has ended early")
		default:
		}
		w.pass(2 * time.Minute)
		select {
		case <-e.ended:
		default:
			t.Error("it goes on without a token")
		}
		e.leave()
	})
}

// TestVouchersAreTheirOwners: each customer sees their own, nobody else any.
func TestVouchersAreTheirOwners(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.settle()
		w.must(id, "accept")
		w.settle()
		w.must(id, "complete")
		w.pass(time.Second)
		look := func(token string) (int, string) {
			r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/dev/vouchers", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			a := httptest.NewRecorder()
			w.m.API.ServeHTTP(a, r)
			return a.Code, a.Body.String()
		}
		if status, body := look(w.alice()); status != http.StatusOK || strings.Count(body, `"code"`) != 1 || !strings.Contains(body, id) {
			t.Errorf("alice: got %d %s", status, body)
		}
		if status, body := look(w.token("customer", "bob", "")); status != http.StatusOK || !strings.Contains(body, `"vouchers":[]`) {
			t.Errorf("bob: got %d %s", status, body)
		}
		for name, token := range map[string]string{"the restaurant": w.napoli(), "ops": w.token("ops", "olga", "")} {
			if status, body := look(token); status != http.StatusForbidden {
				t.Errorf("%s: got %d %s", name, status, body)
			}
		}
		if status, body := look(""); status != http.StatusUnauthorized {
			t.Errorf("nobody: got %d %s", status, body)
		}
	})
}

// TestPagesAreForThisMachine: no page and nothing that pages ask for is given to
// another site or under a name that somebody else controls (DNS rebinding), and
// every answer tells the browser to be careful with it.
func TestPagesAreForThisMachine(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		get := func(path, host, origin string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodGet, "http://"+host+path, nil)
			if origin != "" {
				r.Header.Set("Origin", origin)
			}
			a := httptest.NewRecorder()
			w.m.API.ServeHTTP(a, r)
			return a
		}
		for _, path := range []string{"/", "/restaurant", "/live", "/dev/vouchers", "/dev/restaurants"} {
			for _, from := range []struct{ host, origin string }{
				{"orderflow.evil.example", ""},
				{"127.0.0.1:8080", "http://evil.example"},
				{"127.0.0.1:8080", "null"},
				{"localhost:8080", "http://localhost:9999"},
			} {
				if a := get(path, from.host, from.origin); a.Code != http.StatusForbidden {
					t.Errorf("%s for host %q and origin %q: got %d", path, from.host, from.origin, a.Code)
				}
			}
			if a := get(path, "localhost:8080", "http://localhost:8080"); a.Code == http.StatusForbidden {
				t.Errorf("%s for itself: got %d", path, a.Code)
			}
		}
		for _, path := range []string{"/", "/dev/restaurants", "/orders", "/nothing", "/live"} {
			header := get(path, "localhost:8080", "").Header()
			if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") == "" || !strings.HasPrefix(header.Get("Cache-Control"), "no-") {
				t.Errorf("%s: got %v", path, header)
			}
		}
	})
}
