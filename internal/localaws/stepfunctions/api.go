package stepfunctions

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// TargetPrefix is how X-Amz-Target begins in calls to the service.
const TargetPrefix = "AWSStepFunctions."

// API answers the service's API (JSON 1.0).
func (e *Engine) API() http.Handler {
	return &awsapi.JSON{Version: "1.0", Prefix: TargetPrefix, Actions: map[string]awsapi.Action{
		"CreateStateMachine":               awsapi.Typed(e.createStateMachine),
		"UpdateStateMachine":               awsapi.Typed(e.updateStateMachine),
		"DeleteStateMachine":               awsapi.Typed(e.deleteStateMachine),
		"ValidateStateMachineDefinition":   awsapi.Typed(e.validateDefinition),
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
	}}
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

func (e *Engine) startExecution(r *http.Request, in startExecutionInput) (any, error) {
	if err := (&awsapi.Validation{}).Required("stateMachineArn", in.StateMachineArn).Err(); err != nil {
		return nil, err
	}
	m, err := e.machineOf(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	input := json.RawMessage("{}")
	if in.Input != nil {
		input = json.RawMessage(*in.Input)
	}
	if err := checkInput(input); err != nil {
		return nil, err
	}
	header := r.Header.Get(trace.Header) // wins over the body's
	if header == "" {
		header = in.TraceHeader
	}
	arn, started, err := e.start(m, in.Name, input, header)
	if err != nil {
		return nil, err
	}
	return struct {
		ExecutionArn string `json:"executionArn"`
		StartDate    epoch  `json:"startDate"`
	}{arn, epoch(started)}, nil
}

// firstWord is what the service names when it stands where JSON should begin.
var firstWord = regexp.MustCompile(`^\s*([A-Za-z_][A-Za-z0-9_]*)`)

func checkInput(input json.RawMessage) error {
	if len(input) > maxInput {
		return (&awsapi.Validation{}).Longest("input", string(input), maxInput).Err()
	}
	if len(strings.TrimSpace(string(input))) == 0 {
		return awsapi.Errorf("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'")
	}
	if json.Valid(input) {
		return nil
	}
	if word := firstWord.FindStringSubmatch(string(input)); word != nil && word[1] != "null" && word[1] != "true" && word[1] != "false" {
		return awsapi.Errorf("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Unrecognized token '%s': "+
			"was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'", word[1])
	}
	var any json.RawMessage
	if err := json.Unmarshal(input, &any); err != nil {
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
	if r, err = e.find("WHERE ref = ?", r.ref); err != nil {
		return nil, err
	}
	return struct {
		StopDate *epoch `json:"stopDate"`
	}{when(r.stopped)}, nil
}

func (e *Engine) redriveExecution(_ *http.Request, in struct{ ExecutionArn string }) (any, error) {
	at, err := e.redrive(in.ExecutionArn)
	if err != nil {
		return nil, err
	}
	return struct {
		RedriveDate epoch `json:"redriveDate"`
	}{epoch(at)}, nil
}
