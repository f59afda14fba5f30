package onemachine_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// TestSwitchedOffInTheMiddle: an orderflow that is stopped and started again, in
// virtual time, goes on where it was: tokens work, and deadlines are where they
// were.
func TestSwitchedOffInTheMiddle(t *testing.T) {
	for _, test := range []struct {
		name    string
		off, on time.Duration // since the order was placed
		then    func(w *world, id string)
	}{
		{"and accepted after", 3 * time.Minute, 5 * time.Minute, func(w *world, id string) {
			w.must(id, "accept")
			w.wantStatus(id, "accepted")
		}},
		{"and expired on time", 3 * time.Minute, 5 * time.Minute, func(w *world, id string) {
			w.pass(5*time.Minute - time.Millisecond)
			w.wantStatus(id, "placed")
			w.pass(time.Millisecond)
			w.wantStatus(id, "expired")
		}},
		{"while it would have expired", 3 * time.Minute, 30 * time.Minute, func(w *world, id string) {
			w.wantStatus(id, "expired")
			if a := w.decide(id, "accept"); a.status != 409 {
				w.t.Errorf("accept: got %d", a.status)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, key := t.TempDir(), signingKey()
			synctest.Test(t, func(t *testing.T) {
				cfg := onemachine.Config{Dir: dir, SigningKey: key}
				began := time.Now()
				w := open(t, cfg)
				id := w.place()
				w.wantStatus(id, "placed")
				w.pass(test.off)
				if err := w.m.Close(context.Background()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Until(began.Add(test.on)))

				w = open(t, cfg)
				defer func() {
					if err := w.m.Close(context.Background()); err != nil {
						t.Error(err)
					}
				}()
				test.then(w, id)
				w.validateEvents()
			})
		})
	}
}
