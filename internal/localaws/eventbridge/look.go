package eventbridge

import (
	"slices"
	"strings"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// subject is the id of the thing that an event is about: in its metadata when it
// is a domain event, its name when a service tells of an execution.
const subject = `coalesce(json_extract(CAST(envelope AS TEXT), '$.detail.metadata.orderId'), json_extract(CAST(envelope AS TEXT), '$.detail.name'))`

// SubjectIndex is the second version of the buses' part of the database: events
// are found by what they are about.
const SubjectIndex = `CREATE INDEX events_by_subject ON events (` + subject + `);`

// About lists the events of one thing, oldest first, at most limit.
func (s *Service) About(id string, limit int) ([]Event, error) {
	return s.look("WHERE "+subject+" = ? ORDER BY id LIMIT ?", id, limit)
}

// Before lists the newest events that were put before the one with the given id,
// newest first, at most limit; 0 begins with the newest of all.
func (s *Service) Before(id int64, limit int) ([]Event, error) {
	return s.look("WHERE ? = 0 OR id < ? ORDER BY id DESC LIMIT ?", id, id, limit)
}

func (s *Service) look(where string, args ...any) (events []Event, err error) {
	events = []Event{}
	err = s.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, bus, envelope FROM events "+where, args, func(row sqlitedb.Row) error {
			var e Event
			var text []byte
			err := row.Scan(&e.ID, &e.Bus, &text)
			e.Envelope = text
			events = append(events, e)
			return err
		})
	})
	return events, err
}

// RuleInfo is a rule as it was added.
type RuleInfo struct {
	Name    string   `json:"name"`
	Bus     string   `json:"bus"`
	Pattern string   `json:"pattern"`
	Targets []string `json:"targets"` // functions
}

// Rules lists the rules of all buses by their names.
func (s *Service) Rules() (all []RuleInfo) {
	for bus, rules := range s.buses {
		for _, r := range rules {
			info := RuleInfo{Name: r.name, Bus: bus, Pattern: r.pattern.String()}
			for _, t := range r.targets {
				info.Targets = append(info.Targets, t.Function)
			}
			all = append(all, info)
		}
	}
	slices.SortFunc(all, func(a, b RuleInfo) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Has reports whether there is a bus of that name.
func (s *Service) Has(bus string) bool {
	_, ok := s.buses[bus]
	return ok
}
