package stepfunctions

import (
	"errors"
	"net/http"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

type createInput struct {
	Name, Definition, RoleArn, Type string
}

// createStateMachine is idempotent: the same name with the same text is the same
// machine. The text is compared, not what it means (observed).
func (e *Engine) createStateMachine(_ *http.Request, in createInput) (any, error) {
	err := (&awsapi.Validation{}).Required("name", in.Name).Required("definition", in.Definition).Required("roleArn", in.RoleArn).
		OneOf("type", in.Type, "STANDARD", "EXPRESS").Err()
	if err != nil {
		return nil, err
	}
	if err := checkName(in.Name); err != nil {
		return nil, err
	}
	if in.Type == "EXPRESS" {
		return nil, awsapi.Errorf("StateMachineTypeNotSupported", "EXPRESS state machines are not offered by this local endpoint")
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	arn := e.cfg.Place.ARN("states", "stateMachine:"+in.Name)
	if m, ok := e.newest(arn); ok && m.asl.Definition() != in.Definition {
		return nil, awsapi.Errorf("StateMachineAlreadyExists", "State Machine Already Exists: '%s'", arn)
	}
	if _, err := e.define(in.Name, in.Definition, in.RoleArn); err != nil {
		return nil, definitionError(err)
	}
	m, _ := e.newest(arn)
	return struct {
		StateMachineArn string `json:"stateMachineArn"`
		CreationDate    epoch  `json:"creationDate"`
	}{arn, epoch(m.born)}, nil
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
}

// updateStateMachine makes a new revision; executions that run keep theirs. An
// update that changes nothing has no revision of its own.
func (e *Engine) updateStateMachine(_ *http.Request, in updateInput) (any, error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.machineOf(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	if in.Definition == "" && in.RoleArn == "" {
		return nil, awsapi.Errorf("MissingRequiredParameter",
			"Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified")
	}
	definition, role := m.asl.Definition(), m.identity.RoleARN
	if in.Definition != "" {
		definition = in.Definition
	}
	if in.RoleArn != "" {
		role = in.RoleArn
	}
	if _, err := e.define(m.name, definition, role); err != nil {
		return nil, definitionError(err)
	}
	after, _ := e.newest(m.arn)
	answer := struct {
		UpdateDate epoch  `json:"updateDate"`
		RevisionID string `json:"revisionId,omitempty"`
	}{UpdateDate: epoch(after.created)}
	if after.number != m.number {
		answer.RevisionID = after.revisionID()
	}
	return answer, nil
}

// deleteStateMachine takes a machine away; one that is not there as well. Its
// executions that run go on to their end.
func (e *Engine) deleteStateMachine(_ *http.Request, in struct{ StateMachineArn string }) (any, error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.machineOf(in.StateMachineArn)
	var none *awsapi.Error
	if errors.As(err, &none) && none.Code == "StateMachineDoesNotExist" {
		return struct{}{}, nil
	}
	if err != nil {
		return nil, err
	}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("UPDATE machines SET deleted = 1 WHERE arn = ?", m.arn)
		return err
	})
	if err != nil {
		return nil, awsapi.Internal(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.machines, m.arn)
	return struct{}{}, nil
}

type diagnosticItem struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Location string `json:"location,omitempty"`
}

// validateDefinition tells all mistakes of a definition.
func (e *Engine) validateDefinition(_ *http.Request, in struct {
	Definition, Type string
	MaxResults       int
},
) (any, error) {
	err := (&awsapi.Validation{}).OneOf("type", in.Type, "STANDARD", "EXPRESS").Range("maxResults", in.MaxResults, 0, 100).Err()
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
	if _, err := asl.Parse(in.Definition); errors.As(err, &mistakes) {
		answer.Result, answer.Truncated = "FAIL", len(mistakes) > most
		for _, d := range mistakes[:min(most, len(mistakes))] {
			answer.Diagnostics = append(answer.Diagnostics, diagnosticItem{"ERROR", d.Code, d.Message, d.Location})
		}
	}
	return answer, nil
}
