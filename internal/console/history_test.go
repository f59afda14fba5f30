package console

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// exported is a history as aws stepfunctions get-execution-history writes it (CLI
// 2), of a machine with a Parallel state, a retry, a wait for a token and a Catch.
func exported(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/exported.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAHistoryByStates(t *testing.T) {
	events, err := parseHistory(exported(t))
	if err != nil {
		t.Fatal(err)
	}
	f := follow(events)
	var got []string
	for _, v := range f.Visits {
		got = append(got, v.Name+" "+v.Status)
	}
	want := "Prepare succeeded, Both succeeded, Left succeeded, Right succeeded, Ask caught, Apologize failed"
	if strings.Join(got, ", ") != want {
		t.Errorf("visits:\n got %s\nwant %s", strings.Join(got, ", "), want)
	}
	right := f.Visits[3]
	if right.Attempts != 2 || len(right.Errors) != 1 || right.Errors[0].Error != "Lambda.TooManyRequestsException" {
		t.Errorf("Right: %d attempts, errors %v", right.Attempts, right.Errors)
	}
	ask := f.Visits[4]
	if len(ask.Errors) != 1 || ask.Errors[0].Error != "OrderRejected" || ask.Left == nil {
		t.Errorf("Ask: %+v", ask)
	}
	if f.Transitions != 7 { // six states, and one retry
		t.Errorf("transitions: got %d, want 7", f.Transitions)
	}
	if f.Dollars != 7*25e-6 {
		t.Errorf("cost: got %v", f.Dollars)
	}
	var taken []string
	for _, pair := range f.Taken {
		taken = append(taken, pair[0]+">"+pair[1])
	}
	if got := strings.Join(taken, " "); got != "Prepare>Both Both>Ask Ask>Apologize" {
		t.Errorf("transitions made: %s", got)
	}
}

// TestARedrivenHistoryByStates: a redrive goes on in the state that failed, which is
// one visit, with all its attempts; histories of older logs enter it anew.
func TestARedrivenHistoryByStates(t *testing.T) {
	const (
		first = `{"type":"TaskStateEntered","id":1,"timestamp":1,"stateEnteredEventDetails":{"name":"A"}},
			{"type":"TaskScheduled","id":2,"previousEventId":1,"timestamp":2},
			{"type":"TaskFailed","id":3,"previousEventId":2,"timestamp":3,"taskFailedEventDetails":{"error":"Broken"}},
			{"type":"ExecutionFailed","id":4,"previousEventId":3,"timestamp":3,"executionFailedEventDetails":{"error":"Broken"}},
			{"type":"ExecutionRedriven","id":5,"previousEventId":4,"timestamp":9},`
		last = `{"type":"TaskSucceeded","id":8,"previousEventId":7,"timestamp":11},
			{"type":"TaskStateExited","id":9,"previousEventId":8,"timestamp":11,"stateExitedEventDetails":{"name":"A"}}`
	)
	for name, c := range map[string]struct {
		second string
		events int
	}{
		"as_aws_tells_it": {`{"type":"TaskScheduled","id":7,"previousEventId":1,"timestamp":10},`, 6},
		"of_an_older_log": {`{"type":"TaskStateEntered","id":6,"previousEventId":5,"timestamp":9,"stateEnteredEventDetails":{"name":"A"}},
			{"type":"TaskScheduled","id":7,"previousEventId":6,"timestamp":10},`, 7},
	} {
		running, err := parseHistory([]byte("[" + first + strings.TrimSuffix(c.second, ",") + "]"))
		if err != nil {
			t.Fatal(err)
		}
		if v := follow(running).Visits; len(v) != 1 || v[0].Status != visitRunning || v[0].Left != nil {
			t.Errorf("%s: while it is tried again: %d visits, %+v", name, len(v), v[0])
		}
		events, err := parseHistory([]byte("[" + first + c.second + last + "]"))
		if err != nil {
			t.Fatal(err)
		}
		f := follow(events)
		if len(f.Visits) != 1 {
			t.Fatalf("%s: %d visits", name, len(f.Visits))
		}
		v := f.Visits[0]
		if v.Status != visitSucceeded || v.Attempts != 2 || len(v.Errors) != 1 || len(v.Events) != c.events || v.Left.Unix() != 11 {
			t.Errorf("%s: got %+v", name, v)
		}
	}
}

// TestTokensOfOthersAreMasked: an exported history has AWS's own tokens, whatever
// they look like.
func TestTokensOfOthersAreMasked(t *testing.T) {
	events, err := parseHistory(exported(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "some-opaque-token") {
		t.Error("a member called token is shown")
	}
	if strings.Contains(string(mask(text)), "AAAAKgAAAAIAAAAA") || !strings.Contains(string(mask(text)), masked) {
		t.Error("what looks like a token is shown")
	}
	if !strings.Contains(string(text), `tokenizer`) {
		t.Error("what is no token is hidden")
	}
}

func TestHistoriesThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"", "not the JSON of get-execution-history"},
		"not_json":      {"<html>", "not the JSON of get-execution-history"},
		"another_json":  {`{"stateMachines": []}`, `has no "events"`},
		"a_number":      {`7`, "not the JSON of get-execution-history"},
		"no_type":       {`{"events":[{"id":1,"timestamp":1}]}`, `events[0]: it has no "type"`},
		"no_id":         {`{"events":[{"type":"X","timestamp":1}]}`, `events[0]: its "id" is not a number`},
		"half_an_id":    {`{"events":[{"type":"X","id":1.5,"timestamp":1}]}`, `its "id" is not a number`},
		"no_time":       {`{"events":[{"type":"X","id":1}]}`, `its "timestamp" is neither`},
		"a_wrong_time":  {`{"events":[{"type":"X","id":1,"timestamp":"yesterday"}]}`, `its "timestamp" is neither`},
		"a_huge_time":   {`{"events":[{"type":"X","id":1,"timestamp":1e300}]}`, `its "timestamp" is neither`},
		"an_id_twice":   {`[{"type":"X","id":1,"timestamp":1},{"type":"X","id":1,"timestamp":1}]`, "events[1]: the id 1 stands there twice"},
		"a_text_inside": {`{"events":["X"]}`, "not the JSON of get-execution-history"},
		"too_many":      {`[` + strings.Repeat(`{},`, maxEvents) + `{}]`, "at most 25000"},
	} {
		if _, err := parseHistory([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want it to say %q", name, err, c.want)
		}
	}
}

func FuzzParseHistory(f *testing.F) {
	f.Add([]byte(`[{"type":"TaskStateEntered","id":2,"previousEventId":9,"timestamp":1.5,"stateEnteredEventDetails":{"name":"A"}},{"type":"TaskStateExited","id":3,"previousEventId":2,"timestamp":"2026-01-01T00:00:00Z"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		events, err := parseHistory(text)
		if err != nil {
			return
		}
		if f := follow(events); f.Transitions < len(f.Visits) {
			t.Errorf("%d transitions into %d states", f.Transitions, len(f.Visits))
		}
		if _, err := json.Marshal(summarize(events)); err != nil {
			t.Error(err)
		}
	})
}

func TestMask(t *testing.T) {
	token := "AQAAAAAAAAAAAQAAAAAAAAAIxJdC8vL2mCwq0eZzM7yJ4Q3tBzo"
	for text, want := range map[string]string{
		`{"token":"` + token + `"}`:        `{"token":"` + masked + `"}`,
		`"{\"a\":\"` + token + `\"}"`:      `"{\"a\":\"` + masked + `\"}"`,
		`x=` + token + `&y`:                `x=` + masked + `&y`,
		`{"id":"ord-34arerbhp2dam3nmbmj"}`: `{"id":"ord-34arerbhp2dam3nmbmj"}`,
		`"AQID"`:                           `"AQID"`,
	} {
		if got := string(mask([]byte(text))); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
