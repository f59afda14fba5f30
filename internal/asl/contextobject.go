package asl

import (
	"encoding/json"
	"errors"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// part is a member of the context object.
type part struct {
	key   string
	value any
}

func objectOf(members ...part) *jsonata.Object {
	o := jsonata.NewObject(len(members))
	for _, m := range members {
		if m.value != nil {
			o.Set(m.key, m.value)
		}
	}
	return o
}

// contextObject is $states.context.Map.Item.
func (i *item) contextObject() (*jsonata.Object, error) {
	value, err := jsonata.Decode(i.value)
	if err != nil {
		return nil, err
	}
	object := objectOf(part{"Index", float64(i.index)})
	if i.key != "" {
		object.Set("Key", i.key)
	}
	object.Set("Value", value)
	return object, nil
}

// decodeObject reads a context object that a caller has made.
func decodeObject(text json.RawMessage) (*jsonata.Object, error) {
	value, err := jsonata.Decode(text)
	if err != nil {
		return nil, err
	}
	object, ok := value.(*jsonata.Object)
	if !ok {
		return nil, errors.New("the context is not a JSON object")
	}
	return object, nil
}

// contextObject is $states.context, as aws-stepfunctions documents it. Task is
// there only in a task that waits for a token, Execution.Input only when asked
// for, because it must be parsed.
func (r *step) contextObject(executionInput bool) (*jsonata.Object, error) {
	if r.probe != nil && r.probe.context != nil {
		return decodeObject(r.probe.context)
	}
	execution, err := r.executionContext(executionInput)
	if err != nil {
		return nil, err
	}
	start, f, st := r.s.start, r.f, r.state()
	name := f.state
	if r.probe != nil {
		name = TrialState // also of a machine's (recorded from AWS)
	}
	state := objectOf(part{"EnteredTime", f.entered.String()}, part{"Name", name})
	if st.kind == taskState || st.forks() {
		state.Set("RetryCount", float64(f.attempts))
	}
	object := objectOf(part{"Execution", execution})
	if f.item != nil {
		current, err := f.item.contextObject()
		if err != nil {
			return nil, err
		}
		object.Set("Map", objectOf(part{"Item", current}))
	}
	object.Set("State", state)
	object.Set("StateMachine", objectOf(part{"Id", start.Identity.MachineARN}, part{"Name", start.Identity.MachineName}))
	if f.token != "" {
		object.Set("Task", objectOf(part{"Token", f.token}))
	}
	return object, nil
}

// executionContext is $states.context.Execution.
func (r *step) executionContext(withInput bool) (*jsonata.Object, error) {
	start := r.s.start
	object := objectOf(part{"Id", start.ExecutionARN()})
	if withInput {
		input, err := jsonata.Decode(start.Input)
		if err != nil {
			return nil, err
		}
		object.Set("Input", input)
	}
	object.Set("Name", start.Name)
	if !r.m.express && r.probe == nil { // an EXPRESS execution, or a trial's, cannot be redriven
		object.Set("RedriveCount", float64(r.s.Redrives))
	}
	if r.s.Redrives > 0 {
		object.Set("RedriveTime", r.s.Redriven.String())
	}
	if start.Identity.RoleARN == "" { // in a trial
		object.Set("RoleArn", jsonata.Null{})
	} else {
		object.Set("RoleArn", start.Identity.RoleARN)
	}
	object.Set("StartTime", r.s.started.String())
	return object, nil
}
