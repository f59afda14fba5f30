package console

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/smithy-go"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// Prefix is where the console's data is.
const Prefix = "/console/api/"

// request is one of a member of ops.
type request struct {
	*http.Request
	user string
}

type handler func(*request) (any, error)

// problem is an error that the caller can do something about.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func badRequest(err error) error { return &problem{http.StatusBadRequest, err.Error()} }

// API answers the console's requests. Whoever mounts it keeps other sites away.
func (c *Console) API() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]handler{
		"GET machines":                    c.machines,
		"GET executions":                  c.executions,
		"GET executions/{machine}/{name}": c.execution,
		"GET history/{machine}/{name}":    c.history,
		"GET story/{id}":                  c.story,
		"GET attention":                   c.attention,
		"GET events":                      c.events,
		"POST events/test":                c.testPattern,
		"GET rules":                       c.rules,
		"GET mails":                       c.mails,
		"GET messages":                    c.messages,
		"GET dead-letters":                c.deadLetters,
		"GET audit":                       c.auditList,
		"POST import":                     c.imported,
		"POST actions/start":              c.start,
		"POST actions/stop":               c.stop,
		"POST actions/redrive":            c.redrive,
		"POST actions/send-event":         c.sendEvent,
		"POST actions/redeliver":          c.redeliver,
	} {
		method, path, _ := strings.Cut(pattern, " ")
		mux.Handle(method+" "+Prefix+path, c.ops(handle))
	}
	mux.Handle(Prefix, c.ops(func(r *request) (any, error) {
		return nil, &problem{http.StatusNotFound, "the console has no " + r.Method + " " + r.URL.Path}
	}))
	return mux
}

// maxBody is how much a request may bring, in bytes: an import is the largest.
const maxBody = 32 << 20

// ops lets members of ops in, and writes what handle answers, with every task token
// masked.
func (c *Console) ops(handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := c.cfg.Authorize(r)
		if err == nil {
			err = c.index.open()
		}
		var answer any
		if err == nil {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			answer, err = handle(&request{r, user})
		}
		c.write(w, answer, err)
	})
}

// file is an answer that is to be saved.
type file struct {
	name string
	text []byte
}

func (c *Console) write(w http.ResponseWriter, answer any, err error) {
	status := http.StatusOK
	if err != nil {
		status, answer = statusOf(err), map[string]string{"message": err.Error()}
		if status == http.StatusInternalServerError {
			c.cfg.Log.Error("the console could not answer", "error", err)
		}
	}
	var text []byte
	h := w.Header()
	if f, ok := answer.(file); ok {
		text = f.text
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
	} else if text, err = json.Marshal(answer); err != nil {
		c.cfg.Log.Error("the console's answer could not be encoded", "error", err)
		status, text = http.StatusInternalServerError, []byte(`{"message":"the answer could not be encoded"}`)
	}
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(mask(text)) // the client may be gone
}

func statusOf(err error) int {
	var mine *problem
	var local *awsapi.Error
	var remote smithy.APIError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &mine):
		return mine.status
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &local):
		if local.Code == "ExecutionDoesNotExist" {
			return http.StatusNotFound
		}
		return http.StatusBadRequest
	case errors.As(err, &remote) && remote.ErrorFault() != smithy.FaultServer:
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// decode reads a request's body. The error says what it should be.
func decode(r *request, into any) error {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return badRequest(fmt.Errorf("the request is not the JSON that is expected here: %w", err))
	}
	return nil
}

// now is the time in the resolution in which everything here is kept.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
