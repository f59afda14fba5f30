package console

import (
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
)

// sentence says in words how an order stands. Times are left to the page, which
// knows where its reader lives: {since}, {until} and {at} stand for them.
type sentence struct {
	Text  string     `json:"text"`
	Since *time.Time `json:"since,omitempty"`
	Until *time.Time `json:"until,omitempty"`
	At    *time.Time `json:"at,omitempty"`
	// Tone is how it looks: "waiting", "running", "ok", "ended" or "bad".
	Tone string `json:"tone"`
}

// say makes the sentence. Order and execution may each be nil.
func (c *Console) say(o *order.Order, x *item, f *flow) sentence {
	switch {
	case o != nil && o.Status().Ended():
		return c.sayEnded(o)
	case x == nil:
		return sentence{Text: "Received, and its workflow has not begun.", Tone: "waiting"}
	case x.Status == asl.Running:
		return c.sayRunning(o, x, f)
	case x.Status == asl.Succeeded:
		return sentence{Text: "The execution succeeded at {at}.", At: x.Stopped, Tone: "ok"}
	}
	return sayStopped(o, x)
}

func (c *Console) sayRunning(o *order.Order, x *item, f *flow) sentence {
	s := sentence{Since: x.Since, Until: x.Until, Tone: "waiting"}
	switch {
	case o != nil && x.WaitsFor == asl.ForToken && o.Status() == order.Placed:
		s.Text = fmt.Sprintf("Waiting for %s to accept since {since}; expires {until}.", c.restaurant(o))
	case o != nil && x.WaitsFor == asl.ForToken && o.Status() == order.Accepted:
		s.Text = fmt.Sprintf("Waiting for %s to deliver since {since}; expires {until}.", c.restaurant(o))
	case x.WaitsFor == asl.ForToken:
		s.Text = "Waiting in " + x.State + " for its task token since {since}" + untilText(x, "; times out {until}") + "."
	case x.WaitsFor == asl.ForRetry:
		s.Text, s.Tone = fmt.Sprintf("%s%s; attempt %d begins {until}.", x.State, failedWith(f), x.Attempt+1), "bad"
	case x.WaitsFor == asl.ForTime:
		s.Text = "Pausing in " + x.State + " since {since}" + untilText(x, ", until {until}") + "."
	default:
		s.Text, s.Tone = "Working in "+x.State+" since {since}.", "running"
	}
	return s
}

func untilText(x *item, text string) string {
	if x.Until == nil {
		return ""
	}
	return text
}

// failedWith tells the newest failure.
func failedWith(f *flow) string {
	if f == nil {
		return " failed"
	}
	if v := f.newest(""); v != nil && len(v.Errors) > 0 {
		return " failed with " + v.Errors[len(v.Errors)-1].Error
	}
	return " failed"
}

func sayStopped(o *order.Order, x *item) sentence {
	how := map[asl.Status]string{asl.FailedRun: "failed", asl.TimedOut: "timed out", asl.Aborted: "was stopped"}[x.Status]
	s := sentence{Text: "The execution " + how + " in " + x.State + " at {at}", At: x.Stopped, Tone: "bad"}
	if x.Error != "" {
		s.Text += " with " + x.Error
	}
	s.Text += "."
	if o != nil && o.Stalled() != nil {
		until := o.Stalled().Since.Add(order.GiveUpAfter)
		s.Until = &until
		s.Text += " Redrive it before {until}, or the order ends as failed."
	}
	return s
}

func (c *Console) sayEnded(o *order.Order) sentence {
	s := sentence{Tone: "ended"}
	timeline := o.Timeline()
	end := timeline[len(timeline)-1]
	for _, m := range timeline {
		switch m.Event {
		case events.OrderCompleted, events.OrderRejected, events.OrderExpired, events.OrderCancelled, events.OrderFailed:
			end = m
		}
	}
	s.At = &end.At
	restaurant := c.restaurant(o)
	took := end.At.Sub(o.CreatedAt()).Round(time.Second)
	switch o.Status() {
	case order.Completed:
		s.Text, s.Tone = fmt.Sprintf("%s delivered it at {at}, %s after it was placed.", restaurant, inWords(took)), "ok"
	case order.Rejected:
		s.Text = restaurant + " rejected it at {at}" + because(end.Reason)
	case order.Cancelled:
		s.Text = "The customer cancelled it at {at}" + because(end.Reason)
	case order.Expired:
		s.Text = restaurant + " did not accept it in time; it expired at {at}."
		if end.Stage == order.Completion {
			s.Text = restaurant + " did not deliver it in time; it expired at {at}."
		}
	default:
		s.Text, s.Tone = "It could not be carried out, and failed at {at}"+because(end.Reason), "bad"
	}
	return s
}

func because(reason string) string {
	if reason == "" {
		return "."
	}
	return ": “" + reason + "”"
}

// inWords tells a span of time as one would say it.
func inWords(d time.Duration) string {
	switch {
	case d < time.Second:
		return "less than a second"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
