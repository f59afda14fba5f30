// Package browsertest runs pages in Debian's Chromium, for tests.
//
// A test has one [Browser] and opens a [Page] for each person in it; every page
// has a profile of its own. Whatever a browser complains of fails the test: an
// exception, an error on the console, a violation of the content security policy,
// a request that fails. What a test provokes it announces with [Page.Expect].
package browsertest

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long anything may take to show on a page. Two busy cores and
// the race detector are slow; a page is not.
const patience = 60 * time.Second

// Browser is a Chromium without windows.
type Browser struct {
	t   *testing.T
	ctx context.Context
}

// Start runs Chromium until the test ends. Without Chromium the test fails: a
// page that no browser has shown is not tested.
func Start(t *testing.T) *Browser {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(t.TempDir()), chromedp.ExecPath(program(t)),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		// Nobody listens to the sound of a test, and a window behind another works on.
		chromedp.Flag("mute-audio", true), chromedp.Flag("lang", "en-GB"), chromedp.WSURLReadTimeout(patience))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until Chromium has ended, so that its folder can go
		cancel()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return &Browser{t, ctx}
}

// program finds Chromium.
func program(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: the tests of the pages need it (on Debian: apt-get install chromium)")
	return ""
}

// quoted makes a JavaScript string of a text.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(text) + `"`
}
