package xray_test

import (
	"context"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/platform/xray"
)

func TestTraceID(t *testing.T) {
	const id = "1-5759e988-bd862e3fe1be46a994272793"
	for header, want := range map[string]string{
		"Root=" + id + ";Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a:0": id,
		"Self=1-1-1;Root=" + id:            id,
		"Parent=53995c3f42cd8ad8":          "",
		"":                                 "",
		"Root=" + strings.Repeat("1", 300): "",
	} {
		ctx := context.WithValue(t.Context(), "x-amzn-trace-id", header) //nolint:staticcheck // the key is aws-lambda-go's
		if got := xray.TraceID(ctx); got != want {
			t.Errorf("%.40s: got %q, want %q", header, got, want)
		}
		if got := xray.Header(ctx); (got == nil) != (header == "" || len(header) > 256) || got != nil && *got != header {
			t.Errorf("%.40s: the header is %v", header, got)
		}
	}
	if got := xray.Header(t.Context()); got != nil {
		t.Errorf("no header: got %q", *got)
	}
}
