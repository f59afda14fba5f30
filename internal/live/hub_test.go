package live_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/live"
)

func note(key, data string, to ...string) live.Note {
	return live.Note{Topic: "order", Key: key, Data: data, To: to}
}

// heard are the keys and data that a subscription has for its reader by now.
func heard(t *testing.T, s *live.Subscription) (all []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	notes, missed, err := s.Take(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if missed {
		return []string{"missed"}
	}
	for _, n := range notes {
		all = append(all, fmt.Sprint(n.Key, "=", n.Data))
	}
	return all
}

// TestEverybodyHearsTheirOwn: a note reaches its audiences, and those who may
// know everything.
func TestEverybodyHearsTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		readers := map[string]live.Reader{
			"alice":         {Audiences: []string{"customer:alice"}},
			"bob":           {Audiences: []string{"customer:bob"}},
			"napoli":        {Audiences: []string{"restaurant:bella-napoli"}},
			"both":          {Audiences: []string{"customer:bob", "restaurant:bella-napoli"}},
			"ops":           {Everything: true},
			"nobody at all": {},
		}
		want := map[string][]string{
			"alice": {"1=a"}, "bob": {"2=b"}, "napoli": {"1=a"}, "both": {"1=a", "2=b"}, "ops": {"1=a", "2=b", "3=c"},
		}
		subscriptions := map[string]*live.Subscription{}
		for name, reader := range readers {
			subscriptions[name] = hub.Subscribe(reader)
			defer subscriptions[name].Close()
		}
		hub.Publish(note("1", "a", "customer:alice", "restaurant:bella-napoli"))
		hub.Publish(note("2", "b", "customer:bob", "restaurant:sakura"))
		hub.Publish(note("3", "c"))
		for name, s := range subscriptions {
			if got := heard(t, s); !slices.Equal(got, want[name]) {
				t.Errorf("%s heard %q, want %q", name, got, want[name])
			}
		}
	})
}

// TestOfOneThingTheNewestCounts: in the order in which the things first changed.
func TestOfOneThingTheNewestCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		s := hub.Subscribe(live.Reader{Everything: true})
		defer s.Close()
		for _, n := range []live.Note{note("1", "a"), note("2", "a"), note("1", "b"), {Topic: "voucher", Key: "1", Data: "x"}} {
			hub.Publish(n)
		}
		if got, want := heard(t, s), []string{"1=b", "2=a", "1=x"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := heard(t, s); got != nil {
			t.Errorf("it is told again: %q", got)
		}
	})
}

// TestASlowReaderHoldsNobodyUp: it keeps a bounded number of notes and is then
// told to read everything again; after that it hears as before.
func TestASlowReaderHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		s := hub.Subscribe(live.Reader{Everything: true})
		defer s.Close()
		for i := range 100_000 { // would block here
			hub.Publish(note(fmt.Sprint(i), "a"))
		}
		if got := heard(t, s); !slices.Equal(got, []string{"missed"}) {
			t.Errorf("got %d notes", len(got))
		}
		hub.Publish(note("1", "b"))
		if got := heard(t, s); !slices.Equal(got, []string{"1=b"}) {
			t.Errorf("afterwards it heard %q", got)
		}
	})
}

// TestResync: everybody is told, in the place of what they have not read.
func TestResync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		s := hub.Subscribe(live.Reader{})
		defer s.Close()
		hub.Publish(note("1", "a"))
		hub.Resync()
		if got := heard(t, s); !slices.Equal(got, []string{"missed"}) {
			t.Errorf("got %q", got)
		}
	})
}

// TestCloseEndsEverything: those who wait are told, and so is who comes later.
func TestCloseEndsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := live.NewHub()
		waiting := hub.Subscribe(live.Reader{})
		ended := make(chan error)
		go func() {
			_, _, err := waiting.Take(context.Background())
			ended <- err
		}()
		synctest.Wait()
		hub.Close()
		hub.Close()
		if err := <-ended; !errors.Is(err, live.ErrClosed) {
			t.Errorf("got %v", err)
		}
		waiting.Close()
		if _, _, err := hub.Subscribe(live.Reader{}).Take(context.Background()); !errors.Is(err, live.ErrClosed) {
			t.Errorf("a late subscription: got %v", err)
		}
		hub.Publish(note("1", "a")) // nobody is there, nothing happens
	})
}
