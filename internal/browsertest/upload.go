package browsertest

import "github.com/chromedp/chromedp"

// Upload chooses a file for the input that the selector (CSS) finds.
func (p *Page) Upload(selector, path string) {
	p.t.Helper()
	p.Do("choose "+path, chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
}
