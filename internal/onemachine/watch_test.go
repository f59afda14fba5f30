package onemachine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// brokenAccept makes accept-order fail with an error that no retrier names, until
// *mended is true.
func brokenAccept(mended *bool) onemachine.Config {
	return onemachine.Config{AroundFunction: around("accept-order", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		if !*mended {
			return nil, messages.InvokeResponse_Error{Type: "InternalError", Message: "a bug"}
		}
		return next()
	})}
}

// stall brings an order into a stalled execution.
func stall(w *world) (id string) {
	w.t.Helper()
	id = w.place()
	w.wantStatus(id, "placed")
	w.must(id, "accept")
	o := w.wantStatus(id, "placed")
	if o.Stalled == nil {
		w.t.Fatalf("the order is not marked as stalled: %+v", o)
	}
	if d := w.execution(id); d.Status != "FAILED" || *d.Error != "InternalError" {
		w.t.Fatalf("execution: got %s", d.Status)
	}
	return id
}

func (w *world) redrive(id string) {
	w.t.Helper()
	if _, err := w.sfn.RedriveExecution(context.Background(), &sfn.RedriveExecutionInput{ExecutionArn: executionARN(id)}); err != nil {
		w.t.Fatal(err)
	}
}

// stop stops an order's execution, as ops may.
func (w *world) stop(id string) {
	w.t.Helper()
	_, err := w.sfn.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: executionARN(id), Error: aws.String("Ops"), Cause: aws.String("fire")})
	if err != nil {
		w.t.Fatal(err)
	}
}

// statusEvent is the event of a stopped execution, as EventBridge delivers it.
func statusEvent(id, status string, redrives int) string {
	return fmt.Sprintf(`{"detail-type": "Step Functions Execution Status Change", "source": "aws.states",
		"detail": {"name": %q, "status": %q, "redriveCount": %d, "error": "Unavailable"}}`, id, status, redrives)
}

func TestAStalledOrderIsMarkedAndRedriven(t *testing.T) {
	mended := false
	inBubble(t, brokenAccept(&mended), func(w *world) {
		id := stall(w)
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_stalled")
		w.pass(59 * time.Minute)
		mended = true
		w.redrive(id)
		o := w.wantStatus(id, "accepted")
		if o.Stalled != nil {
			t.Error("the mark is still there")
		}
		w.must(id, "complete")
		w.wantStatus(id, "completed")
		w.pass(2 * time.Hour)
		w.wantStatus(id, "completed")
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_stalled", "order_accepted", "user_notified", "order_completed")
	})
}

// A late FAILED event must not mark an order whose execution is on its way again.
func TestARedrivenOrderIsOvertakenByALateEvent(t *testing.T) {
	mended := false
	inBubble(t, brokenAccept(&mended), func(w *world) {
		id := stall(w)
		mended = true
		w.redrive(id)
		w.wantStatus(id, "accepted")
		before := len(w.events(id))
		if got := w.invoke("watch-orders", statusEvent(id, "FAILED", 0)); got != "" {
			t.Errorf("watch-orders: got %s", got)
		}
		if o := w.wantStatus(id, "accepted"); o.Stalled != nil {
			t.Error("the late event has marked the order as stalled")
		}
		// Nor may a late ABORTED end it.
		if got := w.invoke("watch-orders", statusEvent(id, "ABORTED", 0)); got != "" {
			t.Errorf("watch-orders: got %s", got)
		}
		w.wantStatus(id, "accepted")
		if got := len(w.events(id)); got != before {
			t.Errorf("events: got %d, want %d as before", got, before)
		}
	})
}

// Stalled for an hour, the order ends as failed, once, and everybody is told.
func TestAStalledOrderIsGivenUp(t *testing.T) {
	mended := false
	inBubble(t, brokenAccept(&mended), func(w *world) {
		id := stall(w)
		w.pass(59 * time.Minute)
		w.wantStatus(id, "placed")
		w.pass(3 * time.Minute)
		w.wantStatus(id, "failed")
		w.pass(3 * time.Hour)
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_stalled", "order_failed")
		wantList(t, "rings", w.rings(id), "order_offered", "order_withdrawn")
		wantList(t, "mails", w.subjects(), "Your order could not be carried out")

		// Redriven after that, its handlers find that it has ended.
		mended = true
		w.redrive(id)
		w.wantStatus(id, "failed")
		if d := w.execution(id); d.Status != "FAILED" || *d.Error != "OrderEnded" {
			t.Errorf("execution: got %s, want FAILED with OrderEnded", d.Status)
		}
		if a := w.decide(id, "accept"); a.status != 409 {
			t.Errorf("accept: got %d, want 409", a.status)
		}
	})
}

// Stopping an execution ends its order at once.
func TestAnAbortedOrderFails(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.stop(id)
		w.wantStatus(id, "failed")
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_failed")
		wantList(t, "rings", w.rings(id), "order_offered", "order_withdrawn")
		wantList(t, "mails", w.subjects(), "Your order could not be carried out")
	})
}

// Six hours end the execution even when the state machine waits for something
// that never comes.
func TestATimedOutOrderFails(t *testing.T) {
	cfg := onemachine.Config{Definition: strings.Replace(definition(), `"TimeoutSeconds": 21600`, `"TimeoutSeconds": 300`, 1)}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.pass(5 * time.Minute)
		w.wantStatus(id, "failed")
		if d := w.execution(id); d.Status != "TIMED_OUT" {
			t.Errorf("execution: got %s, want TIMED_OUT", d.Status)
		}
		wantList(t, "events", w.published(id), "order_placed", "restaurant_notified", "order_failed")
	})
}

// Status events are best effort: when one is lost, the sweep does what it would
// have done, and the age of the oldest wait is told every minute.
func TestTheSweepMakesUpForALostEvent(t *testing.T) {
	lost, mended := false, false
	cfg := brokenAccept(&mended)
	accept := cfg.AroundFunction
	cfg.AroundFunction = func(name string, h handler) handler {
		if name != "watch-orders" {
			return accept(name, h)
		}
		return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
			if strings.Contains(string(payload), "aws.states") {
				lost = true
				return nil, nil // as if it had never come
			}
			return h.Invoke(ctx, payload)
		})
	}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.must(id, "accept")
		if o := w.wantStatus(id, "placed"); o.Stalled != nil || !lost {
			t.Fatalf("stalled: %v, event lost: %v", o.Stalled, lost)
		}
		w.pass(time.Minute)
		if o := w.order(id); o.Stalled == nil {
			t.Error("the sweep has not marked the order")
		}
		w.pass(61 * time.Minute)
		w.wantStatus(id, "failed")
		if !strings.Contains(w.metrics.String(), `"OldestWaitSeconds"`) {
			t.Error("the age of the oldest wait was not told")
		}
		// What the sweep counts stands beside the order that it is about.
		wantList(t, "metrics", w.measured(id), "OrdersPlaced", "OrdersStalled", "OrdersFailed")
	})
}

// An execution that stops between the write of an ending and its event leaves an
// event unpublished: watch-orders publishes it.
func TestEveryEndingHasAnEventWhateverStops(t *testing.T) {
	broken := &outage{what: "eventbridge"}
	cfg := onemachine.Config{AroundCalls: broken.calls, AroundFunction: around("complete-order", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		broken.begin(4 * time.Minute)
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		accepted(w, id)
		w.must(id, "complete")
		w.wantStatus(id, "completed")
		w.stop(id)
		w.pass(10 * time.Minute)
		if got := w.published(id); !slices.Contains(got, "order_completed") {
			t.Errorf("events: got %v, want order_completed among them", got)
		}
		w.wantStatus(id, "completed")
	})
}
