package stepfunctions

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// The integration states:startExecution: an execution starts another one, and with
// .sync waits for its end.
//
// A redrive of the parent schedules the task again, as it does any task (developer
// guide, "Redrive behavior of individual states"), and so starts another child: the
// one that failed stays as it is, and can be redriven by itself. AWS documents a
// redrive of children for distributed Maps alone.

// parsedSuffix tells .sync:2 from .sync: what the child was given and gave is JSON
// there, not text.
const parsedSuffix = ".sync:2"

// startNested starts the execution that a task asks for. Whom it starts belongs to
// the attempt: when the call is repeated after a crash, it is found again.
func (e *Engine) startNested(c asl.Command, parent, header string) (json.RawMessage, *asl.Failure) {
	var in struct {
		StateMachineArn, Name string
		Input                 json.RawMessage
		TraceHeader           string
	}
	if err := json.Unmarshal(c.Arguments, &in); err != nil || in.StateMachineArn == "" {
		return nil, nestedFailure(awsapi.Errorf("ValidationException", "the arguments of states:startExecution need a StateMachineArn"))
	}
	target, err := e.target(in.StateMachineArn)
	if err != nil {
		return nil, nestedFailure(err)
	}
	if target.machine.kind == express {
		if strings.HasPrefix(c.Resource, asl.StartExecution+".sync") {
			return nil, nestedFailure(machineTypeNotSupported())
		}
	} else if in.Name == "" {
		in.Name = c.Key
	}
	input, err := nestedInput(in.Input)
	if err != nil {
		return nil, nestedFailure(err)
	}
	if in.TraceHeader == "" {
		in.TraceHeader = header // the child goes on with the parent's trace
	}
	arn, started, err := e.startOf(target, startArguments{
		name: in.Name, input: input, trace: in.TraceHeader, parent: parent,
	})
	if err != nil {
		return nil, nestedFailure(err)
	}
	id := awsapi.RequestID()
	return fmt.Appendf(nil, `{"ExecutionArn":%q,"SdkHttpMetadata":{"AllHttpHeaders":{"x-amzn-RequestId":[%[2]q],"Content-Type":["application/x-amz-json-1.0"]},`+
		`"HttpHeaders":{"Content-Type":"application/x-amz-json-1.0","x-amzn-RequestId":%[2]q},"HttpStatusCode":200},`+
		`"SdkResponseMetadata":{"RequestId":%[2]q},"StartDate":%[3]d}`, arn, id, started), nil
}

// nestedInput is the child's input: text as it is, any other JSON as text.
func nestedInput(value json.RawMessage) (json.RawMessage, error) {
	if value == nil {
		return json.RawMessage("{}"), nil
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		value = json.RawMessage(text)
	}
	return value, checkInput(value)
}

// nestedFailure is an error of the API as the integration tells it.
func nestedFailure(err error) *asl.Failure {
	said := awsapi.From(err)
	status := said.Status
	if status == 0 {
		status = http.StatusBadRequest
	}
	name := said.Code
	if !strings.HasSuffix(name, "Exception") {
		name += "Exception"
	}
	failure := asl.Failed("StepFunctions."+name, fmt.Sprintf("%s (Service: AWSStepFunctions; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)",
		said.Message, status, said.Code, awsapi.RequestID()))
	return &failure
}

// waiter is a task that waits for the end of another execution.
type waiter struct {
	parent *execution
	task   int64
	child  string // its ARN
	parsed bool
}

// await tells a task of the end of the execution that it has started, now if it
// has ended already.
func (e *Engine) await(parent *execution, c asl.Command) {
	r, err := e.child(c)
	if err != nil { // its machine has been deleted, and it went too
		e.inform(parent, asl.Fact{Kind: asl.FactDone, Task: c.Task, Failure: nestedFailure(err)})
		return
	}
	w := waiter{parent, c.Task, e.item(r).ExecutionArn, strings.HasSuffix(c.Resource, parsedSuffix)}
	e.mu.Lock()
	_, running := e.running[r.ref]
	if running {
		e.waiters[r.ref] = append(e.waiters[r.ref], w)
	}
	e.mu.Unlock()
	if !running {
		e.tell(r.ref, []waiter{w})
	}
}

// child finds the execution that a command's call has started.
func (e *Engine) child(c asl.Command) (*row, error) {
	var returned struct{ ExecutionArn string }
	if err := json.Unmarshal(c.Arguments, &returned); err != nil {
		return nil, err
	}
	return e.byARN(returned.ExecutionArn)
}

// tell tells tasks that the execution has ended. It must not be called on the
// database's goroutine.
func (e *Engine) tell(ref uint64, waiters []waiter) {
	r, err := e.find("WHERE ref = ?", ref)
	if err != nil {
		e.cfg.Log.Error("an execution that has ended cannot be read", "ref", ref, "error", err)
		return
	}
	for _, w := range waiters {
		fact := asl.Fact{Kind: asl.FactDone, Task: w.task}
		switch {
		case r == nil: // as in await
			fact.Failure = nestedFailure(executionDoesNotExist(w.child))
		case r.status == asl.Succeeded:
			fact.Output = e.nestedDescription(r, w.parsed)
		default:
			failure := asl.Failed(asl.ErrorTaskFailed, string(e.nestedDescription(r, false)))
			fact.Failure = &failure
		}
		e.inform(w.parent, fact)
	}
}

// inform feeds the end of a child. Refused: the task's time was up in between. What
// cannot be logged has stopped the engine.
func (e *Engine) inform(parent *execution, fact asl.Fact) { _ = e.feed(parent, fact, func(error) {}) }

// nestedDescription is what a .sync task returns: the child as DescribeExecution
// tells it, in the integrations' spelling.
func (e *Engine) nestedDescription(r *row, parsed bool) json.RawMessage {
	payload := func(text json.RawMessage) any {
		if parsed {
			return text
		}
		return string(text)
	}
	item := e.item(r)
	status, reason := redriveStatus(r.status, r.events, r.started, r.stopped, r.stopped)
	description := map[string]any{
		"ExecutionArn": item.ExecutionArn, "StateMachineArn": r.machine, "Name": r.name, "Status": r.status,
		"StartDate": r.started, "StopDate": r.stopped, "Input": payload(r.input), "InputDetails": map[string]bool{"Included": true},
		"RedriveCount": r.redrives, "RedriveStatus": status,
	}
	if reason != "" {
		description["RedriveStatusReason"] = reason
	}
	if item.StateMachineVersionArn != "" {
		description["StateMachineVersionArn"] = item.StateMachineVersionArn
	}
	if item.StateMachineAliasArn != "" {
		description["StateMachineAliasArn"] = item.StateMachineAliasArn
	}
	if r.status == asl.Succeeded {
		description["Output"], description["OutputDetails"] = payload(r.output), map[string]bool{"Included": true}
	}
	if r.err != nil {
		description["Error"] = *r.err
	}
	if r.cause != nil {
		description["Cause"] = *r.cause
	}
	text, err := json.Marshal(description)
	if err != nil {
		return json.RawMessage("null") // input and output have been found to be JSON
	}
	return text
}

// abandon stops the execution that a task has started and does not wait for any
// more: it has timed out, or its own execution was stopped. AWS does the same, as
// well as it can (developer guide, "Run a job").
func (e *Engine) abandon(c asl.Command) {
	r, err := e.child(c)
	if err != nil {
		return // it never was
	}
	if x, ok := e.live(r.ref); ok {
		_, _ = e.feedWait(x, asl.Fact{Kind: asl.FactStop, Failure: &asl.Failure{}}) // it may have ended by itself
	}
}

// reported feeds what a call gave. When nobody wants to know any more of an
// execution that it has started, that one is stopped.
func (e *Engine) reported(x *execution, c asl.Command, output json.RawMessage, failure *asl.Failure) {
	// What cannot be logged has stopped the engine.
	refused, _ := e.feedWait(x, asl.Fact{Kind: asl.FactReport, Task: c.Task, Output: output, Failure: failure})
	late := errors.Is(refused, asl.ErrStale) || errors.Is(refused, asl.ErrNotRunning)
	if late && failure == nil && strings.HasPrefix(c.Resource, asl.StartExecution+".sync") {
		c.Arguments = output
		e.abandon(c)
	}
}
