package orderflow

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// clients are the services whose commands can be checked: the command line and
// the SDK are made of the same model. Of those below, no client is here.
var clients = map[string]any{
	"cognito-idp": &cognitoidentityprovider.Client{}, "dynamodb": &dynamodb.Client{}, "events": &eventbridge.Client{},
	"sesv2": &sesv2.Client{}, "sns": &sns.Client{}, "stepfunctions": &sfn.Client{},
}

var withoutClient = map[string]bool{
	"cloudformation": true, "cloudwatch": true, "configure": true, "lambda": true, "logs": true, "sqs": true, "sts": true, "xray": true,
}

// generalOptions are the command line's own.
var generalOptions = map[string]bool{"--profile": true, "--query": true, "--output": true, "--max-items": true}

// renamed are options that the command line calls otherwise than the API.
var renamed = map[string]string{"sns subscribe --notification-endpoint": "--endpoint"}

// TestGuideCommands: each command of AWS in the guides is one, and has the options
// that it is given.
func TestGuideCommands(t *testing.T) {
	checked := 0
	for _, name := range []string{deployGuide, operateGuide} {
		for _, c := range commandsIn(guide(t, name)) {
			if withoutClient[c.service] {
				continue
			}
			client := clients[c.service]
			if client == nil {
				t.Errorf("%s: aws %s %s: there is no such service", name, c.service, c.operation)
				continue
			}
			method, ok := reflect.TypeOf(client).MethodByName(camel(c.operation))
			if !ok {
				t.Errorf("%s: aws %s has no command %s", name, c.service, c.operation)
				continue
			}
			checked++
			input := method.Type.In(2).Elem()
			for _, option := range c.options {
				if !takes(input, c.service+" "+c.operation, option) {
					t.Errorf("%s: aws %s %s does not take %s", name, c.service, c.operation, option)
				}
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d commands were found", checked)
	}
}

func takes(input reflect.Type, command, option string) bool {
	if generalOptions[option] {
		return true
	}
	if other := renamed[command+" "+option]; other != "" {
		option = other
	}
	if _, ok := input.FieldByName(camel(strings.TrimPrefix(option, "--"))); ok {
		return true
	}
	field, ok := input.FieldByName(camel(strings.TrimPrefix(option, "--no-")))
	return ok && (field.Type.Kind() == reflect.Bool || field.Type == reflect.TypeFor[*bool]())
}

// camel is the API's name for one of the command line's: list-executions → ListExecutions.
func camel(name string) (all string) {
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			all += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return all
}

type command struct {
	service, operation string
	options            []string
}

var (
	codeBlock  = regexp.MustCompile(`(?m)^    .*$|` + "`aws [^`]+`")
	quotedText = regexp.MustCompile(`'[^']*'|"(?:\\.|[^"\\])*"`)
	arithmetic = regexp.MustCompile(`\$\(\(.*?\)\)`)
	call       = regexp.MustCompile(`\baws ([a-z0-9-]+) ([a-z0-9-]+)([^|;)]*)`)
	anOption   = regexp.MustCompile(`--[a-z-]+`)
)

// commandsIn finds the commands of AWS in a document's code.
func commandsIn(text string) (all []command) {
	code := strings.Join(codeBlock.FindAllString(text, -1), "\n")
	code = strings.ReplaceAll(code, "\\\n", " ")
	for line := range strings.Lines(code) {
		line = arithmetic.ReplaceAllString(line, "0")
		for _, match := range call.FindAllStringSubmatch(quotedText.ReplaceAllString(line, "_"), -1) {
			all = append(all, command{match[1], match[2], anOption.FindAllString(match[3], -1)})
		}
	}
	return all
}
