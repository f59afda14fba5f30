package pages_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/orderflow/orderflow/internal/browsertest"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/statemachine"
)

// people are a customer and a restaurant, each at a window.
func people(t *testing.T, cfg onemachine.Config) (alice, napoli *browsertest.Page) {
	t.Helper()
	site, b := "http://"+browsertest.Serve(t, cfg).API, browsertest.Start(t)
	alice = b.Open(t, "alice", site, "/?as=alice")
	napoli = b.Open(t, "napoli", site, "/restaurant?as=bella-napoli")
	alice.See("h1", "What would you like to eat?")
	napoli.See(".nothing", "Nothing is waiting")
	alice.See(".connection[data-state=live]", "Live")
	napoli.See(".connection[data-state=live]", "Live")
	return alice, napoli
}

const somewhere = "Via San Gregorio Armeno 1, Napoli"

// orderDish places an order of one dish of Bella Napoli.
func orderDish(p *browsertest.Page, dish, address, note string) {
	fillBasket(p, dish, address, note)
	p.Click("button", "Place the order")
	p.See("h2", "Waiting for Bella Napoli")
}

func fillBasket(p *browsertest.Page, dish, address, note string) {
	p.Goto("/#/r/bella-napoli")
	p.Click("button", "One "+dish+" more")
	p.Goto("/#/basket")
	p.Fill("Where to?", address)
	p.Fill("Anything to add?", note)
}

// orderID is the order that a customer's page shows.
func orderID(p *browsertest.Page) string {
	return browsertest.Eval[string](p, `location.hash.replace('#/o/', '')`)
}

// ask calls the API as the user of a page, past what the page shows.
func ask(p *browsertest.Page, role, method, path string) string {
	return browsertest.Eval[string](p, fmt.Sprintf(`(async () => {
		const { token } = JSON.parse(sessionStorage.getItem('orderflow.user.%s'));
		const answer = await fetch('%s', { method: '%s', headers: { Authorization: 'Bearer ' + token } });
		return answer.status + ' ' + await answer.text();
	})()`, role, path, method))
}

// place places orders past what the page shows, as the customer of the page.
func place(p *browsertest.Page, n int) {
	browsertest.Eval[bool](p, fmt.Sprintf(`(async () => {
		const { token } = JSON.parse(sessionStorage.getItem('orderflow.user.customer'));
		const dishes = ['margherita', 'marinara', 'diavola', 'calzone', 'lasagne', 'tiramisu', 'limonata'];
		for (let i = 0; i < %d; i++) {
			const items = [{ dishId: dishes[i %% 7], quantity: 1 + i %% 3 }, { dishId: dishes[(i + 2) %% 7], quantity: 1 }];
			await fetch('/orders', { method: 'POST', headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' },
				body: JSON.stringify({ restaurantId: 'bella-napoli', items, address: 'Via Roma ' + (i + 1) }) });
		}
		return true;
	})()`, n))
}

// TestABusyEvening: hundreds of orders are counted, the most urgent stand first
// and in full, and lists come a page at a time.
func TestABusyEvening(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	place(alice, 150)
	napoli.See(".new .count", "150")
	// Sixty cards with all that is on them, by what is left of their time: not quite
	// as they were placed, for their workflows run side by side.
	board := `(() => {
		const left = [...document.querySelectorAll('.new .clock')].map((c) => c.innerText.split(':').reduce((sum, n) => 60 * sum + Number(n), 0));
		return document.querySelectorAll('.new .items').length === 60 && left.length === 60 && left.every((n, i) => i === 0 || left[i - 1] <= n + 1) &&
			[...document.querySelectorAll('.new .where')].some((w) => w.innerText.trim() === 'Via Roma %d'); })()`
	napoli.Wait("the first orders first", fmt.Sprintf(board, 1))
	napoli.See(".new", "and 90 more")
	first := napoli.Text(".new .order-card .card-head .mono")
	napoli.Click(".new .order-card:first-child button", "Accept")
	napoli.See(".kitchen .order-card", first)
	napoli.See(".new .count", "149")
	napoli.Do("load again", chromedp.Reload())
	napoli.See(".new .count", "149")
	napoli.Wait("the first orders first, once more", fmt.Sprintf(board, 5))
	napoli.See(".new", "and 89 more")
	napoli.See(".kitchen .order-card", first)

	alice.Goto("/#/orders")
	for _, n := range []int{40, 60, 80, 100, 120, 140, 150} {
		alice.Click("button", "Show earlier orders")
		alice.Wait(fmt.Sprint(n, " orders"), fmt.Sprintf(`document.querySelectorAll('.order-row').length === %d`, n))
	}
	alice.See("p", "150 orders")
}

// TestMomentsCompareAsMoments: the API leaves out zeros at the end of a fraction,
// which as a text comes after the digits that could stand there.
func TestMomentsCompareAsMoments(t *testing.T) {
	alice, _ := people(t, onemachine.Config{})
	for _, pair := range [][2]string{
		{"2026-11-25T00:18:09Z", "2026-11-25T00:18:09.078Z"},
		{"2026-11-25T00:16:53.3Z", "2026-11-25T00:16:53.339Z"},
		{"2026-11-25T00:16:53.339Z", "2026-11-25T00:16:54Z"},
	} {
		inOrder := browsertest.Eval[bool](alice, fmt.Sprintf(`(async () => {
			const { byTime } = await import(new URL('format.js', document.querySelector('script[type=module]').src));
			return byTime(%[1]q, %[2]q) < 0 && byTime(%[2]q, %[1]q) > 0 && byTime(%[1]q, %[1]q) === 0;
		})()`, pair[0], pair[1]))
		if !inOrder {
			t.Errorf("%s does not come before %s", pair[0], pair[1])
		}
	}
}

// TestAnOrderIsDelivered: a customer orders, the restaurant accepts and completes,
// and each sees what the other does, live.
func TestAnOrderIsDelivered(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	fillBasket(alice, "Pizza Margherita", somewhere, "please ring twice")
	// A double click, as fast as a machine can.
	browsertest.Eval[bool](alice, `(() => { const b = [...document.querySelectorAll('button')].find((b) => b.innerText.includes('Place the order')); b.click(); b.click(); return true; })()`)
	alice.See("h2", "Waiting for Bella Napoli")
	alice.Wait("a countdown from ten minutes", `/^(10:00|9:5\d)$/.test(document.querySelector('[role=timer]').innerText)`)

	napoli.See(".new .order-card", "please ring twice")
	napoli.See(".new .order-card", somewhere)
	napoli.See(".new .count", "1")
	napoli.Wait("the number in the title", `document.title.startsWith('(1)')`)

	napoli.Click("button", "Accept")
	napoli.See(".kitchen .order-card", "Pizza Margherita")
	alice.See("h2", "In the kitchen")
	alice.See(".timeline", "The restaurant has accepted")
	alice.Gone("button", "Cancel the order")

	napoli.Click("button", "Mark delivered")
	napoli.See(".done .done-row", "Delivered")
	alice.See("h2", "Delivered")
	alice.See(".voucher-note", "10 % off your next order")

	alice.Click("nav a", "Vouchers")
	alice.See(".voucher", "10 %")
	alice.Click("nav a", "Orders")
	alice.See(".order-row", "Delivered")
	alice.See("p", "1 order")
	napoli.Click(".done-row", "Delivered")
	napoli.See("dialog .timeline", "You accepted")
}

// TestLive: a change is on the page within a second. On a busy machine one may
// take longer; the quickest of five must not.
func TestLive(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	quickest := time.Hour
	for range 5 {
		orderDish(alice, "Calzone", somewhere, "")
		// The page notes when it shows that the order was accepted.
		browsertest.Eval[bool](alice, `(() => {
			window.seen = new Promise((done) => new MutationObserver(() => {
				if (document.querySelector('.progress h2')?.innerText === 'In the kitchen') done(Date.now());
			}).observe(document.body, { childList: true, subtree: true }));
			return true;
		})()`)
		id := orderID(alice)
		napoli.See(".new .order-card", "Calzone")
		if answer := ask(napoli, "restaurant", "POST", "/orders/"+id+"/accept"); !strings.HasPrefix(answer, "200") {
			t.Fatal(answer)
		}
		took := browsertest.Eval[int64](alice, `(async () => {
			const seen = await window.seen;
			const { token } = JSON.parse(sessionStorage.getItem('orderflow.user.customer'));
			const order = await (await fetch('/orders/`+id+`', { headers: { Authorization: 'Bearer ' + token } })).json();
			return seen - Date.parse(order.timeline.find((m) => m.event === 'order_accepted').at);
		})()`)
		quickest = min(quickest, time.Duration(took)*time.Millisecond)
	}
	t.Logf("a change was on the page after %v", quickest)
	if quickest > time.Second {
		t.Errorf("the quickest change was on the page after %v", quickest)
	}
}

// TestRejected: with a reason, which the customer reads. The sound is off until it
// is turned on.
func TestRejected(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	napoli.Wait("that the sound is off", `document.querySelector('[aria-label="Sound for new orders"]').getAttribute('aria-pressed') === 'false'`)
	napoli.Click("button", "Sound for new orders")
	napoli.Wait("that the sound is on", `document.querySelector('[aria-label="Sound for new orders"]').getAttribute('aria-pressed') === 'true'`)
	orderDish(alice, "Calzone", somewhere, "")
	napoli.Click("button", "Reject: order")
	napoli.Click("dialog label", "The kitchen is closing")
	napoli.Click("dialog button", "Reject the order")
	alice.See("h2", "The restaurant cannot take your order")
	alice.See(".progress blockquote", "The kitchen is closing")
	napoli.See(".done .done-row", "Rejected")
	napoli.See(".new .nothing", "Nothing is waiting")
}

// TestCancelled: by the customer, for as long as it is possible; the restaurant
// is told.
func TestCancelled(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	orderDish(alice, "Calzone", somewhere, "")
	napoli.See(".new .order-card", "Calzone")
	alice.Click("button", "Cancel the order")
	alice.Click("dialog button", "Keep it")
	alice.Gone("dialog", "")
	alice.Click("button", "Cancel the order")
	alice.Fill("Why? (if you like to say)", "I am not hungry any more")
	alice.Click("dialog button", "Cancel the order")
	alice.See("h2", "You cancelled this order")
	alice.See(".timeline blockquote", "I am not hungry any more")
	napoli.See(".toast", "was cancelled by the customer")
	napoli.See(".done .done-row", "Cancelled")
}

// TestTooLate: who decides too late is told kindly what the order is instead. The
// request is held up on its way, and the other decides meanwhile.
func TestTooLate(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	alice.Expect(`network: .* 409 .*/cancel`)
	napoli.Expect(`network: .* 409 .*/accept`)

	orderDish(alice, "Calzone", somewhere, "")
	held := napoli.Hold("*/accept", func() { napoli.Click("button", "Accept: order") })
	if answer := ask(alice, "customer", "POST", "/orders/"+orderID(alice)+"/cancel"); !strings.HasPrefix(answer, "200") {
		t.Fatal(answer)
	}
	alice.See("h2", "You cancelled")
	held.Go()
	napoli.See(".toast", "The customer has cancelled this order in the meantime")
	napoli.See(".new .nothing", "Nothing is waiting")

	orderDish(alice, "Lasagne al Forno", somewhere, "")
	napoli.See(".new .order-card", "Lasagne")
	held = alice.Hold("*/cancel", func() {
		alice.Click("button", "Cancel the order")
		alice.Click("dialog button", "Cancel the order")
	})
	napoli.Click("button", "Accept: order")
	alice.See("h2", "In the kitchen")
	held.Go()
	alice.See(".toast", "It is too late to cancel: the restaurant has accepted")
}

// TestExpired: nobody answers. The definition's 600 seconds are replaced by three.
func TestExpired(t *testing.T) {
	definition := regexp.MustCompile(`\b600\b`).ReplaceAllString(statemachine.Order, "3")
	if definition == statemachine.Order {
		t.Fatal("the definition does not name 600 seconds any more")
	}
	t.Log("nobody wants to wait ten minutes: the 600 seconds for accepting are replaced by 3")
	alice, napoli := people(t, onemachine.Config{Definition: definition})
	orderDish(alice, "Calzone", somewhere, "")
	napoli.See(".new .order-card", "Calzone")
	alice.See("h2", "Your order has expired")
	alice.See(".progress", "The restaurant did not answer in time")
	napoli.See(".toast", "has expired")
	napoli.See(".done .done-row", "Expired")
}

// TestALostAnswer: the order arrived, the answer did not. It is said so, and
// trying again places no second order.
func TestALostAnswer(t *testing.T) {
	alice, _ := people(t, onemachine.Config{})
	alice.Expect(`net::ERR_CONNECTION_RESET .*/orders`)
	fillBasket(alice, "Calzone", somewhere, "")
	alice.HoldAnswer("*/orders", func() { alice.Click("button", "Place the order") }).Lose()
	alice.See("[role=alert]", "trying again will not place it twice")
	alice.Click("button", "Place the order")
	alice.See("h2", "Waiting for Bella Napoli")
	alice.Goto("/#/orders")
	alice.See("p", "1 order")
}

// TestHostileTexts: whatever people write is text, on every page that shows it.
func TestHostileTexts(t *testing.T) {
	alice, napoli := people(t, onemachine.Config{})
	hostile := `<img src=x onerror="window.hacked=1"> "quoted" 'too' </script><script>window.hacked=2</script> &amp; ` + "\u202Edlrow \u2067olleh\u2069"
	intact := func(p *browsertest.Page, where string) {
		t.Helper()
		p.See(where, strings.Fields(hostile)[1])
		if !strings.Contains(p.Text(where), `</script><script>window.hacked=2</script> &amp;`) {
			t.Errorf("%s is not shown as it is: %s", where, p.Text(where))
		}
		if browsertest.Eval[bool](p, `window.hacked !== undefined || [...document.querySelectorAll('main img, dialog img, main script')].length > 0`) {
			t.Errorf("%s was taken for HTML", where)
		}
		if !browsertest.Eval[bool](p, fmt.Sprintf(`[...document.querySelectorAll('%s')].every((e) => getComputedStyle(e).unicodeBidi === 'isolate')`, where)) {
			t.Errorf("%s can turn around what stands beside it", where)
		}
	}
	orderDish(alice, "Calzone", "address "+hostile, "note "+hostile)
	intact(alice, ".with-icon bdi")
	napoli.See(".new .order-card", "Calzone")
	intact(napoli, ".note bdi")
	intact(napoli, ".where bdi")
	napoli.Click("button", "Reject: order")
	napoli.Fill("Or in your own words", "reason "+hostile)
	napoli.Click("dialog button", "Reject the order")
	alice.See("h2", "cannot take your order")
	intact(alice, ".progress blockquote bdi")
	intact(alice, ".timeline blockquote bdi")
	napoli.Click(".done-row", "Rejected")
	intact(napoli, "dialog blockquote bdi")

	alice.Click("summary", "alice")
	alice.Click("button", "Sign out")
	alice.Expect(`network: .* 400 .*/dev/token`)
	alice.Fill("Your name", `<img src=x onerror=alert(1)>`)
	alice.Click("button", "Sign in")
	alice.See("[role=alert]", "onerror=alert(1)")
}

// TestByKeyboard: all of it without a mouse.
func TestByKeyboard(t *testing.T) {
	site, b := "http://"+browsertest.Serve(t, onemachine.Config{}).API, browsertest.Start(t)
	alice := b.Open(t, "alice", site, "/")
	alice.See("button", "carla")
	alice.TabTo("Your name")
	alice.Keys("alice", kb.Enter)
	alice.See("h2", "Bella Napoli")
	alice.TabTo("Bella Napoli")
	alice.Keys(kb.Enter)
	alice.See("h3", "Pizza Marinara")
	alice.TabTo("One Pizza Marinara more")
	alice.Keys(" ", " ")
	alice.See("output", "2")
	alice.TabTo("Go to checkout")
	alice.Keys(kb.Enter)
	alice.See("h1", "Your order")
	alice.TabTo("Where to?")
	alice.Keys("Via Roma 1")
	alice.TabTo("Place the order")
	alice.Keys(kb.Enter)
	alice.See("h2", "Waiting for Bella Napoli")
	alice.TabTo("Cancel the order")
	alice.Keys(kb.Enter)
	alice.See("dialog", "Cancel this order?")
	alice.Keys(kb.Escape)
	alice.Gone("dialog", "")
	alice.Wait("the focus back on the button", `document.activeElement.innerText === 'Cancel the order'`)

	napoli := b.Open(t, "napoli", site, "/restaurant")
	napoli.See("button", "Bella Napoli")
	napoli.TabTo("Bella Napoli")
	napoli.Keys(kb.Enter)
	napoli.See(".new .order-card", "2×")
	napoli.TabTo("Accept: order")
	napoli.Keys(kb.Enter)
	napoli.See(".kitchen .order-card", "Pizza Marinara")
	napoli.TabTo("Mark delivered")
	napoli.Keys(" ")
	alice.See("h2", "Delivered")
}

// TestWindowsSideBySide: two customers and a restaurant in windows of one profile,
// each its own.
func TestWindowsSideBySide(t *testing.T) {
	site, b := "http://"+browsertest.Serve(t, onemachine.Config{}).API, browsertest.Start(t)
	alice := b.Open(t, "alice", site, "/?as=alice")
	alice.See("summary", "alice")
	bob := alice.Another("bob", "/?as=bob")
	bob.See("summary", "bob")
	napoli := alice.Another("napoli", "/restaurant?as=bella-napoli")
	orderDish(alice, "Calzone", somewhere, "")
	napoli.See(".new .order-card", "alice")
	bob.Goto("/#/orders")
	bob.See("h2", "No orders yet")
	bob.Expect(`network: .* 404 .*/orders/ord-`)
	bob.Goto("/#/o/" + orderID(alice))
	bob.See("[role=alert]", "it is not yours")
	alice.See("summary", "alice")
}

// TestALostConnection: orderflow stops and starts again. The pages say so, mend it
// by themselves, and show what has happened meanwhile; stopping does not wait for
// them.
func TestALostConnection(t *testing.T) {
	cfg := onemachine.Config{Dir: t.TempDir()}
	anywhere := onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"}
	at, stop := browsertest.Run(t, cfg, anywhere)
	site, b := "http://"+at.API, browsertest.Start(t)
	alice := b.Open(t, "alice", site, "/?as=alice")
	napoli := b.Open(t, "napoli", site, "/restaurant?as=bella-napoli")
	alice.Expect(`network: .*net::ERR_`)
	napoli.Expect(`network: .*net::ERR_`)
	orderDish(alice, "Calzone", somewhere, "")
	napoli.See(".new .order-card", "Calzone")

	begin := time.Now()
	stop()
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	alice.See(".connection", "Connection lost")
	napoli.See(".connection", "Connection lost")
	alice.Click("button", "Cancel the order")
	alice.Click("dialog button", "Cancel the order")
	alice.See(".toast", "Orderflow does not answer")
	napoli.Click("button", "Accept: order")
	napoli.See(".order-card [role=alert]", "Orderflow does not answer")

	_, stop = browsertest.Run(t, cfg, onemachine.Addresses{API: at.API, AWS: "127.0.0.1:0"})
	defer stop()
	if answer := ask(napoli, "restaurant", "POST", "/orders/"+orderID(alice)+"/accept"); !strings.HasPrefix(answer, "200") {
		t.Fatal(answer)
	}
	alice.See("h2", "In the kitchen")
	napoli.See(".kitchen .order-card", "Calzone")
	alice.See(".connection[data-state=live]", "Live")
	napoli.Click("button", "Mark delivered")
	alice.See("h2", "Delivered")
}

// TestANewDataFolder: orderflow starts again and knows nothing of before, nor does
// its issuer. The pages get new tokens, and show what there is now.
func TestANewDataFolder(t *testing.T) {
	at, stop := browsertest.Run(t, onemachine.Config{}, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"})
	site, b := "http://"+at.API, browsertest.Start(t)
	napoli := b.Open(t, "napoli", site, "/restaurant?as=bella-napoli")
	napoli.See(".connection[data-state=live]", "Live")
	napoli.Expect(`network: .*net::ERR_`)
	napoli.Expect(`network: .* 401 .*/live`)
	stop()
	napoli.See(".connection", "Connection lost")
	_, stop = browsertest.Run(t, onemachine.Config{}, onemachine.Addresses{API: at.API, AWS: "127.0.0.1:0"})
	t.Cleanup(stop) // after alice's window
	napoli.See(".connection[data-state=live]", "Live")
	alice := b.Open(t, "alice", site, "/?as=alice")
	orderDish(alice, "Calzone", somewhere, "")
	napoli.See(".new .order-card", "Calzone")
}
