package onemachine_test

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	_ "modernc.org/sqlite" // the driver of database/sql

	"github.com/orderflow/orderflow/internal/events/eventstest"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/statemachine"
)

// These tests kill real processes with SIGKILL and start them again on the same
// data folder. They run in real time, over real sockets.

// hold is a point at which a child process stops an order for good.
type hold struct {
	Function string
	Visit    int
	Where    string // "before" the handler, at its "event" (after the write), or "after" it, unreported
}

const (
	childHolds      = "ORDERFLOW_TEST_HOLDS"      // JSON: order id → hold
	childDefinition = "ORDERFLOW_TEST_ACCEPTANCE" // seconds in the place of 600
	childData       = "ORDERFLOW_TEST_DATA"
	childLog        = "test.log" // in the data folder: the log of all lives
)

// TestMain runs the tests, or, in a child process, an orderflow that holds orders
// at certain points.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childData); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(dir string) error {
	var holds map[string]hold
	if err := json.Unmarshal([]byte(os.Getenv(childHolds)), &holds); err != nil {
		return err
	}
	h := &holder{holds: holds, visits: map[string]int{}, armed: map[string]bool{}}
	log, err := os.OpenFile(filepath.Join(dir, childLog), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cfg := onemachine.Config{Log: slog.New(slog.NewJSONHandler(log, nil)), Dir: dir, URL: "http://orderflow.test", AroundFunction: h.function, AroundCalls: h.calls}
	if seconds := os.Getenv(childDefinition); seconds != "" {
		cfg.Definition = strings.ReplaceAll(statemachine.Order, "600", seconds)
	}
	at := onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"}
	return onemachine.Serve(context.Background(), cfg, at, func(at onemachine.Addresses) {
		fmt.Printf("  HTTP API       http://%s\n  AWS endpoint   http://%s\n", at.API, at.AWS)
	})
}

// holder stops orders at their holds, and says so on standard output.
type holder struct {
	holds map[string]hold

	mu     sync.Mutex
	visits map[string]int  // by function and order
	armed  map[string]bool // orders that are to be stopped at their next event
}

func (h *holder) stop(id string) {
	fmt.Println("HELD", id)
	select {}
}

func (h *holder) function(name string, handler lambda.Handler) lambda.Handler {
	return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
		var in struct {
			OrderID string
			Detail  struct{ Metadata struct{ OrderID string } } // of an event
		}
		_ = json.Unmarshal(payload, &in) // events of other forms have none
		in.OrderID = cmp.Or(in.OrderID, in.Detail.Metadata.OrderID)
		at, ok := h.holds[in.OrderID]
		if !ok || at.Function != name {
			return handler.Invoke(ctx, payload)
		}
		h.mu.Lock()
		h.visits[name+in.OrderID]++
		mine := h.visits[name+in.OrderID] == at.Visit
		h.armed[in.OrderID] = mine && at.Where == "event"
		h.mu.Unlock()
		if mine && at.Where == "before" {
			h.stop(in.OrderID)
		}
		answer, err := handler.Invoke(ctx, payload)
		if mine && at.Where == "after" {
			h.stop(in.OrderID)
		}
		return answer, err
	})
}

// calls stops a PutEvents of an order that is armed: its write is done.
func (h *holder) calls(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		_, inside := lambdacontext.FromContext(r.Context())
		if serviceOf(r) == "eventbridge" && inside {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			h.mu.Lock()
			for id, armed := range h.armed {
				if armed && strings.Contains(string(body), id) {
					h.mu.Unlock()
					h.stop(id)
				}
			}
			h.mu.Unlock()
		}
		return next.RoundTrip(r)
	})
}

// process is a running orderflow.
type process struct {
	t       *testing.T
	command *exec.Cmd
	api     string
	sfn     *sfn.Client
	lines   chan string // what it prints once it is ready
}

// launch starts an orderflow and waits until it is ready.
func launch(t *testing.T, command *exec.Cmd) *process {
	t.Helper()
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, command: command, lines: make(chan string, 10_000)}
	t.Cleanup(p.kill)
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		fields := strings.Fields(scanner.Text())
		switch {
		case len(fields) >= 3 && fields[1] == "API":
			p.api = fields[2]
		case len(fields) >= 3 && fields[1] == "endpoint":
			p.sfn = sfn.New(sfn.Options{
				Region: "us-east-1", BaseEndpoint: aws.String(fields[2]), Credentials: credentials.NewStaticCredentialsProvider("x", "y", ""),
			})
			go func() {
				for scanner.Scan() {
					p.lines <- scanner.Text()
				}
				close(p.lines)
			}()
			return p
		}
	}
	t.Fatal("the process has ended before it was ready")
	return nil
}

// kill kills the process with SIGKILL.
func (p *process) kill() {
	_ = p.command.Process.Signal(syscall.SIGKILL) // it may be dead already
	_ = p.command.Wait()
}

func childProcess(t *testing.T, dir string, holds map[string]hold, acceptance string) *process {
	t.Helper()
	text, err := json.Marshal(holds)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childData+"="+dir, childHolds+"="+string(text), childDefinition+"="+acceptance)
	return launch(t, command)
}

// request makes a request and decodes the answer.
func (p *process) request(method, path, token, body string, into any, headers ...string) (int, error) {
	r, err := http.NewRequest(method, p.api+path, strings.NewReader(body)) //nolint:noctx // a test's request
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if into != nil {
		err = json.NewDecoder(response.Body).Decode(into)
	} else {
		_, err = io.Copy(io.Discard, response.Body)
	}
	return response.StatusCode, err
}

func (p *process) token(role, id, email string) string {
	p.t.Helper()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	body := fmt.Sprintf(`{"role": %q, "id": %q, "email": %q}`, role, id, email)
	if status, err := p.request("POST", "/dev/token", "", body, &answer); err != nil || status != 200 {
		p.t.Fatalf("POST /dev/token: %d, %v", status, err)
	}
	return answer.AccessToken
}

// eventually asks until it is true.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	giveUp := time.Now().Add(60 * time.Second)
	for !is() {
		if time.Now().After(giveUp) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(10 * time.Millisecond) // of another process nothing else can be awaited
	}
}

// finish takes an order to its ending, whatever has been decided before.
func (p *process) finish(alice, napoli, id, path string) {
	p.t.Helper()
	eventually(p.t, id+" is "+path, func() bool {
		var o orderView
		if status, err := p.request("GET", "/orders/"+id, alice, "", &o); err != nil || status != 200 {
			p.t.Errorf("GET /orders/%s: %d, %v", id, status, err)
			return true
		}
		if o.Waiting != nil {
			decision, token := "", napoli
			switch {
			case o.Waiting.For == "completion":
				decision = "complete"
			case path == "completed":
				decision = "accept"
			case path == "rejected":
				decision = "reject"
			case path == "cancelled":
				decision, token = "cancel", alice
			}
			if decision != "" {
				_, _ = p.request("POST", "/orders/"+id+"/"+decision, token, "", nil) // if it was not taken, the next look tells
			}
		}
		return o.Status == path
	})
}

// published are the types of an order's events, without duplicates.
func (p *process) published(id string) (types []string) {
	p.t.Helper()
	var found []struct {
		Bus   string
		Event struct {
			DetailType string `json:"detail-type"`
			Detail     json.RawMessage
		}
	}
	if status, err := p.request("GET", "/dev/events?orderId="+id, "", "", &found); err != nil || status != 200 {
		p.t.Fatalf("GET /dev/events: %d, %v", status, err)
	}
	seen := map[string]bool{}
	for _, f := range found {
		if f.Bus != "orderflow" {
			continue
		}
		if err := eventstest.Validate(f.Event.DetailType, f.Event.Detail); err != nil {
			p.t.Error(err)
		}
		var detail struct{ Metadata struct{ ID string } }
		if err := json.Unmarshal(f.Event.Detail, &detail); err != nil {
			p.t.Error(err)
		}
		if !seen[detail.Metadata.ID] {
			seen[detail.Metadata.ID] = true
			types = append(types, f.Event.DetailType)
		}
	}
	return types
}

// check finds out whether everything that belongs to an ending is there.
func (p *process) check(id, path string) {
	p.t.Helper()
	eventually(p.t, "the execution of "+id+" has ended", func() bool {
		d, err := p.sfn.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: executionARN(id)})
		if err != nil {
			p.t.Fatal(err)
		}
		if d.Status != "RUNNING" && d.Status != "SUCCEEDED" {
			p.t.Errorf("execution of %s: got %s", id, d.Status)
		}
		return d.Status != "RUNNING"
	})
	for _, e := range endings {
		if e.name == path {
			wantList(p.t, "events of "+id, p.published(id), append([]string{"order_placed", "restaurant_notified"}, e.events...)...)
		}
	}
}

// TestKillInEveryState kills an orderflow while orders sit in each state: before
// its handler runs, between the handler's write and its event, and after the
// handler but before its report. Started again, every order goes on.
func TestKillInEveryState(t *testing.T) {
	t.Run("within_ten_minutes", func(t *testing.T) {
		killInStates(t, "", func(s step) bool { return s.path != "expired" })
	})
	t.Run("expired", func(t *testing.T) {
		t.Log("in this process the 600 seconds for accepting are replaced by 3")
		killInStates(t, "3", func(s step) bool { return s.path == "expired" })
	})
}

func killInStates(t *testing.T, acceptance string, which func(step) bool) {
	dir := t.TempDir()
	type held struct{ id, key, path string }
	var orders []held
	holds := map[string]hold{}
	for _, s := range append(slices.Clone(steps), theVoucher) {
		if !which(s) {
			continue
		}
		for _, where := range []string{"before", "event", "after"} {
			if where == "event" && !slices.Contains(s.uses, "eventbridge") {
				continue
			}
			key := s.state + "-" + where
			id := string(order.NewID("alice", key))
			holds[id] = hold{s.function, s.visit, where}
			orders = append(orders, held{id, key, s.path})
		}
	}
	first := childProcess(t, dir, holds, acceptance)
	alice, napoli := first.token("customer", "alice", aliceMail), first.token("restaurant", theRestaurant, "")
	var killed atomic.Bool
	var driving sync.WaitGroup
	for _, o := range orders {
		status, err := first.request("POST", "/orders", alice, goodOrder, nil, "Idempotency-Key", o.key)
		if err != nil || status != 202 {
			t.Fatalf("POST /orders: %d, %v", status, err)
		}
		driving.Go(func() { // drives it to where it is held
			for !killed.Load() {
				for _, decision := range map[string][]string{"completed": {"accept", "complete"}, "rejected": {"reject"}}[o.path] {
					_, _ = first.request("POST", "/orders/"+o.id+"/"+decision, napoli, "{}", nil)
				}
				if o.path == "cancelled" {
					_, _ = first.request("POST", "/orders/"+o.id+"/cancel", alice, "{}", nil)
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	waiting := map[string]bool{}
	for id := range holds {
		waiting[id] = true
	}
	timeout := time.After(60 * time.Second)
	for len(waiting) > 0 {
		select {
		case line := <-first.lines:
			delete(waiting, strings.TrimPrefix(line, "HELD "))
		case <-timeout:
			t.Fatalf("these were never held: %v", waiting)
		}
	}
	killed.Store(true)
	first.kill()
	driving.Wait()

	second := childProcess(t, dir, nil, acceptance)
	aliceAgain, napoliAgain := second.token("customer", "alice", ""), second.token("restaurant", theRestaurant, "")
	var all sync.WaitGroup
	for _, o := range orders {
		all.Go(func() { second.finish(aliceAgain, napoliAgain, o.id, o.path) })
	}
	all.Wait()
	var completed []string
	for _, o := range orders {
		second.check(o.id, o.path)
		if o.path == "completed" {
			completed = append(completed, o.id)
		}
	}
	wantVouchers(t, dir, completed)
	text, err := os.ReadFile(filepath.Join(dir, childLog))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if traces := tracesOf(t, string(text), o.id); len(traces) != 1 {
			t.Errorf("order %s, killed at %s, is in these traces: %v", o.id, o.key, traces)
		}
	}
}

// theVoucher is what comes after an order's own steps.
var theVoucher = step{state: "voucher", function: "issue-promo-code", visit: 1, path: "completed"}

// wantVouchers waits until each of the orders has a voucher that was mailed. The
// process that writes them is running.
func wantVouchers(t *testing.T, dir string, orders []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "promo.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, id := range orders {
		eventually(t, "the voucher of "+id+" was mailed", func() bool {
			var n int
			err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM vouchers WHERE order_id = ? AND mailed IS NOT NULL", id).Scan(&n)
			if err != nil {
				t.Fatal(err)
			}
			return n == 1
		})
	}
}

// tracesOf are the traces in which an order was placed and its workflow's functions
// were called.
func tracesOf(t *testing.T, log, id string) (traces []string) {
	t.Helper()
	for _, line := range lines(t, log) {
		trace, _ := line["traceId"].(string)
		own := slices.Contains([]any{"signal-order", "query-orders", "watch-orders"}, line["function"])
		if line["orderId"] == id && !own && !slices.Contains(traces, trace) {
			traces = append(traces, trace)
		}
	}
	return traces
}

// TestKillTheRealProcess kills the program itself in the middle of a burst of
// orders, three times. Whatever was answered 202 reaches its ending, and tokens
// that were parked before still work.
func TestKillTheRealProcess(t *testing.T) {
	program := filepath.Join(t.TempDir(), "orderflow")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/orderflow").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	dir := t.TempDir()
	serve := func() *process {
		return launch(t, exec.Command(program, "serve", "--data", dir, "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0"))
	}
	var mu sync.Mutex
	placed := map[string]bool{} // answered 202
	var parked string
	for round := range 3 {
		p := serve()
		alice, napoli := p.token("customer", "alice", aliceMail), p.token("restaurant", theRestaurant, "")
		if round == 0 { // one that waits through all of it
			var o orderView
			if status, err := p.request("POST", "/orders", alice, goodOrder, &o); err != nil || status != 202 {
				t.Fatalf("POST /orders: %d, %v", status, err)
			}
			parked = o.ID
			eventually(t, "the first order waits", func() bool {
				_, err := p.request("GET", "/orders/"+parked, alice, "", &o)
				return err == nil && o.Waiting != nil
			})
		}
		var burst sync.WaitGroup
		answered := make(chan bool, 200)
		for range 200 {
			burst.Go(func() {
				var o orderView
				status, err := p.request("POST", "/orders", alice, goodOrder, &o)
				if err == nil && status == 202 {
					mu.Lock()
					placed[o.ID] = true
					mu.Unlock()
					answered <- true
					_, _ = p.request("POST", "/orders/"+o.ID+"/accept", napoli, "", nil) // as far as it comes
				}
			})
		}
		for range 60 + 40*round { // somewhere in the middle
			<-answered
		}
		p.kill()
		burst.Wait()
	}
	p := serve()
	alice, napoli := p.token("customer", "alice", ""), p.token("restaurant", theRestaurant, "")
	if status, err := p.request("POST", "/orders/"+parked+"/accept", napoli, "", nil); err != nil || status != 200 {
		t.Errorf("accept with a token that was parked three lives ago: %d, %v", status, err)
	}
	placed[parked] = true
	t.Logf("%d orders were answered 202", len(placed))
	work := make(chan string)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for id := range work {
				p.finish(alice, napoli, id, "completed")
				p.check(id, "completed")
			}
		})
	}
	for id := range placed {
		work <- id
	}
	close(work)
	all.Wait()
	wantVouchers(t, dir, slices.Collect(maps.Keys(placed)))

	// Ctrl-C drains and stops.
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.command.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
}
