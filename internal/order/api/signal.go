package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
)

// SignalOrder is the function signal-order: accept, reject, complete, cancel.
//
// Step Functions is the only arbiter: whoever resolves the task token first
// wins, the timeout among them. This function never writes to the order. It sends
// the token, and when that does not settle the matter it looks until it sees who
// won.
type SignalOrder struct {
	Orders Reader
	Tokens Tokens
	Now    func() time.Time
	Log    *slog.Logger
}

// Reader reads orders as they were last written.
type Reader interface {
	Get(ctx context.Context, id order.ID) (*order.Order, error)
}

// Tokens resolves task tokens.
type Tokens interface {
	// Succeed and Fail resolve a token. The error is ErrTokenGone when Step
	// Functions no longer knows it as open: it may have been resolved, replaced by
	// a retry, or have run out of time.
	Succeed(ctx context.Context, token string, output json.RawMessage) error
	Fail(ctx context.Context, token, errorName string, cause json.RawMessage) error
}

// ErrTokenGone is not an answer: the call may have succeeded before, a rival may
// have won, time may be up, or there may be a newer token.
var ErrTokenGone = errors.New("the task token is no longer open")

// How long it looks for an outcome, and how often.
const (
	patience     = 5 * time.Second
	firstLook    = 20 * time.Millisecond
	longestPause = 320 * time.Millisecond
)

// signal is one decision that somebody wants to make.
type signal struct {
	verdict  order.Verdict
	stages   []order.Stage // the waits that it answers
	decision order.Decision
}

// answers reports whether the decision is one for that wait.
func (s signal) answers(stage order.Stage) bool {
	for _, each := range s.stages {
		if each == stage {
			return true
		}
	}
	return false
}

var stagesOf = map[order.Verdict][]order.Stage{
	order.Accept:   {order.Acceptance},
	order.Reject:   {order.Acceptance, order.Completion},
	order.Complete: {order.Completion},
	order.Cancel:   {order.Acceptance},
}

// Handle takes a decision.
func (f SignalOrder) Handle(ctx context.Context, r Request) (Response, error) {
	return handle(ctx, f.Log, r, f.signal)
}

func (f SignalOrder) signal(ctx context.Context, r Request) (Response, error) {
	c, err := callerOf(r)
	if err != nil {
		return Response{}, err
	}
	s, err := signalOf(r, c)
	if err != nil {
		return Response{}, err
	}
	id := order.ID(r.PathParameters["id"])
	if !id.Valid() {
		return Response{}, notFound()
	}
	o, err := f.settle(ctx, id, c, s)
	if err != nil {
		return Response{}, err
	}
	return answer(http.StatusOK, struct {
		OrderID  order.ID      `json:"orderId"`
		Decision order.Verdict `json:"decision"`
		By       string        `json:"by"`
	}{o.ID(), s.verdict, c.subject}), nil
}

// signalOf reads which decision the request makes.
func signalOf(r Request, c caller) (signal, error) {
	verdict := order.Verdict(r.RouteKey[strings.LastIndexByte(r.RouteKey, '/')+1:])
	stages, ok := stagesOf[verdict]
	if !ok {
		return signal{}, fmt.Errorf("the route %q is not wired to a decision", r.RouteKey)
	}
	if verdict == order.Cancel && !c.customer {
		return signal{}, forbidden("only the customer cancels an order")
	}
	if verdict != order.Cancel && len(c.restaurants) == 0 {
		return signal{}, forbidden("only the restaurant decides this")
	}
	reason, err := reasonIn(r, verdict)
	if err != nil {
		return signal{}, err
	}
	return signal{verdict, stages, order.Decision{
		Verdict: verdict, By: c.subject, RequestID: r.RequestContext.RequestID, Reason: reason,
	}}, nil
}

// reasonIn reads the body: a no may have its reason, a yes needs none.
func reasonIn(r Request, verdict order.Verdict) (string, error) {
	if verdict == order.Accept || verdict == order.Complete {
		return "", decode(r, &struct{}{}, true)
	}
	var body struct {
		Reason string `json:"reason"`
	}
	if err := decode(r, &body, true); err != nil {
		return "", err
	}
	return body.Reason, order.CheckReason(body.Reason)
}

// settle sends the token and finds out what has become of it: the order when the
// decision was taken, else the problem to answer.
func (f SignalOrder) settle(ctx context.Context, id order.ID, c caller, s signal) (*order.Order, error) {
	giveUp := f.Now().Add(patience)
	var sent *order.Wait // the attempt whose token turned out to be gone
	for pause := firstLook; ; pause = min(2*pause, longestPause) {
		o, err := f.read(ctx, id, c, s)
		if err != nil {
			return nil, err
		}
		if done, err := outcome(o, s); done {
			return o, err
		}
		if wait := o.Parked(); wait != nil && s.answers(wait.For) && (sent == nil || wait.Token != sent.Token) {
			err := f.send(ctx, wait.Token, s)
			if err == nil {
				return o, nil
			}
			if !errors.Is(err, ErrTokenGone) {
				return nil, errors.Join(unavailable("the decision could not be handed on"), err)
			}
			sent = wait
			pause = firstLook / 2 // somebody was quicker: their handler is about to write
			continue
		}
		if f.Now().Add(pause).After(giveUp) {
			return nil, undecided(o, s, sent)
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, undecided(o, s, sent)
		}
	}
}

// read reads the order and checks that it is the caller's to decide. Nobody else
// learns that there is one.
func (f SignalOrder) read(ctx context.Context, id order.ID, c caller, s signal) (*order.Order, error) {
	o, err := f.Orders.Get(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, notFound()
	case err != nil:
		return nil, errors.Join(unavailable("the order could not be read"), err)
	case s.verdict == order.Cancel && !c.owns(o), s.verdict != order.Cancel && !c.serves(o):
		return nil, notFound()
	}
	return o, nil
}

// outcome judges what a handler has written: done when it settles the matter,
// with a nil error when it is this very decision by this very caller.
func outcome(o *order.Order, s signal) (done bool, err error) {
	if made, ok := o.Decided(s.verdict); ok {
		if made.By == s.decision.By {
			return true, nil
		}
		return true, conflict(o, fmt.Sprintf("somebody else has already taken the decision to %s", s.verdict))
	}
	if o.Status().Ended() {
		return true, conflict(o, "the order is "+string(o.Status()))
	}
	if o.Status() == order.Accepted && !s.answers(order.Completion) {
		return true, conflict(o, "the order has been accepted")
	}
	return false, nil
}

// undecided is the answer when time is up and nothing is settled.
func undecided(o *order.Order, s signal, sent *order.Wait) error {
	if sent != nil {
		p := problem(http.StatusServiceUnavailable, "decision-pending", "Not decided yet",
			"another decision may have been quicker, or time may be up; look at the order, or send the same request again")
		p.Order, p.retryAfter = o.Status(), 2
		return p
	}
	p := conflict(o, fmt.Sprintf("the order does not wait for a decision to %s yet", s.verdict))
	p.Type, p.retryAfter = problemType+"too-early", 2
	return p
}

func conflict(o *order.Order, detail string) *Problem {
	p := problem(http.StatusConflict, "conflict", "The order does not allow this now", detail)
	p.Order = o.Status()
	return p
}

// send resolves the token with the decision: as a success it goes to the next
// state, as a failure to the state's Catch.
func (f SignalOrder) send(ctx context.Context, token string, s signal) error {
	decision, err := json.Marshal(s.decision)
	if err != nil {
		return err
	}
	switch s.verdict {
	case order.Reject:
		return f.Tokens.Fail(ctx, token, string(fault.OrderRejected), decision)
	case order.Cancel:
		return f.Tokens.Fail(ctx, token, string(fault.OrderCancelled), decision)
	}
	return f.Tokens.Succeed(ctx, token, decision)
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
