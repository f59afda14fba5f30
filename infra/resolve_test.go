package main

import (
	"fmt"
	"regexp"
	"strings"
)

// The place in which templates are resolved, and the deployment whose names they
// have. Without the deployment's prefix the names are the wiring's, and so those
// of the local runtime.
const (
	testAccount = "123456789012"
	testRegion  = "us-east-1"
)

// resolve does what CloudFormation does with references: it puts names and ARNs in
// their place, here those that the local runtime has.
func (t *template) resolve(value any) any {
	switch v := value.(type) {
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = t.resolve(v[i])
		}
		return all
	case map[string]any:
		if result, ok := t.function(v); ok {
			return result
		}
		all := map[string]any{}
		for key := range v {
			all[key] = t.resolve(v[key])
		}
		return all
	case string:
		return strings.ReplaceAll(strings.ReplaceAll(v, "orderflow-dev-", ""), "orderflow-prod-", "")
	}
	return value
}

// function resolves an intrinsic function; ok is false when it is none.
func (t *template) function(v map[string]any) (result any, ok bool) {
	if len(v) != 1 {
		return nil, false
	}
	for name, argument := range v {
		switch name {
		case "Ref":
			return t.ref(argument.(string)), true
		case "Fn::GetAtt":
			pair := argument.([]any)
			return t.attribute(pair[0].(string), pair[1].(string)), true
		case "Fn::Join":
			pair := argument.([]any)
			var parts []string
			for _, part := range t.resolve(pair[1]).([]any) {
				parts = append(parts, fmt.Sprint(part))
			}
			return strings.Join(parts, pair[0].(string)), true
		case "Fn::Sub":
			return t.substitute(argument), true
		}
	}
	return nil, false
}

var variable = regexp.MustCompile(`\$\{([A-Za-z0-9:.]+)\}`)

func (t *template) substitute(argument any) string {
	text, values := "", map[string]any{}
	switch a := argument.(type) {
	case string:
		text = a
	case []any:
		text, values = a[0].(string), t.resolve(a[1]).(map[string]any)
	}
	text = variable.ReplaceAllStringFunc(text, func(found string) string {
		name := found[2 : len(found)-1]
		if value, ok := values[name]; ok {
			return fmt.Sprint(value)
		}
		if id, attribute, ok := strings.Cut(name, "."); ok {
			return t.attribute(id, attribute)
		}
		return t.ref(name)
	})
	return t.resolve(text).(string)
}

// ref is what Ref gives.
func (t *template) ref(name string) string {
	pseudo := map[string]string{"AWS::Region": testRegion, "AWS::AccountId": testAccount, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
	if value, ok := pseudo[name]; ok {
		return value
	}
	if p, ok := t.Parameters[name]; ok {
		return "(" + p.Default + ")" // what the parameter of that name holds
	}
	r := t.Resources[name]
	if r == nil {
		panic("the template " + t.name + " refers to " + name + ", which it does not have")
	}
	switch r.Type {
	case "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachineVersion", "AWS::StepFunctions::StateMachineAlias":
		return t.attribute(name, "Arn")
	case "AWS::Lambda::Version":
		// Which number it will have, only Lambda knows.
		return arnOf("lambda", "function:"+t.property(r, "FunctionName")+":1")
	case "AWS::Lambda::Function":
		return t.property(r, "FunctionName")
	case "AWS::DynamoDB::GlobalTable":
		return t.property(r, "TableName")
	}
	return "(" + name + ")"
}

// attribute is what Fn::GetAtt gives.
func (t *template) attribute(id, name string) string {
	r := t.Resources[id]
	if r == nil {
		panic("the template " + t.name + " refers to " + id + ", which it does not have")
	}
	arns := map[string]string{
		"AWS::DynamoDB::GlobalTable":       "dynamodb:table/TableName",
		"AWS::Lambda::Function":            "lambda:function:FunctionName",
		"AWS::Logs::LogGroup":              "logs:log-group:LogGroupName",
		"AWS::SNS::Topic":                  "sns:TopicName",
		"AWS::SQS::Queue":                  "sqs:QueueName",
		"AWS::StepFunctions::StateMachine": "states:stateMachine:StateMachineName",
	}
	form, known := arns[r.Type]
	switch {
	case name == "QueueName":
		return t.property(r, name)
	case r.Type == "AWS::StepFunctions::StateMachineAlias":
		return arnOf("states", "stateMachine:order:"+t.property(r, "Name"))
	case known && (name == "Arn" || name == "TopicArn"):
		service, rest, _ := strings.Cut(form, ":")
		property := rest[strings.LastIndexAny(rest, ":/")+1:]
		full := arnOf(service, strings.TrimSuffix(rest, property)+t.property(r, property))
		if r.Type == "AWS::Logs::LogGroup" {
			full += ":*"
		}
		return full
	}
	return "(" + id + "." + name + ")"
}

func (t *template) property(r *declared, property string) string {
	return fmt.Sprint(t.resolve(r.Properties[property]))
}

func arnOf(service, rest string) string {
	return "arn:aws:" + service + ":" + testRegion + ":" + testAccount + ":" + rest
}
