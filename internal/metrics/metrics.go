// Package metrics names what orderflow measures and writes it in CloudWatch's
// embedded metric format: JSON lines in the log, of which CloudWatch makes
// metrics without being called. (CloudWatch user guide, "Specification: Embedded
// metric format".)
//
// The names are used by whoever measures, by the alarms and by the dashboard.
package metrics

import (
	"context"
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/logs"
)

// Namespace is where the metrics are found in CloudWatch, unless the environment
// variable NamespaceVariable says otherwise: stages that share an account must not
// share their metrics.
const (
	Namespace         = "orderflow"
	NamespaceVariable = "METRICS_NAMESPACE"
)

// How many orders came to where: each order at most once, but for one that stalls
// again after a redrive.
const (
	OrdersPlaced    = "OrdersPlaced"
	OrdersAccepted  = "OrdersAccepted"
	OrdersRejected  = "OrdersRejected"
	OrdersExpired   = "OrdersExpired"
	OrdersCancelled = "OrdersCancelled"
	OrdersCompleted = "OrdersCompleted"
	OrdersStalled   = "OrdersStalled"
	OrdersFailed    = "OrdersFailed"
)

// How long it took, in seconds.
const (
	SecondsToAccept   = "SecondsToAccept"   // from placed to accepted
	SecondsToComplete = "SecondsToComplete" // from placed to completed
)

// What ops must look at.
const (
	// UserNotNotified counts customers who could not be told what became of their
	// order. The mail about a failed order is no state's of the workflow: when that
	// one is given up, it is a dead letter.
	UserNotNotified = "UserNotNotified"
	// UserNotificationFailed counts mails that failed, to be tried again.
	UserNotificationFailed = "UserNotificationFailed"
	// OldestWaitSeconds is the age of the oldest wait, by DimensionTopic.
	OldestWaitSeconds = "OldestWaitSeconds"
	DimensionTopic    = "Topic"
)

// Metrics writes metrics. All methods may be called by many goroutines.
type Metrics struct {
	now       func() time.Time
	namespace string

	mu  sync.Mutex // guards out
	out io.Writer
}

// New writes to out; "" is the default namespace.
func New(out io.Writer, now func() time.Time, namespace string) *Metrics {
	if namespace == "" {
		namespace = Namespace
	}
	return &Metrics{now: now, namespace: namespace, out: out}
}

// Count counts one. What the context says of the invocation (package logs) stands
// on the line beside it, for who looks for the order behind a number; it makes no
// metric of its own.
func (m *Metrics) Count(ctx context.Context, name string) { m.write(ctx, name, 1, "Count", nil) }

// Gauge tells a value in seconds; dimensions are name and value by turns.
func (m *Metrics) Gauge(ctx context.Context, name string, value float64, dimensions ...string) {
	m.write(ctx, name, value, "Seconds", dimensions)
}

func (m *Metrics) write(ctx context.Context, name string, value float64, unit string, dimensions []string) {
	line := map[string]any{}
	for _, said := range logs.Of(ctx) {
		line[said.Key] = said.Value.Any()
	}
	line[name] = value
	keys := []string{}
	for i := 0; i+1 < len(dimensions); i += 2 {
		keys = append(keys, dimensions[i])
		line[dimensions[i]] = dimensions[i+1]
	}
	line["_aws"] = map[string]any{
		"Timestamp": m.now().UnixMilli(),
		"CloudWatchMetrics": []any{map[string]any{
			"Namespace": m.namespace, "Dimensions": [][]string{keys}, "Metrics": []any{map[string]string{"Name": name, "Unit": unit}},
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
