package eventbridge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/trace"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// TargetPrefix is how X-Amz-Target begins in calls to the service.
const TargetPrefix = "AWSEvents."

// The limits of PutEvents (API reference).
const (
	maxEntries = 10
	maxSize    = 256 * 1024 // bytes of all entries
)

// API answers the service's API (JSON 1.1).
func (s *Service) API() http.Handler {
	return &awsapi.JSON{Version: "1.1", Prefix: TargetPrefix, Actions: map[string]awsapi.Action{
		"PutEvents": awsapi.Typed(s.putEvents),
	}}
}

type entry struct {
	Time         *float64 // seconds since 1970
	Source       string
	Resources    []string
	DetailType   string
	Detail       *string
	EventBusName string
	TraceHeader  string
}

// outcome is what PutEvents answers for one entry.
type outcome struct {
	EventID      string `json:"EventId,omitempty"`
	ErrorCode    string `json:"ErrorCode,omitempty"`
	ErrorMessage string `json:"ErrorMessage,omitempty"`
}

// putEvents takes up to ten events. It answers 200 even when some could not be
// taken: each says for itself.
func (s *Service) putEvents(r *http.Request, in struct{ Entries []entry }) (any, error) {
	if err := checkEntries(in.Entries); err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(in.Entries))
	failed := 0
	var put []routed
	for i, e := range in.Entries {
		if outcomes[i] = e.check(); outcomes[i].ErrorCode != "" {
			failed++
			continue
		}
		event := s.envelope(e.Source, e.DetailType, e.at(), e.Resources, compact(*e.Detail))
		outcomes[i].EventID = event.ID
		bus, ok := s.busNamed(e.EventBusName)
		if !ok {
			continue // the service says nothing, and the event is gone
		}
		text, deliveries, err := s.route(bus, event, cmp.Or(e.TraceHeader, r.Header.Get(trace.Header)), true)
		if err != nil {
			return nil, err
		}
		put = append(put, routed{bus, text, deliveries})
	}
	if err := s.write(put); err != nil {
		return nil, awsapi.Internal(err)
	}
	return struct {
		FailedEntryCount int
		Entries          []outcome
	}{failed, outcomes}, nil
}

// routed is an event that is to be written, with where it goes.
type routed struct {
	bus        string
	envelope   json.RawMessage
	deliveries []delivery
}

// write puts events and their deliveries into the database, then delivers.
func (s *Service) write(events []routed) error {
	if len(events) == 0 {
		return nil
	}
	var accepted []*lambda.Invocation
	err := s.db.Update(func(tx *sqlitedb.Tx) error {
		accepted = nil
		for _, e := range events {
			if err := insert(tx, e.bus, e.envelope); err != nil {
				return err
			}
			some, err := s.deliver(tx, e.deliveries)
			if err != nil {
				return err
			}
			accepted = append(accepted, some...)
		}
		return nil
	})
	if err == nil {
		s.run(accepted)
	}
	return err
}

func checkEntries(entries []entry) error {
	constraint := ""
	switch {
	case len(entries) == 0:
		constraint = "Member must have length greater than or equal to 1"
	case len(entries) > maxEntries:
		constraint = "Member must have length less than or equal to 10"
	}
	if constraint != "" {
		return awsapi.Errorf("ValidationException", "1 validation error detected: Value at 'entries' failed to satisfy constraint: %s", constraint)
	}
	size := 0
	for _, e := range entries {
		size += e.size()
	}
	if size > maxSize {
		return awsapi.Errorf("ValidationException", "Total size of the entries in the request is over the limit.")
	}
	return nil
}

// size is an entry's size as the service counts it.
func (e entry) size() int {
	n := len(e.Source) + len(e.DetailType)
	if e.Detail != nil {
		n += len(*e.Detail)
	}
	if e.Time != nil {
		n += 14
	}
	for _, r := range e.Resources {
		n += len(r)
	}
	return n
}

func (e entry) check() outcome {
	missing := func(name string) outcome {
		return outcome{ErrorCode: "InvalidArgument", ErrorMessage: fmt.Sprintf("Parameter %s is not valid. Reason: %s is a required argument.", name, name)}
	}
	switch {
	case e.Source == "":
		return missing("Source")
	case e.DetailType == "":
		return missing("DetailType")
	case e.Detail == nil || *e.Detail == "":
		return missing("Detail")
	case strings.HasPrefix(e.Source, "aws."):
		return outcome{ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source."}
	}
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(*e.Detail), &object) != nil {
		return outcome{ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed."}
	}
	return outcome{}
}

func (e entry) at() time.Time {
	if e.Time == nil {
		return time.Now()
	}
	return time.UnixMilli(int64(*e.Time * 1000))
}

// busNamed finds a bus by its name or ARN; none is the default bus.
func (s *Service) busNamed(name string) (string, bool) {
	if name == "" {
		return DefaultBus, true
	}
	if _, after, ok := strings.Cut(name, ":event-bus/"); ok {
		name = after
	}
	_, ok := s.buses[name]
	return name, ok
}

func compact(detail string) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, []byte(detail)) != nil {
		return json.RawMessage(detail) // it has been found to be JSON
	}
	return b.Bytes()
}
