package asl

import (
	"regexp"
	"strings"
	"time"
)

var variableName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*$`)

func (p *parser) state(b *body, name string, n *node) *state {
	f := p.fields(n)
	f.scope = b
	f.require("Type")
	f.text("Comment")
	language := f.text("QueryLanguage")
	f.jsonata = p.isJSONata(language, p.jsonata)
	if p.jsonata && !f.jsonata {
		p.report(language, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
	}
	s := &state{name: name}
	kind := f.text("Type")
	if kind == nil {
		return s
	}
	s.kind = stateType(kind.text)
	switch s.kind {
	case taskState:
		f.task(s)
	case passState:
		f.results(s)
		s.next = f.next()
	case choiceState:
		f.choice(s)
	case waitState:
		f.wait(s)
	case succeedState:
		f.results(s)
	case failState:
		f.fail(s)
	case parallelState:
		f.parallel(s)
	case mapState:
		f.iteration(s)
	default:
		p.report(kind, "The state type is not one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map")
		return s // its other fields cannot be judged
	}
	f.done()
	return s
}

func (f *fields) task(s *state) {
	f.require("Resource")
	if n := f.text("Resource"); n != nil {
		var problem string
		if s.resource, problem = parseResource(n.text); problem != "" {
			f.report(n, problem)
		} else if f.express && (s.resource.token || s.resource.sync) {
			f.report(n, "An EXPRESS state machine does not support "+n.text+": it can wait for no token, no activity and no other execution")
		}
	}
	s.credentials = f.credentials(s.resource)
	f.results(s)
	s.timeout, s.heartbeat = f.integerOrPath("TimeoutSeconds", 1), f.integerOrPath("HeartbeatSeconds", 1)
	if s.timeout != nil && s.heartbeat != nil && s.timeout.literal != 0 && s.heartbeat.literal >= s.timeout.literal {
		f.report(f.owner.member("HeartbeatSeconds"), "HeartbeatSeconds must be smaller than TimeoutSeconds")
	}
	s.retry, s.catch, s.next = f.retry(), f.catch(), f.next()
}

func (f *fields) retry() (all []retrier) {
	list := f.list("Retry")
	if list == nil {
		return nil
	}
	for i, n := range list.items {
		if n.kind != objectNode {
			f.report(n, "Expected an object, but was "+n.kind.String())
			continue
		}
		g := f.within(n)
		g.require("ErrorEquals")
		g.text("Comment")
		r := retrier{
			errors:      g.errorNames(),
			interval:    g.count("IntervalSeconds", 1, 1),
			maxAttempts: g.count("MaxAttempts", 0, 3),
			backoff:     g.decimal("BackoffRate", 1, 2),
		}
		if delay := g.decimal("MaxDelaySeconds", 0, 0); n.member("MaxDelaySeconds") != nil {
			if delay <= float64(r.interval) || delay >= 31_622_400 {
				f.report(n.member("MaxDelaySeconds"), "MaxDelaySeconds must be greater than IntervalSeconds and less than 31622400")
			}
			r.maxDelay = delay
		}
		if jitter := g.text("JitterStrategy"); jitter != nil {
			r.fullJitter = jitter.text == "FULL"
			if !r.fullJitter && jitter.text != "NONE" {
				f.report(jitter, "JitterStrategy must be FULL or NONE")
			}
		}
		g.done()
		f.allIsLast(r.errors, i, list)
		all = append(all, r)
	}
	return all
}

func (f *fields) catch() (all []catcher) {
	list := f.list("Catch")
	if list == nil {
		return nil
	}
	for i, n := range list.items {
		if n.kind != objectNode {
			f.report(n, "Expected an object, but was "+n.kind.String())
			continue
		}
		g := f.within(n)
		g.require("ErrorEquals", "Next")
		c := catcher{errors: g.errorNames(), transfer: g.transfer()}
		if !g.jsonata {
			c.into = g.reference("ResultPath")
		}
		g.done()
		f.allIsLast(c.errors, i, list)
		all = append(all, c)
	}
	return all
}

func (f *fields) allIsLast(names []string, i int, list *node) {
	if len(names) == 1 && names[0] == ErrorAll && i != len(list.items)-1 {
		f.report(list.items[i], "States.ALL must be in the last entry")
	}
}

func (f *fields) transfer() (t transfer) {
	f.text("Comment")
	if next := f.text("Next"); next != nil {
		t.next = next.text
	}
	if f.jsonata {
		t.output, t.assign = f.template("Output"), f.assign()
	} else {
		t.variables = f.variables()
	}
	return t
}

func (f *fields) choice(s *state) {
	f.require("Choices")
	f.results(s)
	if n := f.text("Default"); n != nil {
		s.next = n.text
	}
	list := f.list("Choices")
	if list == nil {
		return
	}
	if len(list.items) == 0 {
		f.report(list, "Choices must have at least one rule")
	}
	for _, n := range list.items {
		if n.kind != objectNode {
			f.report(n, "Expected an object, but was "+n.kind.String())
			continue
		}
		g := f.within(n)
		if f.jsonata {
			g.require("Condition", "Next")
			s.choices = append(s.choices, g.condition(choice{transfer: g.transfer()}))
		} else {
			g.require("Next")
			s.choices = append(s.choices, choice{transfer: g.transfer(), rule: g.rule()})
		}
		g.done()
	}
}

func (f *fields) condition(c choice) choice {
	n := f.any("Condition")
	if n == nil {
		return c
	}
	if n.kind == boolNode {
		c.always, c.never = n.truth, !n.truth
		return c
	}
	source, ok := expressionIn(n.text)
	if n.kind != stringNode || !ok {
		f.report(n, "Condition must be true, false or a JSONata expression between {% and %}")
		return c
	}
	compiled, err := compile(source, "Condition")
	if err != nil {
		f.report(n, err.Error())
	}
	c.condition = compiled
	return c
}

func (f *fields) wait(s *state) {
	f.results(s)
	s.next = f.next()
	s.seconds, s.timestamp = f.integer("Seconds", 0), f.words("Timestamp")
	if !f.jsonata {
		s.paths.seconds, s.paths.timestamp = f.path("SecondsPath"), f.path("TimestampPath")
	}
	f.exactlyOne("A Wait", "Seconds", "Timestamp", "SecondsPath", "TimestampPath")
	if n := f.owner.member("Timestamp"); n != nil && n.kind == stringNode {
		if _, ok := f.expressionIn(n.text); !ok {
			if _, err := parseTimestamp(n.text); err != nil {
				f.report(n, "String does not match RFC3339 timestamp")
			}
		}
	}
}

// parseTimestamp reads RFC 3339 as the States Language profiles it: an upper-case
// T and Z.
func parseTimestamp(text string) (Instant, error) {
	if strings.ContainsAny(text, "tz ") {
		return 0, &time.ParseError{Layout: time.RFC3339, Value: text, Message: ": T and Z must be upper case"}
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, err
	}
	return InstantOf(t), nil
}
