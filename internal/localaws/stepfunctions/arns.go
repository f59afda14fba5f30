package stepfunctions

import (
	"regexp"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// The errors of the API, with the service's texts.

func invalidARN(arn string) error {
	return awsapi.Errorf("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: %s'", arn)
}

func machineDoesNotExist(arn string) error {
	return awsapi.Errorf("StateMachineDoesNotExist", "State Machine Does Not Exist: '%s'", arn)
}

func machineDeleting(arn string) error {
	return awsapi.Errorf("StateMachineDeleting", "State Machine is being deleted: '%s'", arn)
}

func machineTypeNotSupported() error {
	return awsapi.Errorf("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
}

func executionDoesNotExist(arn string) error {
	return awsapi.Errorf("ExecutionDoesNotExist", "Execution Does Not Exist: '%s'", arn)
}

func executionAlreadyExists(arn string) error {
	return awsapi.Errorf("ExecutionAlreadyExists", "Execution Already Exists: '%s'", arn)
}

var statesARN = regexp.MustCompile(`^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:([A-Za-z]+):(.+)$`)

// resourceOf splits an ARN of Step Functions into its kind and the rest.
func resourceOf(arn string) (kind, rest string, err error) {
	match := statesARN.FindStringSubmatch(arn)
	if match == nil {
		return "", "", invalidARN(arn)
	}
	return match[1], match[2], nil
}

// parseExecutionARN takes the names of machine and execution from an ARN of this
// place.
func (e *Engine) parseExecutionARN(arn string) (machine, name string, err error) {
	kind, rest, err := resourceOf(arn)
	if err != nil {
		return "", "", err
	}
	if kind != "execution" {
		return "", "", awsapi.Errorf("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: %s'", kind)
	}
	machine, name, ok := strings.Cut(rest, ":")
	if !ok || machine == "" || name == "" {
		return "", "", invalidARN(arn)
	}
	if arn != e.executionPrefix(machine)+name {
		return "", "", executionDoesNotExist(arn) // of another region or account
	}
	return machine, name, nil
}

// forbiddenInName are the characters that no name may have (API reference,
// StartExecution, "name").
const forbiddenInName = " \t\r\n<>{}[]?*\"#%\\^|~`$&,;:/"

// checkName checks the name of an execution.
func checkName(name string) error {
	if name == "" || len([]rune(name)) > 80 || strings.ContainsAny(name, forbiddenInName) || strings.ContainsFunc(name, notInName) {
		return awsapi.Errorf("InvalidName", "Invalid Name: '%s'", name)
	}
	return nil
}

func notInName(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0xfffe || r == 0xffff || r >= 0xd800 && r <= 0xdfff
}
