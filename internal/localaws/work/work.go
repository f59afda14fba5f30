// Package work runs goroutines that can be drained: once a [Group] is closed it
// starts no more, and lets those finish that run.
package work

import (
	"context"
	"sync"
)

// Group is a set of goroutines. The zero Group is ready, and all methods may be
// called by many goroutines.
type Group struct {
	mu     sync.Mutex // so that no Go comes between Close and its wait
	closed bool
	wg     sync.WaitGroup
}

// Go runs f in a goroutine of its own, unless the group is closed: then it
// reports false and f never runs.
func (g *Group) Go(f func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.wg.Go(f)
	return true
}

// Close lets the goroutines finish that run, until ctx ends; the error is then
// ctx's.
func (g *Group) Close(ctx context.Context) error {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	done := make(chan struct{})
	go func() {
		g.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
