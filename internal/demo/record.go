package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/localaws/sns"
	"github.com/orderflow/orderflow/statemachine"
)

// record is everything that there is about the order when it has ended.
type record struct {
	status  string // of the execution
	history []types.HistoryEvent
	states  []moment
	events  []moment
	rings   []moment // the doorbell
	mails   []moment
}

type moment struct {
	at   time.Time
	name string
}

// happened is the record without its times.
func (r record) happened() Happened {
	return Happened{Status: r.status, States: names(r.states), Events: names(r.events), Rings: names(r.rings), Mails: names(r.mails)}
}

func names(moments []moment) []string {
	all := make([]string, len(moments))
	for i, m := range moments {
		all[i] = m.name
	}
	return all
}

// collect asks for everything until it is all there: the ending's mail and the
// voucher come a moment after the order has ended.
func (s *story) collect(ctx context.Context) (r record, err error) {
	giveUp := time.Now().Add(10 * time.Second)
	for {
		r = record{}
		for _, part := range []func(context.Context, *record) error{s.execution, s.events, s.rings, s.mails} {
			if err := part(ctx, &r); err != nil {
				return r, err
			}
		}
		if Check(s.outcome, r.happened()) == nil || time.Now().After(giveUp) {
			return r, nil
		}
		if err := pause(ctx); err != nil {
			return r, nil //nolint:nilerr // what is there is printed, and found wanting
		}
	}
}

func (s *story) execution(ctx context.Context, r *record) error {
	arn, err := s.executionARN(ctx)
	if err != nil {
		return err
	}
	described, err := s.sfn.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: arn})
	if err != nil {
		return fmt.Errorf("describe the execution: %w", err)
	}
	r.status = string(described.Status)
	history, err := s.sfn.GetExecutionHistory(ctx, &sfn.GetExecutionHistoryInput{ExecutionArn: arn, MaxResults: 1000})
	if err != nil {
		return fmt.Errorf("get the execution's history: %w", err)
	}
	r.history = history.Events
	for _, event := range history.Events {
		if event.StateEnteredEventDetails != nil {
			r.states = append(r.states, moment{*event.Timestamp, aws.ToString(event.StateEnteredEventDetails.Name)})
		}
	}
	return nil
}

// executionARN finds the order's execution, whatever account and region the
// orderflow that is used names.
func (s *story) executionARN(ctx context.Context) (*string, error) {
	machines, err := s.sfn.ListStateMachines(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("list the state machines: %w", err)
	}
	for _, m := range machines.StateMachines {
		if aws.ToString(m.Name) == statemachine.OrderName {
			return aws.String(strings.Replace(*m.StateMachineArn, ":stateMachine:", ":execution:", 1) + ":" + s.orderID), nil
		}
	}
	return nil, fmt.Errorf("there is no state machine %q", statemachine.OrderName)
}

func (s *story) events(ctx context.Context, r *record) error {
	var found []struct {
		Bus   string
		Event struct {
			DetailType string `json:"detail-type"`
			Detail     struct {
				Metadata struct{ OccurredAt time.Time }
			}
		}
	}
	if _, err := s.Do(ctx, http.MethodGet, "/dev/events?orderId="+s.orderID, "", nil, &found); err != nil {
		return err
	}
	for _, f := range found {
		if f.Bus == "orderflow" {
			r.events = append(r.events, moment{f.Event.Detail.Metadata.OccurredAt, f.Event.DetailType})
		}
	}
	return nil
}

func (s *story) rings(ctx context.Context, r *record) error {
	var found []sns.Message
	if _, err := s.Do(ctx, http.MethodGet, "/dev/sns", "", nil, &found); err != nil {
		return err
	}
	for _, m := range found {
		var ring struct{ OrderID, Kind string }
		if err := json.Unmarshal([]byte(m.Message), &ring); err == nil && ring.OrderID == s.orderID {
			r.rings = append(r.rings, moment{m.At, ring.Kind})
		}
	}
	return nil
}

func (s *story) mails(ctx context.Context, r *record) error {
	var found []ses.Mail
	if _, err := s.Do(ctx, http.MethodGet, "/dev/mail", "", nil, &found); err != nil {
		return err
	}
	for _, m := range found {
		if slices.Contains(m.To, s.mail) {
			r.mails = append(r.mails, moment{m.At, m.Subject + voucherIn(m.Text)})
		}
	}
	return nil
}

// voucherIn finds the code in a voucher's mail.
func voucherIn(text string) string {
	for word := range strings.FieldsSeq(text) {
		if len(word) == len("ABCD-EFGH-JKLM") && strings.Count(word, "-") == 2 && strings.ToUpper(word) == word {
			return ": " + word
		}
	}
	return ""
}
