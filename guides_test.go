package orderflow

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/fault"
	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// These tests hold docs/deploy.md and docs/operate.md against the code. What they
// say of the stacks is held against the templates, in infra.

var update = flag.Bool("update", false, "write the alarms' table in docs/operate.md anew")

const (
	deployGuide  = "docs/deploy.md"
	operateGuide = "docs/operate.md"
)

func guide(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGuideToAlarms: the table has all alarms as they are; each leads to a heading
// under "Alarms", and each of those headings is of an alarm.
func TestGuideToAlarms(t *testing.T) {
	const begin, end = "Do not edit this table. -->\n\n", "\n<!-- End of the table. -->"
	text := guide(t, operateGuide)
	before, rest, begins := strings.Cut(text, begin)
	table, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		t.Fatalf("%s has no table between %q and %q", operateGuide, begin, end)
	}
	want, guides := alarmTable()
	if table != want {
		if !*update {
			t.Errorf("the table of alarms is out of date (go test . -run TestGuide -update writes it anew):\n%s\nwant:\n%s", table, want)
		} else if err := os.WriteFile(operateGuide, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, section, _ := strings.Cut(text, "\n## Alarms\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var headings []string
	for _, match := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(section, -1) {
		headings = append(headings, match[1])
	}
	if !slices.Equal(headings, guides) {
		t.Errorf("the headings under Alarms are\n%v, the alarms lead to\n%v", headings, guides)
	}
}

// alarmTable has a row for each heading that alarms lead to; guides are these.
func alarmTable() (table string, guides []string) {
	names, conditions := map[string][]string{}, map[string][]string{}
	for _, a := range wiring.Alarms() {
		if names[a.Guide] == nil {
			guides = append(guides, a.Guide)
		}
		names[a.Guide] = append(names[a.Guide], a.Name)
		if c := condition(a); !slices.Contains(conditions[a.Guide], c) {
			conditions[a.Guide] = append(conditions[a.Guide], c)
		}
	}
	table = "| alarm | goes off when | what to do |\n|---|---|---|\n"
	for _, g := range guides {
		table += fmt.Sprintf("| %s | %s | [%s](#%s) |\n", family(names[g]), strings.Join(conditions[g], "; or "), g, g)
	}
	return table, guides
}

// family names alarms, those of all functions in short.
func family(names []string) string {
	first := wiring.Functions[0].Name
	if len(names) == len(wiring.Functions) && strings.HasPrefix(names[0], first) {
		return "`<function>" + strings.TrimPrefix(names[0], first) + "`"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

// condition says when an alarm goes off.
func condition(a wiring.Alarm) string {
	number := strconv.FormatFloat(a.Threshold, 'f', -1, 64)
	if a.Metric.Name == metrics.OldestWaitSeconds {
		number += " seconds"
	}
	if a.Below {
		number = "below " + number
	} else {
		number += " or more"
	}
	namespace := a.Metric.Namespace
	if namespace == metrics.Namespace {
		namespace += "-<stage>"
	}
	of := namespace + " `" + a.Metric.Name + "`"
	if a.Metric.Dimension == wiring.OfTopic {
		of += " of " + a.Metric.Value
	}
	period := strconv.FormatFloat((time.Duration(a.Periods)*a.Period).Minutes(), 'f', -1, 64) + " minutes"
	return fmt.Sprintf("%s, %s in %s: %s", of, strings.ToLower(a.Metric.Statistic), period, number)
}

// TestGuideLinks: where a link leads to a heading, the heading is there.
func TestGuideLinks(t *testing.T) {
	anchors := map[string]bool{}
	for _, name := range []string{deployGuide, operateGuide} {
		for _, match := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(guide(t, name), -1) {
			anchor := strings.ReplaceAll(regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")
			if anchors[name+"#"+anchor] {
				t.Errorf("%s has the heading %q twice", name, match[1])
			}
			anchors[name+"#"+anchor] = true
		}
	}
	for _, name := range []string{deployGuide, operateGuide} {
		for _, match := range regexp.MustCompile(`\]\(([a-z]*\.?[a-z]*)#([^)]+)\)`).FindAllStringSubmatch(guide(t, name), -1) {
			to := name
			if match[1] != "" {
				to = "docs/" + match[1]
			}
			if !anchors[to+"#"+match[2]] {
				t.Errorf("%s links to %s#%s, which is not there", name, to, match[2])
			}
		}
	}
}

// TestGuideNames: what the guides call things is what they are called.
func TestGuideNames(t *testing.T) {
	known := map[string]bool{"ops": true, "foundation": true, string(wiring.Orders): true, string(wiring.Promo): true, statemachine.OrderName: true}
	for _, f := range wiring.Functions {
		known[f.Name] = true
	}
	for _, r := range wiring.Rules {
		known[r.Name] = true
	}
	for _, s := range wiring.Schedules {
		known[s.Name] = true
	}
	for _, q := range wiring.Queues() {
		known[q] = true
	}
	for _, table := range wiring.Tables {
		known[table.Name] = true
	}
	for _, name := range []string{deployGuide, operateGuide} {
		for _, match := range regexp.MustCompile(`orderflow-(?:\$STAGE|<stage>|dev|prod)-([a-z][a-z-]*)`).FindAllStringSubmatch(guide(t, name), -1) {
			if !known[match[1]] {
				t.Errorf("%s names %s, and there is no %s", name, match[0], match[1])
			}
		}
	}
	deploy, operate := guide(t, deployGuide), guide(t, operateGuide)
	for _, group := range []string{api.GroupCustomer, api.GroupRestaurant, api.GroupOps} {
		if !strings.Contains(deploy, "`"+group+"`") {
			t.Errorf("%s does not name the group %s", deployGuide, group)
		}
	}
	for _, q := range wiring.Queues() {
		if !strings.Contains(operate, "\n| `"+q+"` |") {
			t.Errorf("%s does not say what is in the queue %s", operateGuide, q)
		}
	}
	for name := range fault.Names {
		if !strings.Contains(operate, "`"+string(name)+"`") {
			t.Errorf("%s does not say what to do about %s", operateGuide, name)
		}
	}
	for _, folder := range []string{"internal/metrics", "internal/logs"} {
		for _, name := range constants(t, folder) {
			if !strings.Contains(operate, "`"+name+"`") {
				t.Errorf("%s does not name %s of %s", operateGuide, name, folder)
			}
		}
	}
}

// constants are the texts of a package's exported constants.
func constants(t *testing.T, folder string) (all []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), folder+"/"+folder[strings.LastIndexByte(folder, '/')+1:]+".go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			for i, value := range spec.(*ast.ValueSpec).Values {
				literal, ok := value.(*ast.BasicLit)
				if !ok || !spec.(*ast.ValueSpec).Names[i].IsExported() {
					continue
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, text)
			}
		}
	}
	if all == nil {
		t.Errorf("%s has no constants", folder)
	}
	return all
}

// TestGuideNumbers: what stands in sentences is what the program does.
func TestGuideNumbers(t *testing.T) {
	if order.GiveUpAfter != time.Hour {
		t.Errorf("an order is given up after %v; %s says an hour, many times", order.GiveUpAfter, operateGuide)
	}
	for _, a := range wiring.Alarms() {
		// How the guide says the threshold under the alarm's heading.
		if want, said := map[string]float64{"stalled-too-long": 30 * 60, "mail-bounces": 1.0 / 20}[a.Name]; said && a.Threshold != want {
			t.Errorf("%s goes off at %v; %s says %v", a.Name, a.Threshold, operateGuide, want)
		}
	}
	var machine struct {
		TimeoutSeconds float64
		States         map[string]struct{ TimeoutSeconds float64 }
	}
	if err := json.Unmarshal([]byte(statemachine.Order), &machine); err != nil {
		t.Fatal(err)
	}
	acceptance, completion := machine.States["WaitForAcceptance"].TimeoutSeconds, machine.States["WaitForCompletion"].TimeoutSeconds
	if machine.TimeoutSeconds != 6*3600 || acceptance != 600 || completion != 4*3600 {
		t.Errorf("the timeouts are %v, %v and %v seconds; %s says six hours, ten minutes and four hours", machine.TimeoutSeconds, acceptance, completion, operateGuide)
	}
	var shards []string
	for i, key := range dynamostore.AgendaKeys(order.TopicStalled) {
		if key != fmt.Sprintf("stalled#%d", i) {
			t.Errorf("the agenda's keys are like %s", key)
		}
		shards = append(shards, strconv.Itoa(i))
	}
	if !strings.Contains(guide(t, operateGuide), "for shard in "+strings.Join(shards, " ")+";") {
		t.Errorf("%s does not look at the agenda's shards %v", operateGuide, shards)
	}
	version, _, _ := strings.Cut(strings.SplitN(guide(t, "go.mod"), "\ngo ", 2)[1], "\n")
	if minor := strings.Join(strings.Split(version, ".")[:2], "."); !strings.Contains(guide(t, deployGuide), "Go "+minor+",") {
		t.Errorf("%s does not ask for Go %s", deployGuide, minor)
	}
}
