package pages_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/pages"
)

func site(t *testing.T) *http.ServeMux {
	t.Helper()
	routes, err := pages.Routes()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, handler := range routes {
		mux.Handle(pattern, handler)
	}
	return mux
}

func get(site http.Handler, path, have string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if have != "" {
		r.Header.Set("If-None-Match", have)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

var referred = regexp.MustCompile(`(?:src|href)="([^"]+)"`)

// TestPagesAreStrict: a page brings a strict policy, nothing within it could run,
// all it refers to is there, from here, and kept by the browser until it changes.
func TestPagesAreStrict(t *testing.T) {
	site := site(t)
	for _, path := range []string{"/", "/restaurant"} {
		t.Run(path, func(t *testing.T) {
			page := get(site, path, "")
			if page.Code != http.StatusOK || page.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Fatalf("got %d %s", page.Code, page.Header())
			}
			policy := page.Header().Get("Content-Security-Policy")
			for _, want := range []string{
				"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'",
				"base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'",
			} {
				if !strings.Contains(policy, want) {
					t.Errorf("the policy lacks %s: %s", want, policy)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("the policy is not strict: %s", policy)
			}
			if again := get(site, path, page.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
				t.Errorf("an unchanged page is sent again: %d", again.Code)
			}
			body := page.Body.String()
			if found := regexp.MustCompile(`<style|style="|<script>|\son[a-z]+="|//[a-z]`).FindString(body); found != "" {
				t.Errorf("the page has %s", found)
			}
			references := referred.FindAllStringSubmatch(body, -1)
			if len(references) < 3 {
				t.Errorf("the page refers to %d things", len(references))
			}
			for _, reference := range references {
				asset := get(site, reference[1], "")
				if asset.Code != http.StatusOK || !strings.Contains(asset.Header().Get("Cache-Control"), "immutable") {
					t.Errorf("%s: got %d %s", reference[1], asset.Code, asset.Header())
				}
				if again := get(site, reference[1], asset.Header().Get("ETag")); again.Code != http.StatusNotModified {
					t.Errorf("%s: sent again: %d", reference[1], again.Code)
				}
			}
		})
	}
}

// TestOnlyWhatIsThereIsServed: no old version, no page as an asset, no other file.
func TestOnlyWhatIsThereIsServed(t *testing.T) {
	site := site(t)
	style := referred.FindStringSubmatch(regexp.MustCompile(`<link rel="stylesheet".*`).FindString(get(site, "/", "").Body.String()))[1]
	now := strings.TrimSuffix(style, "style.css")
	for _, path := range []string{"/assets/style.css", "/assets/0123456789abcdef/style.css", now + "customer.html", now + "nothing.js", now + "..%2fpages.go"} {
		if got := get(site, path, ""); got.Code != http.StatusNotFound {
			t.Errorf("%s: got %d", path, got.Code)
		}
	}
}
