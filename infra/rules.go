package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addRules adds the context's rules and schedules. The machine is the one that a
// pattern may name; nil where there is none.
func (c *contextStack) addRules(machine awsstepfunctions.StateMachine) {
	for _, r := range wiring.Rules {
		if r.Context == c.context {
			c.addRule(r, machine)
		}
	}
	for _, s := range wiring.Schedules {
		if s.Context == c.context {
			awsevents.NewRule(c.Stack, jsii.String("Schedule-"+s.Name), &awsevents.RuleProps{
				RuleName: jsii.String(c.named(s.Name)), Schedule: awsevents.Schedule_Rate(seconds(s.Every)), Targets: c.target(s.Target),
			})
		}
	}
}

func (c *contextStack) addRule(r wiring.Rule, machine awsstepfunctions.StateMachine) {
	pattern := r.Pattern
	if machine != nil {
		pattern = strings.ReplaceAll(pattern, "${StateMachineArn}", *machine.StateMachineArn())
	}
	parsed, err := eventPattern(pattern)
	if err != nil {
		c.mistake("rule " + r.Name + ": " + err.Error())
		return
	}
	props := &awsevents.RuleProps{RuleName: jsii.String(c.named(r.Name)), EventPattern: parsed, Targets: c.target(r.Target)}
	if r.Bus == wiring.Bus {
		props.EventBus = awsevents.EventBus_FromEventBusName(c.Stack, jsii.String("Bus-"+r.Name), jsii.String(c.prefix()))
	}
	awsevents.NewRule(c.Stack, jsii.String("Rule-"+r.Name), props)
}

// eventPattern reads a pattern for CDK, which wants it by its top-level fields.
func eventPattern(text string) (*awsevents.EventPattern, error) {
	var p struct {
		Source     []string       `json:"source"`
		DetailType []string       `json:"detail-type"`
		Detail     map[string]any `json:"detail"`
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return nil, fmt.Errorf("a pattern has source, detail-type (lists of texts) and detail: %w", err)
	}
	pattern := &awsevents.EventPattern{Source: jsii.Strings(p.Source...), DetailType: jsii.Strings(p.DetailType...)}
	if p.Detail != nil {
		pattern.Detail = &p.Detail
	}
	return pattern, nil
}

// target is a function as a rule's target. What EventBridge cannot hand over goes
// to the target's dead-letter queue; what the function fails at, to the function's.
func (c *contextStack) target(t wiring.Target) *[]awsevents.IRuleTarget {
	props := &awseventstargets.LambdaFunctionProps{
		RetryAttempts: jsii.Number(t.Retries), MaxEventAge: awscdk.Duration_Seconds(jsii.Number(t.MaxAge.Seconds())),
	}
	if t.DeadLetters != "" {
		props.DeadLetterQueue = c.queues[t.DeadLetters]
	}
	if t.InputPath != "" {
		props.Event = awsevents.RuleTargetInput_FromEventPath(jsii.String(t.InputPath))
	}
	return &[]awsevents.IRuleTarget{awseventstargets.NewLambdaFunction(c.functions[t.Function], props)}
}
