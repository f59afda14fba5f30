package onemachine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// inFlight is how many customers the benchmarks have at once.
const inFlight = 200

// bench is an orderflow on disk behind real sockets, and a client of it.
type bench struct {
	b             *testing.B
	api           string
	client        *http.Client
	alice, napoli string
	stop          func()
}

func newBench(b *testing.B) *bench {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan onemachine.Addresses), make(chan error, 1)
	go func() {
		ended <- onemachine.Serve(ctx, onemachine.Config{Dir: b.TempDir()}, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"},
			func(at onemachine.Addresses) { ready <- at })
	}()
	at := <-ready
	w := &bench{b: b, api: "http://" + at.API, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * inFlight}}}
	w.stop = func() {
		w.client.CloseIdleConnections()
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	}
	for _, who := range []struct {
		token    *string
		role, id string
	}{{&w.alice, "customer", "alice"}, {&w.napoli, "restaurant", theRestaurant}} {
		var answer struct {
			AccessToken string `json:"access_token"`
		}
		w.request("POST", "/dev/token", "", fmt.Sprintf(`{"role": %q, "id": %q, "email": %q}`, who.role, who.id, aliceMail), 200, &answer)
		*who.token = answer.AccessToken
	}
	return w
}

func (w *bench) request(method, path, token, body string, want int, into any) {
	r, err := http.NewRequest(method, w.api+path, strings.NewReader(body)) //nolint:noctx // the benchmark ends when it ends
	if err != nil {
		w.b.Error(err)
		return
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	response, err := w.client.Do(r)
	if err != nil {
		w.b.Error(err)
		return
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && into != nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil || response.StatusCode != want {
		w.b.Errorf("%s %s: %d %s, %v", method, path, response.StatusCode, text, err)
	}
}

// place places an order and returns its id.
func (w *bench) place() string {
	var o struct{ ID string }
	w.request("POST", "/orders", w.alice, goodOrder, http.StatusAccepted, &o)
	return o.ID
}

// latencies are what placing took, recorded by many.
type latencies struct {
	mu sync.Mutex
	h  *hdrhistogram.Histogram
}

func (l *latencies) record(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.h.RecordValue(d.Microseconds()) // nothing takes an hour
}

func (l *latencies) ms(q float64) float64 { return float64(l.h.ValueAtQuantile(q)) / 1000 }

// BenchmarkCompletedOrders measures orders end to end: placed, accepted and
// completed over HTTP, 200 in flight, with vouchers, on disk, the client on the
// same cores.
func BenchmarkCompletedOrders(b *testing.B) {
	w := newBench(b)
	placing := &latencies{h: hdrhistogram.New(1, 3_600_000_000, 3)}
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var all sync.WaitGroup
	for range inFlight {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				began := time.Now()
				id := w.place()
				placing.record(time.Since(began))
				w.request("POST", "/orders/"+id+"/accept", w.napoli, "", http.StatusOK, nil)
				w.request("POST", "/orders/"+id+"/complete", w.napoli, "", http.StatusOK, nil)
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
	b.ReportMetric(placing.ms(50), "ms-place-p50")
	b.ReportMetric(placing.ms(99), "ms-place-p99")
	b.ReportMetric(0, "ns/op")
	w.stop()
}

// waitingOrders is how many orders wait while their heap is measured.
const waitingOrders = 100_000

// BenchmarkWaitingHeap measures what an order costs that waits for its
// restaurant: the live heap after a collection, over 100,000 of them.
func BenchmarkWaitingHeap(b *testing.B) {
	if b.N > 1 {
		return // one measurement is enough
	}
	w := newBench(b)
	before := liveHeap()
	var left, done atomic.Int64
	left.Store(waitingOrders)
	began := time.Now()
	var all sync.WaitGroup
	for range inFlight {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				w.place()
				if n := done.Add(1); n%10_000 == 0 {
					fmt.Fprintf(os.Stderr, "placed %6d of %d orders after %.0f s\n", n, waitingOrders, time.Since(began).Seconds())
				}
			}
		})
	}
	all.Wait()
	fmt.Fprintln(os.Stderr, "until the last of them waits…")
	for w.waiting() < waitingOrders {
		time.Sleep(100 * time.Millisecond)
	}
	w.client.CloseIdleConnections()
	b.ReportMetric(float64(liveHeap()-before)/waitingOrders, "heap-B/order")
	b.ReportMetric(0, "ns/op")
	w.stop()
}

// waiting is how many of alice's newest orders wait; when those do, all do, since
// they were placed last.
func (w *bench) waiting() int {
	var page struct{ Orders []struct{ ID string } }
	w.request("GET", "/orders?limit=100", w.alice, "", http.StatusOK, &page)
	for _, o := range page.Orders {
		var order orderView
		w.request("GET", "/orders/"+o.ID, w.alice, "", http.StatusOK, &order)
		if order.Waiting == nil {
			return 0
		}
	}
	return waitingOrders
}

func liveHeap() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
