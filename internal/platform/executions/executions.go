// Package executions is how functions speak to Step Functions about orders'
// executions: start one, describe one, resolve a task token.
package executions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/xray"
)

// Machine is the order's state machine.
type Machine struct {
	client *sfn.Client
	arn    string
}

var (
	_ api.Starter         = (*Machine)(nil)
	_ api.Tokens          = (*Machine)(nil)
	_ workflow.Executions = (*Machine)(nil)
)

// New uses the state machine of that ARN, which may name an alias. Resolving tokens
// needs no ARN.
func New(client *sfn.Client, arn string) *Machine { return &Machine{client, arn} }

// Start implements [api.Starter].
func (m *Machine) Start(ctx context.Context, id order.ID, input json.RawMessage) error {
	_, err := m.client.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: &m.arn, Name: aws.String(string(id)), Input: aws.String(string(input)),
		TraceHeader: xray.Header(ctx),
	})
	var exists *types.ExecutionAlreadyExists
	if errors.As(err, &exists) {
		return nil // it was started before, and may have ended since
	}
	if err != nil {
		return fmt.Errorf("start the execution of order %s: %w", id, err)
	}
	return nil
}

// Succeed implements [api.Tokens].
func (m *Machine) Succeed(ctx context.Context, token string, output json.RawMessage) error {
	_, err := m.client.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: aws.String(string(output))})
	return resolved(err)
}

// Fail implements [api.Tokens].
func (m *Machine) Fail(ctx context.Context, token, errorName string, cause json.RawMessage) error {
	_, err := m.client.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: &token, Error: &errorName, Cause: aws.String(string(cause))})
	return resolved(err)
}

func resolved(err error) error {
	var over *types.TaskTimedOut
	var unknown *types.TaskDoesNotExist
	if errors.As(err, &over) || errors.As(err, &unknown) {
		return api.ErrTokenGone
	}
	if err != nil {
		return fmt.Errorf("resolve the task token: %w", err)
	}
	return nil
}

// Describe implements [workflow.Executions].
func (m *Machine) Describe(ctx context.Context, id order.ID) (workflow.Execution, error) {
	answer, err := m.client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: aws.String(platform.ExecutionARN(m.arn, string(id)))})
	var none *types.ExecutionDoesNotExist
	if errors.As(err, &none) {
		return workflow.Execution{}, workflow.ErrNoExecution
	}
	if err != nil {
		return workflow.Execution{}, fmt.Errorf("describe the execution of order %s: %w", id, err)
	}
	return workflow.Execution{
		Status: string(answer.Status), Redrives: int(aws.ToInt32(answer.RedriveCount)), Error: aws.ToString(answer.Error),
	}, nil
}

// Stopped implements [workflow.Executions]. The service lists executions newest
// first, and does not say in the list which error they failed with.
func (m *Machine) Stopped(ctx context.Context, since time.Time, visit func(order.ID, workflow.Execution) error) error {
	for _, status := range []types.ExecutionStatus{types.ExecutionStatusFailed, types.ExecutionStatusTimedOut, types.ExecutionStatusAborted} {
		pages := sfn.NewListExecutionsPaginator(m.client, &sfn.ListExecutionsInput{StateMachineArn: &m.arn, StatusFilter: status})
		for recent := true; recent && pages.HasMorePages(); {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return fmt.Errorf("list executions that are %s: %w", status, err)
			}
			for _, x := range page.Executions {
				if recent = x.StartDate.After(since); !recent {
					break
				}
				err := visit(order.ID(aws.ToString(x.Name)), workflow.Execution{Status: string(status), Redrives: int(aws.ToInt32(x.RedriveCount))})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
