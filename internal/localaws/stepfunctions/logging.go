package stepfunctions

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// A machine's logging configuration says which events of its executions are written
// to a log group on AWS. Here they are written to the process's log, with the fields
// that they have there. It is the only history that EXPRESS executions have.

// loggingConfiguration is what is read of one.
type loggingConfiguration struct {
	Level                string
	IncludeExecutionData bool
	Destinations         []struct {
		CloudWatchLogsLogGroup struct{ LogGroupArn string }
	}
}

// checkLogging checks a logging configuration. The log group must be named, as on
// AWS, and need not be there.
func checkLogging(configured json.RawMessage) error {
	if len(configured) == 0 || string(configured) == "null" {
		return nil
	}
	var in loggingConfiguration
	if err := json.Unmarshal(configured, &in); err != nil {
		return awsapi.Errorf("SerializationException", "the logging configuration cannot be read: %v", err)
	}
	if err := (&awsapi.Validation{}).OneOf("loggingConfiguration.level", in.Level, "OFF", "ALL", "ERROR", "FATAL").Err(); err != nil {
		return err
	}
	switch {
	case in.Level == "" || in.Level == "OFF":
	case len(in.Destinations) != 1:
		return awsapi.Errorf("InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination.")
	case in.Destinations[0].CloudWatchLogsLogGroup.LogGroupArn == "":
		return awsapi.Errorf("InvalidLoggingConfiguration", "Invalid Logging Configuration: Log Destination not found.")
	}
	return nil
}

// logs reads what the machine logs; the configuration has been checked.
func (s spec) logs() (c loggingConfiguration) {
	if s.logging != "" {
		_ = json.Unmarshal([]byte(s.logging), &c) // what cannot be read logs nothing
	}
	return c
}

// levelOf is the level from which on an event is logged (developer guide, "Log
// levels for Step Functions execution events").
func levelOf(event asl.EventType) string {
	name := string(event)
	bad := name == "FailStateEntered"
	for _, how := range []string{"Failed", "TimedOut", "Aborted"} {
		bad = bad || strings.HasSuffix(name, how)
	}
	switch {
	case !bad:
		return "ALL"
	case strings.HasPrefix(name, "Execution"):
		return "FATAL"
	}
	return "ERROR"
}

// logEvents writes events of an execution to the process's log.
func (e *Engine) logEvents(x *execution, state asl.State, events []asl.Event) {
	c := x.machine.logged
	for _, event := range events {
		level := levelOf(event.Type)
		if c.Level != "ALL" && c.Level != level && (c.Level != "ERROR" || level != "FATAL") {
			continue
		}
		if !c.IncludeExecutionData {
			event = event.WithoutData()
		}
		severity := slog.LevelInfo
		if level != "ALL" {
			severity = slog.LevelError
		}
		details, err := json.Marshal(event.Details)
		if err != nil { // they are strings and numbers
			details = nil
		}
		e.cfg.Log.LogAttrs(context.Background(), severity, "execution event",
			slog.String("type", string(event.Type)), slog.Any("details", json.RawMessage(details)),
			slog.Int64("id", event.ID), slog.Int64("previous_event_id", event.PreviousID),
			slog.Int64("event_timestamp", int64(event.At)), slog.String("execution_arn", state.Start().ExecutionARN()))
	}
}
