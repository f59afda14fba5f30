package asl

import "encoding/json"

// The events of a task depend on what it calls: an action of a service, a Lambda
// function by its ARN, or an activity.

func (r *step) scheduled(st *state, arguments json.RawMessage, role *TaskCredentials, timeout, heartbeat int64) int64 {
	switch st.resource.kind {
	case function:
		return r.follow(LambdaFunctionScheduled, &CallScheduledDetails{
			Resource: st.resource.arn, Input: string(arguments), TimeoutInSeconds: timeout, TaskCredentials: role,
		})
	case activity:
		return r.follow(ActivityScheduled, &CallScheduledDetails{
			Resource: st.resource.arn, Input: string(arguments), TimeoutInSeconds: timeout, HeartbeatInSeconds: heartbeat,
		})
	}
	return r.follow(TaskScheduled, &TaskScheduledDetails{
		ResourceType: st.resource.service, Resource: st.resource.action, Region: r.s.start.Identity.Region,
		Parameters: string(arguments), TimeoutInSeconds: timeout, HeartbeatInSeconds: heartbeat, TaskCredentials: role,
	})
}

func (r *step) started(st *state) {
	switch st.resource.kind {
	case function:
		r.follow(LambdaFunctionStarted, nil)
	case activity: // when a worker takes it
	default:
		r.follow(TaskStarted, &TaskDetails{ResourceType: st.resource.service, Resource: st.resource.action})
	}
}

func (r *step) taskSucceeded(st *state, output json.RawMessage) {
	switch st.resource.kind {
	case function:
		r.follow(LambdaFunctionSucceeded, &CallOutputDetails{Output: string(output)})
	case activity:
		r.follow(ActivitySucceeded, &CallOutputDetails{Output: string(output)})
	default:
		r.follow(TaskSucceeded, st.outputDetails(output))
	}
}

func (s *state) outputDetails(output json.RawMessage) *TaskOutputDetails {
	return &TaskOutputDetails{ResourceType: s.resource.service, Resource: s.resource.action, Output: string(output)}
}

// taskEnded tells of a failure, or of time that is up.
func (r *step) taskEnded(st *state, failure Failure, inTime bool) {
	kinds := map[resourceKind][2]EventType{
		integration: {TaskFailed, TaskTimedOut},
		function:    {LambdaFunctionFailed, LambdaFunctionTimedOut},
		activity:    {ActivityFailed, ActivityTimedOut},
	}[st.resource.kind]
	kind := kinds[0]
	if !inTime {
		kind = kinds[1]
	}
	if st.resource.kind == integration {
		r.follow(kind, &TaskDetails{st.resource.service, st.resource.action, failure})
		return
	}
	r.follow(kind, &failure)
}
