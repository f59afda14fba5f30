package browsertest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is one person's window.
type Page struct {
	t    *testing.T
	who  string
	ctx  context.Context
	base string
	// paused takes the requests that the test holds up.
	paused chan fetch.RequestID

	mu         sync.Mutex // guards what follows
	complaints []string
	expected   []*regexp.Regexp
}

// Open opens a window, in a profile of its own, at base+path. who names it in
// errors.
func (b *Browser) Open(t *testing.T, who, base, path string) *Page {
	t.Helper()
	return open(b.ctx, t, who, base, path, chromedp.WithNewBrowserContext())
}

// Another opens a second window of the same profile: it shares everything but the
// session storage.
func (p *Page) Another(who, path string) *Page {
	p.t.Helper()
	return open(p.ctx, p.t, who, p.base, path)
}

func open(parent context.Context, t *testing.T, who, base, path string, options ...chromedp.ContextOption) *Page {
	t.Helper()
	p := &Page{t: t, who: who, base: base, paused: make(chan fetch.RequestID, 100)}
	var cancel context.CancelFunc
	p.ctx, cancel = chromedp.NewContext(parent, append(options, chromedp.WithListener(p.listen))...)
	t.Cleanup(func() {
		p.check()
		cancel()
	})
	if err := chromedp.Do(p.ctx); err != nil { // lives as long as the context it is given
		t.Fatalf("%s's page: %v", who, err)
	}
	p.Resize(1280, 800, false)
	p.Goto(path)
	return p
}

// listen collects what the browser complains of, and what it holds up.
func (p *Page) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			said += " " + e.ExceptionDetails.Exception.Description
		}
		p.complain("exception: " + said)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var said []string
			for _, argument := range e.Args {
				said = append(said, string(argument.Value)+argument.Description)
			}
			p.complain("console: " + strings.Join(said, " "))
		}
	case *fetch.EventRequestPaused:
		p.paused <- e.RequestID
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning {
			p.complain(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

func (p *Page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, text)
}

// Expect allows complaints that match the expression: the test provokes them, and
// fails if they do not come.
func (p *Page) Expect(expression string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, regexp.MustCompile(expression))
}

// check fails the test for each complaint that was not expected, and each that
// was and did not come.
func (p *Page) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, expected := range p.expected {
		if !slices.ContainsFunc(p.complaints, expected.MatchString) {
			p.t.Errorf("%s's page: expected the browser to complain of %s, got %q", p.who, expected, p.complaints)
		}
	}
	for _, complaint := range p.complaints {
		if !slices.ContainsFunc(p.expected, func(e *regexp.Regexp) bool { return e.MatchString(complaint) }) {
			p.t.Errorf("%s's page: %s", p.who, complaint)
		}
	}
}

// fail ends the test, and tells what the page looks like.
func (p *Page) fail(doing string, err error) {
	p.t.Helper()
	p.mu.Lock()
	complaints := slices.Clone(p.complaints)
	p.mu.Unlock()
	said := p.Text("body")
	if runes := []rune(said); len(runes) > 2000 {
		said = string(runes[:2000]) + "…"
	}
	p.t.Fatalf("%s's page: %s: %v\nthe page says:\n%s\nthe browser complains: %q", p.who, doing, err, said, complaints)
}

// Do runs actions of chromedp.
func (p *Page) Do(doing string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.fail(doing, err)
	}
}

// Goto opens a path of the site.
func (p *Page) Goto(path string) {
	p.t.Helper()
	p.Do("open "+path, chromedp.Navigate(p.base+path))
}

// Eval evaluates JavaScript in a page; a promise is waited for.
func Eval[T any](p *Page, script string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail("evaluate "+script, err)
	}
	return value
}

// Wait waits until a JavaScript expression is true in the page.
func (p *Page) Wait(what, expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	script := fmt.Sprintf(`new Promise((done) => { const look = () => (%s) ? done(true) : setTimeout(look, 15); look(); })`, expression)
	for {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !strings.Contains(err.Error(), "context") { // another page was loaded meanwhile: look there
			p.fail("wait for "+what, err)
		}
	}
}

// See waits until an element that the selector (CSS) finds is visible and has the
// text in it.
func (p *Page) See(selector, text string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("%s with %q", selector, text), fmt.Sprintf(
		`[...document.querySelectorAll(%s)].some((e) => e.checkVisibility() && e.innerText.includes(%s))`, quoted(selector), quoted(text)))
}

// Gone waits until no visible element that the selector finds has the text in it.
func (p *Page) Gone(selector, text string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("no %s with %q", selector, text), fmt.Sprintf(
		`![...document.querySelectorAll(%s)].some((e) => e.checkVisibility() && e.innerText.includes(%s))`, quoted(selector), quoted(text)))
}

// Text is the visible text of the first element that the selector finds, or "".
func (p *Page) Text(selector string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%s)?.innerText ?? ""`, quoted(selector))))
	if err != nil {
		return fmt.Sprintf("(cannot be read: %v)", err)
	}
	return text
}

// Click clicks, with the mouse, the first visible element that the selector finds
// and that has the text in it or as its label. A text that is the whole of an
// element's comes before one that is a part.
func (p *Page) Click(selector, text string) {
	p.t.Helper()
	find := fmt.Sprintf(`((text) => {
		const all = [...document.querySelectorAll(%s)].filter((e) => e.checkVisibility() && !e.disabled);
		const said = (e) => [e.innerText.trim(), e.getAttribute('aria-label') ?? ''];
		return all.find((e) => said(e).includes(text)) ?? all.find((e) => said(e).some((s) => s.includes(text)));
	})(%s)`, quoted(selector), quoted(text))
	p.Wait(fmt.Sprintf("%s with %q to click", selector, text), "!!("+find+")")
	// A redraw may put another element in its place while the page comes to rest.
	at := Eval[struct{ X, Y float64 }](p, fmt.Sprintf(`(async () => {
		for (;;) {
			const e = %s;
			e?.scrollIntoView({ block: 'center', behavior: 'instant' });
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			if (!e?.isConnected) continue;
			const r = e.getBoundingClientRect();
			const at = { X: r.x + r.width / 2, Y: r.y + r.height / 2 };
			const hit = document.elementFromPoint(at.X, at.Y);
			if (hit && (e.contains(hit) || hit.contains(e))) return at;
		}
	})()`, find))
	p.Do("click "+text, chromedp.MouseClickXY(at.X, at.Y))
}

// Fill types a text into the input that has this label, in the place of what is
// there.
func (p *Page) Fill(label, text string) {
	p.t.Helper()
	p.Wait("the field "+label, "!!"+labelled(label))
	Eval[bool](p, fmt.Sprintf(`(() => { const e = %s; e.focus(); e.select?.(); return true; })()`, labelled(label)))
	if text == "" {
		p.Keys(kb.Delete)
		return
	}
	call(p, "type into "+label, input.InsertText, input.InsertTextParams{Text: text})
}

func labelled(label string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('label')].find((l) => l.checkVisibility() && l.innerText.trim() === %s)?.control`, quoted(label))
}

// Keys presses keys, one after the other: kb.Tab, kb.Enter, or text.
func (p *Page) Keys(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.Do("press keys", chromedp.KeyEvent(key))
	}
}

// TabTo presses Tab until the focus is on an element whose text or label has the
// text in it.
func (p *Page) TabTo(text string) {
	p.t.Helper()
	var seen []string
	for range 80 {
		p.Keys(kb.Tab)
		label := Eval[string](p, `(() => { const e = document.activeElement;
			return [e.innerText, e.getAttribute('aria-label'), e.labels?.[0]?.innerText].filter(Boolean).join(' | ') })()`)
		if strings.Contains(label, text) {
			return
		}
		seen = append(seen, label)
	}
	p.t.Fatalf("%s's page: Tab does not lead to %q, only to %q", p.who, text, seen)
}

// Resize makes the window this large, in CSS pixels; dark asks for dark colours.
func (p *Page) Resize(width, height int64, dark bool) {
	p.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.Do("resize", chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
		}})
		return err
	}))
}

// Screenshot takes a picture of what the window shows, as PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.fail("take a picture", err)
	}
	return png
}

// Settle waits until nothing on the page moves any more, but for what counts time.
func (p *Page) Settle() {
	p.t.Helper()
	Eval[bool](p, `(async () => {
		const moving = () => document.getAnimations().filter((a) =>
			a.playState === 'running' && a.effect.getComputedTiming().iterations !== Infinity &&
			!a.effect.target.closest('[role=timer]'));
		for (let all = moving(); all.length; all = moving()) await Promise.allSettled(all.map((a) => a.finished));
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		return true;
	})()`)
}
