package asl

import "slices"

// Machine is a state machine whose definition has been found right. It never
// changes and may be used by many goroutines.
type Machine struct {
	definition string
	timeout    int64 // seconds; 0 is none
	express    bool
	body       *body
	bodies     []*body           // all of them
	states     map[string]*state // of all bodies: a name is unique in the whole machine
	activities []string          // the ARNs that its tasks name
}

// body is one States object: the machine's, a branch's, or a Map's processor. It
// is a scope of variables.
type body struct {
	startAt string
	names   map[string]bool // of its states
	outer   *body           // the body in which the Parallel or Map stands; nil for the machine's
	assigns []named         // the variables that its states assign
}

// named is a name and where it stands.
type named struct {
	name string
	at   *node
}

// Definition is the text from which the machine was parsed.
func (m *Machine) Definition() string { return m.definition }

// States lists the names of the machine's states, in no order.
func (m *Machine) States() []string {
	names := make([]string, 0, len(m.states))
	for name := range m.states {
		names = append(names, name)
	}
	return names
}

// Activities are the ARNs of the activities that the machine's tasks name, each once.
func (m *Machine) Activities() []string { return m.activities }

func (m *Machine) findActivities() {
	for _, s := range m.states {
		if s.resource.kind == activity && !slices.Contains(m.activities, s.resource.arn) {
			m.activities = append(m.activities, s.resource.arn)
		}
	}
	slices.Sort(m.activities)
}

type stateType string

const (
	taskState     stateType = "Task"
	passState     stateType = "Pass"
	choiceState   stateType = "Choice"
	waitState     stateType = "Wait"
	succeedState  stateType = "Succeed"
	failState     stateType = "Fail"
	parallelState stateType = "Parallel"
	mapState      stateType = "Map"
)

// state is one state. Which fields are set depends on its kind.
type state struct {
	name string
	kind stateType
	next string // "" ends the body

	arguments *template
	output    *template
	assign    []assignment

	resource    resource
	credentials *credentials
	timeout     *integer
	heartbeat   *integer
	retry       []retrier
	catch       []catcher

	choices []choice

	paths *paths // of a JSONPath state; nil for JSONata

	branches []*body // a Parallel's

	processor   *body // a Map's
	items       *template
	selector    *template
	concurrency *integer

	seconds   *integer
	timestamp *template

	err, cause *template
}

// transfer is where the state goes when nothing special happens.
func (s *state) transfer() transfer {
	to := transfer{next: s.next, output: s.output, assign: s.assign}
	if s.paths != nil {
		to.into, to.variables = s.paths.into, s.paths.variables
	}
	return to
}

// assignment sets one variable.
type assignment struct {
	name  string
	value template
}

// integer is a whole number, mostly of seconds: a literal, an expression, or a path.
type integer struct {
	literal    int64
	expression *expression
	path       *path
	field      string // that the path stands in
}

type choice struct {
	condition *expression
	always    bool // the literal condition true
	never     bool // the literal condition false
	rule      rule // instead of a condition, in a JSONPath state
	transfer
}

type catcher struct {
	errors []string
	transfer
}

// transfer is where a choice rule or a catcher goes, and what it hands on.
type transfer struct {
	next   string
	output *template
	assign []assignment

	// In a JSONPath state, instead of the two.
	into      place // ResultPath
	variables *payload
}

type retrier struct {
	errors      []string
	interval    int64 // seconds
	maxAttempts int64
	backoff     float64
	maxDelay    float64 // seconds; 0 is none
	fullJitter  bool
}

// TypeOf is the type of a state, such as "Task"; "" when there is none of the name.
func (m *Machine) TypeOf(state string) string {
	if s := m.states[state]; s != nil {
		return string(s.kind)
	}
	return ""
}

// ResourceOf is what a Task calls: the ARN that the definition names, and whether
// the task goes on to wait for somebody after the call: for a token's holder, a
// worker, or the end of what it has started.
func (m *Machine) ResourceOf(state string) (arn string, waits bool) {
	s := m.states[state]
	if s == nil {
		return "", false
	}
	return s.resource.arn, s.resource.token || s.resource.sync
}

// IsJSONata reports whether a state is in JSONata, and not in JSONPath.
func (m *Machine) IsJSONata(state string) bool {
	s := m.states[state]
	return s != nil && s.paths == nil
}
