package stepfunctions

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// redriveEvents is how many events the history of an execution must not have if it
// is to be redriven (API reference, RedriveExecution).
const redriveEvents = 24_999

const tooManyEvents = "Execution has exceeded the maximum history event limit"

// redrivePeriod is how long after its end an execution can be redriven, in seconds.
const redrivePeriod = 14 * 24 * 60 * 60

// maxOpenTime is how long an execution may be open, in seconds (developer guide,
// "Service quotas").
const maxOpenTime = 365 * 24 * 60 * 60

// redriveStatus says whether an execution of that status can be redriven, and why
// not.
func redriveStatus(status asl.Status, events int64, started, stopped, now asl.Instant) (string, string) {
	switch {
	case status == asl.Running || status == asl.Succeeded:
		return "NOT_REDRIVABLE", "Execution is " + string(status) + " and cannot be redriven"
	case events >= redriveEvents:
		return "NOT_REDRIVABLE", tooManyEvents
	case now > stopped.Add(redrivePeriod):
		return "NOT_REDRIVABLE", "Execution redrivable period exceeded"
	case now > started.Add(maxOpenTime):
		return "NOT_REDRIVABLE", "Execution maximum open time exceeded"
	}
	return "REDRIVABLE", ""
}

type redriveInput struct{ ExecutionArn, ClientToken string }

func (e *Engine) redriveExecution(_ *http.Request, in redriveInput) (any, error) {
	if err := (&awsapi.Validation{}).Longest("clientToken", in.ClientToken, maxClientToken).Err(); err != nil {
		return nil, err
	}
	at, err := e.redrive(in.ExecutionArn, in.ClientToken)
	if err != nil {
		return nil, err
	}
	return struct {
		RedriveDate epoch `json:"redriveDate"`
	}{epoch(at)}, nil
}

// redrive takes an execution that did not succeed back from the log and goes on
// where it stopped. A client's token that redrove it a while ago gives the same
// answer again, whatever has become of the execution.
func (e *Engine) redrive(arn, clientToken string) (at asl.Instant, err error) {
	r, err := e.byARN(arn)
	if err != nil {
		return 0, err
	}
	defer e.reviveAlone(r.ref)()
	if r, err = e.find("WHERE ref = ?", r.ref); err != nil { // somebody else may have redriven it in between
		return 0, err
	}
	if r == nil { // or it is gone, with its machine
		return 0, executionDoesNotExist(arn)
	}
	now := asl.InstantOf(time.Now())
	if at, err = e.redrivenBy(clientToken, r.ref, now); at != 0 || err != nil {
		return at, err
	}
	notRedrivable := func(why string) error {
		return awsapi.Errorf("ExecutionNotRedrivable", "Execution %s invalid for redrive as: %s", arn, why)
	}
	if _, why := redriveStatus(r.status, r.events, r.started, r.stopped, now); why != "" {
		return 0, notRedrivable(why)
	}
	e.starting.RLock()
	defer e.starting.RUnlock()
	if e.dyingMachine(r.machine) != nil {
		return 0, notRedrivable("State machine is being deleted")
	}
	x, err := e.replay(r, nil)
	if err != nil {
		return 0, err
	}
	if x.state.Events() >= redriveEvents { // older logs do not count them in the row
		return 0, notRedrivable(tooManyEvents)
	}
	e.mu.Lock()
	e.running[x.ref] = x
	e.mu.Unlock()
	if refused, err := e.feedWait(x, asl.Fact{Kind: asl.FactRedrive, Token: clientToken}); refused != nil || err != nil {
		e.mu.Lock()
		delete(e.running, x.ref)
		e.mu.Unlock()
		if err != nil {
			return 0, awsapi.Internal(err)
		}
		return 0, notRedrivable(refused.Error())
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.state.Redriven, nil
}

// How long a client's token is remembered, and how many of them (API reference,
// RedriveExecution).
const (
	clientTokenLife = 15 * 60 // seconds
	clientTokens    = 10
	maxClientToken  = 64 // characters
)

// redrivenBy is when the client's token redrove the execution; 0 when it did not,
// or too long ago. The log remembers it.
func (e *Engine) redrivenBy(clientToken string, ref uint64, now asl.Instant) (at asl.Instant, err error) {
	if clientToken == "" {
		return 0, nil
	}
	redrives := []byte(`{"kind":"` + asl.FactRedrive + `",`) // how they begin
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT fact FROM facts WHERE execution = ? AND substr(fact, 1, ?) = ? ORDER BY seq DESC LIMIT ?",
			[]any{ref, len(redrives), redrives, clientTokens}, func(row sqlitedb.Row) error {
				var text []byte
				if err := row.Scan(&text); err != nil {
					return err
				}
				var fact asl.Fact
				if err := json.Unmarshal(text, &fact); err != nil {
					return err
				}
				if fact.Token == clientToken && fact.At.Add(clientTokenLife) > now {
					at = fact.At
				}
				return nil
			})
	})
	return at, err
}

// reviveAlone keeps other redrives of the same execution out until the function
// that it returns is called.
func (e *Engine) reviveAlone(ref uint64) (done func()) {
	for {
		e.mu.Lock()
		busy, ok := e.reviving[ref]
		if !ok {
			mine := make(chan struct{})
			e.reviving[ref] = mine
			e.mu.Unlock()
			return func() {
				e.mu.Lock()
				delete(e.reviving, ref)
				e.mu.Unlock()
				close(mine)
			}
		}
		e.mu.Unlock()
		<-busy
	}
}
