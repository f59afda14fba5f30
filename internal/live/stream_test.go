package live_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/live"
)

// recorder is a browser that reads at once.
type recorder struct {
	*httptest.ResponseRecorder
	mu sync.Mutex
}

func (r *recorder) Write(text []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ResponseRecorder.Write(text)
}

func (r *recorder) read() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Body.String()
}

// stream runs a stream; ended is closed with it.
func stream(hub *live.Hub, until time.Time) (out *recorder, leave func(), ended chan struct{}) {
	out, ended = &recorder{ResponseRecorder: httptest.NewRecorder()}, make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/live", nil)
	go func() {
		defer close(ended)
		hub.Stream(out, r, live.Reader{Audiences: []string{"customer:alice"}}, until)
	}()
	synctest.Wait()
	return out, cancel, ended
}

// TestStream: what a browser reads, byte for byte: the beginning, notes within a
// second, signs of life, and nothing of others.
func TestStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		out, leave, ended := stream(hub, time.Now().Add(time.Hour))
		hub.Publish(note("1", "a\nb", "customer:alice"))
		hub.Publish(note("2", "secret", "customer:bob"))
		time.Sleep(time.Second)
		synctest.Wait()
		if got, want := out.read(), "event: ready\ndata: {}\n\nevent: order\ndata: \"a\\nb\"\n\n"; got != want {
			t.Errorf("got %q\nwant %q", got, want)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := strings.Count(out.read(), ": still here\n\n"); got < 3 {
			t.Errorf("in a quiet minute it gave %d signs of life", got)
		}
		leave()
		<-ended
	})
}

// TestAStreamEnds: with its token, and with the server.
func TestAStreamEnds(t *testing.T) {
	for name, end := range map[string]func(*live.Hub){
		"the token runs out": func(*live.Hub) { time.Sleep(time.Hour) },
		"the server stops":   func(hub *live.Hub) { hub.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hub := live.NewHub()
				_, leave, ended := stream(hub, time.Now().Add(time.Hour))
				defer leave()
				end(hub)
				synctest.Wait()
				select {
				case <-ended:
				default:
					t.Error("it goes on")
				}
			})
		})
	}
}

// TestManyChangesAreOneNote: a thing that changes all the time does not flood a
// browser.
func TestManyChangesAreOneNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		out, leave, ended := stream(hub, time.Now().Add(time.Hour))
		for range 1000 { // in a second
			hub.Publish(note("1", "a", "customer:alice"))
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		if got := strings.Count(out.read(), "event: order"); got < 10 || got > 25 {
			t.Errorf("it told %d times in a second", got)
		}
		leave()
		<-ended
	})
}
