package console

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/statemachine"
)

// The kinds of what happens in a story, in the order of those of one and the same
// millisecond.
const (
	kindCall     = "call"     // somebody called the HTTP API
	kindOps      = "ops"      // somebody of ops did something
	kindState    = "state"    // the execution was in a state
	kindError    = "error"    // something failed in a state
	kindMessage  = "sns"      // the restaurant's doorbell rang
	kindMail     = "mail"     // a mail to the customer
	kindEvent    = "event"    // an event on a bus
	kindConsumer = "consumer" // a function got an event
	kindEnd      = "end"      // the execution ended
)

var kinds = []string{kindCall, kindOps, kindState, kindError, kindMessage, kindMail, kindEvent, kindConsumer, kindEnd}

// happening is one line of a story.
type happening struct {
	At    time.Time  `json:"at"`
	Until *time.Time `json:"until,omitempty"` // of what takes time
	Kind  string     `json:"kind"`
	Title string     `json:"title"`
	Note  string     `json:"note,omitempty"`
	// Status is "ok", "bad", "busy" or "" and says how to look at it.
	Status string      `json:"status,omitempty"`
	Body   any         `json:"body,omitempty"` // what there is to look into
	Mail   *mailAnswer `json:"mail,omitempty"`
}

// storyAnswer is all that there is about one order.
type storyAnswer struct {
	ID         string      `json:"id"`
	Sentence   sentence    `json:"sentence"`
	Order      *orderLook  `json:"order,omitempty"` // absent when there is no such order
	Execution  *item       `json:"execution,omitempty"`
	Happenings []happening `json:"happenings"`
	Now        time.Time   `json:"now"`
}

// orderLook is an order as ops see it: nothing private, no token.
type orderLook struct {
	Status     order.Status `json:"status"`
	Customer   string       `json:"customer"`
	Restaurant string       `json:"restaurant"` // its name
	Total      string       `json:"total"`
	Items      []order.Item `json:"items"`
	Created    time.Time    `json:"created"`
	Stalled    *order.Stall `json:"stalled,omitempty"`
}

// limit is how much of one kind a story tells.
const limit = 1000

func (c *Console) story(r *request) (any, error) {
	id := r.PathValue("id")
	answer := storyAnswer{ID: id, Now: now(), Happenings: []happening{}}
	o, err := c.order(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if o != nil {
		answer.Order = c.look(o)
	}
	found, flow, err := c.tellExecution(&answer, id)
	if err != nil {
		return nil, err
	}
	for _, tell := range []func(*storyAnswer) error{c.tellCalls, c.tellEvents, c.tellConsumers, c.tellMessages, c.tellMails, c.tellOps} {
		if err := tell(&answer); err != nil {
			return nil, err
		}
	}
	if o == nil && !found && len(answer.Happenings) == 0 {
		return nil, &problem{http.StatusNotFound, fmt.Sprintf("nothing is known of an order %q", id)}
	}
	answer.Sentence = c.say(o, answer.Execution, flow)
	slices.SortStableFunc(answer.Happenings, func(a, b happening) int {
		return cmp.Or(a.At.Truncate(time.Millisecond).Compare(b.At.Truncate(time.Millisecond)),
			cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)))
	})
	return answer, nil
}

// order finds an order; nil when there is none.
func (c *Console) order(ctx context.Context, id string) (*order.Order, error) {
	record, err := c.cfg.Orders.Get(ctx, order.ID(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read order %s: %w", id, err)
	}
	return order.FromRecord(record)
}

func (c *Console) look(o *order.Order) *orderLook {
	return &orderLook{
		Status: o.Status(), Customer: string(o.CustomerID()), Restaurant: c.restaurant(o), Total: o.Total().String(), Items: o.Items(),
		Created: o.CreatedAt(), Stalled: o.Stalled(),
	}
}

func (c *Console) restaurant(o *order.Order) string {
	if r, ok := c.cfg.Menu.Restaurant(o.RestaurantID()); ok {
		return r.Name
	}
	return string(o.RestaurantID())
}

// tellExecution tells the states; found is whether the order has an execution.
func (c *Console) tellExecution(s *storyAnswer, id string) (found bool, f *flow, err error) {
	engine := c.cfg.Cloud.Executions()
	seen, err := engine.Inspect(engine.ExecutionARN(statemachine.OrderName, id))
	var refused *awsapi.Error
	if errors.As(err, &refused) { // there is none of that name
		return false, nil, nil
	}
	if err != nil {
		return false, nil, err
	}
	text, err := historyText(seen.Events)
	if err != nil {
		return true, nil, err
	}
	events, err := parseHistory(text)
	if err != nil {
		return true, nil, err
	}
	i := entryOf(seen.Summary, same).item()
	s.Execution = &i
	f = follow(events)
	for _, v := range f.Visits {
		s.Happenings = append(s.Happenings, v.happenings()...)
	}
	for _, e := range events {
		switch e.Type {
		case "ExecutionSucceeded":
			s.add(happening{At: e.At, Kind: kindEnd, Title: "Execution succeeded", Status: "ok", Body: asJSON(e.text("output"))})
		case "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted":
			s.add(happening{At: e.At, Kind: kindEnd, Title: "Execution " + map[string]string{
				"ExecutionFailed": "failed", "ExecutionTimedOut": "timed out", "ExecutionAborted": "aborted",
			}[e.Type], Note: joined(e.text("error"), e.text("cause")), Status: "bad"})
		case "ExecutionRedriven":
			s.add(happening{At: e.At, Kind: kindEnd, Title: "Execution redriven", Status: "busy"})
		}
	}
	return true, f, nil
}

func (s *storyAnswer) add(h happening) { s.Happenings = append(s.Happenings, h) }

func (v *visit) happenings() (all []happening) {
	status := map[string]string{visitRunning: "busy", visitSucceeded: "ok", visitCaught: "ok"}[v.Status]
	note := ""
	if v.Status == visitCaught && len(v.Errors) > 0 {
		note = "went on after " + v.Errors[len(v.Errors)-1].Error
	}
	all = append(all, happening{
		At: v.Entered, Until: v.Left, Kind: kindState, Title: v.Name, Status: cmp.Or(status, "bad"), Note: note,
		Body: map[string]any{"input": asJSON(v.Input), "output": asJSON(v.Output)},
	})
	for _, e := range v.Errors {
		// What a wait is told to do, it is told as an error: that is no failure.
		status := "bad"
		if v.Status == visitCaught && len(v.Errors) == 1 {
			status = ""
		}
		all = append(all, happening{At: e.At, Kind: kindError, Title: v.Name + ": " + e.Error, Note: e.Cause, Status: status})
	}
	return all
}

func (c *Console) tellCalls(s *storyAnswer) error {
	calls, err := c.cfg.Journal.calls(s.ID)
	for _, k := range calls {
		until := k.At.Add(k.Took)
		status := "ok"
		if k.Status >= 400 {
			status = "bad"
		}
		note := "by " + cmp.Or(k.Who, "nobody who is signed in")
		s.add(happening{
			At: k.At, Until: &until, Kind: kindCall, Title: fmt.Sprintf("%s %s → %d", k.Method, k.Path, k.Status),
			Note: joined(note, k.Problem), Status: status,
		})
	}
	return err
}

func (c *Console) tellEvents(s *storyAnswer) error {
	events, err := c.cfg.Cloud.Bus().About(s.ID, limit)
	seen := map[string]bool{}
	for _, e := range events {
		var envelope struct {
			DetailType string `json:"detail-type"`
			Time       time.Time
			Detail     struct {
				Metadata struct {
					ID         string
					OccurredAt time.Time
				}
				StopDate int64
			}
		}
		if err := json.Unmarshal(e.Envelope, &envelope); err != nil {
			continue // an event of somebody's that happens to name the order
		}
		at, note, id := envelope.Time, "on the bus "+e.Bus, envelope.Detail.Metadata.ID
		again := id != "" && seen[id]
		seen[id] = true
		switch {
		case again:
			note += ", once more; a consumer knows it by its id"
		case !envelope.Detail.Metadata.OccurredAt.IsZero():
			at = envelope.Detail.Metadata.OccurredAt
		case envelope.Detail.StopDate != 0:
			at = time.UnixMilli(envelope.Detail.StopDate).UTC()
		}
		s.add(happening{At: at, Kind: kindEvent, Title: envelope.DetailType, Note: note + c.rulesFor(e), Body: e.Envelope})
	}
	return err
}

// rulesFor says which rules an event went on by.
func (c *Console) rulesFor(e eventbridge.Event) string {
	set, err := c.compiledRules()
	if err != nil {
		return ""
	}
	text := ""
	for _, name := range set.matching(e) {
		text += ", rule " + name
	}
	return text
}

func (c *Console) tellConsumers(s *storyAnswer) error {
	attempts, err := c.cfg.Journal.attempts(s.ID)
	for _, a := range attempts {
		until := a.At.Add(a.Took)
		h := happening{At: a.At, Until: &until, Kind: kindConsumer, Title: a.Function, Status: "ok", Note: "done"}
		if a.Event != "" {
			h.Note = a.Event + ": done"
		}
		if a.Failure != "" {
			h.Status, h.Note, h.Body = "bad", fmt.Sprintf("attempt %d failed; it is tried again", a.Number), asJSON(a.Failure)
			if a.Last {
				h.Note = fmt.Sprintf("attempt %d failed; the event went to the dead letters", a.Number)
			}
		}
		s.add(h)
	}
	return err
}

func (c *Console) tellMessages(s *storyAnswer) error {
	messages, err := c.cfg.Cloud.Topic.About(s.ID, limit)
	for _, m := range messages {
		title := "message to the restaurant"
		if kind, ok := m.Attributes["kind"]; ok {
			title = kind.Value
		}
		s.add(happening{At: m.At, Kind: kindMessage, Title: title, Note: "to " + m.Attributes["restaurantId"].Value, Body: asJSON(m.Message)})
	}
	return err
}

func (c *Console) tellMails(s *storyAnswer) error {
	mails, err := c.cfg.Cloud.Mail.About(s.ID, limit)
	for _, m := range mails {
		shown := showMail(m)
		s.add(happening{At: m.At, Kind: kindMail, Title: m.Subject, Note: "to the customer", Mail: &shown})
	}
	return err
}

// tellOps tells what ops did with the order's execution.
func (c *Console) tellOps(s *storyAnswer) error {
	entries, err := c.cfg.Journal.auditedOf(c.cfg.Cloud.Executions().ExecutionARN(statemachine.OrderName, s.ID))
	for _, e := range entries {
		status := "ok"
		if e.Failed {
			status = "bad"
		}
		s.add(happening{At: e.At, Kind: kindOps, Title: e.Action, Note: joined("by "+e.Who, e.Outcome), Status: status})
	}
	return err
}

// asJSON gives a text as the JSON that it is, or as a text.
func asJSON(text string) any {
	if text == "" {
		return nil
	}
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}
