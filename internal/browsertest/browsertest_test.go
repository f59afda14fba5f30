package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/orderflow/orderflow/internal/browsertest"
)

// TestWhatABrowserComplainsOfIsNoticed: each kind of complaint comes to the test,
// which would fail if it did not expect it.
func TestWhatABrowserComplainsOfIsNoticed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'")
			_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><p style="color:red">Hello</p><script src="/script.js"></script><script>hidden()</script>`))
		case "/script.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(`
				console.error('an error', 1);
				Promise.reject(new Error('nobody caught this'));
				fetch('/nothing');
				setTimeout(() => { document.body.innerHTML = '<b>' });
				setTimeout(() => { throw new Error('thrown') });
				setTimeout(() => { document.querySelector('p').textContent = 'Done' }, 100);`))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	p := browsertest.Start(t).Open(t, "somebody", server.URL, "/")
	for _, complaint := range []string{
		`console: "an error"`, "exception: .*nobody caught this", "exception: .*thrown", "network: .*404.*/nothing",
		"Content Security Policy.*style", "Content Security Policy.*script", "TrustedHTML",
	} {
		p.Expect(complaint)
	}
	p.See("p", "Done")
}
