package onemachine_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// lines decodes JSON lines.
func lines(t *testing.T, text string) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("not a JSON line: %v\n%s", err, line)
		}
		all = append(all, one)
	}
	return all
}

// TestEveryLineSaysWhatItIsAbout runs an order to each ending, one that fails and
// one that nobody may see, and looks at every line of the log and of the metrics:
// each has its function, request and trace, and those about an order have the order
// and its execution.
func TestEveryLineSaysWhatItIsAbout(t *testing.T) {
	var mu sync.Mutex
	invoked := map[string]string{} // request id → function
	cfg := onemachine.Config{AroundFunction: func(name string, next lambda.Handler) lambda.Handler {
		return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
			lc, _ := lambdacontext.FromContext(ctx)
			mu.Lock()
			invoked[lc.AwsRequestID] = name
			mu.Unlock()
			return next.Invoke(ctx, payload)
		})
	}}
	inBubble(t, cfg, func(w *world) {
		ids := map[string]bool{}
		for _, e := range endings {
			id := w.place()
			w.wantStatus(id, "placed")
			e.act(w, id)
			w.wantStatus(id, e.status)
			ids[id] = true
		}
		failed := w.place()
		ids[failed] = true
		w.wantStatus(failed, "placed")
		w.stop(failed)
		w.wantStatus(failed, "failed")
		w.call("GET", "/orders/"+failed, w.token("customer", "mallory", ""), "")
		w.call("GET", "/orders", w.alice(), "")
		w.pass(time.Minute)

		ends := map[string]int{} // lines that end an invocation, by request
		seen := map[string]bool{}
		logged := lines(t, w.log.String())
		for _, line := range append(slices.Clone(logged), lines(t, w.metrics.String())...) {
			text := func(name string) string { s, _ := line[name].(string); return s }
			function := text("function")
			seen[function] = true
			if want := invoked[text("requestId")]; want == "" || function != want || text("traceId") == "" {
				t.Errorf("not the request, function and trace of an invocation: %v", line)
			}
			id, execution := text("orderId"), text("execution")
			aboutNone := function == "watch-orders" || slices.Contains([]string{"GET /orders"}, text("route"))
			if !ids[id] && (id != "" || !aboutNone) {
				t.Errorf("not about an order: %v", line)
			}
			// The promo context knows of no execution, nor does what order_failed sets off.
			wantExecution := id != "" && function != "issue-promo-code" && (function != "notify-user" || id != failed)
			if wantExecution && execution != *executionARN(id) || !wantExecution && execution != "" {
				t.Errorf("the execution is %q: %v", execution, line)
			}
			if line["msg"] == "done" {
				ends[text("requestId")]++
			}
		}
		for request, function := range invoked {
			if ends[request] != 1 {
				t.Errorf("%s: %d lines say that request %s is done, want 1", function, ends[request], request)
			}
		}
		if len(logged) != len(invoked) {
			t.Errorf("got %d lines in the log for %d invocations that did well", len(logged), len(invoked))
		}
		if len(seen) != 12 {
			t.Errorf("lines of %v, want all twelve functions'", slices.Sorted(maps.Keys(seen)))
		}
		t.Logf("%d lines of %d bytes on average", len(logged), len(w.log.String())/len(logged))
	})
}
