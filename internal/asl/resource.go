package asl

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// resource is what a Task calls.
type resource struct {
	arn     string
	service string // as history events name it: "lambda"
	action  string // "invoke", or "invoke.waitForTaskToken"
	token   bool   // the task ends when its token is resolved, not when the call returns
	sync    bool   // the task ends when what the call has started ends
	kind    resourceKind
}

// resourceKind says how a task is carried out, and which events tell of it.
type resourceKind int

const (
	integration resourceKind = iota // a service's action
	function                        // a Lambda function, by its ARN
	activity                        // something that workers poll for
)

// StartExecution is the resource that starts another execution. With .sync or
// .sync:2 behind it the task waits for that one's end, with .waitForTaskToken for
// its own token.
const StartExecution = "arn:aws:states:::states:startExecution"

// integrations are the actions that a Task may name.
var integrations = map[string]resource{
	"arn:aws:states:::lambda:invoke":                     {service: "lambda", action: "invoke"},
	"arn:aws:states:::lambda:invoke.waitForTaskToken":    {service: "lambda", action: "invoke.waitForTaskToken", token: true},
	"arn:aws:states:::events:putEvents":                  {service: "events", action: "putEvents"},
	"arn:aws:states:::events:putEvents.waitForTaskToken": {service: "events", action: "putEvents.waitForTaskToken", token: true},
	"arn:aws:states:::sns:publish":                       {service: "sns", action: "publish"},
	"arn:aws:states:::sns:publish.waitForTaskToken":      {service: "sns", action: "publish.waitForTaskToken", token: true},
	StartExecution:                       {service: "states", action: "startExecution"},
	StartExecution + ".sync":             {service: "states", action: "startExecution.sync", sync: true},
	StartExecution + ".sync:2":           {service: "states", action: "startExecution.sync:2", sync: true},
	StartExecution + ".waitForTaskToken": {service: "states", action: "startExecution.waitForTaskToken", token: true},
}

var (
	functionARN = regexp.MustCompile(`^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9$_-]+)?$`)
	activityARN = regexp.MustCompile(`^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:[^:]+$`)
)

func parseResource(arn string) (r resource, problem string) {
	switch found, ok := integrations[arn]; {
	case ok:
		r = found
	case functionARN.MatchString(arn):
		r.kind = function
	case activityARN.MatchString(arn):
		r.kind, r.token = activity, true
	default:
		return r, "The resource " + arn + " is not offered here; what is: the ARN of a Lambda function or of an activity, and " +
			strings.Join(slices.Sorted(maps.Keys(integrations)), ", ")
	}
	r.arn = arn
	return r, ""
}

// Placeholders lists the ${Name} substitutions that a definition's text has, in
// order, each once.
func Placeholders(definition string) []string {
	var names []string
	seen := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(definition, -1) {
		if !seen[match[1]] {
			seen[match[1]] = true
			names = append(names, match[1])
		}
	}
	return names
}

var placeholder = regexp.MustCompile(`\$\{(\w+)\}`)

// Unsubstituted is a mistake for each placeholder of a definition that values does
// not have: nothing will stand for it.
func Unsubstituted(definition string, values map[string]string) Diagnostics {
	p := &parser{text: definition}
	root, _, err := readSource(definition, "")
	if err != nil {
		return nil //nolint:nilerr // Parse says so
	}
	p.unsubstituted(root, values)
	return p.diagnostics()
}

func (p *parser) unsubstituted(n *node, values map[string]string) {
	if n.kind == stringNode {
		for _, name := range Placeholders(n.text) {
			if _, ok := values[name]; !ok {
				p.report(n, "Nothing stands for the placeholder ${"+name+"}")
			}
		}
	}
	for _, m := range n.members {
		p.unsubstituted(m.value, values)
	}
	for _, item := range n.items {
		p.unsubstituted(item, values)
	}
}

// Substitute replaces ${Name} in a definition's text, as CloudFormation's
// DefinitionSubstitutions does. It leaves names alone that values does not have.
func Substitute(definition string, values map[string]string) string {
	var pairs []string
	for name, value := range values {
		pairs = append(pairs, "${"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(definition)
}
