package asl

import (
	"encoding/json"
	"strings"
)

// EventType is the type of a history event, in the words of the API.
type EventType string

// The event types that this package writes. Those of states are made of the
// state's type: see entered and exited.
const (
	ExecutionStarted   EventType = "ExecutionStarted"
	ExecutionSucceeded EventType = "ExecutionSucceeded"
	ExecutionFailed    EventType = "ExecutionFailed"
	ExecutionTimedOut  EventType = "ExecutionTimedOut"
	ExecutionAborted   EventType = "ExecutionAborted"
	ExecutionRedriven  EventType = "ExecutionRedriven"
	TaskScheduled      EventType = "TaskScheduled"
	TaskStarted        EventType = "TaskStarted"
	TaskSubmitted      EventType = "TaskSubmitted"
	TaskSucceeded      EventType = "TaskSucceeded"
	TaskFailed         EventType = "TaskFailed"
	TaskTimedOut       EventType = "TaskTimedOut"
	EvaluationFailed   EventType = "EvaluationFailed"

	LambdaFunctionScheduled EventType = "LambdaFunctionScheduled"
	LambdaFunctionStarted   EventType = "LambdaFunctionStarted"
	LambdaFunctionSucceeded EventType = "LambdaFunctionSucceeded"
	LambdaFunctionFailed    EventType = "LambdaFunctionFailed"
	LambdaFunctionTimedOut  EventType = "LambdaFunctionTimedOut"
	ActivityScheduled       EventType = "ActivityScheduled"
	ActivityStarted         EventType = "ActivityStarted"
	ActivitySucceeded       EventType = "ActivitySucceeded"
	ActivityFailed          EventType = "ActivityFailed"
	ActivityTimedOut        EventType = "ActivityTimedOut"

	ParallelStateStarted  EventType = "ParallelStateStarted"
	MapStateStarted       EventType = "MapStateStarted"
	MapIterationStarted   EventType = "MapIterationStarted"
	MapIterationSucceeded EventType = "MapIterationSucceeded"
	MapIterationFailed    EventType = "MapIterationFailed"
	MapIterationAborted   EventType = "MapIterationAborted"
	TaskStateAborted      EventType = "TaskStateAborted"
)

// ends reports whether an execution ends with such an event.
func (t EventType) ends() bool {
	return t == ExecutionSucceeded || t == ExecutionFailed || t == ExecutionTimedOut || t == ExecutionAborted
}

// Event is one event of an execution's history.
type Event struct {
	ID         int64
	PreviousID int64
	At         Instant
	Type       EventType
	Details    any // one of the *Details types, or nil
}

// MarshalJSON writes the event as GetExecutionHistory answers it.
func (e Event) MarshalJSON() ([]byte, error) {
	m := map[string]any{
		"timestamp":       json.Number(epochSeconds(e.At)),
		"type":            e.Type,
		"id":              e.ID,
		"previousEventId": e.PreviousID,
	}
	if e.Details != nil {
		m[e.detailsKey()] = e.Details
	}
	return json.Marshal(m)
}

// detailsKey names the event's details: states share one key for entering and
// one for leaving, the others are called after their type.
func (e Event) detailsKey() string {
	switch t := string(e.Type); {
	case strings.HasSuffix(t, "StateEntered"):
		return "stateEnteredEventDetails"
	case strings.HasSuffix(t, "StateExited"):
		return "stateExitedEventDetails"
	default:
		return strings.ToLower(t[:1]) + t[1:] + "EventDetails"
	}
}

// epochSeconds is how the API writes a time: seconds since 1970 with a fraction.
func epochSeconds(at Instant) string {
	text, err := json.Marshal(float64(at) / 1000)
	if err != nil {
		return "0" // no Instant is beyond a float
	}
	return string(text)
}

// Truncation says whether a payload was cut; in the API's answers it never is.
type Truncation struct {
	Truncated bool `json:"truncated"`
}

// ExecutionStartedDetails tell how an execution began.
type ExecutionStartedDetails struct {
	Input        string     `json:"input"`
	InputDetails Truncation `json:"inputDetails"`
	RoleARN      string     `json:"roleArn"`
	VersionARN   string     `json:"stateMachineVersionArn,omitempty"`
	AliasARN     string     `json:"stateMachineAliasArn,omitempty"`
}

// ExecutionSucceededDetails tell an execution's output.
type ExecutionSucceededDetails struct {
	Output        string     `json:"output"`
	OutputDetails Truncation `json:"outputDetails"`
}

// ExecutionRedrivenDetails tell which redrive it is.
type ExecutionRedrivenDetails struct {
	RedriveCount int `json:"redriveCount"`
}

// StateEnteredDetails tell a state's input.
type StateEnteredDetails struct {
	Name         string     `json:"name"`
	Input        string     `json:"input"`
	InputDetails Truncation `json:"inputDetails"`
}

// StateExitedDetails tell a state's output and the variables it assigned.
type StateExitedDetails struct {
	Name                     string            `json:"name"`
	Output                   string            `json:"output"`
	OutputDetails            Truncation        `json:"outputDetails"`
	AssignedVariables        map[string]string `json:"assignedVariables,omitempty"`
	AssignedVariablesDetails *Truncation       `json:"assignedVariablesDetails,omitempty"`
}

// TaskScheduledDetails tell what a task will be called with.
type TaskScheduledDetails struct {
	ResourceType       string `json:"resourceType"`
	Resource           string `json:"resource"`
	Region             string `json:"region"`
	Parameters         string `json:"parameters"`
	TimeoutInSeconds   int64  `json:"timeoutInSeconds,omitempty"`
	HeartbeatInSeconds int64  `json:"heartbeatInSeconds,omitempty"`

	TaskCredentials *TaskCredentials `json:"taskCredentials,omitempty"`
}

// TaskDetails tell of TaskStarted and, with an error, of TaskFailed and TaskTimedOut.
type TaskDetails struct {
	ResourceType string `json:"resourceType"`
	Resource     string `json:"resource"`
	Failure
}

// TaskOutputDetails tell of TaskSubmitted and TaskSucceeded.
type TaskOutputDetails struct {
	ResourceType  string     `json:"resourceType"`
	Resource      string     `json:"resource"`
	Output        string     `json:"output"`
	OutputDetails Truncation `json:"outputDetails"`
}

// CallScheduledDetails tell what a function or an activity will be given.
type CallScheduledDetails struct {
	Resource           string     `json:"resource"`
	Input              string     `json:"input"`
	InputDetails       Truncation `json:"inputDetails"`
	TimeoutInSeconds   int64      `json:"timeoutInSeconds,omitempty"`
	HeartbeatInSeconds int64      `json:"heartbeatInSeconds,omitempty"`

	TaskCredentials *TaskCredentials `json:"taskCredentials,omitempty"` // a function's
}

// CallOutputDetails tell what a function or an activity gave.
type CallOutputDetails struct {
	Output        string     `json:"output"`
	OutputDetails Truncation `json:"outputDetails"`
}

// ActivityStartedDetails tell which worker has taken an activity's task.
type ActivityStartedDetails struct {
	WorkerName string `json:"workerName,omitempty"`
}

// EvaluationFailedDetails tell which expression failed.
type EvaluationFailedDetails struct {
	State    string `json:"state"`
	Error    string `json:"error"`
	Cause    string `json:"cause"`
	Location string `json:"location,omitempty"`
}

// MapStateStartedDetails tell how many iterations there will be.
type MapStateStartedDetails struct {
	Length int `json:"length"`
}

// MapIterationDetails tell which iteration of which Map it is.
type MapIterationDetails struct {
	Name  string `json:"name"`
	Index int    `json:"index"`
}

// Details of ExecutionFailed, ExecutionAborted and of functions and activities that
// failed are a Failure.

// WithoutData is the event without inputs, outputs and parameters.
func (e Event) WithoutData() Event {
	switch d := e.Details.(type) {
	case *ExecutionStartedDetails:
		e.Details = &ExecutionStartedDetails{RoleARN: d.RoleARN, VersionARN: d.VersionARN, AliasARN: d.AliasARN}
	case *ExecutionSucceededDetails:
		e.Details = &ExecutionSucceededDetails{}
	case *StateEnteredDetails:
		e.Details = &StateEnteredDetails{Name: d.Name}
	case *StateExitedDetails:
		e.Details = &StateExitedDetails{Name: d.Name}
	case *TaskScheduledDetails:
		hidden := *d
		hidden.Parameters = ""
		e.Details = &hidden
	case *CallScheduledDetails:
		hidden := *d
		hidden.Input = ""
		e.Details = &hidden
	case *CallOutputDetails:
		e.Details = &CallOutputDetails{}
	case *TaskOutputDetails:
		e.Details = &TaskOutputDetails{ResourceType: d.ResourceType, Resource: d.Resource}
	}
	return e
}
