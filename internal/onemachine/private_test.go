package onemachine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// outbound is everything that leaves a function: what it sends to each service.
type outbound struct {
	mu   sync.Mutex
	sent map[string][]string // by service
}

// calls is an AroundCalls.
func (o *outbound) calls(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		text := string(body)
		if form, err := url.QueryUnescape(text); err == nil {
			text += form // SNS speaks in forms
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		o.sent[serviceOf(r)] = append(o.sent[serviceOf(r)], fmt.Sprint(r.URL, r.Header, text))
		return next.RoundTrip(r)
	})
}

// TestInvariant3And7_NothingPrivateLeaves runs an order to each ending, with
// failures on the way, and looks at every byte that left: task tokens may be in
// Step Functions and nowhere else, addresses and notes in answers to those whose
// order it is, mail addresses in what SES is sent. The log and the metrics have none of it.
func TestInvariant3And7_NothingPrivateLeaves(t *testing.T) {
	left := &outbound{sent: map[string][]string{}}
	faults := 0
	cfg := onemachine.Config{AroundCalls: func(next http.RoundTripper) http.RoundTripper {
		next = left.calls(next)
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if faults++; faults%4 == 0 && serviceOf(r) != "stepfunctions" { // errors and panics are logged
				return throttled(r), nil
			}
			return next.RoundTrip(r)
		})
	}}
	inBubble(t, cfg, func(w *world) {
		var ids []string
		for _, e := range endings {
			id := w.place()
			w.pass(10 * time.Second)
			e.act(w, id)
			w.pass(time.Minute)
			w.wantStatus(id, e.status)
			ids = append(ids, id)
		}
		aborted := w.place()
		w.pass(10 * time.Second)
		if _, err := w.sfn.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: executionARN(aborted)}); err != nil {
			t.Fatal(err)
		}
		w.pass(5 * time.Minute)
		w.wantStatus(aborted, "failed")
		ids = append(ids, aborted)
		stranger := w.token("customer", "mallory", "")
		for _, id := range ids {
			w.call("GET", "/orders/"+id, stranger, "")
			w.call("GET", "/orders/"+id, w.napoli(), "")
			w.call("POST", "/orders/"+id+"/accept", w.napoli(), "")
		}
		w.call("GET", "/orders", w.alice(), "")
		w.call("GET", "/orders", w.napoli(), "")

		tokens, histories := w.tokens(ids)
		if len(tokens) < 10 {
			t.Fatalf("task tokens: found %d, want one for each wait", len(tokens))
		}
		var events, dev strings.Builder
		for _, e := range w.events("") {
			events.Write(e.Detail)
		}
		for _, page := range []string{"/dev/events", "/dev/sns", "/dev/mail", "/dev/dead-letters"} {
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+page, nil)
			answer := &recorder{header: http.Header{}}
			w.m.API.ServeHTTP(answer, r)
			if page != "/dev/mail" {
				dev.Write(answer.body.Bytes())
			}
			for _, token := range tokens {
				if strings.Contains(answer.body.String(), token) {
					t.Errorf("a task token is on the page %s", page)
				}
			}
		}
		for place, text := range map[string]string{
			"the API's answers": strings.Join(w.out, "\n"), "EventBridge": strings.Join(left.sent["eventbridge"], "\n"),
			"SNS": strings.Join(left.sent["sns"], "\n"), "SES": strings.Join(left.sent["ses"], "\n"), "the log": w.log.String(), "the metrics": w.metrics.String(),
			"the bus": events.String(), "the pages of /dev": dev.String(),
		} {
			if text == "" {
				t.Errorf("nothing to look at in %s", place)
			}
			for _, token := range tokens {
				if strings.Contains(text, token) {
					t.Errorf("a task token is in %s", place)
				}
			}
			if place != "the API's answers" && (strings.Contains(text, theAddress) || strings.Contains(text, theNote)) {
				t.Errorf("an address or a note is in %s", place)
			}
			if place != "SES" && strings.Contains(text, aliceMail) {
				t.Errorf("a mail address is in %s", place)
			}
		}
		for what, text := range map[string]string{
			"executions' histories": histories, "requests to Step Functions": strings.Join(left.sent["stepfunctions"], "\n"),
		} {
			for _, private := range []string{theAddress, theNote, aliceMail} {
				if strings.Contains(text, private) {
					t.Errorf("%q is in %s", private, what)
				}
			}
		}
		for _, said := range w.out {
			if strings.Contains(said, theAddress) && strings.HasPrefix(said, "GET/orders{") {
				t.Errorf("an address is in a list: %s", said)
			}
		}
	})
}

// tokens finds the task tokens in the executions' histories, and gives the
// histories as text.
func (w *world) tokens(ids []string) (tokens []string, histories string) {
	w.t.Helper()
	for _, id := range ids {
		events := w.history(id)
		text, err := json.Marshal(events)
		if err != nil {
			w.t.Fatal(err)
		}
		histories += string(text)
		for _, e := range events {
			if e.TaskScheduledEventDetails == nil {
				continue
			}
			var parameters struct{ Payload struct{ Token string } }
			if err := json.Unmarshal([]byte(*e.TaskScheduledEventDetails.Parameters), &parameters); err != nil {
				w.t.Fatal(err)
			}
			if token := parameters.Payload.Token; token != "" {
				tokens = append(tokens, token)
			}
		}
	}
	return tokens, histories
}

// recorder is a ResponseWriter.
type recorder struct {
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(int)             {}
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
