package asl

import (
	"encoding/json"
	"errors"
)

// contextObject is $states.context.Map.Item.
func (i *item) contextObject() (map[string]any, error) {
	value, err := decode(i.value)
	if err != nil {
		return nil, err
	}
	object := map[string]any{"Index": float64(i.index), "Value": value}
	if i.key != "" {
		object["Key"] = i.key
	}
	return object, nil
}

// decodeObject reads a context object that a caller has made.
func decodeObject(text json.RawMessage) (map[string]any, error) {
	value, err := decode(text)
	if err != nil {
		return nil, err
	}
	object := map[string]any{}
	members, ok := value.(ordered)
	if !ok {
		return nil, errors.New("the context is not a JSON object")
	}
	members.Range(func(key string, value any) bool {
		object[key] = value
		return true
	})
	return object, nil
}

// contextObject is $states.context, as aws-stepfunctions documents it. Task is
// there only in a task that waits for a token, Execution.Input only when asked
// for, because it must be parsed.
func (r *step) contextObject(executionInput bool) (map[string]any, error) {
	if r.probe != nil && r.probe.context != nil {
		return decodeObject(r.probe.context)
	}
	start, f, st := r.s.start, r.f, r.state()
	execution := map[string]any{
		"Id":        start.ExecutionARN(),
		"Name":      start.Name,
		"RoleArn":   start.Identity.RoleARN,
		"StartTime": r.s.started.String(),
	}
	if start.Identity.RoleARN == "" { // in a trial
		null, err := decode(json.RawMessage("null"))
		if err != nil {
			return nil, err
		}
		execution["RoleArn"] = null
	}
	if !r.m.express && r.probe == nil { // an EXPRESS execution, or a trial's, cannot be redriven
		execution["RedriveCount"] = float64(r.s.Redrives)
	}
	if r.s.Redrives > 0 {
		execution["RedriveTime"] = r.s.Redriven.String()
	}
	if executionInput {
		input, err := decode(start.Input)
		if err != nil {
			return nil, err
		}
		execution["Input"] = input
	}
	state := map[string]any{"Name": f.state, "EnteredTime": f.entered.String()}
	if r.probe != nil {
		state["Name"] = TrialState // also of a machine's (recorded from AWS)
	}
	object := map[string]any{
		"Execution":    execution,
		"StateMachine": map[string]any{"Id": start.Identity.MachineARN, "Name": start.Identity.MachineName},
		"State":        state,
	}
	if st.kind == taskState || st.forks() {
		state["RetryCount"] = float64(f.attempts)
	}
	if f.token != "" {
		object["Task"] = map[string]any{"Token": f.token}
	}
	if f.item != nil {
		current, err := f.item.contextObject()
		if err != nil {
			return nil, err
		}
		object["Map"] = map[string]any{"Item": current}
	}
	return object, nil
}
