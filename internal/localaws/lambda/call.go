package lambda

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
)

// call runs a handler as aws-lambda-go's own loop does: the failure it gives is
// the payload that the Runtime API would be sent.
func call(ctx context.Context, h lambda.Handler, payload json.RawMessage) (answer, failure json.RawMessage) {
	defer func() {
		if p := recover(); p != nil {
			answer, failure = nil, panicPayload(p)
		}
	}()
	answer, err := h.Invoke(ctx, payload)
	if err != nil {
		return nil, failurePayload(err)
	}
	return answer, nil
}

// failurePayload names an error as Lambda does: by the Go type of the outermost
// error, unless it is a messages.InvokeResponse_Error, which names itself.
func failurePayload(err error) json.RawMessage {
	if named, ok := err.(messages.InvokeResponse_Error); ok { //nolint:errorlint // Lambda does not look into the chain either
		return errorPayload(named.Type, named.Message)
	}
	return errorPayload(typeName(err), err.Error())
}

func panicPayload(p any) json.RawMessage {
	if named, ok := p.(messages.InvokeResponse_Error); ok {
		return errorPayload(named.Type, named.Message)
	}
	return errorPayload(typeName(p), fmt.Sprint(p))
}

func typeName(v any) string {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

func errorPayload(kind, message string) json.RawMessage {
	payload, err := json.Marshal(struct {
		ErrorMessage string `json:"errorMessage"`
		ErrorType    string `json:"errorType"`
	}{message, kind})
	if err != nil {
		return json.RawMessage(`{"errorMessage":"the error could not be told","errorType":"Lambda.Unknown"}`)
	}
	return payload
}
