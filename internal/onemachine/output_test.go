package onemachine

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/platform"
)

// TestOutputOfFunctions: records of the log keep their level and their
// attributes, metrics go where metrics go, and nothing that is said is lost.
func TestOutputOfFunctions(t *testing.T) {
	var log, metrics bytes.Buffer
	noTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	take := outputTo(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: noTime})), &metrics)
	var written bytes.Buffer
	platform.NewLog(&written, "").Error("failed", "ms", 12, "orderId", "ord-1")
	for _, line := range []string{
		strings.TrimSpace(written.String()),
		`{"timestamp":"2026-11-24T10:00:00Z","level":"DEBUG","message":"done"}`,
		`{"_aws":{"CloudWatchMetrics":[]},"OrdersPlaced":1}`,
		`{"an": "object"}`,
		`cannot start: these environment variables are not set: ORDERS_TABLE`,
	} {
		take("place-order", []byte(line))
	}
	want := `level=ERROR msg=failed function=place-order ms=12 orderId=ord-1
level=WARN msg=said function=place-order line="{\"an\": \"object\"}"
level=WARN msg=said function=place-order line="cannot start: these environment variables are not set: ORDERS_TABLE"
`
	if got := log.String(); got != want {
		t.Errorf("the log: got\n%s\nwant\n%s", got, want)
	}
	if got, want := metrics.String(), `{"_aws":{"CloudWatchMetrics":[]},"OrdersPlaced":1}`+"\n"; got != want {
		t.Errorf("the metrics: got %s, want %s", got, want)
	}
}
