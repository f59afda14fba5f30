package stepfunctions_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/jsonata"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

var update = flag.Bool("update", false, "write docs/states-language.md anew")

const (
	languagePage = "../../../docs/states-language.md"
	cases        = "../../asl/testdata/histories/*.txtar"
)

// TestLanguagePage: docs/states-language.md is made of the interpreter's own
// tables and of the conformance cases, and everything that is offered has a case.
func TestLanguagePage(t *testing.T) {
	p := page{t: t, seen: readCases(t), actions: engine(t, sqlitedb.Memory).Actions()}
	got := p.write(asl.Offered())
	if *update {
		if err := os.WriteFile(languagePage, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(languagePage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/states-language.md is not what is offered; go test ./internal/localaws/stepfunctions -run LanguagePage -update writes it (-want +got):\n%s", diff)
	}
}

// coverage are the names of the cases in which something occurs.
type coverage map[string][]string

func (c coverage) add(what, name string) {
	if !slices.Contains(c[what], name) {
		c[what] = append(c[what], name)
	}
}

// readCases finds what the machines of the conformance cases use: fields as
// "Type Language Field", anything else by its name.
func readCases(t *testing.T) coverage {
	files, err := filepath.Glob(cases)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	seen := coverage{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for _, f := range archive.Files {
			if f.Name != "machine" {
				for _, e := range asl.Offered().Errors {
					if strings.Contains(string(f.Data), e+`"`) || strings.Contains(string(f.Data), e+`\"`) {
						seen.add(e, name)
					}
				}
				continue
			}
			var machine map[string]any
			if err := json.Unmarshal(f.Data, &machine); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			language, _ := machine["QueryLanguage"].(string)
			seen.body(name, machine, language)
			seen.words(name, string(f.Data))
		}
	}
	return seen
}

// words finds functions, resources and error names in the text.
func (c coverage) words(name, text string) {
	l := asl.Offered()
	for _, each := range l.Intrinsics {
		if strings.Contains(text, each+"(") {
			c.add(each, name)
		}
	}
	for _, each := range l.Functions {
		if strings.Contains(text, "$"+each+"(") {
			c.add("$"+each, name)
		}
	}
	for _, each := range slices.Concat(l.Resources, l.Errors) {
		if strings.Contains(text, `"`+each+`"`) {
			c.add(each, name)
		}
	}
	for _, each := range []string{":function:", ":activity:"} {
		if strings.Contains(text, each) {
			c.add(each, name)
		}
	}
}

func (c coverage) body(name string, body map[string]any, language string) {
	states, _ := body["States"].(map[string]any)
	for _, each := range states {
		state, _ := each.(map[string]any)
		own := language
		if said, ok := state["QueryLanguage"].(string); ok {
			own = said
		}
		if own == "" {
			own = "JSONPath"
		}
		for field := range state {
			c.add(fmt.Sprint(state["Type"], " ", own, " ", field), name)
		}
		c.inside(name, state, language)
	}
}

// inside finds the bodies in a state.
func (c coverage) inside(name string, state map[string]any, language string) {
	for _, field := range []string{"ItemProcessor", "Iterator"} {
		if body, ok := state[field].(map[string]any); ok {
			c.body(name, body, language)
		}
	}
	branches, _ := state["Branches"].([]any)
	for _, each := range branches {
		if body, ok := each.(map[string]any); ok {
			c.body(name, body, language)
		}
	}
}

// page writes the document.
type page struct {
	t       *testing.T
	seen    coverage
	actions []string
	strings.Builder
}

// cases are at most three of those that cover something; without any the test fails.
func (p *page) cases(what string) string {
	all := p.seen[what]
	if len(all) == 0 {
		p.t.Errorf("no conformance case covers %s", what)
		return "none"
	}
	slices.Sort(all)
	more := ""
	if len(all) > 3 {
		more = fmt.Sprintf(" and %d more", len(all)-3)
		all = all[:3]
	}
	return strings.Join(all, ", ") + more
}

func (p *page) table(head string, rows func()) {
	p.printf("| %s | covered by |\n|%s---|\n", head, strings.Repeat("---|", strings.Count(head, "|")+1))
	rows()
	p.WriteString("\n")
}

func (p *page) write(l asl.Language) string {
	p.WriteString(`# The States Language, and Step Functions' API, as offered here

<!-- Made by go test ./internal/localaws/stepfunctions -run LanguagePage -update. Do not edit. -->

What the local engine offers, told by the tables that decide it. "Covered by" names cases of
` + "`internal/asl/testdata/histories`" + `: a machine, what happens to it, and the history that must come of it. What is not
offered is refused, by name, when a machine is created.

## Fields

`)
	for _, kind := range asl.Types() {
		for _, language := range asl.QueryLanguages() {
			p.fields(kind, language, l.Fields[kind][language])
		}
	}
	p.WriteString("## Resources of a Task\n\n")
	p.table("resource", func() {
		p.printf("| the ARN of a Lambda function | %s |\n| the ARN of an activity | %s |\n", p.cases(":function:"), p.cases(":activity:"))
		for _, name := range l.Resources {
			p.printf("| `%s` | %s |\n", name, p.cases(name))
		}
	})
	p.WriteString("Other services, `aws-sdk:` resources and `http:invoke` are not offered.\n\n## Intrinsic functions (JSONPath)\n\n")
	p.table("function", func() {
		for _, name := range l.Intrinsics {
			p.printf("| `%s` | %s |\n", name, p.cases(name))
		}
	})
	p.WriteString("## Functions beyond JSONata's own\n\n`$eval` is taken away, as on AWS. `$now`, `$millis`, `$random`, `$shuffle` and `$uuid` give the same again when an execution is replayed.\n\n")
	p.table("function", func() {
		for _, name := range l.Functions {
			p.printf("| `$%s` | %s |\n", name, p.cases("$"+name))
		}
	})
	p.differences(jsonata.Differences())
	p.errors(l.Errors)
	p.api()
	p.WriteString(notes)
	return p.String()
}

func (p *page) differences(all []string) {
	p.WriteString("## Where expressions differ from JSONata 2.0.6\n\nValues, error codes and messages are those of JSONata 2.0.6, which AWS runs; `internal/jsonata/testdata` has what it\nanswers to a thousand expressions. These differ:\n\n")
	for _, each := range all {
		p.printf("- %s\n", each)
	}
	p.WriteString("\n")
}

// notes tell what the tables cannot.
const notes = `
## What else to know

- **Deleting a state machine.** It is ` + "`DELETING`" + ` while executions of it run, and none can be started. Each fails at its next
  transition (` + "`States.Runtime`, `State machine … has been deleted`" + `); one that makes none, because it waits, stays until it is stopped.
  With the last one the machine is gone, and all its executions and histories with it, as on AWS; there that takes another
  minute or two, here it is at once. A machine that the program registers itself lives again when the program starts.
- **Redrive.** A state that did not succeed goes on where it was entered: its task is scheduled again, with its retries anew. A
  ` + "`.sync`" + ` task so starts another child; AWS documents a redrive of children only for distributed Maps. What events a
  redrive of a Wait or a Choice leaves on AWS is documented nowhere; here they are those of the state's own work.
- **` + "`clientToken`" + `** of RedriveExecution is remembered for a quarter of an hour, as AWS has it.
- **Logging.** A ` + "`loggingConfiguration`" + ` writes the events of executions to the log of ` + "`orderflow serve`" + `, by the levels and with the
  fields that they have in CloudWatch Logs; for an EXPRESS machine that is the only history. What is no failure is logged
  as information: ` + "`--log-level INFO`" + ` shows it. The log group must be named, and need not be there.
- **Tracing.** A ` + "`tracingConfiguration`" + ` is kept and told, and nothing comes of it. A ` + "`traceHeader`" + ` reaches functions and children.
- **Roles.** No role is taken, neither a machine's nor one of a task's ` + "`Credentials`" + `: there is one account, in which nothing is
  forbidden. They are checked, evaluated, and told in the history, as on AWS.
`

// universal are the fields that every state has, and that need no row.
var universal = []string{"Type", "Comment", "QueryLanguage"}

func (p *page) fields(kind, language string, fields []asl.Field) {
	var refused []string
	p.printf("### %s, %s\n\n", kind, language)
	p.table("field", func() {
		for _, f := range fields {
			switch {
			case f.Refused:
				refused = append(refused, "`"+f.Name+"`")
			case !slices.Contains(universal, f.Name):
				p.printf("| `%s` | %s |\n", f.Name, p.cases(kind+" "+language+" "+f.Name))
			}
		}
	})
	if refused != nil {
		p.printf("Known and refused: %s.\n\n", strings.Join(refused, ", "))
	}
}

// notRaised are error names that a machine may go by and that nothing here raises.
var notRaised = map[string]string{
	"States.BranchFailed":                    "a branch's own error is what fails the Parallel, as on AWS",
	"States.ExceedToleratedFailureThreshold": "of distributed Maps",
	"States.ItemReaderFailed":                "of distributed Maps",
	"States.ResultWriterFailed":              "of distributed Maps",
	"States.IntrinsicFailure":                "is States.Runtime, as on AWS",
	"States.ParameterPathFailure":            "is States.Runtime, as on AWS",
	"States.ResultPathMatchFailure":          "is States.Runtime, as on AWS",
	"States.Permissions":                     "no role is checked here",
}

func (p *page) errors(names []string) {
	p.WriteString("## Predefined errors\n\n")
	p.table("name", func() {
		for _, name := range names {
			if why, ok := notRaised[name]; ok {
				p.printf("| `%s` | may be named; never raised: %s |\n", name, why)
			} else {
				p.printf("| `%s` | %s |\n", name, p.cases(name))
			}
		}
	})
}

// api lists the service's actions, as the SDK knows them.
func (p *page) api() {
	p.WriteString("## Actions of the API\n\nThe tests of `internal/onemachine` call them with the Go SDK.\n\n| action | offered |\n|---|---|\n")
	var known []string
	client := reflect.TypeFor[*sfn.Client]()
	for i := range client.NumMethod() {
		if name := client.Method(i).Name; name != "Options" {
			known = append(known, name)
		}
	}
	for _, name := range p.actions {
		if !slices.Contains(known, name) {
			p.t.Errorf("the SDK knows no action %s", name)
		}
	}
	for _, name := range known {
		offered := "no: of distributed Maps"
		if slices.Contains(p.actions, name) {
			offered = "yes"
		} else if !strings.Contains(name, "MapRun") {
			p.t.Errorf("%s is not offered", name)
		}
		p.printf("| %s | %s |\n", name, offered)
	}
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.Builder, format, args...) }
