package lambda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// Task is the optimized integration that a state machine calls as
// arn:aws:states:::lambda:invoke, with or without .waitForTaskToken: arguments
// are those of the Invoke API, and so is the result.
func (r *Runtime) Task(ctx context.Context, arguments json.RawMessage) (json.RawMessage, *asl.Failure) {
	var in struct {
		FunctionName string
		Payload      json.RawMessage
	}
	if err := json.Unmarshal(arguments, &in); err != nil || in.FunctionName == "" {
		return nil, failed("Lambda.ValidationException", "the arguments of lambda:invoke need a FunctionName")
	}
	if in.Payload == nil {
		in.Payload = json.RawMessage("{}")
	}
	result, err := r.Invoke(ctx, in.FunctionName, in.Payload)
	if err != nil {
		e := awsapi.From(err)
		return nil, failed("Lambda."+e.Code, fmt.Sprintf("%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)",
			e.Message, e.Status, e.Code, awsapi.RequestID()))
	}
	if result.FunctionError != "" {
		return nil, failed(result.ErrorType(), string(compact(result.Payload)))
	}
	if len(result.Payload) > 0 && !json.Valid(result.Payload) {
		return nil, failed("Lambda.Unknown", "the function's answer is not JSON")
	}
	return taskResult(result), nil
}

// Call is what a task does whose resource is the function's ARN: its arguments are
// the payload, and its result is the function's answer as it is.
func (r *Runtime) Call(ctx context.Context, arn string, payload json.RawMessage) (json.RawMessage, *asl.Failure) {
	result, err := r.Invoke(ctx, arn, payload)
	if err != nil {
		e := awsapi.From(err)
		return nil, failed("Lambda."+e.Code, fmt.Sprintf("%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)",
			e.Message, e.Status, e.Code, awsapi.RequestID()))
	}
	if result.FunctionError != "" {
		return nil, failed(result.ErrorType(), string(result.Payload))
	}
	if len(result.Payload) == 0 {
		return json.RawMessage("null"), nil
	}
	if !json.Valid(result.Payload) {
		return nil, failed("Lambda.Unknown", "the function's answer is not JSON")
	}
	return result.Payload, nil
}

func failed(name, cause string) *asl.Failure {
	failure := asl.Failed(name, cause)
	return &failure
}

// taskResult is the Invoke API's answer as the integration hands it on.
func taskResult(r Result) json.RawMessage {
	payload := compact(r.Payload)
	if len(payload) == 0 {
		payload = json.RawMessage("null")
	}
	return fmt.Appendf(nil, `{"ExecutedVersion":"$LATEST","Payload":%s,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],`+
		`"x-amzn-RequestId":["%[2]s"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json",`+
		`"X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"%[2]s"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"%[2]s"},"StatusCode":200}`,
		payload, r.RequestID)
}

// compact leaves out the blanks of JSON, as the integration does.
func compact(payload json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, payload) != nil {
		return payload
	}
	return b.Bytes()
}
