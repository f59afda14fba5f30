package eventbridge

import (
	"encoding/json"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Run invokes a schedule's target from now on, the first time after one period,
// until Stop.
func (s *Service) Run(schedule Schedule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(schedule.Every, func() {
		s.invoke(schedule)
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.stopped {
			timer.Reset(schedule.Every)
		}
	})
	s.schedules = append(s.schedules, timer)
}

// Stop ends the schedules.
func (s *Service) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for _, timer := range s.schedules {
		timer.Stop()
	}
}

func (s *Service) invoke(schedule Schedule) {
	event := s.envelope("aws.events", "Scheduled Event", time.Now(), []string{s.place.ARN("events", "rule/"+schedule.Name)}, json.RawMessage("{}"))
	payload, err := json.Marshal(event)
	if err == nil {
		var accepted []*lambda.Invocation
		err = s.db.Update(func(tx *sqlitedb.Tx) (err error) {
			accepted, err = s.deliver(tx, []delivery{{target: schedule.Target, payload: payload}})
			return err
		})
		if err == nil {
			s.run(accepted)
		}
	}
	if err != nil {
		s.log.Error("a schedule could not invoke its target", "schedule", schedule.Name, "error", err)
	}
}
