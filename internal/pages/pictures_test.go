package pages_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/orderflow/orderflow/internal/browsertest"
	"github.com/orderflow/orderflow/internal/onemachine"
)

var (
	pictures  = flag.String("pictures", "", "take pictures of the pages, in all sizes and colours, into this folder")
	documents = flag.String("documents", "", "take the pictures that the documents show into this folder")
)

// look is how a page is looked at.
type look struct {
	name          string
	width, height int64
	dark          bool
}

var looks = []look{
	{"phone-light", 390, 844, false},
	{"phone-dark", 390, 844, true},
	{"desktop-light", 1280, 800, false},
	{"desktop-dark", 1280, 800, true},
}

// shown are the pictures for the documents: a picture, and its look.
var shown = map[string]look{
	"customer-order":   {"", 390, 700, false},
	"restaurant-board": {"", 1120, 700, false},
}

// shoot takes the pictures of what a page shows that were asked for.
func shoot(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	take := func(folder, file string, l look) {
		p.Resize(l.width, l.height, l.dark)
		p.Settle()
		if err := os.WriteFile(filepath.Join(folder, file+".png"), p.Screenshot(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if *pictures != "" {
		for _, l := range looks {
			take(*pictures, name+"-"+l.name, l)
		}
	}
	if l, ok := shown[name]; ok && *documents != "" {
		take(*documents, name, l)
	}
	p.Resize(1280, 800, false)
}

// TestPictures takes pictures for people to look at, and for the documents. It is
// no test of anything: `make pictures` runs it.
func TestPictures(t *testing.T) {
	if *pictures == "" && *documents == "" {
		t.Skip("it takes pictures only when it is asked to: make pictures")
	}
	at, stop := browsertest.Run(t, onemachine.Config{}, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"})
	site, b := "http://"+at.API, browsertest.Start(t)

	alice := b.Open(t, "alice", site, "/")
	alice.See("button", "carla")
	shoot(t, alice, "customer-welcome")
	napoli := b.Open(t, "napoli", site, "/restaurant")
	napoli.See("button", "Bella Napoli")
	shoot(t, napoli, "restaurant-welcome")
	napoli.Click("button", "Bella Napoli")
	napoli.See(".nothing", "Nothing is waiting")
	shoot(t, napoli, "restaurant-empty")

	alice.Click("button", "alice")
	alice.See("h2", "Sakura Sushi")
	shoot(t, alice, "customer-restaurants")
	alice.Goto("/#/orders")
	alice.See("h2", "No orders yet")
	shoot(t, alice, "customer-orders-empty")
	alice.Goto("/#/vouchers")
	alice.See("h2", "No vouchers yet")
	shoot(t, alice, "customer-vouchers-empty")
	alice.Goto("/#/basket")
	alice.See("h2", "Your basket is empty")
	shoot(t, alice, "customer-basket-empty")

	// Some history first: two delivered, one rejected, one cancelled.
	for i, ending := range []string{"complete", "reject", "complete", "cancel"} {
		orderDish(alice, []string{"Calzone", "Lasagne al Forno"}[i%2], "Via San Gregorio Armeno 1, Napoli", "")
		switch ending {
		case "complete":
			napoli.Click("button", "Accept: order")
			alice.See("h2", "In the kitchen")
			napoli.Click("button", "Mark delivered")
			alice.See("h2", "Delivered")
			alice.See(".voucher-note", "off your next order")
			if i == 0 {
				shoot(t, alice, "customer-order-delivered")
			}
		case "reject":
			napoli.Click("button", "Reject: order")
			napoli.See("dialog", "Reject order")
			shoot(t, napoli, "restaurant-reject")
			napoli.Click("dialog button", "Reject the order")
			alice.See("h2", "cannot take")
			shoot(t, alice, "customer-order-rejected")
		case "cancel":
			alice.Click("button", "Cancel the order")
			alice.See("dialog", "Cancel this order?")
			shoot(t, alice, "customer-cancel")
			alice.Click("dialog button", "Cancel the order")
			alice.See("h2", "You cancelled")
		}
	}

	alice.Goto("/#/r/bella-napoli")
	alice.Click("button", "One Pizza Margherita more")
	alice.Click("button", "One Pizza Margherita more")
	alice.Click("button", "One Tiramisù more")
	alice.Click("button", "One Limonata more")
	browsertest.Eval[bool](alice, `(window.scrollTo(0, 0), true)`)
	shoot(t, alice, "customer-menu")
	alice.Goto("/#/basket")
	alice.Fill("Where to?", "Via San Gregorio Armeno 1, Napoli")
	alice.Fill("Anything to add?", "Please ring twice, the dog is deaf.")
	shoot(t, alice, "customer-basket")
	alice.Click("button", "Place the order")
	alice.See("h2", "Waiting for Bella Napoli")
	shoot(t, alice, "customer-order")

	bob := b.Open(t, "bob", site, "/?as=bob")
	bob.See("h2", "Bella Napoli")
	orderDish(bob, "Pizza Diavola", "Piazza Dante 12", "")
	napoli.Click("button", "Accept: order")
	bob.Goto("/#/")
	orderDish(bob, "Spaghetti alla Carbonara", "Piazza Dante 12", strings.Repeat("Without pepper please. ", 6))
	napoli.See(".new .count", "2")
	napoli.See(".kitchen .count", "1")
	napoli.Gone(".toast", "")
	shoot(t, napoli, "restaurant-board")
	napoli.Click(".done-row", "Rejected")
	napoli.See("dialog", "You rejected it")
	shoot(t, napoli, "restaurant-details")

	alice.Goto("/#/orders")
	alice.See(".pill", "Delivered")
	shoot(t, alice, "customer-orders")
	alice.Goto("/#/vouchers")
	alice.See(".code", "-")
	shoot(t, alice, "customer-vouchers")
	alice.Goto("/")
	alice.See("h2", "Sakura")
	alice.See(".current", "Your order at")
	shoot(t, alice, "customer-home")

	// A busy evening.
	napoli.Click("dialog button", "Close")
	place(alice, 40)
	alice.Goto("/#/orders")
	alice.See("button", "Show earlier orders")
	shoot(t, alice, "customer-orders-full")
	napoli.See(".new .count", "42")
	shoot(t, napoli, "restaurant-full")
	held := alice.Hold("*/orders?*", func() { alice.Do("load again", chromedp.Reload()) })
	shoot(t, alice, "customer-loading")
	held.Go()

	// Without orderflow, at the end.
	orderDish(bob, "Calzone", "Piazza Dante 12", "")
	for _, p := range []*browsertest.Page{alice, bob, napoli} {
		p.Expect("net::ERR")
	}
	stop()
	bob.See(".connection", "Connection lost")
	shoot(t, bob, "customer-lost")
	napoli.See(".connection", "Connection lost")
	napoli.Click("button", "Accept: order")
	napoli.See("[role=alert]", "does not answer")
	shoot(t, napoli, "restaurant-lost")
	alice.Goto("/#/vouchers")
	alice.See("[role=alert]", "does not answer")
	shoot(t, alice, "customer-trouble")
}
