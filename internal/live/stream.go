package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	// heartbeat is how often a quiet stream shows that it is alive. A browser that
	// hears nothing for more than twice as long takes it for lost (live.js).
	heartbeat = 15 * time.Second
	// gather is the pause after notes were sent, in which the next are collected:
	// a thing that changes ten times in it is told of once.
	gather = 50 * time.Millisecond
	// patience is how long a browser may take to read what was sent.
	patience = 10 * time.Second
)

// The server-sent events that are not about a thing.
const (
	ready  = "ready"  // the stream has begun: what changes from now on is told
	resync = "resync" // too much has changed: read everything again
)

// Stream answers a request with server-sent events (HTML Standard, 9.2) for one
// reader, until the client is gone, until is over, or the hub is closed. It ends
// without an error then: the client asks again.
func (h *Hub) Stream(w http.ResponseWriter, r *http.Request, reader Reader, until time.Time) {
	sub := h.Subscribe(reader)
	defer sub.Close()
	ctx, cancel := context.WithDeadline(r.Context(), until)
	defer cancel()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := writer{w, http.NewResponseController(w)}
	for err := out.send(ready, struct{}{}); err == nil; {
		err = h.pass(ctx, sub, out)
	}
}

// pass waits for notes and writes them, or a sign of life.
func (h *Hub) pass(ctx context.Context, sub *Subscription, out writer) error {
	quiet, cancel := context.WithTimeout(ctx, heartbeat)
	defer cancel()
	notes, missed, err := sub.Take(quiet)
	switch {
	case err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return out.write([]byte(": still here\n\n"))
	case err != nil:
		return err
	case missed:
		err = out.send(resync, struct{}{})
	default:
		err = out.notes(notes)
	}
	if err != nil {
		return err
	}
	pause := time.NewTimer(gather)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-sub.done:
	case <-ctx.Done():
	}
	return nil
}

// writer writes server-sent events. A client that does not read for long is
// given up.
type writer struct {
	to      http.ResponseWriter
	control *http.ResponseController
}

func (w writer) send(event string, data any) error {
	return w.notes([]Note{{Topic: event, Data: data}})
}

func (w writer) notes(notes []Note) error {
	var text bytes.Buffer
	for _, n := range notes {
		data, err := json.Marshal(n.Data) // has no line breaks
		if err != nil {
			return fmt.Errorf("encode a note of %s %s: %w", n.Topic, n.Key, err)
		}
		fmt.Fprintf(&text, "event: %s\ndata: %s\n\n", n.Topic, data)
	}
	return w.write(text.Bytes())
}

func (w writer) write(text []byte) error {
	// Without a connection beneath, as in tests, there is nothing to time out.
	if err := w.control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := w.to.Write(text); err != nil {
		return err
	}
	return w.control.Flush()
}
