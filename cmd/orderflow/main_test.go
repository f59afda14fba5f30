package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/project"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

// program builds the command, once.
func program(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "orderflow")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return file
}

// TestWhatAUserCanGetWrong: each mistake is answered with what was wrong, where,
// and what to do.
func TestWhatAUserCanGetWrong(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	busy := taken.Addr().String()

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	loose := filepath.Join(t.TempDir(), "loose.asl.json")
	if err := os.WriteFile(loose, []byte("{\n  \"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"Comment\": \"${PizzaFunction}\",\n"+
		"  \"States\": {\"A\": {\"Type\": \"Succeed\"}}\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	start(t, program(t), "serve", "--data", elsewhere, "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0").stop(t)
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "aws.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, program(t), "serve", "--data", ":memory:", "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0")
	defer p.stop(t)
	api := regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(p.said)[1]
	newer := t.TempDir()
	future := sqlitedb.Schema{Name: "orders", Migrations: make([]string, 50)}
	for i := range future.Migrations {
		future.Migrations[i] = "SELECT 1"
	}
	db, err := sqlitedb.Open(newer, future)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, "orders.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.asl.json")
	if err := os.WriteFile(broken, []byte(`{
  "QueryLanguage": "JSONata", "StartAt": "A",
  "States": {
    "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Nowhere", "Output": "{% $sum( %}"},
    "B": {"Type": "Dance", "End": true}
  }
}`), 0o600); err != nil {
		t.Fatal(err)
	}

	serve := func(args ...string) []string {
		return append([]string{"serve", "--data", ":memory:", "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0"}, args...)
	}
	for _, test := range []struct {
		name string
		args []string
		want []string
	}{
		{"an unknown command", []string{"dance"}, []string{"unexpected argument dance", "orderflow --help"}},
		{"an unknown flag", serve("--colour", "red"), []string{"unknown flag --colour"}},
		{"a port in use", serve("--addr", busy), []string{busy + " is in use", "--addr"}},
		{"the other port in use", serve("--aws-addr", busy), []string{busy + " is in use", "--aws-addr"}},
		{"no address", serve("--addr", "nowhere:99999"), []string{"cannot listen on nowhere:99999", "--addr"}},
		{"a data folder that is a file", serve("--data", file), []string{"cannot use " + file + " as the data folder"}},
		{"a data folder from the future", serve("--data", newer), []string{filepath.Join(newer, "orders.db"), "newer version of orderflow", "choose another data folder"}},
		{"a definition with mistakes", serve("--definition", broken), []string{
			broken + " has 4 mistakes", broken + ":4:81: Missing 'Next' target: Nowhere at /States/A/Next",
			broken + ":4:102: JSONata expression \"$sum(\" cannot be parsed", `5:10: State "B" is not reachable. at /States/B`,
			broken + ":5:19: The state type is not one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map at /States/B/Type",
		}},
		{"a definition with an unknown placeholder", serve("--definition", loose), []string{
			loose + " has a mistake", loose + `:2:58: Nothing stands for the placeholder ${PizzaFunction} at /Comment`,
		}},
		{"an empty definition", serve("--definition", file), []string{file + " is empty"}},
		{"a data folder that is damaged", serve("--data", damaged), []string{filepath.Join(damaged, "aws.db"), "is damaged, or no file of orderflow", "choose another data folder"}},
		{"no data folder", serve("--data", ""), []string{"there is no data folder", ":memory:"}},
		{"a folder in which nothing can be made", serve("--data", filepath.Join(file, "below")), []string{"cannot use " + filepath.Join(file, "below") + " as the data folder"}},
		{"no account", serve("--account", "abc"), []string{`the account "abc"`, "twelve digits"}},
		{"no region", serve("--region", "the moon"), []string{`the region "the moon"`, "us-east-1"}},
		{"the data folder of another region", serve("--data", elsewhere, "--region", "eu-west-1"), []string{"another account or region", "arn:aws:states:us-east-1:123456789012:", "choose another data folder"}},
		{"a demo without an AWS endpoint", []string{"demo", "--addr", api, "--aws-addr", "127.0.0.1:1"}, []string{"no AWS endpoint answers at 127.0.0.1:1", "--aws-addr"}},
		{"a definition that is not there", serve("--definition", "nothing.json"), []string{"nothing.json"}},
		{"another way to run functions", serve("--functions", "container"), []string{"container", "inprocess", "process"}},
		{"functions of another kind's orders", serve("--functions", "process", "--data", used), []string{used, "--functions inprocess", "--data"}},
		{"a token of nobody", []string{"token", "customer", "alice", "--addr", "127.0.0.1:1"}, []string{"no orderflow answers at 127.0.0.1:1", "make run"}},
		{"an unknown role", []string{"token", "king", "arthur"}, []string{"king"}},
		{"an unknown outcome", []string{"demo", "--outcome", "eaten"}, []string{"eaten"}},
		{"the cost of no orders", []string{"cost", "--orders", "0"}, []string{"--orders", "at least 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := run(context.Background(), test.args)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			}
		})
	}
}

// TestWhatProcessesNeed: in a checkout where nothing was built and nothing
// installed, and without Node, serve says what to do.
func TestWhatProcessesNeed(t *testing.T) {
	checkout := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(checkout, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module "+project.Module+"\n")
	t.Chdir(checkout)
	serve := []string{"serve", "--functions", "process", "--data", ":memory:", "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0"}
	want := func(texts ...string) {
		t.Helper()
		err := run(t.Context(), serve)
		if err == nil {
			t.Fatal("no error")
		}
		for _, text := range texts {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("got  %v\nwant %s", err, text)
			}
		}
	}
	if runtime.GOOS != "linux" {
		want("cannot run on " + runtime.GOOS)
		return
	}
	want("bootstrap is missing", "make build")
	for _, f := range wiring.Functions {
		write(filepath.Join("dist", runtime.GOARCH, f.Name, "bootstrap"), "")
	}
	want("dynalite", "npm ci --prefix infra")
	write("infra/node_modules/dynalite/index.js", "throw new Error('no good')")
	want("dynalite has ended", "no good")
	t.Setenv("PATH", "")
	want("node is not installed", "Node 20")
}

// TestTwoCannotShareAFolder: the second is told so.
func TestTwoCannotShareAFolder(t *testing.T) {
	dir, file := t.TempDir(), program(t)
	first := start(t, file, "serve", "--data", dir, "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0")
	defer first.stop(t)
	out, err := exec.Command(file, "serve", "--data", dir, "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in use by another orderflow") {
		t.Errorf("got %v\n%s", err, out)
	}
}

// TestWhatServePrints: the pages are where it says, the curl that places an order
// can be pasted into a shell, and Ctrl-C stops it.
func TestWhatServePrints(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed: ", err)
	}
	p := start(t, program(t), "serve", "--data", ":memory:", "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0")
	pages := regexp.MustCompile(`(http://\S+) +in a`).FindAllStringSubmatch(p.said, -1)
	if len(pages) < 2 {
		t.Errorf("no pages in\n%s", p.said)
	}
	for _, page := range pages {
		response, err := http.Get(page[1])
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || kind != "text/html; charset=utf-8" {
			t.Errorf("%s: got %d %s", page[1], response.StatusCode, kind)
		}
	}
	curl := regexp.MustCompile(`(?s)curl -s.*?'\n`).FindString(p.said)
	if curl == "" {
		t.Fatalf("no curl in\n%s", p.said)
	}
	out, err := exec.Command("sh", "-c", curl).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte(`"status":"received"`)) {
		t.Errorf("%s\ngave %v %s", curl, err, out)
	}
	said := p.stop(t)
	if !strings.Contains(said, "stopped; nothing is lost") {
		t.Errorf("after Ctrl-C it said %q", said)
	}
}

// TestTheLocalPagesAreLocal: neither a page of another site nor a name that was
// made to lead here gets a token or reads the mailbox.
func TestTheLocalPagesAreLocal(t *testing.T) {
	p := start(t, program(t), "serve", "--data", ":memory:", "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0")
	defer p.stop(t)
	api := regexp.MustCompile(`http://\S+`).FindString(p.said)
	for _, test := range []struct {
		name, host, origin string
		want               int
	}{
		{"from a shell", "", "", 200},
		{"from a page of its own", "", api, 200},
		{"from a page of another site", "", "https://evil.example", 403},
		{"by another name", "evil.example", "", 403},
	} {
		for _, page := range []string{"/", "/restaurant", "/dev/mail", "/dev/events", "/dev/sns", "/dev/dead-letters", "/.well-known/jwks.json"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api+page, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.host != "" {
				r.Host = test.host
			}
			if test.origin != "" {
				r.Header.Set("Origin", test.origin)
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != test.want {
				t.Errorf("GET %s %s: got %d, want %d", page, test.name, response.StatusCode, test.want)
			}
		}
	}
	endpoint := regexp.MustCompile(`endpoint\s+(http://\S+)`).FindStringSubmatch(p.said)[1]
	for origin, want := range map[string]int{"": 400, endpoint: 400, "https://evil.example": 403} { // an empty form is no action
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("the AWS endpoint, from a page of %q: got %d, want %d", origin, response.StatusCode, want)
		}
	}
	for body, want := range map[string]int{
		`{"role":"customer","id":"alice","email":"alice@example.com"}`: 200, `{"role":"restaurant","id":"bella-napoli"}`: 200, `{"role":"ops","id":"olga"}`: 200,
		`{"role":"restaurant","id":"nowhere"}`: 400, `{"role":"king","id":"arthur"}`: 400, `{"role":"customer","id":""}`: 400,
		`{"role":"customer","id":"a","email":"no address"}`: 400, `not json`: 400,
	} {
		response, err := http.Post(api+"/dev/token", "application/json", strings.NewReader(body)) //nolint:noctx // a test's request
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("POST /dev/token %s: got %d, want %d", body, response.StatusCode, want)
		}
	}
}

// process is a running command.
type process struct {
	command *exec.Cmd
	out     *bufio.Reader
	said    string // until it was ready
}

// start starts the program and reads what it says until it is ready.
func start(t *testing.T, file string, args ...string) *process {
	t.Helper()
	command := exec.Command(file, args...)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	p := &process{command: command, out: bufio.NewReader(out)}
	for !strings.Contains(p.said, "make demo") {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("it ended after saying %s", p.said)
		}
		p.said += line
	}
	return p
}

// stop presses Ctrl-C, and gives what else was said.
func (p *process) stop(t *testing.T) string {
	t.Helper()
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.out)
	if err != nil {
		t.Error(err)
	}
	if err := p.command.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	return fmt.Sprint(string(rest))
}
