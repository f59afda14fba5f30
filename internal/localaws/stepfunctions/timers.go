package stepfunctions

import (
	"container/heap"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
)

// timers knows when each execution is due. There is one timer of the runtime
// for all of them.
type timers struct {
	fire func(*execution) // called for each execution that is due

	mu      sync.Mutex // guards the rest, and every execution's timer field
	queue   dueQueue
	next    *time.Timer
	stopped bool
}

// timer is an execution's place in the queue.
type timer struct {
	due   asl.Instant // 0: not in the queue
	index int32
}

// set says when an execution is due; 0 is never.
func (t *timers) set(x *execution, due asl.Instant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case due == x.timer.due:
		return
	case due == 0:
		heap.Remove(&t.queue, int(x.timer.index))
		x.timer.due = 0
		return
	case x.timer.due == 0:
		x.timer.due = due
		heap.Push(&t.queue, x)
	default:
		x.timer.due = due
		heap.Fix(&t.queue, int(x.timer.index))
	}
	if t.queue[0] == x {
		t.arm()
	}
}

// arm sets the runtime's timer to the earliest execution. The caller holds t.mu.
func (t *timers) arm() {
	if t.stopped || len(t.queue) == 0 {
		return
	}
	wait := time.Until(t.queue[0].timer.due.Time())
	if t.next == nil {
		t.next = time.AfterFunc(wait, t.run)
		return
	}
	t.next.Reset(wait)
}

// run fires what is due.
func (t *timers) run() {
	now := asl.InstantOf(time.Now())
	var due []*execution
	t.mu.Lock()
	for !t.stopped && len(t.queue) > 0 && t.queue[0].timer.due <= now {
		x := t.queue[0]
		heap.Pop(&t.queue)
		x.timer.due = 0
		due = append(due, x)
	}
	t.arm()
	t.mu.Unlock()
	for _, x := range due {
		t.fire(x)
	}
}

func (t *timers) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stopped = true
	if t.next != nil {
		t.next.Stop()
	}
}

// dueQueue is a heap of executions, the earliest first.
type dueQueue []*execution

func (q dueQueue) Len() int           { return len(q) }
func (q dueQueue) Less(i, j int) bool { return q[i].timer.due < q[j].timer.due }

func (q dueQueue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].timer.index, q[j].timer.index = int32(i), int32(j)
}

// Push is part of heap.Interface.
func (q *dueQueue) Push(x any) {
	each := x.(*execution)
	each.timer.index = int32(len(*q))
	*q = append(*q, each)
}

// Pop is part of heap.Interface.
func (q *dueQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
