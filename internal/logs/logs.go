// Package logs puts onto each log line, and onto each line of metrics, what the
// invocation is about: its function, request, trace, order and execution.
//
// The edge of a function begins an invocation ([Begin]); whoever learns which
// order it is about says so ([About]); a logger over [NewHandler] does the rest,
// as long as it is given the context. Nothing private belongs here.
package logs

import (
	"context"
	"log/slog"
	"slices"
	"sync"
)

// The names of the attributes.
const (
	Function  = "function"
	RequestID = "requestId" // of the invocation
	TraceID   = "traceId"
	OrderID   = "orderId"
	Execution = "execution" // its ARN
)

// subject is what an invocation is about. It is shared by all who have the
// context, so that the line at the end tells what was learned on the way.
type subject struct {
	executionOf func(orderID string) string // nil when the function cannot tell

	mu         sync.Mutex // guards attributes
	attributes []slog.Attr
}

type subjectKey struct{}

func of(ctx context.Context) *subject {
	s, _ := ctx.Value(subjectKey{}).(*subject)
	return s
}

// Begin begins an invocation, or a part of one that is about something of its own:
// what was known before remains. executionOf makes an order's execution of its id;
// nil leaves what was known.
func Begin(ctx context.Context, executionOf func(orderID string) string) context.Context {
	s := &subject{executionOf: executionOf}
	if whole := of(ctx); whole != nil {
		s.attributes = Of(ctx)
		if executionOf == nil {
			s.executionOf = whole.executionOf
		}
	}
	return context.WithValue(ctx, subjectKey{}, s)
}

// About says which order the invocation is about, and which execution when that is
// known; "" is not said.
func About(ctx context.Context, orderID, execution string) {
	if s := of(ctx); s != nil && execution == "" && orderID != "" && s.executionOf != nil {
		execution = s.executionOf(orderID)
	}
	Add(ctx, slog.String(OrderID, orderID), slog.String(Execution, execution))
}

// Add says more; "" is not said, and of one name what was said last holds. Outside
// of an invocation it does nothing.
func Add(ctx context.Context, more ...slog.Attr) {
	s := of(ctx)
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range more {
		if each.Value.String() == "" {
			continue
		}
		s.attributes = slices.DeleteFunc(s.attributes, func(a slog.Attr) bool { return a.Key == each.Key })
		s.attributes = append(s.attributes, each)
	}
}

// Of is all that has been said, each name once.
func Of(ctx context.Context) []slog.Attr {
	s := of(ctx)
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.attributes)
}

// NewHandler makes a handler that adds what the context says to each line.
func NewHandler(next slog.Handler) slog.Handler { return handler{next} }

type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, line slog.Record) error {
	line.AddAttrs(Of(ctx)...)
	return h.Handler.Handle(ctx, line)
}

func (h handler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attributes)}
}

func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
