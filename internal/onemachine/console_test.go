package onemachine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// ask makes a request to the console, from this machine.
func (w *world) ask(method, path, token, body string, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, "http://127.0.0.1"+path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.m.API.ServeHTTP(recorder, r)
	return answer{recorder.Code, recorder.Header(), recorder.Body.String()}
}

func (w *world) olga() string { return w.token("ops", "olga", "") }

// look asks the console as ops, and wants an answer.
func (w *world) look(path string, into any) string {
	w.t.Helper()
	a := w.ask("GET", "/console/api/"+path, w.olga(), "")
	if a.status != http.StatusOK {
		w.t.Fatalf("GET %s: got %d %s", path, a.status, a.body)
	}
	if into != nil {
		a.json(w.t, into)
	}
	return a.body
}

// do has ops do something.
func (w *world) do(action, body string) answer {
	w.t.Helper()
	return w.ask("POST", "/console/api/actions/"+action, w.olga(), body)
}

// consoleReads and consoleActions are all that the console offers.
var (
	consoleReads = []string{
		"machines", "executions", "executions/order/%s", "history/order/%s", "story/%s", "attention", "events", "rules", "mails", "messages", "dead-letters", "audit",
	}
	consolePosts = []string{"events/test", "import", "actions/start", "actions/stop", "actions/redrive", "actions/send-event", "actions/redeliver"}
)

// TestTheConsoleIsForOpsOfThisMachine: nobody else reads or does anything, no page
// of another site, and by no other name.
func TestTheConsoleIsForOpsOfThisMachine(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.settle()
		requests := map[string]string{} // path → method
		for _, path := range consoleReads {
			requests["/console/api/"+strings.ReplaceAll(path, "%s", id)] = "GET"
		}
		for _, path := range consolePosts {
			requests["/console/api/"+path] = "POST"
		}
		for path, method := range requests {
			for who, c := range map[string]struct {
				token  string
				status int
			}{
				"nobody": {"", 401}, "a forger": {w.olga() + "x", 401}, "the customer": {w.alice(), 403}, "the restaurant": {w.napoli(), 403},
			} {
				if a := w.ask(method, path, c.token, "{}"); a.status != c.status || strings.Contains(a.body, id) {
					t.Errorf("%s %s as %s: got %d %s, want %d", method, path, who, a.status, a.body, c.status)
				}
			}
			for name, header := range map[string][]string{
				"from a page of another site":  {"Origin", "https://evil.example"},
				"by a name that leads here":    {"Host", "evil.example:8080"},
				"from another port's own page": {"Origin", "http://127.0.0.1:9"},
			} {
				if a := w.ask(method, path, w.olga(), "{}", header...); a.status != 403 {
					t.Errorf("%s %s %s: got %d %s, want 403", method, path, name, a.status, a.body)
				}
			}
		}
		for _, path := range consoleReads {
			w.look(strings.ReplaceAll(path, "%s", id), nil)
		}
		if a := w.ask("DELETE", "/console/api/audit", w.olga(), ""); a.status < 400 {
			t.Errorf("DELETE: got %d", a.status)
		}
		for _, path := range []string{"executions/order/nothing", "executions/nothing/" + id, "story/nothing", "nothing"} {
			if a := w.ask("GET", "/console/api/"+path, w.olga(), ""); a.status != 404 || !strings.Contains(a.body, "message") {
				t.Errorf("%s: got %d %s, want 404", path, a.status, a.body)
			}
		}
		if entries := w.audit(); len(entries) != 0 {
			t.Errorf("what was refused is in the audit list: %v", entries)
		}
	})
}

// TestInvariant3_TheConsoleShowsNoToken runs orders to every ending, with failures,
// and looks at every byte that the console answers.
func TestInvariant3_TheConsoleShowsNoToken(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		var ids []string
		for _, e := range endings {
			id := w.place()
			w.pass(10 * time.Second)
			e.act(w, id)
			w.pass(time.Minute)
			ids = append(ids, id)
		}
		waiting := w.place()
		w.pass(time.Second)
		ids = append(ids, waiting)
		tokens, _ := w.tokens(ids)
		if len(tokens) < 10 {
			t.Fatalf("task tokens: found %d", len(tokens))
		}
		// Somebody of ops puts a token where it does not belong.
		w.do("send-event", `{"bus":"default","source":"x","detailType":"y","detail":"{\"token\":\"`+tokens[0]+`\"}"}`)
		w.do("start", `{"machineArn":"`+w.m.Cloud.MachineARN()+`","name":"t","input":"{\"x\":\"`+tokens[0]+`\"}"}`)
		w.settle()

		var said []string
		for _, path := range consoleReads {
			if !strings.Contains(path, "%s") {
				said = append(said, w.look(path, nil))
				continue
			}
			for _, id := range append(ids, "t") {
				said = append(said, w.look(strings.ReplaceAll(path, "%s", id), nil))
			}
		}
		all := strings.Join(said, "\n")
		for _, token := range tokens {
			if strings.Contains(all, token) {
				t.Fatal("a task token is in an answer of the console")
			}
		}
		if n := strings.Count(all, "••• task token •••"); n < 20 {
			t.Errorf("%d tokens were masked: too few for this to have looked where they are", n)
		}
		for _, private := range []string{theAddress, theNote} {
			if strings.Contains(all, private) {
				t.Errorf("%q is in an answer of the console", private)
			}
		}
	})
}

type storyLine struct {
	At                        time.Time
	Kind, Title, Note, Status string
}

type orderStory struct {
	Sentence struct {
		Text         string
		Since, Until time.Time
	}
	Happenings []storyLine
}

func (s orderStory) titles(kinds ...string) (titles []string) {
	for _, h := range s.Happenings {
		if slices.Contains(kinds, h.Kind) {
			titles = append(titles, h.Title)
		}
	}
	return titles
}

// TestTheStoryOfAnOrder: calls, states, events, consumers, messages and mails on one
// line of time, and in words what the order waits for.
func TestTheStoryOfAnOrder(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		placed := time.Now()
		var s orderStory
		w.pass(time.Minute)
		w.look("story/"+id, &s)
		if s.Sentence.Text != "Waiting for Bella Napoli to accept since {since}; expires {until}." ||
			!s.Sentence.Since.Equal(placed) || !s.Sentence.Until.Equal(placed.Add(10*time.Minute)) {
			t.Errorf("the sentence: got %+v", s.Sentence)
		}
		w.must(id, "accept")
		w.wantStatus(id, "accepted")
		w.look("story/"+id, &s)
		if s.Sentence.Text != "Waiting for Bella Napoli to deliver since {since}; expires {until}." {
			t.Errorf("the sentence: got %+v", s.Sentence)
		}
		w.decide(id, "cancel") // too late: 409
		w.pass(20 * time.Minute)
		w.must(id, "complete")
		w.wantStatus(id, "completed")
		w.look("story/"+id, &s)
		if s.Sentence.Text != "Bella Napoli delivered it at {at}, 21 min after it was placed." {
			t.Errorf("the sentence: got %+v", s.Sentence)
		}
		wantList(t, "calls", s.titles("call"), "POST /orders → 202", "POST /orders/{id}/accept → 200", "POST /orders/{id}/cancel → 409", "POST /orders/{id}/complete → 200")
		wantList(t, "states", s.titles("state"), "PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "AcceptOrder", "NotifyUser", "WaitForCompletion", "CompleteOrder")
		wantList(t, "events", s.titles("event"), "order_placed", "restaurant_notified", "order_accepted", "user_notified", "order_completed")
		wantList(t, "consumers", s.titles("consumer"), "issue-promo-code")
		wantList(t, "messages", s.titles("sns"), "order_offered")
		wantList(t, "mails", s.titles("mail"), acceptMail, "10 % off your next order")
		if !slices.IsSortedFunc(s.Happenings, func(a, b storyLine) int {
			return a.At.Truncate(time.Millisecond).Compare(b.At.Truncate(time.Millisecond))
		}) {
			t.Error("the story is not in order")
		}
		other := w.place()
		w.settle()
		w.look("story/"+other, &s)
		if len(s.titles("mail", "consumer")) != 0 || len(s.titles("event")) != 2 {
			t.Errorf("another order's story has %v", s.titles("mail", "consumer", "event"))
		}
	})
}

// audit is the audit list, newest first.
func (w *world) audit() (entries []string) {
	w.t.Helper()
	var list struct {
		Entries []struct {
			Who, Action, Target, Outcome string
			Failed                       bool
		}
	}
	w.look("audit", &list)
	for _, e := range list.Entries {
		entries = append(entries, fmt.Sprintf("%s: %s, %s (failed: %v)", e.Who, e.Action, e.Outcome, e.Failed))
	}
	return entries
}

// TestWhatOpsDo: stop, redrive, start, send; each does what it says, and is written
// down with what came of it.
func TestWhatOpsDo(t *testing.T) {
	broken := true
	cfg := onemachine.Config{AroundFunction: around("accept-order", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		if broken {
			return nil, errors.New("the stove is cold")
		}
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.decide(id, "accept")
		w.settle()
		arn := *executionARN(id)
		var found struct {
			Items []struct{ Name, Status, State, Error string }
		}
		w.look("executions?q=error:errorString", &found)
		if len(found.Items) != 1 || found.Items[0].Status != "FAILED" || found.Items[0].State != "AcceptOrder" {
			t.Fatalf("the failed execution: got %+v", found)
		}
		var attention struct {
			Stopped []struct {
				Name    string
				GivesUp time.Time
			}
		}
		w.look("attention", &attention)
		if len(attention.Stopped) != 1 || !attention.Stopped[0].GivesUp.Equal(time.Now().Add(time.Hour)) {
			t.Errorf("needs attention: got %+v", attention)
		}

		broken = false
		if a := w.do("redrive", `{"arn":"`+arn+`"}`); a.status != 200 {
			t.Fatalf("redrive: got %d %s", a.status, a.body)
		}
		w.wantStatus(id, "accepted")
		if a := w.do("redrive", `{"arn":"`+arn+`"}`); a.status != 400 || !strings.Contains(a.body, "ExecutionNotRedrivable") {
			t.Errorf("redrive what runs: got %d %s", a.status, a.body)
		}
		if a := w.do("stop", `{"arn":"`+arn+`","error":"StoppedByOps","cause":"the customer called"}`); a.status != 200 {
			t.Fatalf("stop: got %d %s", a.status, a.body)
		}
		w.settle()
		if d := w.execution(id); d.Status != "ABORTED" || *d.Error != "StoppedByOps" {
			t.Errorf("stopped: got %s %v", d.Status, d.Error)
		}
		if a := w.do("stop", `{"arn":"`+arn+`"}`); a.status != 409 {
			t.Errorf("stop what has ended: got %d %s", a.status, a.body)
		}
		if a := w.do("start", `{"machineArn":"`+w.m.Cloud.MachineARN()+`","name":"by-hand","input":"{}"}`); a.status != 200 {
			t.Errorf("start: got %d %s", a.status, a.body)
		}
		if a := w.do("start", `{"machineArn":"`+w.m.Cloud.MachineARN()+`","name":"x","input":"{"}`); a.status != 400 || !strings.Contains(a.body, "InvalidExecutionInput") {
			t.Errorf("start with half an input: got %d %s", a.status, a.body)
		}
		if a := w.do("send-event", `{"bus":"orderflow","source":"aws.x","detailType":"y","detail":"{}"}`); a.status != 400 || !strings.Contains(a.body, "NotAuthorizedForSource") {
			t.Errorf("send as AWS: got %d %s", a.status, a.body)
		}
		wantList(t, "audit", w.audit(),
			"olga: send event, NotAuthorizedForSourceException: Not authorized for the source. (failed: true)",
			"olga: start, InvalidExecutionInput: Invalid State Machine Execution Input: 'unexpected end of JSON input' (failed: true)",
			"olga: start, started arn:aws:states:us-east-1:123456789012:execution:order:by-hand (failed: false)",
			"olga: stop, the execution has ended already: it is ABORTED (failed: true)",
			"olga: stop, stopped (failed: false)",
			"olga: redrive, ExecutionNotRedrivable: Execution "+arn+" invalid for redrive as: Execution is RUNNING and cannot be redriven (failed: true)",
			"olga: redrive, redriven (failed: false)")
		var s orderStory
		w.look("story/"+id, &s)
		wantList(t, "what ops did, in the story", s.titles("ops"), "redrive", "redrive", "stop", "stop")
		for action, body := range map[string]string{
			"stop": `{"arn":""}`, "redrive": `{}`, "start": `[]`, "send-event": `{"bus":"nowhere","source":"a","detailType":"b","detail":"{}"}`, "redeliver": `{"id":"one"}`,
		} {
			if a := w.do(action, body); a.status != 400 {
				t.Errorf("%s %s: got %d %s, want 400", action, body, a.status, a.body)
			}
		}
	})
}

// TestDeadLettersAreRedelivered: what a consumer could not handle is seen, handed to
// it again, and gone.
func TestDeadLettersAreRedelivered(t *testing.T) {
	broken := true
	cfg := onemachine.Config{AroundFunction: around("issue-promo-code", func(_ int, next func() ([]byte, error)) ([]byte, error) {
		if broken {
			return nil, errors.New("no codes left")
		}
		return next()
	})}
	inBubble(t, cfg, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		accepted(w, id)
		w.must(id, "complete")
		w.pass(5 * time.Minute)
		var letters []struct {
			ID    int64
			Queue string
		}
		w.look("dead-letters", &letters)
		if len(letters) != 1 {
			t.Fatalf("dead letters: got %v", letters)
		}
		var s orderStory
		w.look("story/"+id, &s)
		var notes []string
		for _, h := range s.Happenings {
			if h.Kind == "consumer" {
				notes = append(notes, h.Note)
			}
		}
		wantList(t, "what the consumer did", notes, "attempt 1 failed; it is tried again", "attempt 2 failed; it is tried again", "attempt 3 failed; the event went to the dead letters")

		broken = false
		body := fmt.Sprintf(`{"ID":%d}`, letters[0].ID)
		if a := w.do("redeliver", body); a.status != 200 || !strings.Contains(a.body, "issue-promo-code") {
			t.Fatalf("redeliver: got %d %s", a.status, a.body)
		}
		w.settle()
		if subjects := w.subjects(); subjects[len(subjects)-1] != "10 % off your next order" {
			t.Errorf("mails after it was redelivered: %v", subjects)
		}
		w.look("dead-letters", &letters)
		if len(letters) != 0 {
			t.Errorf("dead letters: got %v", letters)
		}
		if a := w.do("redeliver", body); a.status != 409 {
			t.Errorf("redeliver twice: got %d %s", a.status, a.body)
		}
	})
}

// TestNeedsAttention: a wait in its last fifth, and how quick restaurants are.
func TestNeedsAttention(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		quick := w.place()
		w.pass(30 * time.Second)
		w.must(quick, "accept")
		late := w.place()
		var a struct {
			Expiring    []struct{ Name string }
			Restaurants []struct {
				ID               string
				Orders, Accepted int
				Median           float64
			}
		}
		w.pass(7 * time.Minute)
		w.look("attention", &a)
		if len(a.Expiring) != 0 {
			t.Errorf("three minutes before it expires: got %v", a.Expiring)
		}
		w.pass(90 * time.Second)
		w.look("attention", &a)
		if len(a.Expiring) != 1 || a.Expiring[0].Name != late {
			t.Errorf("expiring: got %v, want %s", a.Expiring, late)
		}
		if len(a.Restaurants) != 1 || a.Restaurants[0].Orders != 2 || a.Restaurants[0].Accepted != 1 || a.Restaurants[0].Median != 30 {
			t.Errorf("restaurants: got %+v", a.Restaurants)
		}
	})
}

// TestWhatIsExportedCanBeImported: a history of here goes the way that one of AWS
// goes, and looks the same.
func TestWhatIsExportedCanBeImported(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		w.must(id, "reject")
		w.settle()
		type seen struct {
			Status     string
			Definition string
			Visits     json.RawMessage
			Taken      json.RawMessage
			Events     json.RawMessage
			Graph      json.RawMessage
			Notes      []string
			Output     string
		}
		var here, there seen
		w.look("executions/order/"+id, &here)
		history := w.look("history/order/"+id, nil)
		body, err := json.Marshal(map[string]string{"History": history, "Definition": here.Definition})
		if err != nil {
			t.Fatal(err)
		}
		a := w.ask("POST", "/console/api/import", w.olga(), string(body))
		if a.status != 200 {
			t.Fatalf("import: got %d %s", a.status, a.body)
		}
		a.json(t, &there)
		if here.Status != there.Status || string(here.Visits) != string(there.Visits) || string(here.Taken) != string(there.Taken) ||
			string(here.Events) != string(there.Events) || string(here.Graph) != string(there.Graph) || here.Output != there.Output || there.Notes != nil {
			t.Errorf("imported, it differs:\n%s\n%s\n%v", here.Visits, there.Visits, there.Notes)
		}
		for body, want := range map[string]string{
			`{"History":"","Definition":""}`:   "not the JSON of get-execution-history",
			`{"History":"{}","Definition":""}`: `has no \"events\"`,
			`{"History":5}`:                    "not the JSON that is expected here",
			`nonsense`:                         "not the JSON that is expected here",
			`{"History":"[{\"id\":1,\"type\":\"X\",\"timestamp\":1}]","Definition":"{}"}`:                                                                      `has no \"States\"`,
			`{"History":"[{\"id\":1,\"type\":\"X\",\"timestamp\":1}]","Definition":"{\"StartAt\":\"A\",\"States\":{\"B\":{\"Type\":\"Pass\",\"End\":true}}}"}`: `none of its states`,
		} {
			if a := w.ask("POST", "/console/api/import", w.olga(), body); a.status != 400 || !strings.Contains(a.body, want) {
				t.Errorf("import %s: got %d %s, want 400 with %s", body, a.status, a.body, want)
			}
		}
		huge := `{"History":"` + strings.Repeat("x", 33<<20) + `"}`
		if a := w.ask("POST", "/console/api/import", w.olga(), huge); a.status != http.StatusRequestEntityTooLarge {
			t.Errorf("a huge import: got %d %.200s", a.status, a.body)
		}
	})
}

// TestTheConsoleAfterARestart: what an earlier process did is found, with the state
// in which it ended, and the journal is there.
func TestTheConsoleAfterARestart(t *testing.T) {
	dir, key := t.TempDir(), signingKey()
	synctest.Test(t, func(t *testing.T) {
		cfg := onemachine.Config{Dir: dir, SigningKey: key}
		w := open(t, cfg)
		done, waiting := w.place(), ""
		w.wantStatus(done, "placed")
		w.must(done, "cancel")
		w.wantStatus(done, "cancelled")
		w.pass(time.Second)
		waiting = w.place()
		w.wantStatus(waiting, "placed")
		w.do("stop", `{"arn":"nonsense"}`)
		if err := w.m.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		w = open(t, cfg)
		defer func() {
			if err := w.m.Close(context.Background()); err != nil {
				t.Error(err)
			}
		}()
		var list struct {
			Items []struct{ Name, State, Status, Outcome, WaitsFor string }
		}
		w.look("executions?sort=started", &list)
		if got := fmt.Sprint(list.Items); got != fmt.Sprintf("[{%s NotifyUserOfEnding SUCCEEDED cancelled } {%s WaitForAcceptance RUNNING  token}]", done, waiting) {
			t.Errorf("executions: got %s", got)
		}
		var s orderStory
		w.look("story/"+done, &s)
		wantList(t, "calls", s.titles("call"), "POST /orders → 202", "POST /orders/{id}/cancel → 200")
		if len(w.audit()) != 1 {
			t.Errorf("audit: got %v", w.audit())
		}
	})
}

// TestTheBusIsTested: a pattern is held against what has passed, and a wrong one
// says what is wrong.
func TestTheBusIsTested(t *testing.T) {
	inBubble(t, onemachine.Config{}, func(w *world) {
		id := w.place()
		w.wantStatus(id, "placed")
		var answer struct {
			Error   string
			Matches []int64
			Of      int
		}
		test := func(pattern string) {
			body, err := json.Marshal(map[string]string{"Pattern": pattern})
			if err != nil {
				t.Fatal(err)
			}
			answer.Error, answer.Matches = "", nil
			w.ask("POST", "/console/api/events/test", w.olga(), string(body)).json(t, &answer)
		}
		test(`{"detail-type": [{"prefix": "order_"}]}`)
		if len(answer.Matches) != 1 || answer.Of != 2 || answer.Error != "" {
			t.Errorf("matches: got %+v", answer)
		}
		test(`{"detail-type": "order_placed"}`)
		if !strings.Contains(answer.Error, "Event pattern is not valid") {
			t.Errorf("a wrong pattern: got %+v", answer)
		}
		var events struct {
			Events []struct {
				Event struct {
					Type string `json:"detail-type"`
				}
			}
		}
		w.look("events?q=restaurant_NOTIFIED&bus=orderflow&size=5", &events)
		if len(events.Events) != 1 || events.Events[0].Event.Type != "restaurant_notified" {
			t.Errorf("filtered: got %+v", events)
		}
		w.look("events?bus=nowhere", &events)
		if len(events.Events) != 0 {
			t.Errorf("of no bus: got %+v", events)
		}
		for _, path := range []string{"events?size=0", "events?before=x", "mails?limit=-1", "audit?page=0", "executions?size=9999", "executions?q=a:b"} {
			if a := w.ask("GET", "/console/api/"+path, w.olga(), ""); a.status != 400 {
				t.Errorf("%s: got %d %s, want 400", path, a.status, a.body)
			}
		}
	})
}
