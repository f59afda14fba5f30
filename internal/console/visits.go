package console

import (
	"strings"
	"time"
)

// dollarsPerMillion is the price of a million state transitions of a Standard
// workflow in us-east-1 (AWS Step Functions pricing).
const dollarsPerMillion = 25

// The statuses of a visit.
const (
	visitRunning   = "running"
	visitSucceeded = "succeeded"
	visitCaught    = "caught" // it failed, and a Catch went on
	visitFailed    = "failed"
	visitTimedOut  = "timed_out"
	visitAborted   = "aborted"
)

// visit is one stay of an execution in a state.
type visit struct {
	Name    string     `json:"name"`
	Type    string     `json:"type"`
	Status  string     `json:"status"`
	Entered time.Time  `json:"entered"`
	Left    *time.Time `json:"left,omitempty"`
	// Until is when the task under way times out.
	Until *time.Time `json:"until,omitempty"`

	Input      string         `json:"input,omitempty"`
	Parameters string         `json:"parameters,omitempty"` // of the last attempt
	Resource   string         `json:"resource,omitempty"`
	Result     string         `json:"result,omitempty"`
	Output     string         `json:"output,omitempty"`
	Variables  map[string]any `json:"variables,omitempty"` // that the state assigned
	Attempts   int            `json:"attempts,omitempty"`
	Errors     []failure      `json:"errors,omitempty"`
	Events     []int64        `json:"events"`

	failing bool   // its newest attempt failed
	around  *visit // the Parallel or Map state in whose branch it is
}

// failure is one thing that went wrong in a state.
type failure struct {
	At    time.Time `json:"at"`
	Event string    `json:"event"` // the type of the event that tells it
	Error string    `json:"error"`
	Cause string    `json:"cause,omitempty"`
}

// flow is a history told by states.
type flow struct {
	Visits      []*visit    `json:"visits"`
	Taken       [][2]string `json:"taken"` // transitions that were made, by the states' names
	Transitions int         `json:"transitions"`
	Dollars     float64     `json:"dollars"`

	of       map[int64]*visit // by event
	cut      []*visit         // in which the execution was when it ended
	redriven int64            // the newest ExecutionRedriven
}

// follow tells a history by states. Each event names the one that it follows; so
// the branches of a Parallel state, whose events mix, stay apart.
func follow(events []event) *flow {
	f := &flow{Visits: []*visit{}, Taken: [][2]string{}, of: map[int64]*visit{}}
	for _, e := range events {
		f.add(e)
	}
	f.Dollars = float64(f.Transitions) * dollarsPerMillion / 1e6
	return f
}

func (f *flow) add(e event) {
	before := f.of[e.Previous]
	if v := f.resumed(e); v != nil {
		f.of[e.ID] = v
		v.Events = append(v.Events, e.ID)
		f.Transitions++
		return
	}
	switch {
	case e.ends("StateEntered"):
		f.enter(e, before)
		return
	case strings.HasPrefix(e.Type, "Execution"):
		f.execution(e)
		return
	case e.Type == "EvaluationFailed": // it follows what was before the state
		before = f.newest(e.text("state"))
	case before == nil:
		before = f.newest("")
	}
	// What a Parallel or a Map state does follows what its last branch did.
	for before != nil && before.around != nil && !before.does(e) {
		before = before.around
	}
	if before != nil {
		f.of[e.ID] = before
		before.Events = append(before.Events, e.ID)
		f.Transitions += before.add(e)
	}
}

func (f *flow) enter(e event, before *visit) {
	v := &visit{
		Name: e.text("name"), Type: strings.TrimSuffix(e.Type, "StateEntered"), Status: visitRunning, Entered: e.At,
		Input: e.text("input"), Events: []int64{e.ID},
	}
	switch {
	case before == nil:
	case before.Left == nil:
		v.around = before
	default:
		v.around = before.around
		f.Taken = append(f.Taken, [2]string{before.Name, v.Name})
	}
	f.Visits, f.of[e.ID] = append(f.Visits, v), v
	f.Transitions++
}

// does reports whether an event can be the state's own.
func (v *visit) does(e event) bool {
	if e.ends("StateExited") {
		return v.Name == e.text("name")
	}
	for _, kind := range []string{"Parallel", "Map"} {
		if strings.HasPrefix(e.Type, kind) {
			return v.Type == kind
		}
	}
	return true
}

// newest is the newest visit of a state, or of any when name is ""; nil when
// there is none.
func (f *flow) newest(name string) *visit {
	for i := len(f.Visits) - 1; i >= 0; i-- {
		if name == "" || f.Visits[i].Name == name {
			return f.Visits[i]
		}
	}
	return nil
}

// resumed is the visit that goes on with an event by which older histories enter a
// state anew after a redrive; nil when the event is none.
func (f *flow) resumed(e event) *visit {
	if f.redriven == 0 || e.Previous != f.redriven || !e.ends("StateEntered") {
		return nil
	}
	for _, v := range f.cut {
		if v.Name == e.text("name") {
			return v
		}
	}
	return nil
}

// execution takes in how the execution ended: that ends the states it was in. A
// redrive goes on in them.
func (f *flow) execution(e event) {
	if e.Type == "ExecutionRedriven" {
		f.redriven = e.ID
		for _, v := range f.cut {
			v.Status, v.Left = visitRunning, nil
		}
		return
	}
	f.cut = nil
	status := map[string]string{
		"ExecutionFailed": visitFailed, "ExecutionTimedOut": visitTimedOut, "ExecutionAborted": visitAborted, "ExecutionSucceeded": visitSucceeded,
	}[e.Type]
	if status == "" {
		return
	}
	at := e.At
	for _, v := range f.Visits {
		if v.Left == nil && v.Status == visitRunning {
			v.Status, v.Left, v.Until = status, &at, nil
			f.cut = append(f.cut, v)
			if e.text("error") != "" && len(v.Errors) == 0 {
				v.Errors = append(v.Errors, failure{e.At, e.Type, e.text("error"), e.text("cause")})
			}
		}
	}
}

// add takes in an event of the visit and tells how many transitions it costs.
func (v *visit) add(e event) (transitions int) {
	switch {
	case e.ends("StateExited"):
		at := e.At
		v.Left, v.Until, v.Output, v.Status = &at, nil, e.text("output"), visitSucceeded
		v.Variables, _ = e.Details["assignedVariables"].(map[string]any)
		if v.failing {
			v.Status = visitCaught
		}
	case e.ends("Scheduled"):
		v.schedule(e)
		if v.Attempts > 1 {
			return 1
		}
	case e.ends("Failed", "TimedOut"):
		v.failing, v.Until = true, nil
		v.Errors = append(v.Errors, failure{e.At, e.Type, e.text("error"), e.text("cause")})
	case e.ends("Submitted", "Succeeded"):
		v.failing, v.Result = false, e.text("output")
	}
	return 0
}

// schedule begins an attempt.
func (v *visit) schedule(e event) {
	v.Attempts++
	v.failing, v.Until = false, nil
	v.Parameters = e.text("parameters")
	if v.Parameters == "" {
		v.Parameters = e.text("input")
	}
	v.Resource = e.text("resource")
	if service := e.text("resourceType"); service != "" {
		v.Resource = service + ":" + v.Resource
	}
	if seconds := e.number("timeoutInSeconds"); seconds > 0 {
		until := e.At.Add(time.Duration(seconds * float64(time.Second)))
		v.Until = &until
	}
}
