package console_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/browsertest"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/statemachine"
)

var (
	pictures  = flag.String("pictures", "", "take pictures of every view, in all sizes and colours, into this folder")
	documents = flag.String("documents", "", "take the pictures that the documents show into this folder")
)

// shown are the pictures for the documents.
var shown = map[string]string{"x-waiting": "console-graph", "x-done-story": "console-story"}

// TestPictures takes pictures for people to look at, and for the documents. It is no
// test of anything: `make pictures` runs it.
func TestPictures(t *testing.T) {
	if *pictures == "" && *documents == "" {
		t.Skip("it takes pictures only when it is asked to: make pictures")
	}
	broken := newOutOfOrder()
	definition := strings.Replace(statemachine.Order, `"TimeoutSeconds": 600`, `"TimeoutSeconds": 75`, 1)
	at := browsertest.Serve(t, onemachine.Config{AroundFunction: broken.around, Definition: definition})
	b := browsertest.Start(t)
	page := b.Open(t, "olga", "http://"+at.API, "/console?as=olga")
	write := func(folder, name string) {
		if err := os.WriteFile(filepath.Join(folder, name+".png"), page.Screenshot(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	take := func(name string) {
		if document, ok := shown[name]; ok && *documents != "" {
			page.Resize(1280, 860, false)
			page.Settle()
			write(*documents, document)
		}
		if *pictures == "" {
			return
		}
		for _, size := range []struct {
			name          string
			width, height int64
		}{{"desktop", 1440, 900}, {"phone", 390, 844}} {
			for _, dark := range []bool{false, true} {
				page.Resize(size.width, size.height, dark)
				page.Settle()
				write(*pictures, fmt.Sprintf("%s-%s-%s", name, size.name, map[bool]string{false: "light", true: "dark"}[dark]))
			}
		}
		page.Resize(1440, 900, false)
	}
	views := func(prefix string) {
		for _, view := range []struct{ name, hash string }{
			{"list", "#/"}, {"attention", "#/attention"}, {"bus", "#/bus"}, {"mails", "#/messages"}, {"inbox", "#/messages/inbox"}, {"audit", "#/audit"}, {"import", "#/import"},
		} {
			page.Goto("/console" + view.hash)
			time.Sleep(700 * time.Millisecond)
			take(prefix + "-" + view.name)
		}
	}
	views("empty")

	v := newVisitor(t, at)
	restaurants := []string{"bella-napoli", "sakura", "taj-palace", "burger-barn"}
	people := strings.Fields("alice bruno chiara david emma francesca giulia hiro ines jonas")
	var done string
	var all sync.WaitGroup
	next := make(chan int)
	for range 8 {
		all.Go(func() {
			for i := range next {
				who, where := people[i%len(people)], restaurants[i%len(restaurants)]
				id := v.place(who, where)
				switch {
				case i%90 == 7:
					broken.fail("notify-user", id, "MailUnavailable")
					v.decide("restaurant", where, id, "accept", "")
				case i%40 == 3:
					broken.fail("accept-order", id, "InternalError")
					v.decide("restaurant", where, id, "accept", "")
				case i%9 == 1:
					v.decide("restaurant", where, id, "reject", `{"reason":"We are out of dough, sorry!"}`)
				case i%13 == 2:
					v.decide("customer", who, id, "cancel", `{"reason":"Changed my mind"}`)
				case i%17 == 5:
				case i%19 == 6:
					v.decide("restaurant", where, id, "accept", "")
				default:
					v.decide("restaurant", where, id, "accept", "")
					v.decide("restaurant", where, id, "complete", "")
					done = id
				}
			}
		})
	}
	for i := range 1000 {
		next <- i
	}
	close(next)
	all.Wait()
	time.Sleep(3 * time.Second)
	ops := v.token("ops", "olga")
	find := func(q string) string {
		var found struct{ Items []struct{ Name, Arn string } }
		v.do("GET", "/console/api/executions?q="+q, ops, "", &found)
		if len(found.Items) == 0 {
			t.Errorf("nothing is like %s", q)
			return ""
		}
		return found.Items[0].Name
	}
	failed, waiting, rejected := find("status:failed"), find("state:WaitForAcceptance"), find("outcome:rejected")
	arn := "arn:aws:states:us-east-1:123456789012:execution:order:"
	v.do("POST", "/console/api/actions/redrive", ops, `{"arn":"`+arn+find("status:failed")+`"}`, nil)
	v.do("POST", "/console/api/actions/stop", ops, `{"arn":"`+arn+find("state:WaitForCompletion")+`","error":"StoppedByOps","cause":"the customer called"}`, nil)
	v.do("POST", "/console/api/actions/send-event", ops, `{"bus":"orderflow","source":"ops.console","detailType":"hello","detail":"{\"a\":1}"}`, nil)
	v.do("POST", "/console/api/actions/send-event", ops, `{"bus":"orderflow","source":"aws.fake","detailType":"hello","detail":"{\"a\":1}"}`, nil)
	views("full")
	for name, id := range map[string]string{"done": done, "failed": failed, "waiting": waiting, "rejected": rejected} {
		for _, tab := range []string{"", "/states", "/events", "/story", "/data", "/definition"} {
			if (name == "rejected" || name == "waiting") && tab != "" && tab != "/story" {
				continue
			}
			page.Goto("/console#/x/order/" + id + tab)
			time.Sleep(900 * time.Millisecond)
			take("x-" + name + strings.ReplaceAll(tab, "/", "-"))
		}
	}
	page.Goto("/console#/import")
	page.See("h1", "Import")
	for field, file := range map[string]string{"history": "testdata/exported.json", "definition": "testdata/definition.json"} {
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		page.Upload(`input[name="`+field+`"]`, path)
	}
	page.Click("button", "Show it")
	page.See("h1", "exported")
	take("imported")
	page.Goto("/console#/?q=restaurant:sakura%20-status:succeeded")
	time.Sleep(700 * time.Millisecond)
	take("search")
	page.Click("summary", "How to search")
	take("search-help")
}
