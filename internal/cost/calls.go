package cost

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/orderflow/orderflow/internal/localaws"
)

// calls counts the calls that functions make with SDK clients.
type calls struct {
	meter *meter
	next  http.RoundTripper
}

// RoundTrip implements [http.RoundTripper]. A call that failed is a call, but
// nothing else that is billed has come of it.
func (c calls) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close() // it was read
	}
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	action, err := localaws.ActionOf(again)
	if err != nil {
		return nil, err
	}
	again.Body = io.NopCloser(bytes.NewReader(body))
	response, err := c.next.RoundTrip(again)
	taken := err == nil && response.StatusCode < http.StatusMultipleChoices
	c.meter.noteIn(r.Context(), func(w *Work) {
		w.Calls[action]++
		if taken {
			bill(w, action, body)
		}
	})
	return response, err
}

// findsAddress is the call with which a function finds the address before it
// mails. The local runtime asks its token issuer in place of Cognito, at no seam,
// so it is counted with the mail.
const findsAddress = "cognito-idp:AdminGetUser"

// bill counts what is billed of a call beside the function's time.
func bill(w *Work, action string, body []byte) {
	switch action {
	case "events:PutEvents":
		billEvents(w, body)
	case "sns:Publish":
		if form, err := url.ParseQuery(string(body)); err == nil {
			w.Usage[Messages] += started(len(form.Get("Message")), eventBlock)
		}
	case "ses:SendEmail":
		w.Usage[Mails]++ // to one recipient each: package mail
		w.Calls[findsAddress]++
	}
}

// eventBlock is how many bytes of an event or a message are paid for as one.
const eventBlock = 64 << 10

// billEvents counts events by their size: 14 bytes for a time, and the texts.
// (EventBridge user guide, "Calculating PutEvents event entry size".)
func billEvents(w *Work, body []byte) {
	var put struct {
		Entries []struct {
			Time                       *json.Number
			Source, DetailType, Detail string
			Resources                  []string
		}
	}
	if json.Unmarshal(body, &put) != nil {
		return // the service has taken it, so it is none of this shape
	}
	for _, e := range put.Entries {
		size := len(e.Source) + len(e.DetailType) + len(e.Detail)
		if e.Time != nil {
			size += 14
		}
		for _, r := range e.Resources {
			size += len(r)
		}
		w.Usage[Events] += started(size, eventBlock)
		w.Usage[Archived] += int64(size)
	}
}
