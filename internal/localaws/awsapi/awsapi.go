// Package awsapi is what the endpoints of package localaws have in common on the
// wire: errors, answers in AWS's JSON protocols, validation messages and ARNs.
package awsapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// MaxBody is the largest request that is read, the limit of the JSON protocols.
const MaxBody = 1 << 20

// Error is an error that an AWS service answers.
type Error struct {
	Code    string // as SDKs see it, such as ExecutionDoesNotExist
	Message string
	Status  int // HTTP; 0 is 400
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Errorf makes an Error with status 400.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Internal is what an endpoint answers when it could not do its work.
func Internal(err error) *Error {
	return &Error{Code: "InternalFailure", Message: err.Error(), Status: http.StatusInternalServerError}
}

// From finds the Error in err, or makes an internal failure of it.
func From(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Internal(err)
}

// IsCode reports whether err is an Error of that code.
func IsCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// RequestID is a new id for a request.
func RequestID() string { return uuid.NewString() }

// ReadBody reads a request's body up to [MaxBody].
func ReadBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil {
		return nil, Errorf("SerializationException", "the request's body could not be read: %v", err)
	}
	if len(body) > MaxBody {
		return nil, &Error{Code: "RequestEntityTooLarge", Message: "the request is longer than 1 MiB", Status: http.StatusRequestEntityTooLarge}
	}
	return body, nil
}

// Action is one action of a JSON protocol: the request's body in, what is to be
// answered out.
type Action func(r *http.Request, body []byte) (any, error)

// Typed makes an Action of a function that takes its input decoded.
func Typed[In any](f func(r *http.Request, in In) (any, error)) Action {
	return func(r *http.Request, body []byte) (any, error) {
		var in In
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, Errorf("SerializationException", "the request is not the JSON that the action takes: %v", err)
		}
		return f(r, in)
	}
}

// JSON answers one service of the JSON protocols 1.0 and 1.1.
type JSON struct {
	Version string // "1.0" or "1.1"
	Prefix  string // of X-Amz-Target, with the dot
	Actions map[string]Action
}

// ServeHTTP finds the action that X-Amz-Target names and answers it.
func (j *JSON) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), j.Prefix)
	answer, err := j.act(name, r)
	w.Header().Set("Content-Type", "application/x-amz-json-"+j.Version)
	w.Header().Set("x-amzn-RequestId", RequestID())
	status := http.StatusOK
	if err != nil {
		e := From(err)
		status = e.Status
		if status == 0 {
			status = http.StatusBadRequest
		}
		w.Header().Set("x-amzn-ErrorType", e.Code)
		answer = map[string]string{"__type": e.Code, "message": e.Message}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone; there is nobody else to tell
}

func (j *JSON) act(name string, r *http.Request) (any, error) {
	action, ok := j.Actions[name]
	if !ok {
		return nil, Errorf("UnknownOperationException", "%s is not offered by this local endpoint", name)
	}
	body, err := ReadBody(r)
	if err != nil {
		return nil, err
	}
	return action(r, body)
}
