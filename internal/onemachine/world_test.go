package onemachine_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/orderflow/orderflow/internal/events/eventstest"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/ses"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// signingKey is made once: it takes longer than most tests.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// world is an orderflow under test, with one customer and one restaurant who
// call its API without a network.
type world struct {
	t       *testing.T
	m       *onemachine.Machine
	sfn     *sfn.Client
	mu      sync.Mutex  // guards out
	log     *syncBuffer // JSON lines, as are the metrics
	metrics *syncBuffer
	out     []string // every answer of the API, with its headers
}

const (
	theRestaurant = "bella-napoli"
	aliceMail     = "alice@example.com"
	theAddress    = "Via San Gregorio Armeno 1, 80138 Napoli"
	theNote       = "ring twice, the dog is deaf"
)

// inBubble runs a test on an orderflow in memory, under virtual time: it passes
// only while everybody waits, and then at once.
func inBubble(t *testing.T, cfg onemachine.Config, test func(w *world)) {
	t.Helper()
	key := signingKey()
	synctest.Test(t, func(t *testing.T) {
		cfg.Dir, cfg.SigningKey = sqlitedb.Memory, key
		w := open(t, cfg)
		defer func() { // also when the test has given up
			if err := w.m.Close(context.Background()); err != nil {
				t.Errorf("close: %v", err)
			}
		}()
		test(w)
		w.validateEvents()
	})
}

// open opens an orderflow; its log goes to w.log, its metrics to w.metrics.
func open(t *testing.T, cfg onemachine.Config) *world {
	t.Helper()
	w := &world{t: t, log: &syncBuffer{}, metrics: &syncBuffer{}}
	cfg.URL, cfg.Metrics = "http://orderflow.test", w.metrics
	cfg.Log = slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	m, err := onemachine.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.m = m
	w.sfn = sfn.New(sfn.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: m.Cloud.Transport()},
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), RetryMaxAttempts: 1,
	})
	w.token("customer", "alice", aliceMail) // and with it her mail address is known
	return w
}

// alice is a fresh token of the customer, napoli one of the restaurant: a token
// lasts an hour only.
func (w *world) alice() string  { return w.token("customer", "alice", "") }
func (w *world) napoli() string { return w.token("restaurant", theRestaurant, "") }

func (w *world) token(role, id, email string) string {
	w.t.Helper()
	token, err := w.m.Token(role, id, email)
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

// answer is what the API answered.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) json(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("the answer is not JSON: %v\n%s", err, a.body)
	}
}

// problem is the type of an error answer, without what all of them begin with.
func (a answer) problem(t *testing.T) string {
	t.Helper()
	var p struct{ Type string }
	a.json(t, &p)
	return strings.TrimPrefix(p.Type, "urn:orderflow:problem:")
}

// call makes a request, and holds the answer against the OpenAPI document.
// Headers are name and value by turns.
func (w *world) call(method, path, token, body string, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, "http://orderflow.test"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.m.API.ServeHTTP(recorder, r)
	a := answer{recorder.Code, recorder.Header(), recorder.Body.String()}
	w.mu.Lock()
	w.out = append(w.out, fmt.Sprint(method, path, a))
	w.mu.Unlock()
	checkContract(w.t, r, body, a)
	return a
}

const goodOrder = `{"restaurantId": "bella-napoli", "address": "` + theAddress + `", "note": "` + theNote + `",
	"items": [{"dishId": "margherita", "quantity": 2}, {"dishId": "tiramisu", "quantity": 1}]}`

// place places an order as alice and returns its id.
func (w *world) place(headers ...string) string {
	w.t.Helper()
	a := w.call("POST", "/orders", w.alice(), goodOrder, headers...)
	if a.status != http.StatusAccepted {
		w.t.Fatalf("POST /orders: got %d %s", a.status, a.body)
	}
	var o orderView
	a.json(w.t, &o)
	return o.ID
}

// decide makes a decision: accept, reject and complete as the restaurant, cancel
// as alice.
func (w *world) decide(id, decision string) answer {
	w.t.Helper()
	token := w.napoli()
	if decision == "cancel" {
		token = w.alice()
	}
	return w.call("POST", "/orders/"+id+"/"+decision, token, "")
}

// must is decide, and wants 200.
func (w *world) must(id, decision string) {
	w.t.Helper()
	if a := w.decide(id, decision); a.status != http.StatusOK {
		w.t.Fatalf("%s: got %d %s", decision, a.status, a.body)
	}
}

type orderView struct {
	ID, Status string
	Waiting    *struct {
		For   string
		Until time.Time
	}
	Stalled  *struct{ Since time.Time }
	Timeline []struct {
		Event, Stage, Reason string
		At                   time.Time
	}
}

func (o orderView) happened() (names []string) {
	for _, m := range o.Timeline {
		names = append(names, m.Event)
	}
	return names
}

func (w *world) order(id string) (o orderView) {
	w.t.Helper()
	a := w.call("GET", "/orders/"+id, w.alice(), "")
	if a.status != http.StatusOK {
		w.t.Fatalf("GET /orders/%s: got %d %s", id, a.status, a.body)
	}
	a.json(w.t, &o)
	return o
}

// settle lets everything happen that happens without time passing.
func (w *world) settle() { synctest.Wait() }

// pass lets time pass, and everything happen that comes of it.
func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// wantStatus settles and checks the order's status.
func (w *world) wantStatus(id, want string) orderView {
	w.t.Helper()
	w.settle()
	o := w.order(id)
	if o.Status != want {
		w.t.Fatalf("order %s: got %s, want %s\n%v", id, o.Status, want, o.happened())
	}
	return o
}

func executionARN(id string) *string {
	return aws.String("arn:aws:states:us-east-1:123456789012:execution:order:" + id)
}

func (w *world) execution(id string) *sfn.DescribeExecutionOutput {
	w.t.Helper()
	d, err := w.sfn.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: executionARN(id)})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *world) history(id string) []sfntypes.HistoryEvent {
	w.t.Helper()
	h, err := w.sfn.GetExecutionHistory(context.Background(), &sfn.GetExecutionHistoryInput{ExecutionArn: executionARN(id), MaxResults: 1000})
	if err != nil {
		w.t.Fatal(err)
	}
	return h.Events
}

// states are the names of the states that the execution entered.
func (w *world) states(id string) (names []string) {
	w.t.Helper()
	for _, e := range w.history(id) {
		if e.StateEnteredEventDetails != nil {
			names = append(names, *e.StateEnteredEventDetails.Name)
		}
	}
	return names
}

// busEvent is one event on orderflow's bus.
type busEvent struct {
	DetailType string `json:"detail-type"`
	Detail     json.RawMessage
	id         string // metadata.id
	order      string // metadata.orderId
	at         time.Time
}

// events lists the events on orderflow's bus of one order, or of all.
func (w *world) events(id string) (all []busEvent) {
	w.t.Helper()
	found, err := w.m.Cloud.Events(10000, func(e eventbridge.Event) bool { return e.Bus == "orderflow" })
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range found {
		var e busEvent
		var detail struct {
			Metadata struct {
				ID, OrderID string
				OccurredAt  time.Time
			}
		}
		if err := json.Unmarshal(f.Envelope, &e); err != nil {
			w.t.Fatal(err)
		}
		if err := json.Unmarshal(e.Detail, &detail); err != nil {
			w.t.Fatal(err)
		}
		e.id, e.order, e.at = detail.Metadata.ID, detail.Metadata.OrderID, detail.Metadata.OccurredAt
		if id == "" || e.order == id {
			all = append(all, e)
		}
	}
	return all
}

// published are the types of an order's events, duplicates left out as a
// consumer would.
func (w *world) published(id string) (types []string) {
	w.t.Helper()
	seen := map[string]bool{}
	for _, e := range w.events(id) {
		if !seen[e.id] {
			seen[e.id] = true
			types = append(types, e.DetailType)
		}
	}
	return types
}

// validateEvents holds every event that was published against its schema.
func (w *world) validateEvents() {
	w.t.Helper()
	for _, e := range w.events("") {
		if err := eventstest.Validate(e.DetailType, e.Detail); err != nil {
			w.t.Error(err)
		}
	}
}

func (w *world) mails() []ses.Mail {
	w.t.Helper()
	mails, err := w.m.Cloud.Mail.Mails(10000)
	if err != nil {
		w.t.Fatal(err)
	}
	return mails
}

// subjects are the subjects of all mails.
func (w *world) subjects() (subjects []string) {
	w.t.Helper()
	for _, m := range w.mails() {
		subjects = append(subjects, m.Subject)
	}
	return subjects
}

// rings are the kinds of the messages that restaurants got about an order.
func (w *world) rings(id string) (kinds []string) {
	w.t.Helper()
	messages, err := w.m.Cloud.Topic.Messages(10000)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range messages {
		var ring struct{ OrderID, Kind string }
		if err := json.Unmarshal([]byte(m.Message), &ring); err != nil {
			w.t.Fatal(err)
		}
		if ring.OrderID == id {
			kinds = append(kinds, ring.Kind)
		}
	}
	return kinds
}

// syncBuffer is a buffer that many goroutines write.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var _ io.Writer = (*syncBuffer)(nil)

func join(names []string) string { return strings.Join(names, " ") }

func wantList(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if join(got) != join(want) {
		t.Errorf("%s:\n got %s\nwant %s", what, join(got), join(want))
	}
}
