package order

import "time"

// Topic says what an order that has not ended is waiting for, and with it under
// which heading watch-orders looks it up.
type Topic string

// The topics.
const (
	TopicStart      Topic = "start"      // the workflow's first write
	TopicStep       Topic = "step"       // a handler's write
	TopicAcceptance Topic = "acceptance" // the restaurant's answer
	TopicCompletion Topic = "completion" // the restaurant's delivery
	TopicStalled    Topic = "stalled"    // ops
	TopicAnnounce   Topic = "announce"   // watch-orders, to tell that the order has failed
)

// Topics are all topics.
var Topics = []Topic{TopicStart, TopicStep, TopicAcceptance, TopicCompletion, TopicStalled, TopicAnnounce}

// GiveUpAfter is how long an order may be stalled before it ends as failed.
const GiveUpAfter = time.Hour

// stepTakes is longer than a step of the workflow takes with all its retries.
const stepTakes = 10 * time.Minute

// Agenda is when an order should have changed at the latest, if all goes well.
type Agenda struct {
	Topic Topic
	Since time.Time // the beginning of what it waits for
	Due   time.Time
}

// Agenda is the order's entry in the agenda; an order that has ended has none,
// unless it failed and nobody has been told yet.
func (o *Order) Agenda() (a Agenda, open bool) {
	wait := o.Parked()
	switch {
	case o.r.Status == Failed && !o.Told():
		return Agenda{TopicAnnounce, o.r.UpdatedAt, o.r.UpdatedAt}, true
	case o.r.Status.Ended():
		return Agenda{}, false
	case o.r.Stall != nil:
		return Agenda{TopicStalled, o.r.Stall.Since, o.r.Stall.Since.Add(GiveUpAfter)}, true
	case wait != nil && wait.For == Acceptance:
		return Agenda{TopicAcceptance, wait.EnteredTime, wait.Deadline.Add(stepTakes)}, true
	case wait != nil:
		return Agenda{TopicCompletion, wait.EnteredTime, wait.Deadline.Add(stepTakes)}, true
	case o.r.Status == Received:
		return Agenda{TopicStart, o.r.CreatedAt, o.r.CreatedAt.Add(stepTakes)}, true
	}
	return Agenda{TopicStep, o.r.UpdatedAt, o.r.UpdatedAt.Add(stepTakes)}, true
}
