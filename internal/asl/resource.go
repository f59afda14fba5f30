package asl

import (
	"regexp"
	"strings"
)

// resource is what a Task calls.
type resource struct {
	arn     string
	service string // as history events name it: "lambda"
	action  string // "invoke", or "invoke.waitForTaskToken"
	token   bool   // the task ends when its token is resolved, not when the call returns
}

// integrations are the resources that a Task may name.
var integrations = map[string]resource{
	"arn:aws:states:::lambda:invoke":                  {service: "lambda", action: "invoke"},
	"arn:aws:states:::lambda:invoke.waitForTaskToken": {service: "lambda", action: "invoke.waitForTaskToken", token: true},
}

func parseResource(arn string) (r resource, problem string) {
	if r, ok := integrations[arn]; ok {
		r.arn = arn
		return r, ""
	}
	return r, "The resource " + arn + " is not offered here; what is: arn:aws:states:::lambda:invoke, with or without .waitForTaskToken"
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

// Substitute replaces ${Name} in a definition's text, as CloudFormation's
// DefinitionSubstitutions does. It leaves names alone that values does not have.
func Substitute(definition string, values map[string]string) string {
	var pairs []string
	for name, value := range values {
		pairs = append(pairs, "${"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(definition)
}
