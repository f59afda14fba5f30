package wiring_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestEveryFunctionHasAMain: and every main but the local command is a function.
func TestEveryFunctionHasAMain(t *testing.T) {
	var wired, mains []string
	for _, f := range wiring.Functions {
		wired = append(wired, f.Name)
	}
	found, err := filepath.Glob("../../cmd/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		if name := filepath.Base(filepath.Dir(file)); name != "orderflow" {
			mains = append(mains, name)
		}
	}
	slices.Sort(wired)
	slices.Sort(mains)
	if !slices.Equal(wired, mains) {
		t.Errorf("functions:\nin the wiring %v\nin cmd        %v", wired, mains)
	}
}

// TestEverythingThatIsNamedIsThere: routes, rules and schedules lead to
// functions, and every function is led to.
func TestEverythingThatIsNamedIsThere(t *testing.T) {
	led := map[string]bool{}
	check := func(what, function string) {
		if _, ok := wiring.FunctionNamed(function); !ok {
			t.Errorf("%s leads to %q, which is no function", what, function)
		}
		led[function] = true
	}
	for _, r := range wiring.Routes {
		check("route "+r.Method+" "+r.Path, r.Function)
	}
	for _, r := range wiring.Rules {
		check("rule "+r.Name, r.Target.Function)
		if r.Target.DeadLetters == "" {
			t.Errorf("rule %s has no dead-letter queue", r.Name)
		}
		if _, err := pattern.Compile(r.Pattern); err != nil {
			t.Errorf("rule %s: %v", r.Name, err)
		}
	}
	for _, s := range wiring.Schedules {
		check("schedule "+s.Name, s.Target.Function)
	}
	for _, f := range wiring.Functions {
		if f.Placeholder == "" && !led[f.Name] {
			t.Errorf("nothing leads to %s", f.Name)
		}
		asynchronous := slices.ContainsFunc(wiring.Rules, func(r wiring.Rule) bool { return r.Target.Function == f.Name })
		if asynchronous && f.DeadLetters == "" {
			t.Errorf("%s is invoked asynchronously and has no dead-letter queue: its failures would be lost", f.Name)
		}
		if f.Does == "" || f.MemoryMB == 0 || f.Timeout == 0 {
			t.Errorf("%s lacks a description, a memory size or a timeout", f.Name)
		}
		if _, err := os.Stat("../../cmd/" + f.Name); err != nil {
			t.Error(err)
		}
	}
}
