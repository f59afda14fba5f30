package onemachine_test

import (
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// ending is one way in which an order can end, and all that belongs to it.
type ending struct {
	name   string
	act    func(w *world, id string) // what makes the order end so
	status string
	states []string // after PlaceOrder and NotifyRestaurant
	events []string // after order_placed and restaurant_notified
	rings  []string // after order_offered
	mails  []string
	stage  string // of the last moment of the timeline
}

// accepted brings an order to its second wait.
func accepted(w *world, id string) {
	w.must(id, "accept")
	w.wantStatus(id, "accepted")
}

var (
	acceptStates = []string{"WaitForAcceptance", "AcceptOrder", "NotifyUser", "WaitForCompletion"}
	acceptEvents = []string{"order_accepted", "user_notified"}
	acceptMail   = "Bella Napoli has accepted your order"
)

var endings = []ending{
	{
		name: "completed",
		act: func(w *world, id string) {
			w.pass(9 * time.Minute)
			accepted(w, id)
			w.pass(time.Hour)
			w.must(id, "complete")
		},
		status: "completed",
		states: append(acceptStates, "CompleteOrder"), events: append(acceptEvents, "order_completed"),
		mails: []string{acceptMail, "10 % off your next order"},
	},
	{
		name: "rejected", act: func(w *world, id string) { w.must(id, "reject") }, status: "rejected", stage: "acceptance",
		states: []string{"WaitForAcceptance", "RejectOrder", "NotifyUserOfEnding"}, events: []string{"order_rejected"},
		mails: []string{"Bella Napoli cannot take your order"},
	},
	{
		name: "rejected after it was accepted", act: func(w *world, id string) { accepted(w, id); w.must(id, "reject") },
		status: "rejected", stage: "completion",
		states: append(acceptStates, "RejectOrder", "NotifyUserOfEnding"), events: append(acceptEvents, "order_rejected"),
		mails: []string{acceptMail, "Bella Napoli cannot take your order"},
	},
	{
		name: "cancelled", act: func(w *world, id string) { w.must(id, "cancel") }, status: "cancelled", stage: "acceptance",
		states: []string{"WaitForAcceptance", "CancelOrder", "NotifyUserOfEnding"}, events: []string{"order_cancelled"},
		rings: []string{"order_withdrawn"}, mails: []string{"Your order is cancelled"},
	},
	{
		name: "expired", act: func(w *world, _ string) { w.pass(10 * time.Minute) }, status: "expired", stage: "acceptance",
		states: []string{"WaitForAcceptance", "ExpireOrder", "NotifyUserOfEnding"}, events: []string{"order_expired"},
		rings: []string{"order_withdrawn"}, mails: []string{"Bella Napoli did not answer"},
	},
	{
		name: "expired after it was accepted", act: func(w *world, id string) { accepted(w, id); w.pass(4 * time.Hour) },
		status: "expired", stage: "completion",
		states: append(acceptStates, "ExpireOrder", "NotifyUserOfEnding"), events: append(acceptEvents, "order_expired"),
		rings: []string{"order_withdrawn"}, mails: []string{acceptMail, "Your order was not delivered"},
	},
}

func TestEndings(t *testing.T) {
	for _, e := range endings {
		t.Run(e.name, func(t *testing.T) {
			inBubble(t, onemachine.Config{}, func(w *world) {
				id := w.place()
				w.wantStatus(id, "placed")
				e.act(w, id)
				o := w.wantStatus(id, e.status)

				wantList(t, "states", w.states(id), append([]string{"PlaceOrder", "NotifyRestaurant"}, e.states...)...)
				events := append([]string{"order_placed", "restaurant_notified"}, e.events...)
				wantList(t, "events", w.published(id), events...)
				wantList(t, "timeline", o.happened(), events...)
				wantList(t, "rings", w.rings(id), append([]string{"order_offered"}, e.rings...)...)
				wantList(t, "mails", w.subjects(), e.mails...)
				if stage := o.Timeline[len(o.Timeline)-1].Stage; stage != e.stage {
					t.Errorf("stage: got %q, want %q", stage, e.stage)
				}
				d := w.execution(id)
				if d.Status != "SUCCEEDED" || *d.Output != `{"orderId":"`+id+`","outcome":"`+e.status+`","userNotified":true}` {
					t.Errorf("execution: got %s %s", d.Status, *d.Output)
				}
				if n := w.m.Cloud.Waiting(); n != 0 {
					t.Errorf("executions that still run: got %d", n)
				}
			})
		})
	}
}

// TestDeadlines: what the order says about its deadline is when it expires.
func TestDeadlines(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		o := w.wantStatus(id, "placed")
		if o.Waiting == nil || o.Waiting.For != "acceptance" {
			t.Fatalf("waiting: got %+v, want acceptance", o.Waiting)
		}
		w.pass(time.Until(o.Waiting.Until) - time.Millisecond)
		w.wantStatus(id, "placed")
		w.pass(time.Millisecond)
		w.wantStatus(id, "expired")

		id = w.place()
		w.wantStatus(id, "placed")
		accepted(w, id)
		o = w.order(id)
		if o.Waiting == nil || o.Waiting.For != "completion" {
			t.Fatalf("waiting: got %+v, want completion", o.Waiting)
		}
		w.pass(time.Until(o.Waiting.Until) - time.Millisecond)
		w.wantStatus(id, "accepted")
		w.pass(time.Millisecond)
		w.wantStatus(id, "expired")
	})
}
