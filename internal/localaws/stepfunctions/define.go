package stepfunctions

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// configuration is what a machine has besides its definition and its role.
type configuration struct {
	LoggingConfiguration json.RawMessage
	TracingConfiguration *struct{ Enabled bool }
	Publish              bool
	VersionDescription   string
}

// check checks the configuration.
func (c configuration) check() error {
	if err := (&awsapi.Validation{}).Longest("versionDescription", c.VersionDescription, maxDescription).Err(); err != nil {
		return err
	}
	if c.VersionDescription != "" && !c.Publish {
		return awsapi.Errorf("ValidationException", "Version description can only be set when publish is true")
	}
	return checkLogging(c.LoggingConfiguration)
}

// over is the spec with what the configuration says.
func (c configuration) over(s spec) spec {
	if len(c.LoggingConfiguration) > 0 && string(c.LoggingConfiguration) != "null" {
		s.logging = string(c.LoggingConfiguration)
	}
	if c.TracingConfiguration != nil {
		s.tracing = c.TracingConfiguration.Enabled
	}
	return s
}

type createInput struct {
	Name, Definition, RoleArn, Type string
	Tags                            []tag
	configuration
}

// createStateMachine is idempotent: the same name with the same text is the same
// machine. The text is compared, not what it means, and role and tags are not
// (observed).
func (e *Engine) createStateMachine(_ *http.Request, in createInput) (any, error) {
	err := (&awsapi.Validation{}).Required("name", in.Name).Required("definition", in.Definition).Required("roleArn", in.RoleArn).
		OneOf("type", in.Type, standard, express).Err()
	if err != nil {
		return nil, err
	}
	for _, err := range []error{checkName(in.Name), in.check(), checkTags(in.Tags)} {
		if err != nil {
			return nil, err
		}
	}
	if in.Type == "" {
		in.Type = standard
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	arn := e.cfg.Place.ARN("states", "stateMachine:"+in.Name)
	wanted := in.over(spec{name: in.Name, definition: in.Definition, role: in.RoleArn, kind: in.Type})
	m, ok := e.newest(arn)
	switch {
	case ok:
		wanted.role = m.role
		if m.spec != wanted {
			return nil, awsapi.Errorf("StateMachineAlreadyExists", "State Machine Already Exists: '%s'", arn)
		}
		if err := e.checkDescription(m, in.configuration); err != nil {
			return nil, err
		}
	case e.dyingMachine(arn) != nil:
		return nil, machineDeleting(arn)
	default:
		if m, err = e.define(wanted); err != nil {
			return nil, definitionError(err)
		}
		if err := e.putTags(arn, in.Tags); err != nil {
			return nil, err
		}
	}
	answer := struct {
		StateMachineArn        string `json:"stateMachineArn"`
		CreationDate           epoch  `json:"creationDate"`
		StateMachineVersionArn string `json:"stateMachineVersionArn,omitempty"`
	}{StateMachineArn: arn, CreationDate: epoch(m.born)}
	answer.StateMachineVersionArn, err = e.publishIf(in.configuration, m)
	return answer, err
}

// checkDescription wants a machine that is created once more to be published as it was.
func (e *Engine) checkDescription(m *machine, c configuration) error {
	if !c.Publish || c.VersionDescription == "" {
		return nil
	}
	return e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		found, err := versions(tx, m, "AND revision = ?", m.number)
		if err == nil && len(found) > 0 && found[0].description != c.VersionDescription {
			return awsapi.Errorf("StateMachineAlreadyExists",
				"State Machine Already Exists: This state machine was already created with a published version using a different description.")
		}
		return err
	})
}

// publishIf publishes the machine's newest revision if it is asked for.
func (e *Engine) publishIf(c configuration, m *machine) (versionARN string, err error) {
	if !c.Publish {
		return "", nil
	}
	v, err := e.publish(m, c.VersionDescription)
	if err != nil {
		return "", err
	}
	return v.arn(m), nil
}

func definitionError(err error) error {
	var mistakes asl.Diagnostics
	if errors.As(err, &mistakes) {
		return awsapi.Errorf("InvalidDefinition", "%s", mistakes.AWS())
	}
	return awsapi.Internal(err)
}

type updateInput struct {
	StateMachineArn, Definition, RoleArn string
	configuration
}

// updateStateMachine makes a new revision; executions that run keep theirs. An
// update that changes nothing has no revision of its own, and answers with the newest
// (recorded).
func (e *Engine) updateStateMachine(_ *http.Request, in updateInput) (any, error) {
	nothing := in.Definition == "" && in.RoleArn == "" && in.LoggingConfiguration == nil && in.TracingConfiguration == nil
	if err := in.check(); err != nil && !nothing {
		return nil, err
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	m, qualifier, err := e.qualified(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	if qualifier != "" {
		return nil, machineDoesNotExist(in.StateMachineArn) // recorded
	}
	if nothing {
		return nil, awsapi.Errorf("MissingRequiredParameter",
			"Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified")
	}
	wanted := in.over(m.spec)
	if in.Definition != "" {
		wanted.definition = in.Definition
	}
	if in.RoleArn != "" {
		wanted.role = in.RoleArn
	}
	after, err := e.define(wanted)
	if err != nil {
		return nil, definitionError(err)
	}
	answer := struct {
		UpdateDate             epoch  `json:"updateDate"`
		RevisionID             string `json:"revisionId,omitempty"`
		StateMachineVersionArn string `json:"stateMachineVersionArn,omitempty"`
	}{UpdateDate: epoch(after.created), RevisionID: after.revisionID()}
	answer.StateMachineVersionArn, err = e.publishIf(in.configuration, after)
	return answer, err
}

type diagnosticItem struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Location string `json:"location,omitempty"`
}

// validateDefinition tells all mistakes of a definition.
func (e *Engine) validateDefinition(_ *http.Request, in struct {
	Definition, Type, Severity string
	MaxResults                 int
},
) (any, error) {
	err := (&awsapi.Validation{}).OneOf("type", in.Type, standard, express).OneOf("severity", in.Severity, "ERROR", "WARNING").
		Range("maxResults", in.MaxResults, 0, 100).Err()
	if err != nil {
		return nil, err
	}
	answer := struct {
		Result      string           `json:"result"`
		Diagnostics []diagnosticItem `json:"diagnostics"`
		Truncated   bool             `json:"truncated"`
	}{Result: "OK", Diagnostics: []diagnosticItem{}}
	most := in.MaxResults
	if most == 0 {
		most = 100
	}
	var mistakes asl.Diagnostics
	if _, err := (spec{definition: in.Definition, kind: in.Type}).parse(); errors.As(err, &mistakes) {
		answer.Result, answer.Truncated = "FAIL", len(mistakes) > most
		for _, d := range mistakes[:min(most, len(mistakes))] {
			answer.Diagnostics = append(answer.Diagnostics, diagnosticItem{"ERROR", d.Code, d.Message, d.Location})
		}
	}
	return answer, nil
}
