package logs_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/logs"
)

// TestALineTellsWhatItIsAbout: what is learned on the way too, and in a part of an
// invocation what that is about.
func TestALineTellsWhatItIsAbout(t *testing.T) {
	var out bytes.Buffer
	untimed := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	log := slog.New(logs.NewHandler(slog.NewTextHandler(&out, untimed))).With("a", "b")

	logs.About(t.Context(), "ord-0", "") // outside of an invocation: nothing
	log.InfoContext(t.Context(), "outside")
	ctx := logs.Begin(t.Context(), func(id string) string { return "execution:" + id })
	logs.Add(ctx, slog.String(logs.RequestID, "r"), slog.String(logs.TraceID, ""))
	log.InfoContext(ctx, "early")
	for _, id := range []string{"ord-1", "ord-2"} {
		part := logs.Begin(ctx, nil)
		logs.About(part, id, "")
		log.InfoContext(part, "part")
	}
	logs.About(ctx, "ord-3", "execution:given")
	logs.About(ctx, "", "")
	log.InfoContext(ctx, "late", "ms", 5)

	want := `level=INFO msg=outside a=b
level=INFO msg=early a=b requestId=r
level=INFO msg=part a=b requestId=r orderId=ord-1 execution=execution:ord-1
level=INFO msg=part a=b requestId=r orderId=ord-2 execution=execution:ord-2
level=INFO msg=late a=b ms=5 requestId=r orderId=ord-3 execution=execution:given
`
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, strings.TrimSpace(want))
	}
}
