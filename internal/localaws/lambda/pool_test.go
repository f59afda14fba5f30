package lambda_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// puppet stands for processes in a bubble. It speaks the Runtime API and does
// what an invocation's payload says: "1s" works for so long, "fail" fails, "die"
// ends without an answer, "panic" fails and ends.
type puppet struct {
	init    time.Duration // until the first invocation is asked for
	started atomic.Int32
	alive   atomic.Int32
}

const runtimeAPI = "http://runtime/2018-06-01/runtime/invocation/"

func (p *puppet) launch(api http.Handler, ended func(error)) (func(), error) {
	ctx, kill := context.WithCancel(context.Background())
	p.started.Add(1)
	p.alive.Add(1)
	go func() {
		err := p.run(ctx, api)
		if ctx.Err() != nil {
			err = errors.New("signal: killed")
		}
		p.alive.Add(-1)
		ended(err)
	}()
	return kill, nil
}

func (p *puppet) run(ctx context.Context, api http.Handler) error {
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		api.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, method, runtimeAPI+path, strings.NewReader(body)))
		return answer
	}
	pause(ctx, p.init)
	for ctx.Err() == nil {
		next := ask(http.MethodGet, "next", "")
		id := next.Header().Get("Lambda-Runtime-Aws-Request-Id")
		if id == "" {
			break // killed while it waited
		}
		what := strings.Trim(next.Body.String(), `"`)
		took, _ := time.ParseDuration(what) // none, when it is another thing to do
		pause(ctx, took)
		switch {
		case ctx.Err() != nil:
		case what == "die":
			return errors.New("exit status 3")
		case what == "panic":
			ask(http.MethodPost, id+"/error", `{"errorType":"string","errorMessage":"oh"}`)
			return errors.New("exit status 1")
		case what == "fail":
			ask(http.MethodPost, id+"/error", `{"errorType":"Refused","errorMessage":"no"}`)
		default:
			ask(http.MethodPost, id+"/response", `"did `+what+`"`)
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// pooled is a runtime with one function, "work", in a pool of two puppets at most.
func pooled(t *testing.T, p *puppet, test func(invoke func(what string) string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		pool := lambda.NewPool(p.launch, 2)
		runtime := lambda.New(awsapi.Place{Account: "123456789012", Region: "us-east-1"}, slog.New(slog.DiscardHandler))
		runtime.Deploy(lambda.Function{Name: "work", Sandbox: pool, Timeout: 3 * time.Second})
		test(func(what string) string {
			payload, err := json.Marshal(what)
			if err != nil {
				t.Fatal(err)
			}
			result, err := runtime.Invoke(t.Context(), "work", payload)
			switch {
			case err != nil:
				return awsapi.From(err).Code
			case result.FunctionError != "":
				return result.ErrorType()
			}
			return string(result.Payload)
		})
		pool.Close()
		if n := p.alive.Load(); n != 0 {
			t.Errorf("%d processes are left", n)
		}
	})
}

// TestAPool: what becomes of an invocation, and whether the next one finds the
// same process.
func TestAPool(t *testing.T) {
	for _, test := range []struct {
		what, want string
		took       time.Duration
		another    bool // the next invocation starts another process
	}{
		{"1s", `"did 1s"`, time.Second, false},
		{"fail", "Refused", 0, false},
		{"panic", "string", 0, true},
		{"die", "Runtime.ExitError", 0, true},
		{"1h", "Sandbox.Timedout", 3 * time.Second, true},
	} {
		t.Run(test.what, func(t *testing.T) {
			p := &puppet{}
			pooled(t, p, func(invoke func(string) string) {
				began := time.Now()
				if got, took := invoke(test.what), time.Since(began); got != test.want || took != test.took {
					t.Errorf("got %s after %v, want %s after %v", got, took, test.want, test.took)
				}
				if got := invoke("0s"); got != `"did 0s"` {
					t.Errorf("the next invocation: got %s", got)
				}
				if got := p.started.Load() > 1; got != test.another {
					t.Errorf("another process was started: got %t, want %t", got, test.another)
				}
			})
		})
	}
}

// TestAPoolsBounds: one invocation at a time in a process, at most two processes,
// and none is kept for long that nobody calls.
func TestAPoolsBounds(t *testing.T) {
	p := &puppet{}
	pooled(t, p, func(invoke func(string) string) {
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if got := invoke("1s"); got != `"did 1s"` {
					t.Errorf("got %s", got)
				}
			})
		}
		synctest.Wait()
		if got := invoke("1s"); got != "TooManyRequestsException" {
			t.Errorf("a third at the same time: got %s, want TooManyRequestsException", got)
		}
		wg.Wait()
		for range 30 {
			time.Sleep(time.Minute)
			if got := invoke("1s"); got != `"did 1s"` {
				t.Errorf("got %s", got)
			}
		}
		if got := p.alive.Load(); got != 1 || p.started.Load() != 2 {
			t.Errorf("after half an hour of one invocation a minute: %d processes live of %d, want 1 of 2", got, p.started.Load())
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if got := p.alive.Load(); got != 0 {
			t.Errorf("after five minutes of none: %d processes live", got)
		}
	})
}

// TestAPoolsColdStart: the time until a process asks for its first invocation is
// not the invocation's, unless it is too long.
func TestAPoolsColdStart(t *testing.T) {
	for _, test := range []struct {
		init, took time.Duration
		want       string
	}{
		{9 * time.Second, 11 * time.Second, `"did 2s"`},
		{12 * time.Second, 13 * time.Second, "Sandbox.Timedout"}, // ten, and once more the function's three
	} {
		t.Run(test.init.String(), func(t *testing.T) {
			pooled(t, &puppet{init: test.init}, func(invoke func(string) string) {
				began := time.Now()
				if got, took := invoke("2s"), time.Since(began); got != test.want || took != test.took {
					t.Errorf("got %s after %v, want %s after %v", got, took, test.want, test.took)
				}
			})
		})
	}
}

// TestAThrottledEventIsHandedOverLater: being throttled is not the function's
// failure, and does not count as one of the three times that it is called.
func TestAThrottledEventIsHandedOverLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &puppet{}
		r := newRig(t, sqlitedb.Memory, "work-failures", func() {})
		pool := lambda.NewPool(p.launch, 1)
		r.runtime.Deploy(lambda.Function{Name: "work", Sandbox: pool, Timeout: time.Hour, DeadLetters: "work-failures"})
		for range 8 {
			r.accept(t, `"1m"`)
		}
		time.Sleep(30 * time.Minute)
		letters, err := r.queue.DeadLetters()
		if err != nil || len(letters) != 0 {
			t.Errorf("dead letters: got %+v, %v", letters, err)
		}
		if left := r.waiting(t); left != 0 {
			t.Errorf("%d of 8 events still wait", left)
		}
		pool.Close()
		r.close(t)
	})
}
