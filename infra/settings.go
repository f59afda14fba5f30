package main

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
)

// settings are what a deployment is told, by `cdk -c name=value`.
type settings struct {
	stage  stage
	sender string // the mail address from which orderflow writes
	alarms string // the mail address that alarms are sent to
	// artifacts is the folder with a folder for each function, in it `bootstrap`.
	artifacts string
}

// stage is how carefully a deployment is treated.
type stage struct {
	name string
	// keeps says that a stack's deletion leaves what has data.
	keeps bool
	// sandbox says that SES may still have the account in its sandbox, where it writes
	// to verified addresses only.
	sandbox bool
	logs    awslogs.RetentionDays
	// rate is how many requests a second the API takes, burst how many at once.
	rate, burst float64
}

var stages = []stage{
	{name: "dev", sandbox: true, logs: awslogs.RetentionDays_ONE_WEEK, rate: 50, burst: 100},
	{name: "prod", keeps: true, logs: awslogs.RetentionDays_THREE_MONTHS, rate: 2000, burst: 2000},
}

// artifacts is where `make build` puts the functions, seen from the folder infra.
const artifacts = "../dist/arm64"

// readSettings reports everything that is missing or wrong at once.
func readSettings(get func(name string) string) (settings, error) {
	var mistakes []error
	address := func(name, what string) string {
		value := get(name)
		if value == "" {
			mistakes = append(mistakes, fmt.Errorf("%s is missing. Name it: make deploy %s=somebody@example.com, or cdk -c %s=somebody@example.com", what, strings.ToUpper(name), name))
			return ""
		}
		if parsed, err := mail.ParseAddress(value); err != nil || parsed.Address != value {
			mistakes = append(mistakes, fmt.Errorf("%s is %q, which is no mail address (it must be the bare address, such as somebody@example.com)", what, value))
		}
		return value
	}
	s := settings{
		sender:    address("sender", "the address from which customers are written to"),
		alarms:    address("alarms", "the address that alarms are sent to"),
		artifacts: artifacts,
	}
	var err error
	s.stage, err = stageNamed(get("stage"))
	return s, errors.Join(append(mistakes, err)...)
}

func stageNamed(name string) (stage, error) {
	var names []string
	for _, s := range stages {
		if s.name == name {
			return s, nil
		}
		names = append(names, s.name)
	}
	if name == "" {
		return stage{}, fmt.Errorf("the stage is missing. Name it: make deploy STAGE=dev, or cdk -c stage=dev (there are %s)", strings.Join(names, " and "))
	}
	return stage{}, fmt.Errorf("there is no stage %q, only %s", name, strings.Join(names, " and "))
}

// removal is what becomes of something with data when its stack is deleted. What a
// deployment made that failed is deleted all the same: its name must be free for
// the next.
func (s stage) removal() awscdk.RemovalPolicy {
	if s.keeps {
		return awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
	}
	return awscdk.RemovalPolicy_DESTROY
}

// identities are what the functions that write mails need permission for.
func (s settings) identities() string {
	if s.stage.sandbox {
		return "*"
	}
	return s.sender
}

// named is the name that something of the wiring has in this deployment.
func (s settings) named(name string) string { return s.prefix() + "-" + name }

// prefix is the name of the deployment, and of its event bus.
func (s settings) prefix() string { return "orderflow-" + s.stage.name }

// parameter is the name of a parameter by which the foundation tells the other
// stacks what AWS has named.
func (s settings) parameter(name string) string { return "/orderflow/" + s.stage.name + "/" + name }

// The foundation's parameters.
const (
	userPoolParameter   = "user-pool"
	userClientParameter = "user-pool-client"
)
