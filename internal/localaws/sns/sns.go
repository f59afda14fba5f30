// Package sns is Amazon SNS on one machine: standard topics that take Publish and
// keep every message in an inbox, where a subscriber would get it.
//
// A message is in the database before Publish answers. What is not offered:
// managing topics and subscriptions over the API, FIFO topics, text messages.
package sns

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Tables makes the topics' part of the database. Times are milliseconds since 1970.
const Tables = `
	CREATE TABLE topic_messages (
		id         INTEGER PRIMARY KEY,
		message_id TEXT NOT NULL,
		topic      TEXT NOT NULL,
		subject    TEXT NOT NULL,
		message    TEXT NOT NULL,
		attributes BLOB NOT NULL,
		at         INTEGER NOT NULL
	);
`

// Service is the topics of one account. All methods may be called by many
// goroutines.
type Service struct {
	db     *sqlitedb.DB
	topics []string // ARNs
}

// Open makes a service with topics of these names.
func Open(place awsapi.Place, db *sqlitedb.DB, topics ...string) *Service {
	s := &Service{db: db}
	for _, topic := range topics {
		s.topics = append(s.topics, place.ARN("sns", topic))
	}
	return s
}

// Message is one message that a topic's subscribers would get.
type Message struct {
	ID         int64                `json:"id"`
	MessageID  string               `json:"messageId"`
	Topic      string               `json:"topic"` // ARN
	Subject    string               `json:"subject,omitempty"`
	Message    string               `json:"message"`
	Attributes map[string]Attribute `json:"attributes"`
	At         time.Time            `json:"at"`
}

// Attribute is a message attribute, by which subscriptions filter.
type Attribute struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// maxMessage is the limit on a message with its attributes, in bytes.
const maxMessage = 262_144

// publish takes one message.
func (s *Service) publish(form url.Values) (id string, err error) {
	topic := form.Get("TopicArn")
	if topic == "" {
		topic = form.Get("TargetArn")
	}
	m := Message{MessageID: uuid.NewString(), Topic: topic, Subject: form.Get("Subject"), Message: form.Get("Message"), Attributes: attributes(form)}
	if err := s.check(m, form); err != nil {
		return "", err
	}
	encoded, err := json.Marshal(m.Attributes)
	if err != nil {
		return "", fmt.Errorf("encode a message's attributes: %w", err)
	}
	err = s.db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO topic_messages (message_id, topic, subject, message, attributes, at) VALUES (?, ?, ?, ?, ?, ?)",
			m.MessageID, m.Topic, m.Subject, m.Message, encoded, time.Now().UnixMilli())
		return err
	})
	if err != nil {
		return "", &awsapi.Error{Code: "InternalError", Message: err.Error(), Status: http.StatusInternalServerError}
	}
	return m.MessageID, nil
}

func (s *Service) check(m Message, form url.Values) error {
	switch {
	case m.Topic == "" && form.Get("PhoneNumber") != "":
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: PhoneNumber: this local endpoint sends no text messages")
	case m.Topic == "":
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
	case strings.Count(m.Topic, ":") < 5:
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not %d",
			strings.Count(m.Topic, ":")+1)
	case !slices.Contains(s.topics, m.Topic):
		return &awsapi.Error{Code: "NotFound", Message: "Topic does not exist", Status: http.StatusNotFound}
	case m.Message == "":
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: Empty message")
	case len([]rune(m.Subject)) > 100:
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: Subject")
	}
	size := len(m.Message)
	for name, a := range m.Attributes {
		if a.Type == "" || a.Value == "" {
			return awsapi.Errorf("ParameterValueInvalid", "The message attribute '%s' must contain non-empty type and value.", name)
		}
		size += len(name) + len(a.Type) + len(a.Value)
	}
	if size > maxMessage {
		return awsapi.Errorf("InvalidParameter", "Invalid parameter: Message too long")
	}
	if form.Get("MessageStructure") == "json" {
		var byProtocol map[string]string
		if json.Unmarshal([]byte(m.Message), &byProtocol) != nil {
			return awsapi.Errorf("InvalidParameter", "Invalid parameter: Message Structure - JSON message body failed to parse")
		}
		if _, ok := byProtocol["default"]; !ok {
			return awsapi.Errorf("InvalidParameter", "Invalid parameter: Message Structure - No default entry in JSON message body")
		}
	}
	return nil
}

// attributes reads MessageAttributes.entry.N.* of a form.
func attributes(form url.Values) map[string]Attribute {
	all := map[string]Attribute{}
	for n := 1; ; n++ {
		prefix := "MessageAttributes.entry." + strconv.Itoa(n) + "."
		name := form.Get(prefix + "Name")
		if name == "" {
			return all
		}
		value := form.Get(prefix + "Value.StringValue")
		if value == "" {
			value = form.Get(prefix + "Value.BinaryValue")
		}
		all[name] = Attribute{form.Get(prefix + "Value.DataType"), value}
	}
}

// Messages lists the newest messages of all topics, oldest first, at most limit.
func (s *Service) Messages(limit int) (messages []Message, err error) {
	messages = []Message{}
	err = s.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, message_id, topic, subject, message, attributes, at FROM topic_messages ORDER BY id DESC LIMIT ?", []any{limit},
			func(row sqlitedb.Row) error {
				var m Message
				var encoded []byte
				var at int64
				if err := row.Scan(&m.ID, &m.MessageID, &m.Topic, &m.Subject, &m.Message, &encoded, &at); err != nil {
					return err
				}
				m.At = time.UnixMilli(at).UTC()
				messages = append(messages, m)
				return json.Unmarshal(encoded, &messages[len(messages)-1].Attributes)
			})
	})
	slices.Reverse(messages)
	return messages, err
}

const namespace = "http://sns.amazonaws.com/doc/2010-03-31/"

type publishResponse struct {
	XMLName   xml.Name `xml:"PublishResponse"`
	Namespace string   `xml:"xmlns,attr"`
	MessageID string   `xml:"PublishResult>MessageId"`
	RequestID string   `xml:"ResponseMetadata>RequestId"`
}

type errorResponse struct {
	XMLName   xml.Name `xml:"ErrorResponse"`
	Namespace string   `xml:"xmlns,attr"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// API answers the service's API (the Query protocol).
func (s *Service) API() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestID := awsapi.RequestID()
		var answer any
		status := http.StatusOK
		id, err := s.act(r)
		if err == nil {
			answer = publishResponse{Namespace: namespace, MessageID: id, RequestID: requestID}
		} else {
			e := awsapi.From(err)
			if status = e.Status; status == 0 {
				status = http.StatusBadRequest
			}
			kind := "Sender"
			if status >= 500 {
				kind = "Receiver"
			}
			answer = errorResponse{Namespace: namespace, Type: kind, Code: e.Code, Message: e.Message, RequestID: requestID}
		}
		w.Header().Set("Content-Type", "text/xml")
		w.Header().Set("x-amzn-RequestId", requestID)
		w.WriteHeader(status)
		_ = xml.NewEncoder(w).Encode(answer) // the client may be gone
	})
}

func (s *Service) act(r *http.Request) (id string, err error) {
	body, err := awsapi.ReadBody(r)
	if err != nil {
		return "", err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", awsapi.Errorf("MalformedQueryString", "the form could not be read: %v", err)
	}
	if action := form.Get("Action"); action != "Publish" {
		return "", awsapi.Errorf("InvalidAction", "The action %s is not offered by this local endpoint", action)
	}
	return s.publish(form)
}
