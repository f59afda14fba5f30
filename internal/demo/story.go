package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

const (
	restaurant     = "bella-napoli"
	restaurantName = "Bella Napoli"
)

// story is one order's, from placing to its ending.
type story struct {
	*Client
	out     io.Writer
	outcome string

	customer, customerToken, restaurantToken, mail string

	orderID string
	began   time.Time
	lines   []line // what was asked; the rest is collected at the end
}

// order is what the API tells of one.
type orderAnswer struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Waiting *struct {
		For string `json:"for"`
	} `json:"waiting"`
}

// tell plays the story, then prints it and checks it.
func (s *story) tell(ctx context.Context) (r record, err error) {
	for _, part := range []func(context.Context) error{s.signIn, s.place, s.play} {
		if err := part(ctx); err != nil {
			return r, err
		}
	}
	if r, err = s.collect(ctx); err != nil {
		return r, err
	}
	s.print(r)
	return r, Check(s.outcome, r.happened())
}

func (s *story) signIn(ctx context.Context) (err error) {
	s.customer = "demo-" + strings.ToLower(rand.Text()[:8]) // a new customer each time: the mailbox is shared
	s.mail = s.customer + "@example.com"
	if s.customerToken, err = s.Token(ctx, "customer", s.customer, s.mail); err != nil {
		return err
	}
	s.restaurantToken, err = s.Token(ctx, "restaurant", restaurant, "")
	return err
}

func (s *story) place(ctx context.Context) error {
	s.began = time.Now().Round(0) // without the monotonic clock: it is compared with what others wrote
	var placed orderAnswer
	status, err := s.Place(ctx, s.customerToken, &placed)
	if err != nil {
		return err
	}
	s.asked(s.began, "the customer", "POST /orders", status, placed.Status)
	if status != http.StatusAccepted {
		return fmt.Errorf("POST /orders answered %d", status)
	}
	s.orderID = placed.ID
	return nil
}

// play does what leads to the outcome.
func (s *story) play(ctx context.Context) error {
	if err := s.until(ctx, "it waits for acceptance", waitsFor("acceptance")); err != nil {
		return err
	}
	switch s.outcome {
	case "completed":
		if err := s.decide(ctx, "accept", s.restaurantToken, nil); err != nil {
			return err
		}
		if err := s.until(ctx, "it waits for completion", waitsFor("completion")); err != nil {
			return err
		}
		if err := s.decide(ctx, "complete", s.restaurantToken, nil); err != nil {
			return err
		}
	case "rejected":
		if err := s.decide(ctx, "reject", s.restaurantToken, map[string]string{"reason": "the oven is broken"}); err != nil {
			return err
		}
	case "cancelled":
		if err := s.decide(ctx, "cancel", s.customerToken, map[string]string{"reason": "changed my mind"}); err != nil {
			return err
		}
	case "failed":
		if err := s.stop(ctx); err != nil {
			return err
		}
	}
	return s.until(ctx, "it is "+s.outcome, func(o orderAnswer) bool { return o.Status == s.outcome })
}

func (s *story) decide(ctx context.Context, decision, token string, body any) error {
	at := time.Now().Round(0)
	who := "the restaurant"
	if token == s.customerToken {
		who = "the customer"
	}
	status, err := s.Do(ctx, http.MethodPost, "/orders/"+s.orderID+"/"+decision, token, body, nil)
	if err != nil {
		return err
	}
	s.asked(at, who, "POST /orders/{id}/"+decision, status, "")
	if status != http.StatusOK {
		return fmt.Errorf("POST /orders/%s/%s answered %d", s.orderID, decision, status)
	}
	return nil
}

// stop stops the order's execution, as ops may.
func (s *story) stop(ctx context.Context) error {
	arn, err := s.executionARN(ctx)
	if err != nil {
		return err
	}
	at := time.Now().Round(0)
	if _, err := s.sfn.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: arn}); err != nil {
		return fmt.Errorf("stop the execution: %w", err)
	}
	s.asked(at, "ops", "StopExecution", http.StatusOK, "")
	return nil
}

func waitsFor(stage string) func(orderAnswer) bool {
	return func(o orderAnswer) bool { return o.Waiting != nil && o.Waiting.For == stage }
}

// until looks at the order until something is true of it.
func (s *story) until(ctx context.Context, what string, is func(orderAnswer) bool) error {
	var o orderAnswer
	for {
		status, err := s.Do(ctx, http.MethodGet, "/orders/"+s.orderID, s.customerToken, nil, &o)
		if err != nil {
			return fmt.Errorf("waiting until %s: %w", what, err)
		}
		if status != http.StatusOK {
			return fmt.Errorf("GET /orders/%s answered %d", s.orderID, status)
		}
		if is(o) {
			return nil
		}
		if err := pause(ctx); err != nil {
			return fmt.Errorf("the order is %s; waited in vain until %s: %w", o.Status, what, err)
		}
	}
}

// pause is the time between two looks.
func pause(ctx context.Context) error {
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// asked notes a request for the timeline.
func (s *story) asked(at time.Time, who, what string, status int, result string) {
	text := fmt.Sprintf("%s: %s → %d", who, what, status)
	if result != "" {
		text += ", " + result
	}
	s.lines = append(s.lines, line{at, kindRequest, text})
}
