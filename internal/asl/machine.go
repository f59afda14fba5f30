package asl

// Machine is a state machine whose definition has been found right. It never
// changes and may be used by many goroutines.
type Machine struct {
	definition string
	startAt    string
	timeout    int64 // seconds; 0 is none
	states     map[string]*state
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

type stateType string

const (
	taskState    stateType = "Task"
	passState    stateType = "Pass"
	choiceState  stateType = "Choice"
	waitState    stateType = "Wait"
	succeedState stateType = "Succeed"
	failState    stateType = "Fail"
)

// state is one state. Which fields are set depends on its kind.
type state struct {
	name string
	kind stateType
	next string // "" ends the execution

	arguments *template
	output    *template
	assign    []assignment

	resource  resource
	timeout   *integer
	heartbeat *integer
	retry     []retrier
	catch     []catcher

	choices []choice

	seconds   *integer
	timestamp *template

	err, cause *template
}

// assignment sets one variable.
type assignment struct {
	name  string
	value template
}

// integer is a whole number of seconds: a literal, or an expression.
type integer struct {
	literal    int64
	expression *expression
}

type choice struct {
	condition *expression
	always    bool // the literal condition true
	never     bool // the literal condition false
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
}

type retrier struct {
	errors      []string
	interval    int64 // seconds
	maxAttempts int64
	backoff     float64
	maxDelay    float64 // seconds; 0 is none
	fullJitter  bool
}
