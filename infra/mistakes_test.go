package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/wiring"
)

// asMain makes the test's binary the app itself; see TestMain.
const asMain = "ORDERFLOW_INFRA_AS_MAIN"

// TestWrongSettings: what is wrong with what a deployment is told, all of it at once.
func TestWrongSettings(t *testing.T) {
	const (
		noSender = "the address from which customers are written to is missing. Name it: make deploy SENDER=somebody@example.com, or cdk -c sender=somebody@example.com"
		noAlarms = "the address that alarms are sent to is missing. Name it: make deploy ALARMS=somebody@example.com, or cdk -c alarms=somebody@example.com"
		noStage  = "the stage is missing. Name it: make deploy STAGE=dev, or cdk -c stage=dev (there are dev and prod)"
		bare     = "which is no mail address (it must be the bare address, such as somebody@example.com)"
	)
	for _, test := range []struct {
		name, stage, sender, alarms string
		want                        string
	}{
		{"no_sender", "dev", "", testAlarms, noSender},
		{"no_alarm_address", "dev", testSender, "", noAlarms},
		{"no_stage", "", testSender, testAlarms, noStage},
		{"nothing_is_told", "", "", "", noSender + "\n" + noAlarms + "\n" + noStage},
		{"unknown_stage", "qa", testSender, testAlarms, `there is no stage "qa", only dev and prod`},
		{"name_with_the_address", "dev", "Orders <orders@example.com>", testAlarms, `the address from which customers are written to is "Orders <orders@example.com>", ` + bare},
		{"no_address", "dev", testSender, "ops", `the address that alarms are sent to is "ops", ` + bare},
		{"none", "prod", testSender, testAlarms, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			told := map[string]string{"stage": test.stage, "sender": test.sender, "alarms": test.alarms}
			_, err := readSettings(func(name string) string { return told[name] })
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestMistakes: whatever is wrong with a deployment, the app says what, and what to
// do, and nothing else, before anything is synthesized.
func TestMistakes(t *testing.T) {
	const good = `{"stage": "dev", "sender": "orders@example.com", "alarms": "ops@example.com"}`
	for _, test := range []struct {
		name, context string
		node          string   // what node says it is; "" is the machine's own node
		unbuilt       []string // functions without artifacts
		want          string
	}{
		{
			name: "wrong_settings", context: `{"stage": "qa", "alarms": "ops@example.com"}`,
			want: "customers are written to is missing. Name it: make deploy SENDER=somebody@example.com, or cdk -c sender=somebody@example.com\nthere is no stage \"qa\"",
		},
		{
			name: "missing_artifacts", context: good, unbuilt: []string{"place-order", "issue-promo-code"},
			want: "these functions are not in ../dist/arm64: place-order, issue-promo-code. Build them with make build",
		},
		{
			name: "old_node", context: good, node: "v18.19.1",
			want: "node is v18.19.1, but CDK needs Node 20 or newer. Install a newer one, or put it first on the PATH",
		},
		{name: "no_node", context: good, node: "none", want: "there is no node on the PATH. Install Node 20 or newer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			build(t, dir, test.unbuilt)
			out, err := runApp(t, dir, test.context, nodePath(t, dir, test.node))
			if err == nil {
				t.Fatalf("it is synthesized:\n%s", out)
			}
			if !strings.Contains(out, "orderflow cannot be synthesized:\n") || !strings.Contains(out, test.want) {
				t.Errorf("got\n%s\nwant %s", out, test.want)
			}
			if strings.Contains(out, "goroutine ") || strings.Contains(out, "panic") {
				t.Errorf("that is a stack trace:\n%s", out)
			}
			if _, err := os.Stat(filepath.Join(dir, "cdk.out", "manifest.json")); err == nil {
				t.Error("it was synthesized all the same")
			}
		})
	}
	// And with no mistake the pinned command cdk understands what the app writes.
	t.Run("none", func(t *testing.T) {
		dir := t.TempDir()
		build(t, dir, nil)
		if out, err := runApp(t, dir, good, os.Getenv("PATH")); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		cdk, err := filepath.Abs("node_modules/aws-cdk/bin/cdk")
		if err != nil {
			t.Fatal(err)
		}
		list := exec.Command("node", cdk, "list", "--app", "cdk.out")
		list.Dir = dir // and not here, where cdk.json says to build first
		out, err := list.Output()
		if want := "foundation (orderflow-dev-foundation)\norders (orderflow-dev-orders)\npromo (orderflow-dev-promo)\n"; err != nil || string(out) != want {
			t.Errorf("cdk list: %v\n%s", err, out)
		}
	})
}

// build puts stand-ins where `make build` puts artifacts.
func build(t *testing.T, dir string, unbuilt []string) {
	t.Helper()
	for _, f := range wiring.Functions {
		if strings.Contains(strings.Join(unbuilt, " "), f.Name) {
			continue
		}
		if err := buildStandIn(filepath.Join(dir, "dist", "arm64"), f.Name, f.Name); err != nil {
			t.Fatal(err)
		}
	}
}

// nodePath is a PATH with a node that says it is of a version; "none" has no node.
func nodePath(t *testing.T, dir, version string) string {
	t.Helper()
	if version == "" {
		return os.Getenv("PATH")
	}
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if version != "none" {
		if err := os.WriteFile(filepath.Join(bin, "node"), []byte("#!/bin/sh\necho "+version+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

// runApp runs the app as the command cdk does.
func runApp(t *testing.T, dir, context, path string) (string, error) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "infra")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary)
	command.Dir = inside
	command.Env = append(os.Environ(), asMain+"=yes", "PATH="+path, "CDK_CONTEXT_JSON="+context, "CDK_OUTDIR="+filepath.Join(dir, "cdk.out"))
	out, err := command.CombinedOutput()
	return string(out), err
}
