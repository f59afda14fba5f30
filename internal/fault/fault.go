// Package fault has the errors that cross the edge of a function, each with the
// fixed name under which the state machine knows it.
//
// Step Functions sees the name of a failure and nothing else: Retry and Catch in
// the definition go by it. So a name is an interface, and [Names] is both its
// documentation and what a test holds the definition against. Inside the
// functions errors are wrapped as usual; the start-up code takes the name of the
// first [Error] in the chain.
package fault

import "errors"

// Name is an error name as Retry and Catch use it.
type Name string

// The names that functions give, and those that signal-order gives to a task.
const (
	Unavailable     Name = "Unavailable"
	OrderEnded      Name = "OrderEnded"
	OrderNotFound   Name = "OrderNotFound"
	InvalidInput    Name = "InvalidInput"
	MailUnavailable Name = "MailUnavailable"
	MailRefused     Name = "MailRefused"
	HandlerPanicked Name = "HandlerPanicked"
	InternalError   Name = "InternalError"
	OrderRejected   Name = "OrderRejected"
	OrderCancelled  Name = "OrderCancelled"
)

// Treatment is what the definition does about a name.
type Treatment string

// The treatments.
const (
	Retried Treatment = "retried"  // some retrier names it
	Caught  Treatment = "caught"   // no retrier names it, some catcher does
	Final   Treatment = "is final" // neither: the execution fails at that state, for ops to see
)

// Names says what each name means and what the definition does about it.
var Names = map[Name]struct {
	Treatment Treatment
	Means     string
}{
	Unavailable:     {Retried, "the store, the event bus or the topic could not be used; later it may"},
	MailUnavailable: {Retried, "SES or the user pool could not be used; later they may"},
	HandlerPanicked: {Retried, "the function panicked and its process has ended"},
	MailRefused:     {Caught, "the customer cannot be mailed: no address, or SES will not take the mail"},
	InternalError:   {Caught, "an error that no name was given to: a fault of the program"},
	OrderRejected:   {Caught, "the restaurant declined (signal-order, SendTaskFailure)"},
	OrderCancelled:  {Caught, "the customer took the order back (signal-order, SendTaskFailure)"},
	OrderEnded:      {Final, "the order has ended and never changes again"},
	OrderNotFound:   {Final, "there is no such order"},
	InvalidInput:    {Final, "the state machine called the function with something it does not take"},
}

// Error is an error with a name.
type Error struct {
	Name  Name
	Doing string // what was being done, and to what
	Err   error  // may be nil
}

// New makes an Error. What Err says may reach logs and the execution's history,
// so it must hold nothing private.
func New(name Name, doing string, err error) *Error { return &Error{name, doing, err} }

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Doing
	}
	return e.Doing + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// NameOf is the name of the first Error in the chain, or [InternalError].
func NameOf(err error) Name {
	var e *Error
	if errors.As(err, &e) {
		return e.Name
	}
	return InternalError
}
