package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/localaws/lambda"
)

// act does something for ops, and has it in the audit list whatever comes of it: it
// is written down before it is done.
func (c *Console) act(r *request, action, target string, parameters any, do func(context.Context) (outcome string, err error)) (any, error) {
	text, err := json.Marshal(parameters)
	if err != nil {
		return nil, fmt.Errorf("write the audit list: %w", err)
	}
	entry := auditEntry{At: now(), Who: r.user, Action: action, Target: target, Parameters: string(text), Outcome: "begun"}
	if entry.ID, err = c.cfg.Journal.audit(entry); err != nil {
		return nil, err
	}
	// What was begun is finished, and written down, though the page be closed.
	outcome, err := do(context.WithoutCancel(r.Context()))
	if err != nil {
		err = readable(err)
		outcome = err.Error()
	}
	if concluding := c.cfg.Journal.conclude(entry.ID, outcome, err != nil); err == nil {
		err = concluding
	}
	c.changed(TopicAudit, strconv.FormatInt(entry.ID, 10))
	if err != nil {
		return nil, err
	}
	return map[string]string{"outcome": outcome}, nil
}

// readable tells an error of a service in its own words, without the SDK's round it.
func readable(err error) error {
	var answered smithy.APIError
	if errors.As(err, &answered) && answered.ErrorFault() != smithy.FaultServer {
		return &problem{http.StatusBadRequest, answered.ErrorCode() + ": " + answered.ErrorMessage()}
	}
	return err
}

func required(values ...string) error {
	for i := 0; i+1 < len(values); i += 2 {
		if values[i+1] == "" {
			return &problem{http.StatusBadRequest, values[i] + " is missing"}
		}
	}
	return nil
}

func (c *Console) start(r *request) (any, error) {
	var in struct{ MachineArn, Name, Input string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("machineArn", in.MachineArn); err != nil {
		return nil, err
	}
	return c.act(r, "start", in.MachineArn, in, func(ctx context.Context) (string, error) {
		input := sfn.StartExecutionInput{StateMachineArn: &in.MachineArn}
		if in.Name != "" {
			input.Name = &in.Name
		}
		if in.Input != "" {
			input.Input = &in.Input
		}
		out, err := c.cfg.States.StartExecution(ctx, &input)
		if err != nil {
			return "", err
		}
		return "started " + aws.ToString(out.ExecutionArn), nil
	})
}

func (c *Console) stop(r *request) (any, error) {
	var in struct{ Arn, Error, Cause string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("arn", in.Arn); err != nil {
		return nil, err
	}
	return c.act(r, "stop", in.Arn, in, func(ctx context.Context) (string, error) {
		input := sfn.StopExecutionInput{ExecutionArn: &in.Arn}
		if in.Error != "" {
			input.Error = &in.Error
		}
		if in.Cause != "" {
			input.Cause = &in.Cause
		}
		// The service answers a second stop as if it were the first; who asks for one wants to know.
		if seen, err := c.cfg.Cloud.Executions().Inspect(in.Arn); err == nil && seen.Stopped != 0 {
			return "", &problem{http.StatusConflict, "the execution has ended already: it is " + string(seen.Status)}
		}
		if _, err := c.cfg.States.StopExecution(ctx, &input); err != nil {
			return "", err
		}
		return "stopped", nil
	})
}

func (c *Console) redrive(r *request) (any, error) {
	var in struct{ Arn string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("arn", in.Arn); err != nil {
		return nil, err
	}
	return c.act(r, "redrive", in.Arn, in, func(ctx context.Context) (string, error) {
		_, err := c.cfg.States.RedriveExecution(ctx, &sfn.RedriveExecutionInput{ExecutionArn: &in.Arn})
		return "redriven", err
	})
}

func (c *Console) sendEvent(r *request) (any, error) {
	var in struct{ Bus, Source, DetailType, Detail string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("bus", in.Bus, "source", in.Source, "detailType", in.DetailType, "detail", in.Detail); err != nil {
		return nil, err
	}
	if !c.cfg.Cloud.Bus().Has(in.Bus) {
		return nil, &problem{http.StatusBadRequest, fmt.Sprintf("there is no bus %q", in.Bus)}
	}
	return c.act(r, "send event", in.Bus, in, func(ctx context.Context) (string, error) {
		out, err := c.cfg.Events.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []types.PutEventsRequestEntry{{
			EventBusName: &in.Bus, Source: &in.Source, DetailType: &in.DetailType, Detail: &in.Detail,
		}}})
		if err != nil {
			return "", err
		}
		if e := out.Entries[0]; e.ErrorCode != nil {
			return "", &problem{http.StatusBadRequest, *e.ErrorCode + ": " + aws.ToString(e.ErrorMessage)}
		}
		return "sent as " + aws.ToString(out.Entries[0].EventId), nil
	})
}

func (c *Console) redeliver(r *request) (any, error) {
	var in struct{ ID int64 }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	return c.act(r, "redeliver", fmt.Sprintf("dead letter %d", in.ID), in, func(context.Context) (string, error) {
		function, err := c.cfg.Cloud.Redeliver(in.ID)
		if errors.Is(err, lambda.ErrNoDeadLetter) {
			return "", &problem{http.StatusConflict, err.Error()}
		}
		c.changed(TopicDeadLetter, "")
		return "handed to " + function, err
	})
}

func (c *Console) auditList(r *request) (any, error) {
	v := r.URL.Query()
	page, err := number(v, "page", 1, 1_000_000)
	if err != nil {
		return nil, badRequest(err)
	}
	size, err := number(v, "size", pageSize, maxPageSize)
	if err != nil {
		return nil, badRequest(err)
	}
	entries, total, err := c.cfg.Journal.audited(page, size)
	return map[string]any{"entries": entries, "total": total, "page": page, "size": size}, err
}
