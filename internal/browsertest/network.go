package browsertest

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Held is a request of a page that a test holds up.
type Held struct {
	page *Page
	id   fetch.RequestID
}

// Hold lets act do something that makes the page send a request to a URL that
// matches the pattern (with *), and holds it up before it leaves.
func (p *Page) Hold(pattern string, act func()) Held {
	p.t.Helper()
	return p.hold(pattern, fetch.RequestStageRequest, act)
}

// HoldAnswer is Hold, but for the answer: the server has done what it was asked.
func (p *Page) HoldAnswer(pattern string, act func()) Held {
	p.t.Helper()
	return p.hold(pattern, fetch.RequestStageResponse, act)
}

func (p *Page) hold(pattern string, stage fetch.RequestStage, act func()) Held {
	p.t.Helper()
	call(p, "hold up requests", fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern, RequestStage: stage}}})
	act()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	select {
	case id := <-p.paused:
		return Held{p, id}
	case <-ctx.Done():
		p.fail("hold up "+pattern, ctx.Err())
		return Held{}
	}
}

// Go lets the request, or its answer, go on.
func (h Held) Go() {
	h.page.t.Helper()
	call(h.page, "let a request go", fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: h.id})
	call(h.page, "hold up nothing more", fetch.Disable, cdp.Empty{})
}

// Lose breaks the connection.
func (h Held) Lose() {
	h.page.t.Helper()
	call(h.page, "lose a request", fetch.FailRequest, fetch.FailRequestParams{RequestID: h.id, ErrorReason: network.ErrorReasonConnectionReset})
	call(h.page, "hold up nothing more", fetch.Disable, cdp.Empty{})
}

// call sends a command of the DevTools protocol.
func call[P, R any](p *Page, doing string, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.fail(doing, err)
	}
	return result
}
