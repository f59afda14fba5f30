package stepfunctions

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// TargetPrefix is how X-Amz-Target begins in calls to the service.
const TargetPrefix = "AWSStepFunctions."

// API answers the service's API (JSON 1.0).
func (e *Engine) API() http.Handler {
	return &awsapi.JSON{Version: "1.0", Prefix: TargetPrefix, Actions: e.actions()}
}

// Actions are the names of the actions that are offered, in alphabetical order.
func (e *Engine) Actions() []string { return slices.Sorted(maps.Keys(e.actions())) }

func (e *Engine) actions() map[string]awsapi.Action {
	return map[string]awsapi.Action{
		"CreateStateMachine":               awsapi.Typed(e.createStateMachine),
		"UpdateStateMachine":               awsapi.Typed(e.updateStateMachine),
		"DeleteStateMachine":               awsapi.Typed(e.deleteStateMachine),
		"ValidateStateMachineDefinition":   awsapi.Typed(e.validateDefinition),
		"PublishStateMachineVersion":       awsapi.Typed(e.publishVersion),
		"DeleteStateMachineVersion":        awsapi.Typed(e.deleteVersion),
		"ListStateMachineVersions":         awsapi.Typed(e.listVersions),
		"CreateStateMachineAlias":          awsapi.Typed(e.createAlias),
		"UpdateStateMachineAlias":          awsapi.Typed(e.updateAlias),
		"DescribeStateMachineAlias":        awsapi.Typed(e.describeAlias),
		"DeleteStateMachineAlias":          awsapi.Typed(e.deleteAlias),
		"ListStateMachineAliases":          awsapi.Typed(e.listAliases),
		"TagResource":                      awsapi.Typed(e.tagResource),
		"UntagResource":                    awsapi.Typed(e.untagResource),
		"ListTagsForResource":              awsapi.Typed(e.listTags),
		"TestState":                        awsapi.Typed(e.testState),
		"StartSyncExecution":               awsapi.Typed(e.startSyncExecution),
		"CreateActivity":                   awsapi.Typed(e.createActivity),
		"DescribeActivity":                 awsapi.Typed(e.describeActivity),
		"DeleteActivity":                   awsapi.Typed(e.deleteActivity),
		"ListActivities":                   awsapi.Typed(e.listActivities),
		"GetActivityTask":                  awsapi.Typed(e.getActivityTask),
		"ListStateMachines":                awsapi.Typed(e.listStateMachines),
		"DescribeStateMachine":             awsapi.Typed(e.describeStateMachine),
		"DescribeStateMachineForExecution": awsapi.Typed(e.describeStateMachineForExecution),
		"StartExecution":                   awsapi.Typed(e.startExecution),
		"StopExecution":                    awsapi.Typed(e.stopExecution),
		"RedriveExecution":                 awsapi.Typed(e.redriveExecution),
		"DescribeExecution":                awsapi.Typed(e.describeExecution),
		"ListExecutions":                   awsapi.Typed(e.listExecutions),
		"GetExecutionHistory":              awsapi.Typed(e.getExecutionHistory),
		"SendTaskSuccess":                  tokenAction(e.sendTaskSuccess),
		"SendTaskFailure":                  tokenAction(e.sendTaskFailure),
		"SendTaskHeartbeat":                tokenAction(e.sendTaskHeartbeat),
	}
}

func tokenAction(f func(sendTaskInput) (any, error)) awsapi.Action {
	return awsapi.Typed(func(_ *http.Request, in sendTaskInput) (any, error) { return f(in) })
}

// epoch is an instant as the API writes it: seconds since 1970, with a fraction.
type epoch asl.Instant

// MarshalJSON writes the number with three decimals.
func (t epoch) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(t)/1000, 'f', 3, 64), nil
}

// when is an instant that may be absent.
func when(at asl.Instant) *epoch {
	if at == 0 {
		return nil
	}
	t := epoch(at)
	return &t
}

type startExecutionInput struct {
	StateMachineArn, Name, TraceHeader string
	Input                              *string
}

// startExecution answers once the execution is in the log; one of an EXPRESS
// machine is in none.
func (e *Engine) startExecution(r *http.Request, in startExecutionInput) (any, error) {
	to, with, err := e.startable(r, in)
	if err != nil {
		return nil, err
	}
	arn, started, err := e.startOf(to, with)
	if err != nil {
		return nil, err
	}
	return struct {
		ExecutionArn string `json:"executionArn"`
		StartDate    epoch  `json:"startDate"`
	}{arn, epoch(started)}, nil
}

// startOf starts an execution of a machine of either type.
func (e *Engine) startOf(to target, with startArguments) (arn string, started asl.Instant, err error) {
	if to.machine.kind != express {
		return e.start(to, with)
	}
	x, err := e.startExpress(to, with)
	if err != nil {
		return "", 0, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.state.Start().ExecutionARN(), x.state.Started(), nil
}

// startable checks the input of an action that starts an execution.
func (e *Engine) startable(r *http.Request, in startExecutionInput) (to target, with startArguments, err error) {
	v := (&awsapi.Validation{}).Required("stateMachineArn", in.StateMachineArn).Longest("stateMachineArn", in.StateMachineArn, maxARN)
	if err := v.Longest("traceHeader", in.TraceHeader, 256).Err(); err != nil {
		return to, with, err
	}
	if to, err = e.target(in.StateMachineArn); err != nil {
		return to, with, err
	}
	with = startArguments{name: in.Name, input: json.RawMessage("{}"), trace: in.TraceHeader}
	if in.Input != nil {
		with.input = json.RawMessage(*in.Input)
	}
	if header := r.Header.Get(trace.Header); header != "" { // wins over the body's
		with.trace = header
	}
	return to, with, checkInput(with.input)
}

// maxARN is the limit on an ARN, in characters (API reference).
const maxARN = 256

func checkInput(input json.RawMessage) error {
	if len(input) > maxInput {
		return (&awsapi.Validation{}).Longest("input", string(input), maxInput).Err()
	}
	if len(strings.TrimSpace(string(input))) == 0 {
		return awsapi.Errorf("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'")
	}
	if err := asl.CheckJSON(input); err != nil {
		return awsapi.Errorf("InvalidExecutionInput", "Invalid State Machine Execution Input: '%v'", err)
	}
	return nil
}

type stopExecutionInput struct {
	ExecutionArn string
	Error, Cause *string
}

// stopExecution stops a running execution; stopping one that has ended tells
// when it did.
func (e *Engine) stopExecution(_ *http.Request, in stopExecutionInput) (any, error) {
	if err := (sendTaskInput{TaskToken: "-", Error: in.Error, Cause: in.Cause}).check(); err != nil {
		return nil, err
	}
	r, err := e.byARN(in.ExecutionArn)
	if err != nil {
		return nil, err
	}
	if x, ok := e.live(r.ref); ok {
		_, err := e.feedWait(x, asl.Fact{Kind: asl.FactStop, Failure: &asl.Failure{Error: in.Error, Cause: in.Cause}})
		if err != nil {
			return nil, awsapi.Internal(err)
		}
	}
	stopped := asl.InstantOf(time.Now()) // of one that is gone already, with its machine
	if r, err = e.find("WHERE ref = ?", r.ref); err != nil {
		return nil, err
	}
	if r != nil {
		stopped = r.stopped
	}
	return struct {
		StopDate *epoch `json:"stopDate"`
	}{when(stopped)}, nil
}
