package asl

// Pause is what an execution waits for.
type Pause string

// What a running execution can wait for.
const (
	ForNothing Pause = ""      // it has ended
	ForCall    Pause = "call"  // the return of a call
	ForToken   Pause = "token" // somebody who resolves the task token
	ForRetry   Pause = "retry" // the next attempt
	ForTime    Pause = "time"  // the end of a Wait state
)

// Waiting tells where an execution stands: what a list of executions shows.
type Waiting struct {
	State string  // where it is, or was when it ended
	Since Instant // when it entered the state
	For   Pause
	// Until is when time itself goes on: the task's timeout, the next attempt, the
	// end of a Wait. Zero is never.
	Until   Instant
	Attempt int // retries of this visit so far
}

// Waiting tells where the execution stands and what it waits for. While branches or
// iterations run, that is what the one waits for that is due first.
func (s State) Waiting() Waiting {
	if len(s.frames) == 0 {
		return Waiting{}
	}
	f := s.frames[0]
	w := Waiting{State: f.state, Since: f.entered, Attempt: f.attempts}
	if s.Status != Running {
		return w
	}
	for _, each := range s.frames {
		if f.phase == forked || each.phase != forked && each.due() != 0 && (f.due() == 0 || each.due() < f.due()) {
			f = each
		}
	}
	w.For = map[phase]Pause{busy: ForCall, parked: ForToken, backingOff: ForRetry, sleeping: ForTime}[f.phase]
	w.Until = s.Due()
	return w
}
