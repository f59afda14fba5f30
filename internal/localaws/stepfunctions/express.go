package stepfunctions

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// Executions of EXPRESS machines are in memory only: AWS promises no more of them.
// They end with the process, nobody can describe them, and their names need not be
// unique.

// startExpress starts an execution; x.ended is closed when it has ended.
func (e *Engine) startExpress(to target, with startArguments) (x *execution, err error) {
	if with.name == "" {
		with.name = uuid.NewString()
	}
	if err := checkName(with.name); err != nil {
		return nil, err
	}
	x = &execution{ref: e.lastRef.Add(1), machine: to.machine, trace: with.trace, ended: make(chan struct{})}
	start := &asl.Start{
		Ref: x.ref, Name: with.name, ID: uuid.NewString(), Input: with.input, Identity: to.machine.identity, Version: to.version, Alias: to.alias,
		Rules: asl.Rules,
	}
	_, _ = rand.Read(start.Entropy[:]) // never fails
	x.mu.Lock()
	defer x.mu.Unlock()
	fact := asl.Fact{Kind: asl.FactStart, At: asl.InstantOf(time.Now()), Start: start}
	state, fx := to.machine.asl.Step(asl.State{}, fact)
	if fx.Refused != nil {
		return nil, awsapi.Internal(fx.Refused)
	}
	e.step(x, state, fact, fx)
	return x, nil
}

// step is what log and commit are to other executions. The caller holds x.mu.
func (e *Engine) step(x *execution, state asl.State, fact asl.Fact, fx asl.Effects) {
	before := x.state.Status
	x.state, x.last = state, fact.At
	e.timers.set(x, state.Due())
	e.logEvents(x, state, fx.Events)
	e.carryOut(x, fx.Commands)
	if before != state.Status && state.Status != asl.Running {
		close(x.ended)
	}
}

type billing struct {
	BilledMemoryUsedInMB         int   `json:"billedMemoryUsedInMB"`
	BilledDurationInMilliseconds int64 `json:"billedDurationInMilliseconds"`
}

type syncAnswer struct {
	ExecutionArn    string     `json:"executionArn"`
	StateMachineArn string     `json:"stateMachineArn"`
	Name            string     `json:"name"`
	StartDate       epoch      `json:"startDate"`
	StopDate        epoch      `json:"stopDate"`
	Status          asl.Status `json:"status"`
	Input           string     `json:"input,omitempty"`
	InputDetails    included   `json:"inputDetails"`
	Output          string     `json:"output,omitempty"`
	OutputDetails   *included  `json:"outputDetails,omitempty"`
	Error           *string    `json:"error,omitempty"`
	Cause           *string    `json:"cause,omitempty"`
	TraceHeader     string     `json:"traceHeader,omitempty"`
	BillingDetails  billing    `json:"billingDetails"`
}

type startSyncInput struct {
	startExecutionInput
	IncludedData string
}

// startSyncExecution runs an execution to its end, and answers with what became of
// it.
func (e *Engine) startSyncExecution(r *http.Request, in startSyncInput) (any, error) {
	if err := checkIncluded(in.IncludedData).Err(); err != nil {
		return nil, err
	}
	to, with, err := e.startable(r, in.startExecutionInput)
	if err != nil {
		return nil, err
	}
	if to.machine.kind != express {
		return nil, machineTypeNotSupported()
	}
	x, err := e.startExpress(to, with)
	if err != nil {
		return nil, err
	}
	select {
	case <-x.ended:
	case <-r.Context().Done(): // the client is gone, the execution goes on
		return struct{}{}, nil
	case <-e.ctx.Done():
		return nil, &awsapi.Error{Code: "ServiceUnavailable", Message: "the local endpoint is stopping", Status: http.StatusServiceUnavailable}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.syncAnswer(in.IncludedData != metadataOnly, with.trace), nil
}

// syncAnswer tells of an execution that has ended. The caller holds x.mu.
func (x *execution) syncAnswer(data bool, trace string) syncAnswer {
	start, ran := x.state.Start(), int64(x.last-x.state.Started())
	answer := syncAnswer{
		ExecutionArn: start.ExecutionARN(), StateMachineArn: x.machine.arn, Name: start.Name, StartDate: epoch(x.state.Started()),
		StopDate: epoch(x.last), Status: x.state.Status, InputDetails: included{data}, TraceHeader: trace,
		Error: x.state.Failure.Error, Cause: x.state.Failure.Cause,
		BillingDetails: billing{64, max(100, (ran+99)/100*100)},
	}
	if data {
		answer.Input = string(start.Input)
	}
	if x.state.Output != nil {
		answer.OutputDetails = &included{data}
		if data {
			answer.Output = string(x.state.Output)
		}
	}
	return answer
}
