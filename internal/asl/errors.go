package asl

import (
	"bytes"
	"encoding/json"
)

// The error names that the States Language defines (specification, "Predefined
// Error Codes", and the service's own).
const (
	ErrorAll               = "States.ALL"
	ErrorTimeout           = "States.Timeout"
	ErrorHeartbeatTimeout  = "States.HeartbeatTimeout"
	ErrorTaskFailed        = "States.TaskFailed"
	ErrorRuntime           = "States.Runtime"
	ErrorQueryEvaluation   = "States.QueryEvaluationError"
	ErrorDataLimitExceeded = "States.DataLimitExceeded"
	ErrorNoChoiceMatched   = "States.NoChoiceMatched"
	ErrorPathConflict      = "States.ReferencePathConflict" // not in the specification (recorded)
)

var predefined = map[string]bool{
	ErrorAll: true, ErrorTimeout: true, ErrorHeartbeatTimeout: true, ErrorTaskFailed: true, ErrorRuntime: true,
	ErrorQueryEvaluation: true, ErrorDataLimitExceeded: true, ErrorNoChoiceMatched: true, ErrorPathConflict: true,
	"States.Permissions": true, "States.BranchFailed": true, "States.IntrinsicFailure": true,
	"States.ExceedToleratedFailureThreshold": true, "States.ItemReaderFailed": true, "States.ResultWriterFailed": true,
	"States.ParameterPathFailure": true, "States.ResultPathMatchFailure": true,
}

// Failure is how a task or an execution went wrong. Either part may be missing:
// SendTaskFailure may say nothing.
type Failure struct {
	Error *string `json:"error,omitempty"`
	Cause *string `json:"cause,omitempty"`
}

// Failed makes a Failure of an error name and a cause.
func Failed(name, cause string) Failure { return Failure{&name, &cause} }

func (f Failure) name() string {
	if f.Error == nil {
		return ""
	}
	return *f.Error
}

// errorOutput is the Error Output that a catcher gets. What is missing is null.
func (f Failure) errorOutput() json.RawMessage {
	var b bytes.Buffer
	b.WriteString(`{"Error":`)
	writeWords(&b, f.Error)
	b.WriteString(`,"Cause":`)
	writeWords(&b, f.Cause)
	b.WriteByte('}')
	return b.Bytes()
}

func writeWords(b *bytes.Buffer, words *string) {
	if words == nil {
		b.WriteString("null")
		return
	}
	writeString(b, *words)
}

// matches reports whether an ErrorEquals list covers the failure.
func (f Failure) matches(names []string, heartbeat bool) bool {
	name := f.name()
	if name == ErrorRuntime || name == ErrorPathConflict {
		return false // nothing retries or catches a broken machine
	}
	for _, each := range names {
		switch each {
		case name:
			return true
		case ErrorAll:
			return true
		case ErrorTaskFailed:
			if name != ErrorTimeout {
				return true
			}
		case ErrorHeartbeatTimeout:
			if name == ErrorTimeout && heartbeat {
				return true
			}
		}
	}
	return false
}
