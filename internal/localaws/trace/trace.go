// Package trace carries X-Ray's trace header, X-Amzn-Trace-Id, from service to
// service: the HTTP API begins a trace, and whatever an order sets off goes on
// with it. (X-Ray developer guide, "Tracing header".)
package trace

import (
	"context"
	"crypto/rand"
	"fmt"
	"regexp"
	"time"
)

// Header is the name of the HTTP header.
const Header = "X-Amzn-Trace-Id"

// key is where aws-lambda-go puts an invocation's trace header into its context,
// so that a handler in the process finds it where it would on Lambda.
const key = "x-amzn-trace-id"

// With hands a trace header on; "" leaves ctx as it is.
func With(ctx context.Context, header string) context.Context {
	if header == "" {
		return ctx
	}
	return context.WithValue(ctx, key, header) //nolint:staticcheck // the key is aws-lambda-go's
}

// Of is the trace header that ctx carries; "" when there is none.
func Of(ctx context.Context) string {
	header, _ := ctx.Value(key).(string)
	return header
}

// New begins a trace.
func New(now time.Time) string {
	var id, parent [12]byte
	_, _ = rand.Read(id[:]) // never fails
	_, _ = rand.Read(parent[:8])
	return fmt.Sprintf("Root=1-%08x-%x;Parent=%x;Sampled=1", now.Unix(), id, parent[:8])
}

// longest is the longest header that StartExecution takes (API reference).
const longest = 256

// root is how a trace is named: 1, the time at which it began, and 96 random bits.
var root = regexp.MustCompile(`^([A-Za-z]+=[^;]*;)*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;|$)`)

// Continue goes on with the trace of a client's header. One that is none begins a
// new trace.
func Continue(header string, now time.Time) string {
	if len(header) <= longest && root.MatchString(header) && isText(header) {
		return header
	}
	return New(now)
}

// isText reports whether a header has visible ASCII characters only.
func isText(header string) bool {
	for _, c := range []byte(header) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
