// Package xray reads the trace header with which Lambda invokes a function, so
// that adapters can hand it on to services that invoke others: Step Functions and
// EventBridge. Functions make no segments of their own (docs/adr/0006).
package xray

import (
	"context"
	"strings"
)

// Header is the invocation's X-Amzn-Trace-Id, which aws-lambda-go puts into the
// context; nil when there is none, or when it is longer than services take it
// (StartExecution: 256 characters, PutEvents: 500).
func Header(ctx context.Context) *string {
	header, _ := ctx.Value("x-amzn-trace-id").(string)
	if header == "" || len(header) > 256 {
		return nil
	}
	return &header
}

// TraceID is the trace that the invocation belongs to, such as
// 1-5759e988-bd862e3fe1be46a994272793; "" when there is none.
func TraceID(ctx context.Context) string {
	header := Header(ctx)
	if header == nil {
		return ""
	}
	for _, field := range strings.Split(*header, ";") {
		if id, ok := strings.CutPrefix(field, "Root="); ok {
			return id
		}
	}
	return ""
}
