package stepfunctions

import (
	"encoding/json"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// StatusChange is the detail of the event "Step Functions Execution Status
// Change", which the service puts on the default event bus. What is absent is
// null there, not left out.
type StatusChange struct {
	ExecutionARN    string          `json:"executionArn"`
	StateMachineARN string          `json:"stateMachineArn"`
	Name            string          `json:"name"`
	Status          asl.Status      `json:"status"`
	StartDate       asl.Instant     `json:"startDate"` // milliseconds since 1970
	StopDate        *asl.Instant    `json:"stopDate"`
	Input           *string         `json:"input"`
	Output          *string         `json:"output"`
	InputDetails    *included       `json:"inputDetails"`
	OutputDetails   *included       `json:"outputDetails"`
	Error           *string         `json:"error"`
	Cause           *string         `json:"cause"`
	VersionARN      *string         `json:"stateMachineVersionArn"`
	AliasARN        *string         `json:"stateMachineAliasArn"`
	RedriveCount    int             `json:"redriveCount"`
	RedriveDate     *asl.Instant    `json:"redriveDate"`
	RedriveStatus   string          `json:"redriveStatus"`
	RedriveReason   json.RawMessage `json:"redriveStatusReason"`
}

type included struct {
	Included bool `json:"included"`
}

// maxStatusData is about what fits into an event beside the rest; beyond it the
// service leaves input and output out.
const maxStatusData = 248 * 1024

// changed tells who wants to know that an execution's status is another now.
func (e *Engine) changed(tx *sqlitedb.Tx, x *execution, state asl.State, at asl.Instant) (func(), error) {
	if e.cfg.Changed == nil {
		return nil, nil
	}
	start := state.Start()
	c := StatusChange{
		ExecutionARN: start.ExecutionARN(), StateMachineARN: x.machine.arn, Name: start.Name, Status: state.Status,
		StartDate: state.Started(), Error: state.Failure.Error, Cause: state.Failure.Cause,
		RedriveCount: state.Redrives, RedriveReason: json.RawMessage("null"),
	}
	c.RedriveStatus, _ = redriveStatus(state.Status, state.Events(), state.Started(), at, at)
	if state.Status != asl.Running {
		c.StopDate = &at
	}
	if version := start.VersionARN(); version != "" {
		c.VersionARN = &version
	}
	if alias := start.AliasARN(); alias != "" {
		c.AliasARN = &alias
	}
	if state.Redriven != 0 {
		c.RedriveDate = &state.Redriven
	}
	fits := len(start.Input)+len(state.Output) < maxStatusData
	c.InputDetails = &included{fits}
	if fits {
		input := string(start.Input)
		c.Input = &input
	}
	if state.Output != nil {
		c.OutputDetails = &included{fits}
		if fits {
			output := string(state.Output)
			c.Output = &output
		}
	}
	return e.cfg.Changed(tx, c)
}
