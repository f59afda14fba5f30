package console

import (
	"encoding/json"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
)

// machineAnswer is a state machine: its newest definition as a picture.
type machineAnswer struct {
	ARN        string   `json:"arn"`
	Name       string   `json:"name"`
	Revision   int      `json:"revision"`
	Definition string   `json:"definition"`
	Graph      *Picture `json:"graph"`
}

func (c *Console) machines(r *request) (any, error) {
	answer := []machineAnswer{}
	for _, m := range c.cfg.Cloud.Executions().Machines() {
		graph, err := c.pictures.of(r.Context(), m.Definition)
		if err != nil {
			return nil, err
		}
		answer = append(answer, machineAnswer{m.ARN, m.Name, m.Revision, m.Definition, graph})
	}
	return answer, nil
}

func (c *Console) executions(r *request) (any, error) {
	wanted, err := parseList(r.URL.Query())
	if err != nil {
		return nil, badRequest(err)
	}
	return c.index.search(wanted, time.Now()), nil
}

// executionAnswer is everything about one execution.
type executionAnswer struct {
	item
	MachineARN string     `json:"machineArn,omitempty"`
	Revision   int        `json:"revision,omitempty"`
	Input      string     `json:"input"`
	Output     string     `json:"output,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	Redriven   *time.Time `json:"redriven,omitempty"`
	Trace      string     `json:"trace,omitempty"`
	Definition string     `json:"definition"`
	Graph      *Picture   `json:"graph"`
	*flow
	Events []event   `json:"events"`
	Now    time.Time `json:"now"`
	// Notes say what is missing from what was imported.
	Notes []string `json:"notes,omitempty"`
}

func (c *Console) execution(r *request) (any, error) {
	seen, events, err := c.inspect(r)
	if err != nil {
		return nil, err
	}
	graph, err := c.pictures.of(r.Context(), seen.Definition)
	if err != nil {
		return nil, err
	}
	answer := executionAnswer{
		item: entryOf(seen.Summary, same).item(), MachineARN: seen.MachineARN, Revision: seen.Revision,
		Input: maskNamed(string(seen.Input)), Output: maskNamed(string(seen.Output)), Cause: seen.Cause, Redriven: timeOf(seen.Redriven),
		Trace: seen.Trace, Definition: seen.Definition, Graph: graph, flow: follow(events), Events: events, Now: now(),
	}
	return answer, nil
}

func same(text string) string { return text }

// inspect reads the execution that a request names, with its history.
func (c *Console) inspect(r *request) (stepfunctions.Inspection, []event, error) {
	engine := c.cfg.Cloud.Executions()
	seen, err := engine.Inspect(engine.ExecutionARN(r.PathValue("machine"), r.PathValue("name")))
	if err != nil {
		return seen, nil, err
	}
	text, err := historyText(seen.Events)
	if err != nil {
		return seen, nil, err
	}
	events, err := parseHistory(text)
	return seen, events, err
}

func historyText(events []asl.Event) ([]byte, error) {
	return json.MarshalIndent(struct {
		Events []asl.Event `json:"events"`
	}{events}, "", "  ")
}

// history is the execution's history as aws stepfunctions get-execution-history
// would write it, to be saved.
func (c *Console) history(r *request) (any, error) {
	seen, _, err := c.inspect(r)
	if err != nil {
		return nil, err
	}
	text, err := historyText(seen.Events)
	return file{seen.Name + ".history.json", text}, err
}
