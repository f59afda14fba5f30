package stepfunctions

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

type testStateInput struct {
	Definition, RoleArn, InspectionLevel, StateName string
	Input, Variables, Context                       *string
	RevealSecrets                                   bool
	Mock                                            *mockInput
	StateConfiguration                              struct {
		RetrierRetryCount, MapIterationFailureCount int
		ErrorCausedByState, MapItemReaderData       string
	}
}

type mockInput struct {
	Result              *string
	ErrorOutput         *struct{ Error, Cause *string }
	FieldValidationMode string
}

// maxTest is how long TestState tries a state (API reference).
const maxTest = 5 * time.Minute

// testState tries one state alone. A task makes its call for real, unless there is
// a mock.
func (e *Engine) testState(r *http.Request, in testStateInput) (any, error) {
	err := (&awsapi.Validation{}).Required("definition", in.Definition).
		OneOf("inspectionLevel", in.InspectionLevel, "INFO", "DEBUG", "TRACE").
		Range("stateConfiguration.retrierRetryCount", in.StateConfiguration.RetrierRetryCount, 0, 99_999_999).Err()
	if err != nil {
		return nil, err
	}
	m, state, err := in.machine()
	if err != nil {
		return nil, err
	}
	if err := in.check(m, state); err != nil {
		return nil, err
	}
	trial, err := e.trial(in, state)
	if err != nil {
		return nil, err
	}
	tried, err := m.Try(trial)
	if err != nil {
		return nil, awsapi.Internal(err)
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxTest)
	defer cancel()
	if err := in.Mock.checkResults(m.TypeOf(state), tried); err != nil {
		return nil, err
	}
	e.carryOn(ctx, tried, in.Mock)
	return in.answer(m, state, trial, tried), nil
}

// machine parses the definition: of a machine with the state to be tried, or of
// the state itself.
func (in testStateInput) machine() (m *asl.Machine, state string, err error) {
	if in.StateName == "" {
		if m, err = asl.ParseState(in.Definition); err != nil {
			return nil, "", definitionError(err)
		}
		return m, asl.TrialState, nil
	}
	if m, err = asl.Parse(in.Definition); err != nil {
		return nil, "", definitionError(err)
	}
	if m.TypeOf(in.StateName) == "" {
		return nil, "", awsapi.Errorf("ValidationException", "The state machine has no state '%s'", in.StateName)
	}
	return m, in.StateName, nil
}

// check finds out whether the state can be tried with what is given.
func (in testStateInput) check(m *asl.Machine, state string) error {
	kind := m.TypeOf(state)
	resource, waits := m.ResourceOf(state)
	mockable := kind == "Task" || kind == "Map" || kind == "Parallel"
	c := in.StateConfiguration
	switch {
	case in.Mock != nil && !mockable:
		return awsapi.Errorf("ValidationException", "State type '%s' is not supported when a mock is specified", kind)
	case in.Mock == nil && (kind == "Map" || kind == "Parallel"):
		return awsapi.Errorf("ValidationException", "State type '%s' is only supported when a mock is specified", kind)
	case in.Mock == nil && waits:
		return awsapi.Errorf("ValidationException", "The resource '%s' is only supported when a mock is specified", resource)
	case in.Mock == nil && in.RoleArn == "" && kind == "Task":
		return awsapi.Errorf("ValidationException", "RoleArn must be specified when testing a Task state")
	case in.Mock == nil && in.Context != nil:
		return awsapi.Errorf("ValidationException", "A context can only be specified together with a mock")
	case c.MapIterationFailureCount != 0 && kind != "Map":
		return awsapi.Errorf("ValidationException", "MapIterationFailureCount is only supported when testing a Map state.")
	case c.MapIterationFailureCount != 0 || c.MapItemReaderData != "":
		return awsapi.Errorf("ValidationException", "mapIterationFailureCount and mapItemReaderData belong to a distributed Map, which is not offered here")
	case c.ErrorCausedByState != "" && m.TypeOf(c.ErrorCausedByState) == "":
		return awsapi.Errorf("ValidationException", "errorCausedByState names no state of the definition: '%s'", c.ErrorCausedByState)
	}
	return in.Mock.check(resource)
}

// trial is what the interpreter is asked to try.
func (e *Engine) trial(in testStateInput, state string) (t asl.Trial, err error) {
	now := asl.InstantOf(time.Now())
	machine := uuid.NewString()
	start := &asl.Start{Name: uuid.NewString(), Input: json.RawMessage("{}"), Rules: asl.Rules, Identity: &asl.Identity{
		MachineARN: e.cfg.Place.ARN("states", "stateMachine:"+machine), MachineName: machine, RoleARN: in.RoleArn,
		Region: e.cfg.Place.Region, ExecutionPrefix: e.cfg.Place.ARN("states", "express:"+machine+":"),
	}}
	_, _ = rand.Read(start.Entropy[:]) // never fails
	if in.Input != nil {
		start.Input = json.RawMessage(*in.Input)
	}
	if err := checkInput(start.Input); err != nil {
		return t, err
	}
	t = asl.Trial{State: state, Input: start.Input, Start: start, At: now, Retries: in.StateConfiguration.RetrierRetryCount, Mocked: in.Mock != nil}
	if in.Variables != nil {
		if err := json.Unmarshal([]byte(*in.Variables), &t.Variables); err != nil {
			return t, awsapi.Errorf("ValidationException", "The variables must be a JSON object: %v", err)
		}
	}
	if in.Context != nil {
		var object map[string]json.RawMessage
		if err := json.Unmarshal([]byte(*in.Context), &object); err != nil {
			return t, awsapi.Errorf("ValidationException", "The context must be a JSON object: %v", err)
		}
		t.Context = json.RawMessage(*in.Context)
	}
	return t, nil
}

// carryOn gives the trial what it waits for.
func (e *Engine) carryOn(ctx context.Context, tried *asl.Tried, mock *mockInput) {
	switch {
	case tried.Status != "":
	case mock != nil:
		tried.Report(mock.outcome())
	case tried.Call != nil:
		e.callFor(ctx, tried)
	default: // a Wait
		if sleepUntil(ctx, tried.Until) {
			tried.Elapse()
			return
		}
		name := asl.ErrorTimeout
		tried.Status, tried.Failure = asl.TrialFailed, asl.Failure{Error: &name}
	}
}

// callFor makes the call of the task that is tried.
func (e *Engine) callFor(ctx context.Context, tried *asl.Tried) {
	if tried.Until != 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, tried.Until.Time())
		defer cancel()
	}
	type outcome struct {
		output  json.RawMessage
		failure *asl.Failure
	}
	done := make(chan outcome, 1)
	call := *tried.Call
	started := e.calls.Go(func() {
		output, failure := e.carry(ctx, call, "")
		done <- outcome{output, failure}
	})
	if !started {
		failure := asl.Failed(asl.ErrorRuntime, "the local endpoint is stopping")
		tried.Report(nil, &failure)
		return
	}
	select {
	case got := <-done:
		tried.Report(got.output, got.failure)
	case <-ctx.Done():
		name := asl.ErrorTimeout
		tried.Report(nil, &asl.Failure{Error: &name})
	}
}

// sleepUntil reports false when ctx ends before.
func sleepUntil(ctx context.Context, at asl.Instant) bool {
	timer := time.NewTimer(time.Until(at.Time()))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
