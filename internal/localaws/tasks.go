package localaws

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// call carries out a task of a state machine: a Lambda function, or an action of
// a service, through the same API that everybody else uses.
func (c *Cloud) call(ctx context.Context, resource string, arguments json.RawMessage) (json.RawMessage, *asl.Failure) {
	action, _ := strings.CutPrefix(resource, "arn:aws:states:::")
	action, _ = strings.CutSuffix(action, ".waitForTaskToken")
	switch action {
	case "lambda:invoke":
		return c.functions.Task(ctx, arguments)
	case "events:putEvents":
		return c.putEvents(ctx, arguments)
	case "sns:publish":
		return c.publish(ctx, arguments)
	}
	return c.functions.Call(ctx, resource, arguments)
}

// putEvents is the optimized integration of EventBridge: Detail may be any JSON,
// and an entry that failed fails the task.
func (c *Cloud) putEvents(ctx context.Context, arguments json.RawMessage) (json.RawMessage, *asl.Failure) {
	var in struct{ Entries []map[string]json.RawMessage }
	if err := json.Unmarshal(arguments, &in); err != nil {
		return nil, taskFailed("EventBridge.ValidationException", "the arguments of events:putEvents need Entries: "+err.Error())
	}
	for _, entry := range in.Entries {
		if detail := entry["Detail"]; len(detail) > 0 {
			entry["Detail"] = asText(detail)
		}
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, taskFailed("EventBridge.ValidationException", err.Error())
	}
	answer := c.perform(ctx, http.Header{
		"X-Amz-Target": {eventbridge.TargetPrefix + "PutEvents"}, "Content-Type": {"application/x-amz-json-1.1"},
	}, body)
	if answer.status != http.StatusOK {
		var said struct {
			Message string `json:"message"`
		}
		_ = json.Unmarshal(answer.body.Bytes(), &said) // without a message the code says it
		code := answer.header.Get("x-amzn-ErrorType")
		return nil, taskFailed("EventBridge."+code, serviceCause(said.Message, "AmazonEventBridge", answer.status, code))
	}
	var result struct{ FailedEntryCount int }
	if err := json.Unmarshal(answer.body.Bytes(), &result); err != nil {
		return nil, taskFailed("EventBridge.AmazonEventBridgeException", err.Error())
	}
	whole := withMetadata(answer.body.Bytes())
	if result.FailedEntryCount > 0 {
		return nil, taskFailed("EventBridge.FailedEntry", string(whole))
	}
	return whole, nil
}

// publish is the optimized integration of SNS: Message may be any JSON.
func (c *Cloud) publish(ctx context.Context, arguments json.RawMessage) (json.RawMessage, *asl.Failure) {
	var in struct {
		TopicArn, TargetArn, PhoneNumber, Subject string
		MessageStructure                          string
		Message                                   json.RawMessage
		MessageAttributes                         map[string]struct{ DataType, StringValue string }
	}
	if err := json.Unmarshal(arguments, &in); err != nil {
		return nil, taskFailed("SNS.InvalidParameterException", "the arguments of sns:publish cannot be read: "+err.Error())
	}
	form := url.Values{"Action": {"Publish"}, "Version": {"2010-03-31"}}
	for name, value := range map[string]string{
		"TopicArn": in.TopicArn, "TargetArn": in.TargetArn, "PhoneNumber": in.PhoneNumber, "Subject": in.Subject,
		"MessageStructure": in.MessageStructure, "Message": words(in.Message),
	} {
		if value != "" {
			form.Set(name, value)
		}
	}
	n := 0
	for name, attribute := range in.MessageAttributes {
		n++
		at := fmt.Sprintf("MessageAttributes.entry.%d.", n)
		form.Set(at+"Name", name)
		form.Set(at+"Value.DataType", attribute.DataType)
		form.Set(at+"Value.StringValue", attribute.StringValue)
	}
	answer := c.perform(ctx, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, []byte(form.Encode()))
	var said struct {
		MessageID string `xml:"PublishResult>MessageId"`
		Code      string `xml:"Error>Code"`
		Message   string `xml:"Error>Message"`
	}
	if err := xml.Unmarshal(answer.body.Bytes(), &said); err != nil {
		return nil, taskFailed("SNS.AmazonSNSException", err.Error())
	}
	if answer.status != http.StatusOK {
		return nil, taskFailed("SNS."+snsException(said.Code), serviceCause(said.Message, "AmazonSNS", answer.status, said.Code))
	}
	body, err := json.Marshal(map[string]string{"MessageId": said.MessageID})
	if err != nil {
		return nil, taskFailed("SNS.AmazonSNSException", err.Error())
	}
	return withMetadata(body), nil
}

// snsException is the exception that a code of SNS's wire becomes.
func snsException(code string) string {
	switch code {
	case "NotFound", "InvalidParameter", "AuthorizationError", "EndpointDisabled":
		return strings.TrimSuffix(code, "Error") + "Exception"
	case "ParameterValueInvalid":
		return "InvalidParameterValueException"
	}
	return "AmazonSNSException"
}

// perform makes a call to the endpoint in this process, as the state machine's role,
// in the execution's trace.
func (c *Cloud) perform(ctx context.Context, header http.Header, body []byte) *recorder {
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://aws.local/", bytes.NewReader(body))
	if err != nil { // a constant URL
		answer.status = http.StatusInternalServerError
		return answer
	}
	r.Header = header
	if header := trace.Of(ctx); header != "" {
		r.Header.Set(trace.Header, header)
	}
	c.endpoint.ServeHTTP(answer, r)
	return answer
}

// asText makes a string of JSON that is none yet, as the service does with messages.
func asText(value json.RawMessage) json.RawMessage {
	if len(value) > 0 && value[0] == '"' {
		return value
	}
	text, err := json.Marshal(string(value))
	if err != nil {
		return value // a string always encodes
	}
	return text
}

// words is a message's text: a string as it is, anything else as JSON.
func words(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// withMetadata adds what the integrations tell of the HTTP answer.
func withMetadata(object []byte) json.RawMessage {
	id := awsapi.RequestID()
	return fmt.Appendf(nil, `%s,"SdkHttpMetadata":{"AllHttpHeaders":{"x-amzn-RequestId":[%q]},"HttpHeaders":{"x-amzn-RequestId":%q},"HttpStatusCode":200},`+
		`"SdkResponseMetadata":{"RequestId":%q}}`, bytes.TrimSuffix(bytes.TrimSpace(object), []byte("}")), id, id, id)
}

func serviceCause(message, service string, status int, code string) string {
	return fmt.Sprintf("%s (Service: %s; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)", message, service, status, code, awsapi.RequestID())
}

func taskFailed(name, cause string) *asl.Failure {
	failure := asl.Failed(name, cause)
	return &failure
}
