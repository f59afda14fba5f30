package statemachine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// The definition, as far as these tests look at it.
type definition struct {
	StartAt        string
	TimeoutSeconds int
	States         map[string]state
}

type state struct {
	Type, Resource, Next string
	TimeoutSeconds       int
	Arguments            struct {
		FunctionName string
		Payload      map[string]any
	}
	Retry []retrier
	Catch []struct {
		ErrorEquals []string
		Next        string
	}
}

type retrier struct {
	ErrorEquals                                                []string
	IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts float64
	JitterStrategy                                             string
}

// delays is how long a retrier waits in all.
func (r retrier) delays() (seconds float64) {
	for n := range int(r.MaxAttempts) {
		seconds += math.Min(r.IntervalSeconds*math.Pow(r.BackoffRate, float64(n)), r.MaxDelaySeconds)
	}
	return seconds
}

func read(t *testing.T) definition {
	t.Helper()
	var d definition
	if err := json.Unmarshal([]byte(statemachine.Order), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (s state) waits() bool { return strings.HasSuffix(s.Resource, ".waitForTaskToken") }

func TestTheDefinitionIsValid(t *testing.T) {
	if _, err := asl.Parse(statemachine.Order); err != nil {
		t.Errorf("order.asl.json:\n%v", err)
	}
}

// TestPlaceholders: each stands for a function of the wiring, and each function
// that the wiring gives to the state machine is called by it.
func TestPlaceholders(t *testing.T) {
	var wired []string
	for _, f := range wiring.Functions {
		if f.Placeholder != "" {
			wired = append(wired, f.Placeholder)
		}
	}
	found := asl.Placeholders(statemachine.Order)
	slices.Sort(wired)
	slices.Sort(found)
	if !slices.Equal(found, wired) {
		t.Errorf("placeholders: the definition has %v, the wiring %v", found, wired)
	}
}

// TestTheFlow is the table of the design: seven states on the happy path, and
// where each Catch leads.
func TestTheFlow(t *testing.T) {
	d := read(t)
	var path []string
	for at := d.StartAt; at != ""; at = d.States[at].Next {
		path = append(path, at)
	}
	want := "PlaceOrder NotifyRestaurant WaitForAcceptance AcceptOrder NotifyUser WaitForCompletion CompleteOrder"
	if got := strings.Join(path, " "); got != want {
		t.Errorf("happy path:\n got %s\nwant %s", got, want)
	}
	catches := map[string]string{}
	for name, s := range d.States {
		for _, c := range s.Catch {
			for _, e := range c.ErrorEquals {
				catches[name+" "+e] = c.Next
			}
		}
		if s.Type == "Choice" || s.Type == "Pass" {
			t.Errorf("%s is a %s: Catch does the branching", name, s.Type)
		}
	}
	for on, next := range map[string]string{
		"WaitForAcceptance OrderRejected": "RejectOrder", "WaitForAcceptance OrderCancelled": "CancelOrder", "WaitForAcceptance States.Timeout": "ExpireOrder",
		"WaitForCompletion OrderRejected": "RejectOrder", "WaitForCompletion States.Timeout": "ExpireOrder",
		"NotifyUser MailRefused": "WaitForCompletion", "NotifyUserOfEnding States.ALL": "UserNotNotified", "UserNotNotified States.ALL": "EndedAllTheSame",
	} {
		if catches[on] != next {
			t.Errorf("%s leads to %q, want %s", on, catches[on], next)
		}
	}
	if len(d.States["WaitForCompletion"].Catch) != 2 {
		t.Error("an accepted order can be rejected and can expire, and nothing else")
	}
}

// TestTimesAreLiterals: the ten minutes stand in the definition, readable, and
// what handlers are told about a deadline is the same number.
func TestTimesAreLiterals(t *testing.T) {
	d := read(t)
	for name, seconds := range map[string]int{"WaitForAcceptance": 600, "WaitForCompletion": int((4 * time.Hour).Seconds())} {
		s := d.States[name]
		if s.TimeoutSeconds != seconds {
			t.Errorf("%s: TimeoutSeconds is %d, want %d", name, s.TimeoutSeconds, seconds)
		}
		if want := fmt.Sprintf("{%% $fromMillis($millis() + %d * 1000) %%}", seconds); s.Arguments.Payload["deadline"] != want {
			t.Errorf("%s: the deadline is %v, want %s", name, s.Arguments.Payload["deadline"], want)
		}
	}
	accept, notify := d.States["WaitForAcceptance"], d.States["NotifyRestaurant"]
	if accept.Arguments.Payload["deadline"] != notify.Arguments.Payload["deadline"] {
		t.Error("the restaurant is told another deadline than the wait's")
	}
}

// TestEveryStateKnowsItsOrder: by the execution's name, its redrive count, and its
// ARN for the log.
func TestEveryStateKnowsItsOrder(t *testing.T) {
	for name, s := range read(t).States {
		if s.Type != "Task" {
			continue
		}
		if s.Arguments.Payload["orderId"] != "{% $states.context.Execution.Name %}" ||
			s.Arguments.Payload["redriveCount"] != "{% $states.context.Execution.RedriveCount %}" ||
			s.Arguments.Payload["execution"] != "{% $states.context.Execution.Id %}" {
			t.Errorf("%s: its payload is %v", name, s.Arguments.Payload)
		}
	}
}

// lambdaErrors are the names under which Step Functions reports that Lambda, and
// not the function, went wrong.
var lambdaErrors = []string{
	"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException",
	"Lambda.ClientExecutionTimeoutException", "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError",
}

// TestErrorNames holds every Retry and Catch against the names of package fault,
// both ways: a name that nobody gives, and one that nobody treats as it says.
func TestErrorNames(t *testing.T) {
	retried, caught := map[string]bool{}, map[string]bool{}
	for name, s := range read(t).States {
		for _, r := range s.Retry {
			for _, e := range r.ErrorEquals {
				retried[e] = true
				if e == "States.ALL" || e == "States.TaskFailed" {
					t.Errorf("%s: a retrier names %s; it must name errors one by one", name, e)
				}
				if s.waits() && (strings.HasPrefix(e, "States.") || strings.HasPrefix(e, "Order")) {
					t.Errorf("%s: a wait must not be retried on %s", name, e)
				}
			}
			if r.MaxDelaySeconds > 30 {
				t.Errorf("%s: a retrier may wait for %v s, want at most 30", name, r.MaxDelaySeconds)
			}
		}
		for _, c := range s.Catch {
			for _, e := range c.ErrorEquals {
				caught[e] = true
			}
		}
	}
	for name := range merge(retried, caught) {
		_, ours := fault.Names[fault.Name(name)]
		if !ours && !strings.HasPrefix(name, "States.") && !slices.Contains(lambdaErrors, name) {
			t.Errorf("the definition names %s, which nobody gives", name)
		}
	}
	for name, about := range fault.Names {
		is := fault.Final
		switch {
		case retried[string(name)]:
			is = fault.Retried
		case caught[string(name)]:
			is = fault.Caught
		}
		if is != about.Treatment {
			t.Errorf("%s %s, and package fault says that it %s", name, is, about.Treatment)
		}
	}
}

func merge(a, b map[string]bool) map[string]bool {
	all := map[string]bool{}
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}

// TestFiveMinutesAreRiddenOut: whatever a state retries for Unavailable lasts
// longer than five minutes; telling people about one.
func TestFiveMinutesAreRiddenOut(t *testing.T) {
	for name, s := range read(t).States {
		for _, r := range s.Retry {
			delays, what := r.delays(), r.ErrorEquals[0]
			if r.JitterStrategy != "" {
				t.Errorf("%s: with jitter nothing can be said about how long it retries", name)
			}
			switch {
			case what == "Unavailable" && delays < 300:
				t.Errorf("%s: retries for %v s, want 300 and more", name, delays)
			case what == "MailUnavailable" && (delays < 45 || delays > 90):
				t.Errorf("%s: retries mails for %v s, want about a minute", name, delays)
			}
		}
	}
}

// TestTheMachineOutlastsItsStates adds up the worst case of the longest way
// through the machine.
func TestTheMachineOutlastsItsStates(t *testing.T) {
	d := read(t)
	worst := func(name string) (seconds float64) {
		s := d.States[name]
		attempt := float64(s.TimeoutSeconds)
		if s.waits() { // an attempt that fails does so when the function does
			f, _ := wiring.FunctionNamed("await-restaurant")
			attempt = f.Timeout.Seconds()
			seconds = float64(s.TimeoutSeconds) - attempt
		}
		seconds += attempt
		for _, r := range s.Retry {
			seconds += r.delays() + r.MaxAttempts*attempt
		}
		return seconds
	}
	sum := 0.0
	for _, name := range []string{
		"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "AcceptOrder", "NotifyUser", "WaitForCompletion", "ExpireOrder", "NotifyUserOfEnding", "UserNotNotified",
	} {
		sum += worst(name)
	}
	t.Logf("the longest way takes %.0f s at the worst, the machine gives it %d s", sum, d.TimeoutSeconds)
	if d.TimeoutSeconds != int((6*time.Hour).Seconds()) || sum >= float64(d.TimeoutSeconds) {
		t.Errorf("the machine's TimeoutSeconds is %d, the worst case of its states %.0f", d.TimeoutSeconds, sum)
	}
}

// TestFunctionsEndBeforeTheirStates: so that a function that hangs is named by
// Lambda and not taken for silence.
func TestFunctionsEndBeforeTheirStates(t *testing.T) {
	d := read(t)
	placeholder := regexp.MustCompile(`^\$\{(\w+)\}$`)
	for name, s := range d.States {
		if s.Type != "Task" {
			continue
		}
		match := placeholder.FindStringSubmatch(s.Arguments.FunctionName)
		if match == nil {
			t.Errorf("%s calls %q, which is no placeholder", name, s.Arguments.FunctionName)
			continue
		}
		for _, f := range wiring.Functions {
			if f.Placeholder == match[1] && f.Timeout.Seconds() >= float64(s.TimeoutSeconds) {
				t.Errorf("%s ends after %d s, its function %s after %v", name, s.TimeoutSeconds, f.Name, f.Timeout)
			}
		}
	}
}
