package console

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/sns"
)

// scanned is how many of the newest events a filter looks at.
const scanned = 10_000

// eventsAnswer is the newest events, newest first.
type eventsAnswer struct {
	Events []busEvent `json:"events"`
	// Older is the id to go on before, when there may be more.
	Older int64 `json:"older,omitempty"`
}

type busEvent struct {
	eventbridge.Event
	Rules []string `json:"rules"` // that match it
}

// events lists what passed on the buses: ?q= looks for a text in the envelope, ?bus=
// for a bus, ?before= goes on.
func (c *Console) events(r *request) (any, error) {
	v := r.URL.Query()
	size, err := number(v, "size", 100, maxPageSize)
	if err != nil {
		return nil, badRequest(err)
	}
	before, err := number(v, "before", 0, 1<<53)
	if err != nil {
		return nil, badRequest(err)
	}
	found, err := c.cfg.Cloud.Bus().Before(int64(before), scanned)
	if err != nil {
		return nil, err
	}
	rules, err := c.compiledRules()
	if err != nil {
		return nil, err
	}
	answer := eventsAnswer{Events: []busEvent{}}
	text := strings.ToLower(v.Get("q"))
	for i, e := range found {
		if bus := v.Get("bus"); bus != "" && e.Bus != bus || text != "" && !strings.Contains(strings.ToLower(string(e.Envelope)), text) {
			continue
		}
		answer.Events = append(answer.Events, busEvent{e, rules.matching(e)})
		if len(answer.Events) == size {
			if i+1 < len(found) || len(found) == scanned {
				answer.Older = e.ID
			}
			break
		}
	}
	return answer, nil
}

// ruleSet is the rules of all buses.
type ruleSet []struct {
	eventbridge.RuleInfo
	pattern *pattern.Pattern
}

func (c *Console) compiledRules() (set ruleSet, err error) {
	for _, info := range c.cfg.Cloud.Bus().Rules() {
		p, err := pattern.Compile(info.Pattern)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", info.Name, err)
		}
		set = append(set, struct {
			eventbridge.RuleInfo
			pattern *pattern.Pattern
		}{info, p})
	}
	return set, nil
}

func (s ruleSet) matching(e eventbridge.Event) []string {
	names := []string{}
	for _, r := range s {
		if matches, err := r.pattern.Matches(e.Envelope); err == nil && matches && r.Bus == e.Bus {
			names = append(names, r.Name+" → "+strings.Join(r.Targets, ", "))
		}
	}
	return names
}

func (c *Console) rules(*request) (any, error) { return c.cfg.Cloud.Bus().Rules(), nil }

// patternAnswer says what a pattern selects, or why it is none.
type patternAnswer struct {
	Error   string  `json:"error,omitempty"`
	Matches []int64 `json:"matches"` // ids of events
	Of      int     `json:"of"`      // how many were looked at
}

// testPattern holds an EventBridge pattern against the newest events, or against one
// event that is given.
func (c *Console) testPattern(r *request) (any, error) {
	var in struct{ Pattern, Event string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	answer := patternAnswer{Matches: []int64{}}
	p, err := pattern.Compile(in.Pattern)
	if err != nil {
		answer.Error = err.Error()
		return answer, nil //nolint:nilerr // what is wrong with the pattern is the answer
	}
	events := []eventbridge.Event{{Envelope: json.RawMessage(in.Event)}}
	if in.Event == "" {
		if events, err = c.cfg.Cloud.Bus().Before(0, 1000); err != nil {
			return nil, err
		}
	}
	for _, e := range events {
		matches, err := p.Matches(e.Envelope)
		if err != nil {
			answer.Error = err.Error()
			return answer, nil //nolint:nilerr // likewise
		}
		if matches {
			answer.Matches = append(answer.Matches, e.ID)
		}
	}
	answer.Of = len(events)
	return answer, nil
}

// mailAnswer is a mail that can be shown: of its HTML nothing is left but text and
// its shape.
type mailAnswer struct {
	ID      int64             `json:"id"`
	At      string            `json:"at"`
	From    string            `json:"from"`
	To      []string          `json:"to"`
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	HTML    []shape           `json:"html,omitempty"`
	Tags    map[string]string `json:"tags,omitempty"`
}

func (c *Console) mails(r *request) (any, error) {
	limit, err := number(r.URL.Query(), "limit", 200, maxPageSize)
	if err != nil {
		return nil, badRequest(err)
	}
	found, err := c.cfg.Cloud.Mail.Mails(limit)
	answer := []mailAnswer{}
	for i := len(found) - 1; i >= 0; i-- {
		answer = append(answer, showMail(found[i]))
	}
	return answer, err
}

func (c *Console) messages(r *request) (any, error) {
	limit, err := number(r.URL.Query(), "limit", 200, maxPageSize)
	if err != nil {
		return nil, badRequest(err)
	}
	found, err := c.cfg.Cloud.Topic.Messages(limit)
	newest := make([]sns.Message, 0, len(found))
	for i := len(found) - 1; i >= 0; i-- {
		newest = append(newest, found[i])
	}
	return newest, err
}

func (c *Console) deadLetters(*request) (any, error) {
	letters, err := c.cfg.Cloud.DeadLetters()
	newest := make([]lambda.DeadLetter, 0, len(letters))
	for i := len(letters) - 1; i >= 0; i-- {
		newest = append(newest, letters[i])
	}
	return newest, err
}
