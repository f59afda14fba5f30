package eventbridge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// DefaultBus is the bus that every account has, and on which AWS services
// publish.
const DefaultBus = "default"

// Tables makes the buses' part of the database: every event that was put, as the
// envelope that rules saw.
const Tables = `
	CREATE TABLE events (
		id       INTEGER PRIMARY KEY,
		bus      TEXT NOT NULL,
		envelope BLOB NOT NULL
	);
`

// Rule sends the events of a bus that match a pattern to targets.
type Rule struct {
	Name    string
	Bus     string
	Pattern string
	Targets []Target
}

// Target is a Lambda function that a rule or a schedule invokes.
type Target struct {
	Function string
	// InputPath picks what the function gets, such as $.detail.metadata; "" is the
	// whole event.
	InputPath string
	// DeadLetters is the queue for events that cannot be handed to Lambda.
	DeadLetters string
}

// Schedule invokes a target again and again.
type Schedule struct {
	Name   string
	Every  time.Duration
	Target Target
}

// Service is the buses of one account. All methods may be called by many
// goroutines.
type Service struct {
	place awsapi.Place
	db    *sqlitedb.DB
	queue *lambda.Queue
	log   *slog.Logger

	buses map[string][]*rule // by the bus's name; does not change once events flow

	mu        sync.Mutex // guards schedules
	schedules []*time.Timer
	stopped   bool
}

type rule struct {
	name    string
	pattern *pattern.Pattern
	targets []Target
}

// Open makes a service with these buses; the default bus is always there.
func Open(place awsapi.Place, db *sqlitedb.DB, queue *lambda.Queue, log *slog.Logger, buses ...string) *Service {
	s := &Service{place: place, db: db, queue: queue, log: log, buses: map[string][]*rule{DefaultBus: nil}}
	for _, bus := range buses {
		s.buses[bus] = nil
	}
	return s
}

// AddRule adds a rule, before events flow. The error says what is wrong with it.
func (s *Service) AddRule(r Rule) error {
	if _, ok := s.buses[r.Bus]; !ok {
		return fmt.Errorf("rule %s: event bus %s does not exist", r.Name, r.Bus)
	}
	compiled, err := pattern.Compile(r.Pattern)
	if err != nil {
		return fmt.Errorf("rule %s: %w", r.Name, err)
	}
	for _, t := range r.Targets {
		if t.InputPath != "" && !strings.HasPrefix(t.InputPath, "$.") {
			return fmt.Errorf("rule %s: the input path %q does not begin with $.", r.Name, t.InputPath)
		}
	}
	s.buses[r.Bus] = append(s.buses[r.Bus], &rule{r.Name, compiled, r.Targets})
	return nil
}

// envelope is an event as rules and targets see it.
type envelope struct {
	Version    string          `json:"version"`
	ID         string          `json:"id"`
	DetailType string          `json:"detail-type"`
	Source     string          `json:"source"`
	Account    string          `json:"account"`
	Time       string          `json:"time"` // in seconds
	Region     string          `json:"region"`
	Resources  []string        `json:"resources"`
	Detail     json.RawMessage `json:"detail"`
}

func (s *Service) envelope(source, detailType string, at time.Time, resources []string, detail json.RawMessage) envelope {
	if resources == nil {
		resources = []string{}
	}
	return envelope{
		Version: "0", ID: uuid.NewString(), DetailType: detailType, Source: source, Account: s.place.Account,
		Time: at.UTC().Format(time.RFC3339), Region: s.place.Region, Resources: resources, Detail: detail,
	}
}

// delivery is an event on its way to one target.
type delivery struct {
	target  Target
	payload json.RawMessage
	trace   string // the trace header that came with the event; "" when none did
}

// route finds the targets of an event, and gives the event as text when it goes
// anywhere or is wanted anyhow.
func (s *Service) route(bus string, event envelope, header string, wanted bool) (text json.RawMessage, deliveries []delivery, err error) {
	var targets []Target
	var value map[string]any
	if rules := s.buses[bus]; len(rules) > 0 {
		if value, err = event.value(); err != nil {
			return nil, nil, err
		}
		for _, r := range rules {
			if r.pattern.MatchesValue(value) {
				targets = append(targets, r.targets...)
			}
		}
	}
	if len(targets) == 0 && !wanted {
		return nil, nil, nil
	}
	if text, err = json.Marshal(event); err != nil {
		return nil, nil, fmt.Errorf("encode an event: %w", err)
	}
	for _, t := range targets {
		payload, err := pick(text, value, t.InputPath)
		if err != nil {
			return nil, nil, err
		}
		deliveries = append(deliveries, delivery{t, payload, header})
	}
	return text, deliveries, nil
}

// value is the event as patterns look at it.
func (e envelope) value() (map[string]any, error) {
	var detail any
	decoder := json.NewDecoder(bytes.NewReader(e.Detail))
	decoder.UseNumber()
	if err := decoder.Decode(&detail); err != nil {
		return nil, fmt.Errorf("decode an event: %w", err)
	}
	resources := make([]any, len(e.Resources))
	for i, r := range e.Resources {
		resources[i] = r
	}
	return map[string]any{
		"version": e.Version, "id": e.ID, "detail-type": e.DetailType, "source": e.Source, "account": e.Account,
		"time": e.Time, "region": e.Region, "resources": resources, "detail": detail,
	}, nil
}

// pick takes from an event what a path leads to; null when it leads nowhere.
func pick(text json.RawMessage, value any, path string) (json.RawMessage, error) {
	if path == "" {
		return text, nil
	}
	for _, name := range strings.Split(strings.TrimPrefix(path, "$."), ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	picked, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("apply the input path %s: %w", path, err)
	}
	return picked, nil
}

// deliver writes deliveries into Lambda's queue, in the caller's transaction,
// and returns what to do after the commit.
func (s *Service) deliver(tx *sqlitedb.Tx, deliveries []delivery) (accepted []*lambda.Invocation, err error) {
	for _, d := range deliveries {
		i, err := s.queue.Accept(tx, d.target.Function, d.payload, d.trace)
		if err == nil {
			accepted = append(accepted, i)
			continue
		}
		if awsapi.From(err).Code != "ResourceNotFoundException" {
			return nil, err
		}
		s.log.Error("a rule's target does not exist", "function", d.target.Function)
		if d.target.DeadLetters != "" {
			if err := lambda.Bury(tx, d.target.DeadLetters, d.payload, "NO_RESOURCE"); err != nil {
				return nil, err
			}
		}
	}
	return accepted, nil
}

// Emit puts an event of an AWS service on the default bus, inside the caller's
// transaction; call what it returns after the commit. An event that no rule wants
// vanishes, as on AWS, and none belongs to a trace: AWS's own have no trace header.
func (s *Service) Emit(tx *sqlitedb.Tx, source, detailType string, resources []string, detail any) (after func(), err error) {
	if len(s.buses[DefaultBus]) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return nil, fmt.Errorf("encode a %s: %w", detailType, err)
	}
	event, deliveries, err := s.route(DefaultBus, s.envelope(source, detailType, time.Now(), resources, text), "", false)
	if err != nil || len(deliveries) == 0 {
		return nil, err
	}
	if err := insert(tx, DefaultBus, event); err != nil {
		return nil, err
	}
	accepted, err := s.deliver(tx, deliveries)
	return func() { s.run(accepted) }, err
}

func insert(tx *sqlitedb.Tx, bus string, envelope json.RawMessage) error {
	_, err := tx.Exec("INSERT INTO events (bus, envelope) VALUES (?, ?)", bus, []byte(envelope))
	return err
}

func (s *Service) run(accepted []*lambda.Invocation) {
	for _, i := range accepted {
		s.queue.Run(i)
	}
}

// Event is one event that was put on a bus.
type Event struct {
	ID       int64           `json:"id"`
	Bus      string          `json:"bus"`
	Envelope json.RawMessage `json:"event"`
}

// Events lists the newest events that keep accepts, oldest first, at most limit.
// It looks at the newest 10,000.
func (s *Service) Events(limit int, keep func(Event) bool) (events []Event, err error) {
	err = s.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, bus, envelope FROM events ORDER BY id DESC LIMIT 10000", nil, func(row sqlitedb.Row) error {
			var e Event
			var text []byte
			if err := row.Scan(&e.ID, &e.Bus, &text); err != nil {
				return err
			}
			e.Envelope = text
			if len(events) < limit && keep(e) {
				events = append([]Event{e}, events...)
			}
			return nil
		})
	})
	return events, err
}

// Newest is the id of the newest event; 0 when there is none.
func (s *Service) Newest() (id int64, err error) {
	err = s.db.View(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("SELECT coalesce(max(id), 0) FROM events").Scan(&id)
	})
	return id, err
}
