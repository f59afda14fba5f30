package lambda

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

const (
	// initTime is how long a process may take until it asks for its first
	// invocation. As on Lambda, one that does not is started once more, on the
	// invocation's time.
	initTime = 10 * time.Second
	// idleTime is how long a process is kept that nobody calls.
	idleTime = 5 * time.Minute
)

// Launch starts a process that reaches its Runtime API at api. kill ends it at
// once; ended is called once, when it has ended, with why.
type Launch func(api http.Handler, ended func(error)) (kill func(), err error)

// Pool is a sandbox of processes. Each makes one invocation at a time; when all
// are busy another is started, up to a limit, beyond which invocations are
// throttled. A process that times out is killed, one that has panicked ends by
// itself, and the next invocation starts another. All methods may be called by
// many goroutines.
type Pool struct {
	launch Launch
	limit  int

	mu       sync.Mutex // guards what follows
	workers  map[*worker]bool
	idle     []*worker // the one that was used last is the last
	starting int       // processes that have not asked for an invocation yet
	closed   bool

	closing chan struct{}
	gone    sync.WaitGroup // counts processes that have not ended
}

// NewPool makes a pool of at most limit processes. It starts none before there is
// something to do.
func NewPool(launch Launch, limit int) *Pool {
	return &Pool{launch: launch, limit: limit, workers: map[*worker]bool{}, closing: make(chan struct{})}
}

// Invoke implements [Sandbox]. When ctx ends the result is that of a timeout, but
// the process goes on until its own.
func (p *Pool) Invoke(ctx context.Context, r Request) (Result, error) {
	w, err := p.take()
	if err != nil {
		return Result{}, err
	}
	var deadline time.Time
	if w == nil {
		var failed *Result
		if w, deadline, failed = p.start(r); failed != nil {
			return *failed, nil
		}
	} else {
		deadline = time.Now().Add(r.Timeout)
	}
	i := &invocation{Request: r, trace: trace.Of(ctx), deadline: deadline, done: make(chan Result, 1)}
	timer := time.AfterFunc(time.Until(deadline), w.expire)
	defer timer.Stop()
	if !w.hand(i) {
		return w.unanswered(r), nil
	}
	select {
	case result := <-i.done:
		return result, nil
	case <-ctx.Done():
		return timedOut(r), nil
	}
}

// take finds an idle process. It gives nil when one is to be started, and has
// counted it.
func (p *Pool) take() (*worker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, &awsapi.Error{Code: "ServiceException", Message: "the local runtime is stopping", Status: http.StatusInternalServerError}
	case len(p.idle) > 0:
		w := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		w.rest.Stop()
		return w, nil
	case len(p.workers)+p.starting >= p.limit:
		return nil, &awsapi.Error{Code: "TooManyRequestsException", Message: "Rate Exceeded.", Status: http.StatusTooManyRequests}
	}
	p.starting++
	return nil, nil
}

// start starts a process for an invocation, and says until when that may take.
// failed is the result of an invocation whose process does not start.
func (p *Pool) start(r Request) (w *worker, deadline time.Time, failed *Result) {
	w, failed = p.tryStart(Request{ID: r.ID, Timeout: initTime})
	deadline = time.Now().Add(r.Timeout)
	if failed != nil {
		w, failed = p.tryStart(r)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starting--
	if failed == nil {
		p.workers[w] = true
		if p.closed {
			w.kill() // Close did not know of it
		}
	}
	return w, deadline, failed
}

// tryStart starts a process and waits until it asks for its first invocation, no
// longer than r's timeout.
func (p *Pool) tryStart(r Request) (*worker, *Result) {
	w := &worker{ready: make(chan struct{})}
	var asked sync.Once
	w.environment = newEnvironment(func() {
		first := false
		asked.Do(func() { first = true; close(w.ready) })
		if !first { // else it has been started for an invocation that waits
			p.putBack(w)
		}
	})
	p.mu.Lock()
	p.gone.Add(1)
	p.mu.Unlock()
	kill, err := p.launch(w, func(err error) { p.ended(w, err) })
	if err != nil {
		p.gone.Done()
		return nil, &Result{r.ID, errorPayload("Runtime.InvalidEntrypoint", "RequestId: "+r.ID+" Error: "+err.Error()), Unhandled}
	}
	w.kill = kill
	timer := time.AfterFunc(r.Timeout, w.expire)
	defer timer.Stop()
	select {
	case <-w.ready:
		return w, nil
	case <-p.closing:
		kill()
		<-w.environment.ended
	case <-w.environment.ended:
	}
	result := w.unanswered(r)
	return nil, &result
}

// putBack takes a process that asks for its next invocation.
func (p *Pool) putBack(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.workers[w] || slices.Contains(p.idle, w) {
		return
	}
	p.idle = append(p.idle, w)
	w.rest = time.AfterFunc(idleTime, func() {
		p.mu.Lock()
		at := slices.Index(p.idle, w)
		if at >= 0 {
			p.idle = slices.Delete(p.idle, at, at+1)
		}
		p.mu.Unlock()
		if at >= 0 {
			w.kill()
		}
	})
}

// ended is called when a process has ended.
func (p *Pool) ended(w *worker, err error) {
	w.mu.Lock()
	w.exit = err
	w.mu.Unlock()
	p.mu.Lock()
	delete(p.workers, w)
	p.idle = slices.DeleteFunc(p.idle, func(other *worker) bool { return other == w })
	p.mu.Unlock()
	close(w.environment.ended)
	w.finish(w.unanswered)()
	p.gone.Done()
}

// Close kills all processes and waits until they have ended.
func (p *Pool) Close() {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.closing)
	}
	for w := range p.workers {
		w.kill()
	}
	p.mu.Unlock()
	p.gone.Wait()
}

// worker is one process.
type worker struct {
	*environment
	kill  func()
	ready chan struct{} // closed when it first asks for an invocation
	rest  *time.Timer   // ends it when it has been idle for long; guarded by the pool

	mu       sync.Mutex // guards what follows
	timedOut bool
	exit     error // why it has ended
}

// expire ends a process that has taken too long.
func (w *worker) expire() {
	w.mu.Lock()
	w.timedOut = true
	w.mu.Unlock()
	w.kill()
}

// unanswered is the result of an invocation that the process did not live to
// answer.
func (w *worker) unanswered(r Request) Result {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timedOut {
		return timedOut(r)
	}
	if said := w.saidOfInit(); said != nil {
		return Result{r.ID, said, Unhandled}
	}
	why := "Runtime exited without providing a reason"
	if w.exit != nil {
		why = "Runtime exited with error: " + w.exit.Error()
	}
	return Result{r.ID, errorPayload("Runtime.ExitError", "RequestId: "+r.ID+" Error: "+why), Unhandled}
}
