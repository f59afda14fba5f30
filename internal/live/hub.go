// Package live tells browsers at once that something has changed.
//
// A [Hub] takes notes ("order x is now accepted") and hands each to those of its
// subscribers who may know. A note is a doorbell: who hears it reads the thing
// itself, in the usual way and with the usual rights. Whoever publishes never
// waits for whoever reads: of one thing only the newest note is kept, and a
// subscriber who is too far behind is told to read everything again.
//
// [Hub.Stream] is one subscriber over HTTP, as server-sent events.
package live

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// Note says that something has changed.
type Note struct {
	// Topic is the kind of thing, and the name of the server-sent event.
	Topic string
	// Key is which one. A newer note of the same topic and key takes the place of
	// an older one that was not read yet.
	Key string
	// Data is what is told, encoded as JSON. Nothing secret or private.
	Data any
	// To are the audiences who may know; those who may know everything always do.
	To []string
}

// Reader is who subscribes.
type Reader struct {
	Audiences  []string // to which the reader belongs
	Everything bool     // notes to all audiences, as for ops
}

func (r Reader) mayKnow(n Note) bool {
	return r.Everything || slices.ContainsFunc(n.To, func(to string) bool { return slices.Contains(r.Audiences, to) })
}

// ErrClosed means that the hub is closed.
var ErrClosed = errors.New("the hub is closed")

// Hub hands notes to subscribers. All methods may be called by many goroutines.
type Hub struct {
	mu     sync.RWMutex // guards what follows
	open   map[*Subscription]bool
	closed bool
}

// NewHub makes a hub without subscribers.
func NewHub() *Hub { return &Hub{open: map[*Subscription]bool{}} }

// Publish hands a note to everybody who may know. It never waits for them.
func (h *Hub) Publish(n Note) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for s := range h.open {
		if s.reader.mayKnow(n) {
			s.put(n)
		}
	}
}

// Resync tells everybody to read everything again: something has changed, and it is
// not known what.
func (h *Hub) Resync() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for s := range h.open {
		s.miss()
	}
}

// Subscribe begins to collect notes for a reader. End it with its Close.
func (h *Hub) Subscribe(r Reader) *Subscription {
	s := &Subscription{hub: h, reader: r, ring: make(chan struct{}, 1), done: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.done)
	} else {
		h.open[s] = true
	}
	return s
}

// Close ends every subscription, now and in future.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.open {
		close(s.done)
	}
	clear(h.open)
}

// most is how many notes are kept for a reader who is behind.
const most = 1000

// Subscription collects notes until they are taken.
type Subscription struct {
	hub    *Hub
	reader Reader
	ring   chan struct{} // holds one token while there is something to take
	done   chan struct{} // closed when the hub is

	mu     sync.Mutex // guards what follows
	notes  []Note
	at     map[[2]string]int // the place in notes by topic and key
	missed bool
}

func (s *Subscription) put(n Note) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := [2]string{n.Topic, n.Key}
	place, known := s.at[name]
	switch {
	case s.missed: // everything is to be read again, this too
	case known:
		s.notes[place] = n
	case len(s.notes) == most:
		s.notes, s.at, s.missed = nil, nil, true
	default:
		if s.at == nil {
			s.at = map[[2]string]int{}
		}
		s.at[name] = len(s.notes)
		s.notes = append(s.notes, n)
	}
	s.ringIt()
}

func (s *Subscription) miss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes, s.at, s.missed = nil, nil, true
	s.ringIt()
}

func (s *Subscription) ringIt() {
	select {
	case s.ring <- struct{}{}:
	default: // it rings already
	}
}

// Take waits for notes and gives all there are, in the order in which their
// things first changed. missed means that there were too many to keep: whatever
// the reader shows is to be read again. The error is ctx's, or [ErrClosed].
func (s *Subscription) Take(ctx context.Context) (notes []Note, missed bool, err error) {
	select {
	case <-s.ring:
	case <-s.done:
		return nil, false, ErrClosed
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	notes, missed = s.notes, s.missed
	s.notes, s.at, s.missed = nil, nil, false
	return notes, missed, nil
}

// Close ends the subscription.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.open, s)
}
