package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// kind is what a line of the timeline is about. The order of the kinds is the
// order of lines of one and the same millisecond.
type kind int

const (
	kindRequest kind = iota
	kindState
	kindRing
	kindMail
	kindEvent
)

func (k kind) String() string { return [...]string{"request", "state", "SNS", "mail", "event"}[k] }

type line struct {
	at   time.Time
	kind kind
	text string
}

// print writes the timeline.
func (s *story) print(r record) {
	lines := slices.Clone(s.lines)
	for _, part := range []struct {
		kind    kind
		moments []moment
		before  string
	}{
		{kindState, r.states, ""}, {kindEvent, r.events, ""}, {kindRing, r.rings, "to the restaurant: "}, {kindMail, r.mails, "to the customer: "},
	} {
		for _, m := range part.moments {
			lines = append(lines, line{m.at, part.kind, part.before + m.name})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(a.at.Truncate(time.Millisecond).Compare(b.at.Truncate(time.Millisecond)), cmp.Compare(a.kind, b.kind))
	})
	fmt.Fprintf(s.out, "Order %s, %s\n\n", s.orderID, s.outcome)
	for _, l := range lines {
		since := l.at.Truncate(time.Millisecond).Sub(s.began.Truncate(time.Millisecond))
		fmt.Fprintf(s.out, "%9.3f s  %-8s %s\n", since.Seconds(), l.kind, l.text)
	}
	fmt.Fprintf(s.out, "\nExecution %s: %s\n", r.status, strings.Join(names(r.states), " → "))
	fmt.Fprintf(s.out, "On the bus %s; to the restaurant %s; to the customer %s.\n",
		counted(len(r.events), "event"), counted(len(r.rings), "message"), counted(len(r.mails), "mail"))
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprint(n, " ", what)
}
