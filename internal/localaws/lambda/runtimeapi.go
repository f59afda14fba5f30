package lambda

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The headers of the Runtime API, version 2018-06-01.
const (
	runtimePath    = "/2018-06-01/runtime/"
	headerID       = "Lambda-Runtime-Aws-Request-Id"
	headerDeadline = "Lambda-Runtime-Deadline-Ms" // since 1970
	headerARN      = "Lambda-Runtime-Invoked-Function-Arn"
	headerTrace    = "Lambda-Runtime-Trace-Id"
	// trailerError tells of an error that came while the answer was being sent.
	trailerError     = "Lambda-Runtime-Function-Error-Type"
	trailerErrorBody = "Lambda-Runtime-Function-Error-Body"
)

// invocation is one that is under way in an environment.
type invocation struct {
	Request
	trace    string
	deadline time.Time
	result   *Result     // once it was answered
	done     chan Result // gets the result when it is over
}

// environment is one process as its Runtime API sees it: it asks for the next
// invocation, answers it, and asks again. An invocation is over when the process
// asks for the next one, or ends.
type environment struct {
	idle func() // called when the process asks for an invocation

	work  chan *invocation // hands the next one over
	ended chan struct{}    // closed when the process has ended

	mu        sync.Mutex // guards what follows
	current   *invocation
	initError json.RawMessage // what the process said of why it cannot start
}

func newEnvironment(idle func()) *environment {
	return &environment{idle: idle, work: make(chan *invocation), ended: make(chan struct{})}
}

// ServeHTTP answers the Runtime API.
func (e *environment) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, runtimePath)
	id, what, _ := strings.Cut(strings.TrimPrefix(path, "invocation/"), "/")
	switch {
	case !ok:
		refuse(w, http.StatusNotFound, "InvalidPath", "this is Lambda's Runtime API, version 2018-06-01")
	case r.Method == http.MethodGet && path == "invocation/next":
		e.next(w, r)
	case r.Method == http.MethodPost && path == "init/error":
		e.cannotStart(w, r)
	case r.Method == http.MethodPost && (what == "response" || what == "error"):
		e.answer(w, r, id, what == "error")
	default:
		refuse(w, http.StatusNotFound, "InvalidPath", r.Method+" "+r.URL.Path+" is not offered")
	}
}

// next ends the invocation that was under way, and waits for another.
func (e *environment) next(w http.ResponseWriter, r *http.Request) {
	deliver := e.finish(nil)
	e.idle() // before the result is out, or its receiver's next call would find nobody idle
	deliver()
	select {
	case i := <-e.work:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set(headerID, i.ID)
		w.Header().Set(headerDeadline, strconv.FormatInt(i.deadline.UnixMilli(), 10))
		w.Header().Set(headerARN, i.ARN)
		if i.trace != "" {
			w.Header().Set(headerTrace, i.trace)
		}
		_, _ = w.Write(i.Payload) // if the process is gone, its end is noticed
	case <-e.ended:
	case <-r.Context().Done():
	}
}

// hand gives the process its next invocation. It reports false when the process
// has ended.
func (e *environment) hand(i *invocation) bool {
	e.mu.Lock()
	e.current = i
	e.mu.Unlock()
	select {
	case e.work <- i:
		return true
	case <-e.ended:
		return false
	}
}

// finish ends the invocation that is under way; deliver hands its result out. One
// that was not answered gets the result that unanswered makes; nil is for a
// process that is alive.
func (e *environment) finish(unanswered func(Request) Result) (deliver func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.current
	e.current = nil
	switch {
	case i == nil:
		return func() {}
	case i.result != nil:
		return func() { i.done <- *i.result }
	case unanswered != nil:
		return func() { i.done <- unanswered(i.Request) }
	default:
		payload := errorPayload("Runtime.Unknown", "the function asked for the next invocation before it had answered this one")
		return func() { i.done <- Result{i.ID, payload, Unhandled} }
	}
}

// answer takes the result of the invocation that is under way.
func (e *environment) answer(w http.ResponseWriter, r *http.Request, id string, failed bool) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxSync+1))
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequest", err.Error())
		return
	}
	result := &Result{RequestID: id, Payload: body}
	switch {
	case failed:
		result.FunctionError = Unhandled
	case len(body) > maxSync:
		result.Payload, result.FunctionError = errorPayload("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size (6291556 bytes)."), Unhandled
	case r.Trailer.Get(trailerError) != "":
		result.Payload, result.FunctionError = errorPayload(r.Trailer.Get(trailerError), "the function failed while it answered: "+r.Trailer.Get(trailerErrorBody)), Unhandled
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.current == nil || e.current.ID != id || e.current.result != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequestID", "no invocation "+id+" waits for an answer")
		return
	}
	e.current.result = result
	accepted(w)
}

func (e *environment) cannotStart(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxSync))
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequest", err.Error())
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.initError = body
	accepted(w)
}

// saidOfInit is what the process said of why it cannot start; nil when nothing.
func (e *environment) saidOfInit() json.RawMessage {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.initError
}

func accepted(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"status":"OK"}`) // if the process is gone, its end is noticed
}

func refuse(w http.ResponseWriter, status int, kind, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(errorPayload(kind, message)) // if the process is gone, its end is noticed
}
