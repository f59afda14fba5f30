package stepfunctions

import (
	"cmp"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// answer feeds an execution the fact that a task token brings.
func (e *Engine) answer(token string, fact asl.Fact) error {
	ref, event, err := asl.ReadToken(token)
	if err != nil {
		return awsapi.Errorf("InvalidToken", "Invalid Token: '%v'", err)
	}
	fact.Token = token
	x, ok := e.live(ref)
	if !ok {
		return e.taskGone(ref, event)
	}
	refused, err := e.feedWait(x, fact)
	switch {
	case err != nil:
		return awsapi.Internal(err)
	case errors.Is(refused, asl.ErrStale), errors.Is(refused, asl.ErrNotRunning):
		return e.taskGone(ref, event)
	case refused != nil:
		return awsapi.Internal(refused)
	}
	return nil
}

// taskGone is what is said to a token that no task waits for: that there never was
// one, or that it has ended. An activity's is called by its ARN (both recorded from
// AWS).
func (e *Engine) taskGone(ref uint64, event int64) error {
	r, err := e.find("WHERE ref = ?", ref)
	switch {
	case err != nil:
		return awsapi.Internal(err)
	case r == nil:
		return awsapi.Errorf("TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'")
	}
	resource, err := e.activityAt(r, event)
	if err != nil {
		return awsapi.Internal(err)
	}
	return awsapi.Errorf("TaskTimedOut", "Task Timed Out: '%s'", cmp.Or(resource, "Provided task does not exist anymore"))
}

// activityAt is the activity that the event of the execution schedules; "" when it
// schedules none.
func (e *Engine) activityAt(r *row, event int64) (arn string, err error) {
	m, err := e.revision(r.machine, r.revision)
	if err != nil || len(m.asl.Activities()) == 0 {
		return "", err
	}
	_, err = e.replay(r, func(each asl.Event) {
		if details, ok := each.Details.(*asl.CallScheduledDetails); ok && each.ID == event && each.Type == asl.ActivityScheduled {
			arn = details.Resource
		}
	})
	return arn, err
}

// The limits of SendTaskFailure, in characters (API reference).
const (
	maxError = 256
	maxCause = 32_768
	maxToken = 2_048
)

type sendTaskInput struct {
	TaskToken string
	Output    *string
	Error     *string
	Cause     *string
}

func (in sendTaskInput) check() error {
	v := (&awsapi.Validation{}).Required("taskToken", in.TaskToken).Longest("taskToken", in.TaskToken, maxToken)
	for _, each := range []struct {
		name  string
		value *string
		most  int
	}{{"error", in.Error, maxError}, {"cause", in.Cause, maxCause}} {
		if each.value != nil {
			v.Longest(each.name, *each.value, each.most)
		}
	}
	return v.Err()
}

func (e *Engine) sendTaskSuccess(in sendTaskInput) (any, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if in.Output == nil {
		return nil, (&awsapi.Validation{}).Required("output", "").Err()
	}
	output := json.RawMessage(*in.Output)
	switch {
	case len(output) > maxInput:
		return nil, awsapi.Errorf("InvalidOutput", "Invalid Output: 'The output must be at most 262144 bytes long'")
	case !json.Valid(output) || !utf8.Valid(output):
		return nil, awsapi.Errorf("InvalidOutput", "Invalid Output: '%s' is not valid JSON.", output)
	}
	return struct{}{}, e.answer(in.TaskToken, asl.Fact{Kind: asl.FactResolve, Output: output})
}

func (e *Engine) sendTaskFailure(in sendTaskInput) (any, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return struct{}{}, e.answer(in.TaskToken, asl.Fact{Kind: asl.FactResolve, Failure: &asl.Failure{Error: in.Error, Cause: in.Cause}})
}

func (e *Engine) sendTaskHeartbeat(in sendTaskInput) (any, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return struct{}{}, e.answer(in.TaskToken, asl.Fact{Kind: asl.FactHeartbeat})
}
