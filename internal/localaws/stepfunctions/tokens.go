package stepfunctions

import (
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// answer feeds an execution the fact that a task token brings.
func (e *Engine) answer(token string, fact asl.Fact) error {
	ref, err := asl.TokenRef(token)
	if err != nil {
		return awsapi.Errorf("InvalidToken", "Invalid Token: '%v'", err)
	}
	fact.Token = token
	x, ok := e.live(ref)
	if !ok {
		return e.tokenOfNone(ref)
	}
	refused, err := e.feedWait(x, fact)
	switch {
	case err != nil:
		return awsapi.Internal(err)
	case errors.Is(refused, asl.ErrStale), errors.Is(refused, asl.ErrNotRunning):
		return errTaskTimedOut
	case refused != nil:
		return awsapi.Internal(refused)
	}
	return nil
}

var errTaskTimedOut = &awsapi.Error{Code: "TaskTimedOut", Message: "Task Timed Out: 'Provided task does not exist anymore'"}

// tokenOfNone tells an execution that has ended from one that never was.
func (e *Engine) tokenOfNone(ref uint64) error {
	r, err := e.find("WHERE ref = ?", ref)
	switch {
	case err != nil:
		return awsapi.Internal(err)
	case r == nil:
		return awsapi.Errorf("TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'")
	}
	return errTaskTimedOut
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
	if len(output) > maxInput || !json.Valid(output) || !utf8.Valid(output) {
		return nil, awsapi.Errorf("InvalidOutput", "Invalid Output: 'The output must be JSON of at most 262144 bytes'")
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
