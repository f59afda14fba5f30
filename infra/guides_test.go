package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// These tests hold what the guides say of the stacks against the templates.

func guide(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGuideToOutputs: the guide lists the stacks' outputs, and reads no others.
func TestGuideToOutputs(t *testing.T) {
	var deployed, listed lines
	for _, stack := range templates(t, dev).all() {
		for name := range stack.Outputs {
			deployed.add("%s %s", stack.name, name)
		}
	}
	deploy, operate := guide(t, "deploy.md"), guide(t, "operate.md")
	for _, match := range regexp.MustCompile("(?m)^\\| (\\w+) \\| `(\\w+)` \\|").FindAllStringSubmatch(deploy, -1) {
		listed.add("%s %s", match[1], match[2])
	}
	same(t, "outputs", deployed, listed)
	reads := regexp.MustCompile(`\$\(out (\w+) (\w+)\)`).FindAllStringSubmatch(deploy+operate, -1)
	for _, match := range reads {
		if !slices.Contains(deployed, match[1]+" "+match[2]) {
			t.Errorf("a guide reads the output %s of %s, which is not there", match[2], match[1])
		}
	}
	if len(reads) == 0 {
		t.Error("the guides read no outputs")
	}
}

// TestGuideToStages: the table of the stages says what they are.
func TestGuideToStages(t *testing.T) {
	cells := func(of func(stage) string) string { return "| " + of(stages[0]) + " | " + of(stages[1]) + " |" }
	choose := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	deploy := guide(t, "deploy.md")
	for _, row := range []string{
		"| | " + cells(func(s stage) string { return "`" + s.name + "`" })[2:],
		"| Logs are kept " + cells(func(s stage) string { return fmt.Sprintf("%d days", days(t, s)) }),
		"| API requests a second, and at once " + cells(func(s stage) string { return fmt.Sprintf("%v, %v", s.rate, s.burst) }),
		"| SES may be in its sandbox " + cells(func(s stage) string { return choose(s.sandbox, "yes", "no") }),
		"| Deleting a stack " + cells(func(s stage) string {
			return choose(s.keeps, "is refused; once allowed, it leaves the data", "deletes its data")
		}),
		"| Events can be replayed for " + cells(func(stage) string { return fmt.Sprintf("%d days", archiveDays) }),
		"| Dead letters are kept " + cells(func(stage) string { return fmt.Sprintf("%d days", keepLetters) }),
	} {
		if !strings.Contains(deploy, row+"\n") {
			t.Errorf("docs/deploy.md does not say\n%s", row)
		}
	}
	operate := strings.Join(strings.Fields(guide(t, "operate.md")), " ")
	for _, sentence := range []string{
		fmt.Sprintf("The bus keeps all events for %d days.", archiveDays), fmt.Sprintf("A message is kept for %d days.", keepLetters),
	} {
		if !strings.Contains(operate, sentence) {
			t.Errorf("docs/operate.md does not say: %s", sentence)
		}
	}
}

// days is how long a stage's templates keep logs.
func days(t *testing.T, s stage) int {
	t.Helper()
	d := templates(t, dev)
	if s.name == "prod" {
		d = templates(t, prod)
	}
	kept := map[string]bool{}
	for _, stack := range d.contexts() {
		for _, group := range stack.of("AWS::Logs::LogGroup") {
			kept[group.text("RetentionInDays")] = true
		}
	}
	if len(kept) != 1 {
		t.Errorf("%s keeps logs for %v days", s.name, kept)
	}
	for text := range kept {
		number, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return number
	}
	return 0
}

// TestGuideToTheOpsRole: the guide says what the ops role may do, all of it and no
// more.
func TestGuideToTheOpsRole(t *testing.T) {
	var may, told lines
	seen := map[string]bool{}
	for _, g := range grants(t, templates(t, dev).orders.named(t, "AWS::IAM::Role", "RoleName", "ops")) {
		if !seen[g.action] {
			seen[g.action] = true
			may.add("%s", g.action)
		}
	}
	_, table, _ := strings.Cut(guide(t, "operate.md"), "The ops role may")
	table, _, _ = strings.Cut(table, "Commands on this page")
	for _, match := range regexp.MustCompile("`([a-z]+:[A-Za-z]+)`").FindAllStringSubmatch(table, -1) {
		told.add("%s", match[1])
	}
	same(t, "what ops may do", may, told)
	// The commands that are run with the role are among them.
	for _, name := range []string{"deploy.md", "operate.md"} {
		services := map[string]string{"stepfunctions": "states"}
		for _, match := range regexp.MustCompile(`aws ([a-z]+) ([a-z-]+) --profile ops`).FindAllStringSubmatch(guide(t, name), -1) {
			service := match[1]
			if other := services[service]; other != "" {
				service = other
			}
			action := service + ":"
			for word := range strings.SplitSeq(match[2], "-") {
				action += strings.ToUpper(word[:1]) + word[1:]
			}
			if !seen[action] {
				t.Errorf("docs/%s runs aws %s %s with the ops role, which may not: %s", name, match[1], match[2], action)
			}
		}
	}
}

// TestGuideToParameters: what the guide gives to cdk is what the app reads.
func TestGuideToParameters(t *testing.T) {
	given := map[string]bool{}
	for _, match := range regexp.MustCompile(`-c ([a-z]+)=`).FindAllStringSubmatch(guide(t, "deploy.md"), -1) {
		given[match[1]] = true
	}
	_, _ = readSettings(func(name string) string {
		if !given[name] {
			t.Errorf("docs/deploy.md does not name the parameter %s", name)
		}
		delete(given, name)
		return ""
	})
	for name := range given {
		t.Errorf("docs/deploy.md gives %s to cdk, which nobody reads", name)
	}
}
