package metrics_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/metrics"
)

// TestMetrics: the embedded metric format.
func TestMetrics(t *testing.T) {
	var out bytes.Buffer
	m := metrics.New(&out, func() time.Time { return time.UnixMilli(1_700_000_000_123) }, "orderflow-test")
	ctx := logs.Begin(t.Context(), nil)
	logs.About(ctx, "ord-1", "")
	m.Count(ctx, metrics.UserNotNotified)
	m.Gauge(t.Context(), metrics.OldestWaitSeconds, 61.5, metrics.DimensionTopic, "acceptance")
	decoder := json.NewDecoder(&out)
	for _, want := range []string{
		`{"UserNotNotified":1,"_aws":{"CloudWatchMetrics":[{"Dimensions":[[]],"Metrics":[{"Name":"UserNotNotified","Unit":"Count"}],"Namespace":"orderflow-test"}],"Timestamp":1700000000123},"orderId":"ord-1"}`,
		`{"OldestWaitSeconds":61.5,"Topic":"acceptance","_aws":{"CloudWatchMetrics":[{"Dimensions":[["Topic"]],"Metrics":[{"Name":"OldestWaitSeconds","Unit":"Seconds"}],"Namespace":"orderflow-test"}],"Timestamp":1700000000123}}`,
	} {
		var line json.RawMessage
		if err := decoder.Decode(&line); err != nil || string(line) != want {
			t.Errorf("got  %s, %v\nwant %s", line, err, want)
		}
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		t.Errorf("more lines: %v", err)
	}
}
