package lambda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// Remote is a [Sandbox] that is somewhere else: an endpoint that answers Lambda's
// Invoke action.
type Remote struct {
	url    string
	client *http.Client
}

// remoteTimeout is how long a function elsewhere may take at most: Lambda's own
// limit.
const remoteTimeout = 15 * time.Minute

// NewRemote makes a function of an endpoint's URL. A URL without a path is that of
// a runtime interface emulator, which has one function, called "function".
func NewRemote(endpoint string) (*Remote, error) {
	at, err := endpointURL(endpoint)
	if err != nil {
		return nil, err
	}
	if at.Path == "" {
		at.Path = strings.Replace(Path, "{name}", "function", 1)
	}
	return &Remote{at.String(), &http.Client{}}, nil
}

func endpointURL(text string) (*url.URL, error) {
	at, err := url.Parse(text)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, fmt.Errorf("%q is not the URL of an endpoint: it must begin with http:// or https:// and name a host", text)
	}
	at.Path = strings.TrimSuffix(at.Path, "/")
	return at, nil
}

// functionName is what a function may be called (API reference, Invoke).
var functionName = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,64}$`)

// Elsewhere names where functions are that have not been deployed: some by name,
// and an endpoint for all others ("" is none), which is asked for
// /2015-03-31/functions/NAME/invocations.
func (r *Runtime) Elsewhere(functions map[string]string, endpoint string) error {
	r.remote = map[string]*Remote{}
	for name, at := range functions {
		if _, ok := r.functions[name]; ok {
			return fmt.Errorf("the function %s runs in this process already", name)
		}
		remote, err := NewRemote(at)
		if err != nil {
			return fmt.Errorf("function %s: %w", name, err)
		}
		r.remote[name] = remote
	}
	if endpoint == "" {
		return nil
	}
	at, err := endpointURL(endpoint)
	r.endpoint = at
	return err
}

// elsewhere finds a function that has not been deployed; nil when it is nowhere.
func (r *Runtime) elsewhere(name string) *Function {
	remote := r.remote[name]
	if remote == nil {
		if r.endpoint == nil || !functionName.MatchString(name) {
			return nil
		}
		at := *r.endpoint
		at.Path += strings.Replace(Path, "{name}", name, 1)
		remote = &Remote{at.String(), &http.Client{}}
	}
	return &Function{Name: name, Timeout: remoteTimeout, Sandbox: remote}
}

// Invoke makes one invocation and waits for it. A failing function is no error:
// the error is an [*awsapi.Error], of the endpoint or of the way there.
func (s *Remote) Invoke(ctx context.Context, r Request) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(r.Payload))
	if err != nil {
		return Result{}, awsapi.Internal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(trace.Header, trace.Of(ctx))
	answer, err := s.client.Do(request)
	if err != nil {
		return Result{}, &awsapi.Error{Code: "SdkClientException", Message: "Unable to execute HTTP request: " + err.Error(), Status: http.StatusBadGateway}
	}
	defer answer.Body.Close()
	payload, err := io.ReadAll(io.LimitReader(answer.Body, maxSync+1))
	switch {
	case err != nil:
		return Result{}, &awsapi.Error{Code: "SdkClientException", Message: "the answer could not be read: " + err.Error(), Status: http.StatusBadGateway}
	case len(payload) > maxSync:
		message := fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", maxSync)
		return Result{r.ID, errorPayload("Function.ResponseSizeTooLarge", message), Unhandled}, nil
	case answer.StatusCode >= http.StatusBadRequest:
		return Result{}, refusal(answer, payload)
	}
	return Result{r.ID, payload, answer.Header.Get("X-Amz-Function-Error")}, nil
}

// refusal is the endpoint's own error.
func refusal(answer *http.Response, payload []byte) error {
	code, _, _ := strings.Cut(answer.Header.Get("X-Amzn-ErrorType"), ":")
	if code == "" {
		code = "ServiceException"
	}
	var said struct{ Message string }
	if json.Unmarshal(payload, &said) != nil || said.Message == "" {
		said.Message = answer.Status
	}
	return &awsapi.Error{Code: code, Message: said.Message, Status: answer.StatusCode}
}
