package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// definition is the state machine as it is deployed: out of the template, with
// what CloudFormation would put in its placeholders.
func definition(t *testing.T, stack *template) string {
	t.Helper()
	machine := stack.of("AWS::StepFunctions::StateMachine")[0]
	values := map[string]string{}
	for name, value := range machine.at("DefinitionSubstitutions").(map[string]any) {
		values[name] = fmt.Sprint(value)
	}
	text := asl.Substitute(machine.text("DefinitionString"), values)
	if left := asl.Placeholders(text); len(left) > 0 {
		t.Fatalf("nothing is substituted for %v", left)
	}
	return text
}

// TestTheDeployedDefinitionRunsAnOrder to its end on the local engine; the demo
// looks at each state, event and mail.
func TestTheDeployedDefinitionRunsAnOrder(t *testing.T) {
	text := definition(t, templates(t, dev).orders)
	if !strings.Contains(text, ":function:place-order:1\"") {
		t.Fatalf("the definition does not name a version of place-order:\n%s", text)
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	ready, ended := make(chan onemachine.Addresses, 1), make(chan error, 1)
	go func() {
		cfg := onemachine.Config{Dir: sqlitedb.Memory, Definition: text}
		ended <- onemachine.Serve(ctx, cfg, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"}, func(at onemachine.Addresses) { ready <- at })
	}()
	select {
	case err := <-ended:
		t.Fatal(err)
	case at := <-ready:
		var told bytes.Buffer
		if err := demo.Run(ctx, demo.Options{Outcome: "completed", At: at, Out: &told}); err != nil {
			t.Errorf("%v\n%s", err, &told)
		}
		if !strings.Contains(told.String(), "Using the orderflow at http://"+at.API) {
			t.Errorf("the demo ran elsewhere:\n%s", &told)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// TestAnotherValidatorAcceptsTheDefinition: not our own reading of the language.
func TestAnotherValidatorAcceptsTheDefinition(t *testing.T) {
	text := definition(t, templates(t, prod).orders)
	if out, err := validate(t, text); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := validate(t, strings.Replace(text, `"Next": "NotifyRestaurant"`, `"Next": "Nowhere"`, 1)); err == nil {
		t.Errorf("it accepts a state that leads nowhere, so what it says of ours means nothing:\n%s", out)
	}
}

func validate(t *testing.T, text string) ([]byte, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "order.asl.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return exec.Command("node", "node_modules/asl-validator/dist/bin/asl-validator.js", "--json-path", file).CombinedOutput()
}
