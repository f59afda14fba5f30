package workflow

import (
	"context"
	"time"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/order"
)

// AwaitRestaurant is the states WaitForAcceptance and WaitForCompletion: it parks
// the task token on the order, for signal-order to resolve.
type AwaitRestaurant struct{ Base }

// AwaitInput is the wait: the state's token, and which attempt of which visit it is.
type AwaitInput struct {
	Input
	Wait        order.Stage `json:"wait"`
	Token       string      `json:"token"`
	EnteredTime time.Time   `json:"enteredTime"`
	RetryCount  int         `json:"retryCount"`
	Deadline    time.Time   `json:"deadline"`
	// UserNotified is false when the customer could not be told of the acceptance.
	UserNotified *bool `json:"userNotified"`
}

// Handle parks the token.
func (h AwaitRestaurant) Handle(ctx context.Context, in AwaitInput) error {
	if in.Token == "" || in.EnteredTime.IsZero() || in.Wait != order.Acceptance && in.Wait != order.Completion {
		return fault.New(fault.InvalidInput, "park the task token: wait, token and enteredTime are required", nil)
	}
	if in.UserNotified != nil && !*in.UserNotified && in.RetryCount == 0 {
		h.Metrics.Count(ctx, metrics.UserNotNotified)
	}
	_, _, err := h.write(ctx, in.Input, "park the task token", func(o *order.Order, step order.Step) (order.Moment, error) {
		return order.Moment{}, o.Park(step, order.Wait{
			For: in.Wait, Token: in.Token, EnteredTime: in.EnteredTime.UTC(), RetryCount: in.RetryCount, Deadline: in.Deadline.UTC(),
		})
	})
	return err
}
