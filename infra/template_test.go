package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"github.com/orderflow/orderflow/internal/wiring"
)

// TestMain closes jsii's process once, after all tests: it is shared.
func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		main()
		return
	}
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

const (
	testSender = "orders@example.com"
	testAlarms = "ops@example.com"
)

// deployment is the templates of one stage.
type deployment struct {
	foundation, orders, promo *template
	nag                       map[string]string   // cdk-nag's reports, by file
	needs                     map[string][]string // after which stacks a stack is deployed
}

func (d deployment) all() []*template { return []*template{d.foundation, d.orders, d.promo} }

// dev and prod are synthesized once, from artifacts that are stand-ins: a template
// names them by their hash only.
var (
	dev  = sync.OnceValues(func() (deployment, error) { return synthesize("dev", "") })
	prod = sync.OnceValues(func() (deployment, error) { return synthesize("prod", "") })
)

func templates(t *testing.T, of func() (deployment, error)) deployment {
	t.Helper()
	d, err := of()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// synthesize makes the templates of a stage, with cdk-nag looking on. One function
// may have changed since the last release.
func synthesize(stage, changed string) (d deployment, err error) {
	folder, err := os.MkdirTemp("", "orderflow-infra")
	if err != nil {
		return d, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder too many in the system's own
	for _, f := range wiring.Functions {
		program := f.Name
		if f.Name == changed {
			program += ", changed"
		}
		if err := buildStandIn(folder, f.Name, program); err != nil {
			return d, err
		}
	}
	context := map[string]string{"stage": stage, "sender": testSender, "alarms": testAlarms}
	s, err := readSettings(func(name string) string { return context[name] })
	if err != nil {
		return d, err
	}
	s.artifacts = folder
	out := filepath.Join(folder, "cdk.out")
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(out), AnalyticsReporting: jsii.Bool(false)})
	addStacks(app, s)
	awscdk.Aspects_Of(app).Add(cdknag.NewAwsSolutionsChecks(&cdknag.NagPackProps{Reports: jsii.Bool(true)}), nil)
	app.Synth(nil)
	if d.nag, err = readReports(out); err != nil {
		return d, err
	}
	if d.needs, err = readNeeds(out); err != nil {
		return d, err
	}
	for name, into := range map[string]**template{"foundation": &d.foundation, "orders": &d.orders, "promo": &d.promo} {
		if *into, err = readTemplate(out, name); err != nil {
			return d, err
		}
	}
	return d, nil
}

// readNeeds reads the order of the stacks out of the manifest.
func readNeeds(out string) (map[string][]string, error) {
	text, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Artifacts map[string]struct {
			Type         string
			Dependencies []string
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, err
	}
	needs := map[string][]string{}
	for name, a := range manifest.Artifacts {
		if a.Type == "aws:cloudformation:stack" {
			needs[name] = slices.DeleteFunc(a.Dependencies, func(d string) bool { return strings.HasSuffix(d, ".assets") })
		}
	}
	return needs, nil
}

// buildStandIn puts something where a function's artifact belongs.
func buildStandIn(folder, name, program string) error {
	if err := os.MkdirAll(filepath.Join(folder, name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name, "bootstrap"), []byte(program), 0o755)
}

// template is a CloudFormation template.
type template struct {
	name       string
	text       string
	Resources  map[string]*declared
	Parameters map[string]struct{ Type, Default string }
	Outputs    map[string]struct{ Value, Export any }
}

// declared is a resource of a template.
type declared struct {
	id                                  string
	Type                                string
	Properties                          map[string]any
	DeletionPolicy, UpdateReplacePolicy string
}

func readTemplate(folder, name string) (*template, error) {
	text, err := os.ReadFile(filepath.Join(folder, name+".template.json"))
	if err != nil {
		return nil, err
	}
	t := &template{name: name, text: string(text)}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for id, r := range t.Resources {
		r.id = id
		r.Properties, _ = t.resolve(r.Properties).(map[string]any)
	}
	return t, nil
}

// of lists the resources of a type.
func (t *template) of(kind string) (all []*declared) {
	for _, r := range t.Resources {
		if r.Type == kind {
			all = append(all, r)
		}
	}
	return all
}

// named finds the one resource of a type whose property has the value.
func (t *template) named(test *testing.T, kind, property, value string) *declared {
	test.Helper()
	var found []*declared
	for _, r := range t.of(kind) {
		if r.Properties[property] == value {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		test.Fatalf("%s has %d of type %s with %s %q, want 1", t.name, len(found), kind, property, value)
	}
	return found[0]
}

// text is a property, found by a path of names and numbers; "" when it is not there.
func (r *declared) text(path string) string {
	switch value := r.at(path).(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	default:
		return fmt.Sprint(value)
	}
}

// at is a property, found by a path such as "Targets.0.Arn"; nil when it is not there.
func (r *declared) at(path string) (value any) {
	value = r.Properties
	for step := range strings.SplitSeq(path, ".") {
		switch within := value.(type) {
		case map[string]any:
			value = within[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(within) {
				return nil
			}
			value = within[i]
		default:
			return nil
		}
	}
	return value
}
