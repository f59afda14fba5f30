package lambda

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// Path is where the Invoke API listens; {name} is the function.
const Path = "/2015-03-31/functions/{name}/invocations"

// API answers Lambda's Invoke action.
func (q *Queue) API() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("x-amzn-RequestId", awsapi.RequestID())
		if err := q.invoke(w, r); err != nil {
			e := awsapi.From(err)
			status := e.Status
			if status == 0 {
				status = http.StatusBadRequest
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("x-amzn-ErrorType", e.Code)
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]string{"Type": "User", "Message": e.Message}) // the client may be gone
		}
	})
}

func (q *Queue) invoke(w http.ResponseWriter, r *http.Request) error {
	payload, err := io.ReadAll(io.LimitReader(r.Body, maxSync+1))
	if err != nil {
		return awsapi.Errorf("InvalidRequestContentException", "the payload could not be read: %v", err)
	}
	if len(payload) == 0 {
		payload = []byte("{}")
	}
	if !json.Valid(payload) {
		return awsapi.Errorf("InvalidRequestContentException", "Could not parse request body into json")
	}
	name, header := r.PathValue("name"), r.Header.Get(trace.Header)
	switch kind := r.Header.Get("X-Amz-Invocation-Type"); kind {
	case "", "RequestResponse":
		ctx := trace.With(context.WithoutCancel(r.Context()), header) // a client that goes away stops nothing
		result, err := q.runtime.Invoke(ctx, name, payload)
		if err != nil {
			return err
		}
		w.Header().Set("X-Amz-Executed-Version", "$LATEST")
		if result.FunctionError != "" {
			w.Header().Set("X-Amz-Function-Error", result.FunctionError)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(result.Payload) // the client may be gone
		return nil
	case "Event":
		if err := q.invokeAsync(name, payload, header); err != nil {
			return err
		}
		w.WriteHeader(http.StatusAccepted)
		return nil
	case "DryRun":
		if _, err := q.runtime.find(name); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	default:
		return awsapi.Errorf("InvalidParameterValueException", "%q is not an invocation type", kind)
	}
}
