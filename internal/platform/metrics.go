package platform

import (
	"encoding/json"
	"io"
	"sync"
	"time"
)

// metricsNamespace is where the metrics are found in CloudWatch.
const metricsNamespace = "orderflow"

// Metrics writes metrics in CloudWatch's embedded metric format: JSON lines in
// the log, of which CloudWatch makes metrics without being called. (User guide,
// "Specification: Embedded metric format".)
type Metrics struct {
	now func() time.Time

	mu  sync.Mutex // guards out
	out io.Writer
}

// NewMetrics writes to out.
func NewMetrics(out io.Writer, now func() time.Time) *Metrics { return &Metrics{now: now, out: out} }

// Count counts one.
func (m *Metrics) Count(name string) { m.write(name, 1, "Count", nil) }

// Gauge tells a value in seconds; dimensions are name and value by turns.
func (m *Metrics) Gauge(name string, value float64, dimensions ...string) {
	m.write(name, value, "Seconds", dimensions)
}

func (m *Metrics) write(name string, value float64, unit string, dimensions []string) {
	line := map[string]any{name: value}
	keys := []string{}
	for i := 0; i+1 < len(dimensions); i += 2 {
		keys = append(keys, dimensions[i])
		line[dimensions[i]] = dimensions[i+1]
	}
	line["_aws"] = map[string]any{
		"Timestamp": m.now().UnixMilli(),
		"CloudWatchMetrics": []any{map[string]any{
			"Namespace": metricsNamespace, "Dimensions": [][]string{keys}, "Metrics": []any{map[string]string{"Name": name, "Unit": unit}},
		}},
	}
	text, err := json.Marshal(line)
	if err != nil {
		return // only a value that is no number gets here, and there is none
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	_, _ = m.out.Write(append(text, '\n')) // a metric is not worth failing for
}
