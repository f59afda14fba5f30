package stepfunctions

import (
	"encoding/json"

	"github.com/orderflow/orderflow/internal/asl"
)

type testStateAnswer struct {
	Status         asl.TrialStatus `json:"status"`
	Output         string          `json:"output,omitempty"`
	Error          *string         `json:"error,omitempty"`
	Cause          *string         `json:"cause,omitempty"`
	NextState      string          `json:"nextState,omitempty"`
	InspectionData *inspectionData `json:"inspectionData,omitempty"`
}

type inspectionData struct {
	Input               string        `json:"input,omitempty"`
	AfterInputPath      string        `json:"afterInputPath,omitempty"`
	AfterParameters     string        `json:"afterParameters,omitempty"`
	AfterArguments      string        `json:"afterArguments,omitempty"`
	AfterItemsPath      string        `json:"afterItemsPath,omitempty"`
	AfterItemSelector   string        `json:"afterItemSelector,omitempty"`
	Result              string        `json:"result,omitempty"`
	AfterResultSelector string        `json:"afterResultSelector,omitempty"`
	AfterResultPath     string        `json:"afterResultPath,omitempty"`
	Variables           string        `json:"variables,omitempty"`
	MaxConcurrency      *int          `json:"maxConcurrency,omitempty"`
	ErrorDetails        *errorDetails `json:"errorDetails,omitempty"`
}

type errorDetails struct {
	CatchIndex                  *int `json:"catchIndex,omitempty"`
	RetryIndex                  *int `json:"retryIndex,omitempty"`
	RetryBackoffIntervalSeconds *int `json:"retryBackoffIntervalSeconds,omitempty"`
}

// answer tells what became of the state, as much of it as the inspection level
// asks for.
func (in testStateInput) answer(m *asl.Machine, state string, t asl.Trial, tried *asl.Tried) testStateAnswer {
	answer := testStateAnswer{
		Status: tried.Status, Output: string(tried.Output), Error: tried.Failure.Error, Cause: tried.Failure.Cause, NextState: tried.Next,
	}
	if in.InspectionLevel == "" || in.InspectionLevel == "INFO" {
		return answer
	}
	seen := tried.Seen
	d := &inspectionData{
		Input: string(t.Input), AfterItemsPath: string(seen.AfterItemsPath), AfterItemSelector: string(seen.AfterItemSelector),
		Result: string(seen.Result), MaxConcurrency: seen.MaxConcurrency,
	}
	if m.IsJSONata(state) {
		d.AfterArguments = string(seen.AfterArguments)
	} else {
		d.AfterInputPath, d.AfterParameters = string(seen.AfterInputPath), string(seen.AfterParameters)
		d.AfterResultSelector, d.AfterResultPath = string(seen.AfterResultSelector), string(seen.AfterResultPath)
	}
	if len(seen.Variables) > 0 {
		if text, err := json.Marshal(seen.Variables); err == nil { // they have been found to be JSON
			d.Variables = string(text)
		}
	}
	if seen.CatchIndex != nil || seen.RetryIndex != nil {
		d.ErrorDetails = &errorDetails{seen.CatchIndex, seen.RetryIndex, seen.RetryBackoff}
	}
	answer.InspectionData = d
	return answer
}
