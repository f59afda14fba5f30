package console_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/browsertest"
	"github.com/orderflow/orderflow/internal/onemachine"
)

// open opens an orderflow with its console, as olga of ops sees it.
func open(t *testing.T, cfg onemachine.Config) (*visitor, *browsertest.Page) {
	t.Helper()
	at := browsertest.Serve(t, cfg)
	v := newVisitor(t, at)
	return v, browsertest.Start(t).Open(t, "olga", v.base, "/console?as=olga")
}

// find searches until an execution is as it is wanted, and gives its name.
func (v *visitor) find(query string) string {
	v.t.Helper()
	for range 500 {
		var found struct{ Items []struct{ Name string } }
		v.do(http.MethodGet, "/console/api/executions?q="+query, v.token("ops", "otto"), "", &found)
		if len(found.Items) > 0 {
			return found.Items[0].Name
		}
		time.Sleep(20 * time.Millisecond)
	}
	v.t.Fatalf("nothing becomes %s", query)
	return ""
}

const bellaNapoli = "bella-napoli"

// TestEachStepIsShownAsItHappens follows one order on the console while its customer
// and its restaurant do what they do.
func TestEachStepIsShownAsItHappens(t *testing.T) {
	v, p := open(t, onemachine.Config{})
	p.See("h2", "No order has been placed yet")
	p.See(".connection", "Live")
	id := v.place("alice", bellaNapoli)
	p.See(".executions tr", "WaitForAcceptance")
	p.See(".chip", "Running\n1")
	p.Click(".executions a", "ord-")
	p.See(".sentence", "Waiting for Bella Napoli to accept since")
	p.See(".facts", "Until")
	p.Wait("the wait is coloured", `!!document.querySelector('.state.waiting[data-state="WaitForAcceptance"]')`)
	p.See(".json", "••• task token •••")

	v.decide("restaurant", bellaNapoli, id, "accept", "")
	p.See(".sentence", "Waiting for Bella Napoli to deliver since")
	p.Wait("the way is marked", `!!document.querySelector('.state.succeeded[data-state="AcceptOrder"]') && !!document.querySelector('.state.waiting[data-state="WaitForCompletion"]')`)
	p.Click(".subtabs a", "Story")
	p.See(".happening", "Bella Napoli has accepted your order")

	v.decide("restaurant", bellaNapoli, id, "complete", "")
	p.See(".happening", "10 % off your next order")
	p.See(".sentence", "Bella Napoli delivered it at")
	for _, line := range []string{"POST /orders → 202", "by customer alice", "PlaceOrder", "order_placed", "order_offered", "issue-promo-code", "Execution succeeded"} {
		p.See(".happening", line)
	}
	p.Click("summary", "10 % off your next order")
	p.See(".letter-body", "thank you for your order")
	p.Click(".chip", "Mails")
	p.Gone(".happening", "10 % off your next order")

	p.Click(".subtabs a", "States")
	p.See(".states tr", "CompleteOrder")
	p.Click(".states button", "WaitForAcceptance")
	p.See(".more .json", "••• task token •••")
	p.Click(".subtabs a", "Events")
	p.Click(".events button", "TaskSubmitted")
	p.See(".events .json", `"resource": "invoke.waitForTaskToken"`)
	p.Click(".subtabs a", "Input & output")
	p.See(".block", `"outcome": "completed"`)
	p.Click(".subtabs a", "Definition")
	p.See(".json", `"StartAt": "PlaceOrder"`)
	p.Click(".tabs a", "Bus")
	p.See(".bus li", "order_completed")
	p.Click(".tabs a", "Messages")
	p.See(".bus li", "10 % off your next order")
	p.Click(".subtabs a", "inboxes")
	p.See(".bus li", "order_offered")
}

// TestAChangeIsShownWithinASecond: on a page that is open, whoever makes it.
func TestAChangeIsShownWithinASecond(t *testing.T) {
	v, p := open(t, onemachine.Config{})
	p.See(".connection", "Live")
	v.place("alice", bellaNapoli)
	p.See(".executions tr", "WaitForAcceptance")
	took := browsertest.Eval[float64](p, `new Promise((done) => {
		const began = performance.now();
		const look = () => document.querySelectorAll('.executions tbody tr').length > 1 ? done(performance.now() - began) : setTimeout(look, 5);
		fetch('/dev/token', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{"role":"customer","id":"bob"}'}).then((r) => r.json()).then(({access_token}) =>
			fetch('/orders', {method: 'POST', headers: {Authorization: 'Bearer ' + access_token}, body: JSON.stringify({restaurantId: 'bella-napoli', address: 'x', items: [{dishId: 'margherita', quantity: 1}]})})).then(look);
	})`)
	if took > 1000 {
		t.Errorf("an order was on the page after %.0f ms, want less than a second", took)
	}
}

// TestSearching: words and conditions, as one types; a search that cannot be is
// said; the address keeps it; the keyboard suffices.
func TestSearching(t *testing.T) {
	v, p := open(t, onemachine.Config{})
	v.place("alice", bellaNapoli)
	v.place("bruno", "sakura")
	rejected := v.place("chiara", "sakura")
	v.decide("restaurant", "sakura", rejected, "reject", `{"reason":"closed"}`)
	p.See(".chip", "All\n3")
	p.See(".chip", "Succeeded\n1")
	p.Keys("/")
	p.Wait("the search has the focus", `document.activeElement.id === 'search'`)
	browsertest.Eval[bool](p, `(document.activeElement.select(), true)`) // Chromium types the key itself, which a person's would not
	p.Keys("sakura")
	p.See(".chip", "All\n2")
	p.Gone(".executions td", "alice")
	p.Keys(" -bruno")
	p.See(".chip", "All\n1")
	p.See(".executions td", "rejected")
	p.Click(".chip", "Running")
	p.See("h2", "Nothing is like that")
	p.Click("button", "Show all")
	p.See(".chip", "All\n3")
	p.Goto("/console#/?q=colour:red")
	p.Expect(`400 \(Bad Request\)`)
	p.See(".notice", `"colour" is nothing to search by`)
	p.Goto("/console#/?q=customer:alice&sort=order")
	p.See(".executions td", "alice")
	p.Gone(".executions td", "bruno")
	p.TabTo("Execution")
	p.TabTo("ord-")
	p.Keys("\r")
	p.See(".sentence", "Waiting for Bella Napoli")
}

// TestStopAndRedrive: what failed is seen, mended and redriven; what runs is
// stopped; each asks first and is in the audit list.
func TestStopAndRedrive(t *testing.T) {
	broken := newOutOfOrder()
	v, p := open(t, onemachine.Config{AroundFunction: broken.around})
	p.See(".connection", "Live")
	id := v.place("alice", bellaNapoli)
	broken.fail("accept-order", id, "InternalError")
	v.do(http.MethodPost, "/orders/"+id+"/accept", v.token("restaurant", bellaNapoli), "", nil)
	v.find("status:failed")
	p.See(".bubble", "1")
	p.Click(".tabs a", "Attention")
	p.See(".panel", "gives up in 59:")
	p.Click(".panel a", "ord-")
	p.See(".notice", "the oven of accept-order is cold")
	p.See(".sentence", "The execution failed in AcceptOrder at")
	p.Wait("the state is red", `!!document.querySelector('.state.failed[data-state="AcceptOrder"]')`)

	broken.fail("accept-order", id, "")
	p.Click("button", "Redrive")
	p.See("dialog", "Redrive this execution?")
	p.Click("dialog button", "Back")
	p.Gone("dialog", "Redrive this execution?")
	p.See(".badge", "Failed")
	p.Click("button", "Redrive")
	p.Click("dialog button", "Redrive")
	p.See(".toast", "Done: redriven")
	p.See(".sentence", "Waiting for Bella Napoli to deliver")
	p.See(".facts", "Redriven")
	p.Click("button", "Stop")
	p.Fill("Cause", "the customer called")
	p.Click("dialog button", "Stop")
	p.See(".badge", "Aborted")
	p.See(".notice", "the customer called")
	p.Click(".tabs a", "Audit")
	p.See(".audit tr", "Redrive")
	p.See(".audit tr", "Stop")
	p.See(".audit tr", "olga")
}

// TestTheBusIsWatched: events pass, a pattern is tested, an event is sent.
func TestTheBusIsWatched(t *testing.T) {
	v, p := open(t, onemachine.Config{})
	p.Click(".tabs a", "Bus")
	p.See("h2", "Nothing has passed yet")
	p.See(".connection", "Live")
	v.place("alice", bellaNapoli)
	p.See(".bus li", "order_placed")
	p.Fill("Event pattern", `{"detail-type": ["order_placed"]}`)
	p.See(".notice", "1 of 2 events match.")
	p.See(".bus li", "matches")
	p.Fill("Event pattern", `{"detail-type": "order_placed"}`)
	p.See(".notice", "Event pattern is not valid")
	p.Click("button", "Send event")
	p.Fill("Detail type", "hello")
	p.Click("dialog button", "Send")
	p.See(".toast", "Done: sent as")
	p.See(".bus li", "hello")
	p.Fill("Event pattern", "")
	p.Click("summary", "hello")
	p.Click("button", "Make a pattern of it")
	p.See(".notice", "1 of 3 events match.")
}

// TestADeadLetterIsRedelivered: an earlier process left it, since it takes three
// minutes to come about.
func TestADeadLetterIsRedelivered(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		m, err := onemachine.Open(onemachine.Config{Dir: dir, AroundFunction: aroundAll("issue-promo-code")})
		if err != nil {
			t.Fatal(err)
		}
		v := &visitor{t: t, api: m.API, base: "http://127.0.0.1", keys: map[string]string{}}
		id := v.place("alice", bellaNapoli)
		v.decide("restaurant", bellaNapoli, id, "accept", "")
		v.decide("restaurant", bellaNapoli, id, "complete", "")
		time.Sleep(4 * time.Minute)
		if err := m.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	_, p := open(t, onemachine.Config{Dir: dir})
	p.Click(".tabs a", "Attention")
	p.See(".letters li", "the oven of issue-promo-code is cold")
	p.Click(".letters button", "Redeliver")
	p.Click("dialog button", "Redeliver")
	p.See(".toast", "Done: handed to issue-promo-code")
	p.See(".panel", "Every event has been handled.")
	p.Click(".tabs a", "Messages")
	p.See(".bus li", "10 % off your next order")
}

// TestImporting: a history of AWS is seen as one of here, with what is hostile in it
// as text; a wrong file says what is wrong.
func TestImporting(t *testing.T) {
	_, p := open(t, onemachine.Config{})
	p.Click(".tabs a", "Import")
	choose := func(field, path string) {
		absolute, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		p.Upload(`input[name="`+field+`"]`, absolute)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.json")
	if err := os.WriteFile(wrong, []byte(`{"stateMachines": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Expect(`400 \(Bad Request\)`)
	choose("history", wrong)
	p.Click("button", "Show it")
	p.See(".notice.bad", `the history has no "events"`)
	choose("history", "testdata/exported.json")
	choose("definition", "testdata/definition.json")
	p.Click("button", "Show it")
	p.See("h1", "exported")
	p.See(".notice", "The restaurant said no")
	p.Wait("the graph is coloured", `!!document.querySelector('.state.failed[data-state="Apologize"]') && !!document.querySelector('.state.caught[data-state="Ask"]') && document.querySelectorAll('.graph .frame').length === 1`)
	p.Click(".subtabs a", "States")
	p.Click(".states button", "Ask")
	p.See(".more", "<b>out of dough</b>")
	p.See(".more .json", "••• task token •••")
	p.Click(".subtabs a", "Events")
	p.See(".events tr", "ParallelStateStarted")
	if text := p.Text("main"); strings.Contains(text, "some-opaque-token") {
		t.Error("a token is shown")
	}
}

// TestHostileTextStaysText: what people write is shown as they wrote it, in every
// view, and runs nowhere.
func TestHostileTextStaysText(t *testing.T) {
	v, p := open(t, onemachine.Config{})
	const hostile = `<img src=x onerror=alert(1)><script>alert(2)</script>{since}</style>`
	id := v.place("alice", bellaNapoli)
	v.decide("restaurant", bellaNapoli, id, "reject", `{"reason":"`+hostile+`"}`)
	v.find("outcome:rejected")
	for _, view := range []string{"/graph", "/states", "/events", "/story", "/data"} {
		p.Goto("/console#/x/order/" + id + view)
		p.See(".sentence", hostile[:20])
	}
	p.Goto("/console#/messages")
	p.Click("summary", "Bella Napoli cannot take your order")
	p.See(".letter-body", hostile[:20])
	p.Goto("/console#/x/" + "order" + "/%3Cimg%20src%3Dx%3E")
	p.Expect(`404 \(Not Found\)`)
	p.See("h2", "This could not be loaded")
}
