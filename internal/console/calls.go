package console

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Record takes down what is asked of the HTTP API about an order: that it be placed,
// and decisions. Who only looks is not taken down, since pages look all the time.
func (j *Journal) Record(next http.Handler, who func(*http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/orders") {
			next.ServeHTTP(w, r)
			return
		}
		began := time.Now()
		heard := &listener{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(heard, r)
		var answer struct{ ID, Title, Detail string }
		_ = json.Unmarshal(heard.text.Bytes(), &answer) // what is not JSON has none of it
		c := call{
			At: began, Took: time.Since(began), Who: who(r), Method: r.Method, Path: r.URL.Path, Status: heard.status,
			Problem: joined(answer.Title, answer.Detail), Subject: answer.ID,
		}
		if rest, about := strings.CutPrefix(r.URL.Path, "/orders/"); about {
			id, decision, _ := strings.Cut(rest, "/")
			c.Subject, c.Path = id, "/orders/{id}/"+decision
		}
		if c.Subject != "" && len(c.Subject) <= maxSubject {
			j.noteCall(c)
		}
	})
}

// maxSubject is the longest id that is taken down.
const maxSubject = 80

// listener keeps the beginning of an answer while it passes.
type listener struct {
	http.ResponseWriter
	status int
	text   bytes.Buffer
}

// kept of an answer: enough for a problem, and for an order of a hundred lines.
const keptOfAnswer = 64 << 10

// WriteHeader implements [http.ResponseWriter].
func (l *listener) WriteHeader(status int) {
	l.status = status
	l.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (l *listener) Write(p []byte) (int, error) {
	if l.text.Len() < keptOfAnswer {
		l.text.Write(p)
	}
	return l.ResponseWriter.Write(p)
}
