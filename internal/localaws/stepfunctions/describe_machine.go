package stepfunctions

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// What a caller may ask to be told.
const (
	allData      = "ALL_DATA"
	metadataOnly = "METADATA_ONLY"
)

func checkIncluded(data string) *awsapi.Validation {
	return (&awsapi.Validation{}).OneOf("includedData", data, allData, metadataOnly)
}

type machineDescription struct {
	StateMachineArn         string              `json:"stateMachineArn"`
	Name                    string              `json:"name"`
	Status                  string              `json:"status,omitempty"`
	Definition              string              `json:"definition"`
	RoleArn                 string              `json:"roleArn"`
	Type                    string              `json:"type,omitempty"`
	CreationDate            *epoch              `json:"creationDate,omitempty"`
	UpdateDate              *epoch              `json:"updateDate,omitempty"`
	LoggingConfiguration    json.RawMessage     `json:"loggingConfiguration"`
	TracingConfiguration    map[string]bool     `json:"tracingConfiguration"`
	EncryptionConfiguration map[string]any      `json:"encryptionConfiguration"`
	RevisionID              string              `json:"revisionId,omitempty"`
	Description             string              `json:"description,omitempty"`
	VariableReferences      map[string][]string `json:"variableReferences,omitempty"`
}

func (m *machine) describe(data string) machineDescription {
	d := machineDescription{
		StateMachineArn: m.arn, Name: m.name, RoleArn: m.identity.RoleARN, RevisionID: m.revisionID(),
		LoggingConfiguration:    json.RawMessage(`{"level":"OFF","includeExecutionData":false}`),
		TracingConfiguration:    map[string]bool{"enabled": m.tracing},
		EncryptionConfiguration: map[string]any{"type": "AWS_OWNED_KEY"},
	}
	if m.logging != "" {
		d.LoggingConfiguration = json.RawMessage(m.logging)
	}
	if data != metadataOnly {
		d.Definition, d.VariableReferences = m.definition, m.asl.VariableReferences()
	}
	return d
}

// describeStateMachine tells of a machine, or of one of its versions; an alias
// leads to the version that it gives most to.
func (e *Engine) describeStateMachine(_ *http.Request, in struct{ StateMachineArn, IncludedData string }) (any, error) {
	if err := checkIncluded(in.IncludedData).Err(); err != nil {
		return nil, err
	}
	m, v, dying, err := e.described(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	status := "ACTIVE"
	if dying {
		status = "DELETING"
	}
	d := m.describe(in.IncludedData)
	d.Status, d.Type, d.CreationDate = status, m.kind, when(m.born)
	if v != nil {
		d.StateMachineArn, d.Description, d.CreationDate = v.arn(m), v.description, when(v.created)
	}
	return d, nil
}

// described finds the revision that an ARN leads to, and the version if it has a
// qualifier.
func (e *Engine) described(arn string) (m *machine, v *version, dying bool, err error) {
	m, qualifier, dying, err := e.qualifiedOrDying(arn)
	if err == nil && qualifier != "" {
		m, v, err = e.describedVersion(m, arn, qualifier)
	}
	return m, v, dying, err
}

func (e *Engine) describedVersion(m *machine, arn, qualifier string) (*machine, *version, error) {
	if !onlyNumbers.MatchString(qualifier) {
		a, err := e.alias(m, qualifier)
		if err != nil {
			return nil, nil, err
		}
		if a == nil {
			return nil, nil, machineDoesNotExist(arn)
		}
		most := a.routes[0]
		if len(a.routes) > 1 && a.routes[1].Weight > most.Weight {
			most = a.routes[1]
		}
		_, qualifier = cutQualifier(most.StateMachineVersionArn)
	}
	number, err := strconv.Atoi(qualifier)
	if err != nil {
		return nil, nil, machineDoesNotExist(arn)
	}
	v, err := e.version(m, number)
	if err != nil {
		return nil, nil, err
	}
	if v == nil {
		return nil, nil, machineDoesNotExist(arn)
	}
	m, err = e.revision(m.arn, v.revision)
	return m, v, err
}

func (e *Engine) describeStateMachineForExecution(_ *http.Request, in struct{ ExecutionArn, IncludedData string }) (any, error) {
	if err := checkIncluded(in.IncludedData).Err(); err != nil {
		return nil, err
	}
	r, err := e.byARN(in.ExecutionArn)
	if err != nil {
		return nil, err
	}
	m, err := e.revision(r.machine, r.revision)
	if err != nil {
		return nil, err
	}
	d := m.describe(in.IncludedData)
	d.UpdateDate = when(m.created)
	return d, nil
}
