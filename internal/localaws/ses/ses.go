// Package ses is Amazon SES v2 on one machine: it takes SendEmail and keeps every
// mail in a mailbox that can be listed. Nothing is sent.
//
// A mail is in the database before SendEmail answers. As in an account that is
// out of the sandbox, only the sender must be verified. What is not offered:
// templates, raw mails, managing identities over the API.
package ses

import (
	"encoding/json"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Path is where SendEmail listens.
const Path = "/v2/email/outbound-emails"

// Tables makes the mailbox's part of the database. Times are milliseconds since 1970.
const Tables = `
	CREATE TABLE mails (
		id         INTEGER PRIMARY KEY,
		message_id TEXT NOT NULL,
		mail       BLOB NOT NULL,
		at         INTEGER NOT NULL
	);
`

const subject = `json_extract(CAST(mail AS TEXT), '$.tags.orderId')`

// SubjectIndex is the second version of the mailbox's part of the database:
// mails are found by the order with which they are tagged.
const SubjectIndex = `CREATE INDEX mails_by_subject ON mails (` + subject + `);`

// Service takes mails from verified senders. All methods may be called by many
// goroutines.
type Service struct {
	place   awsapi.Place
	db      *sqlitedb.DB
	senders []string
}

// Open makes a service that lets these senders send: addresses, or domains.
func Open(place awsapi.Place, db *sqlitedb.DB, senders ...string) *Service {
	return &Service{place, db, senders}
}

// Mail is one mail that was taken.
type Mail struct {
	ID        int64             `json:"id"`
	MessageID string            `json:"messageId"`
	From      string            `json:"from"`
	To        []string          `json:"to"`
	Subject   string            `json:"subject"`
	Text      string            `json:"text"`
	HTML      string            `json:"html,omitempty"`
	Tags      map[string]string `json:"tags,omitempty"`
	At        time.Time         `json:"at"`
}

type body struct{ Data string }

// sendEmailInput is the part of SendEmail's input that is offered.
type sendEmailInput struct {
	FromEmailAddress string
	Destination      struct{ ToAddresses, CcAddresses, BccAddresses []string }
	Content          struct {
		Simple *struct {
			Subject body
			Body    struct{ Text, HTML *body } // encoding/json does not mind the case
		}
		Raw, Template json.RawMessage
	}
	EmailTags []struct{ Name, Value string }
}

// maxRecipients is the limit on a mail's recipients.
const maxRecipients = 50

func (in *sendEmailInput) check() error {
	bad := func(format string, args ...any) error { return awsapi.Errorf("BadRequestException", format, args...) }
	recipients := slices.Concat(in.Destination.ToAddresses, in.Destination.CcAddresses, in.Destination.BccAddresses)
	switch {
	case in.Content.Raw != nil || in.Content.Template != nil:
		return bad("this local endpoint takes simple content only, no raw mails and no templates")
	case in.Content.Simple == nil:
		return bad("Content is required")
	case in.Content.Simple.Body.Text == nil && in.Content.Simple.Body.HTML == nil:
		return bad("the mail has no body")
	case len(recipients) == 0 || len(recipients) > maxRecipients:
		return bad("a mail has from 1 to 50 recipients, this one has %d", len(recipients))
	}
	for _, address := range append(recipients, in.FromEmailAddress) {
		parsed, err := mail.ParseAddress(address)
		if err != nil {
			return bad("Illegal address")
		}
		if local, _, _ := strings.Cut(parsed.Address, "@"); strings.ContainsFunc(local, func(r rune) bool { return r > 127 }) {
			return bad("Local address contains control or non-ASCII characters")
		}
	}
	return nil
}

func (s *Service) sendEmail(in sendEmailInput) (id string, err error) {
	if err := in.check(); err != nil {
		return "", err
	}
	if !s.verified(in.FromEmailAddress) {
		return "", awsapi.Errorf("MessageRejected", "Email address is not verified. The following identities failed the check in region %s: %s",
			strings.ToUpper(s.place.Region), in.FromEmailAddress)
	}
	m := Mail{
		MessageID: uuid.NewString(), From: in.FromEmailAddress, To: in.Destination.ToAddresses, Subject: in.Content.Simple.Subject.Data,
		Tags: map[string]string{}, At: time.Now().UTC().Truncate(time.Millisecond),
	}
	if text := in.Content.Simple.Body.Text; text != nil {
		m.Text = text.Data
	}
	if html := in.Content.Simple.Body.HTML; html != nil {
		m.HTML = html.Data
	}
	for _, tag := range in.EmailTags {
		m.Tags[tag.Name] = tag.Value
	}
	encoded, err := json.Marshal(m)
	if err != nil {
		return "", awsapi.Internal(err)
	}
	return m.MessageID, s.db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO mails (message_id, mail, at) VALUES (?, ?, ?)", m.MessageID, encoded, m.At.UnixMilli())
		return err
	})
}

func (s *Service) verified(from string) bool {
	parsed, err := mail.ParseAddress(from)
	if err != nil {
		return false
	}
	_, domain, _ := strings.Cut(parsed.Address, "@")
	return slices.Contains(s.senders, parsed.Address) || slices.Contains(s.senders, domain)
}

// Mails lists the newest mails, oldest first, at most limit.
func (s *Service) Mails(limit int) ([]Mail, error) {
	return s.look("ORDER BY id DESC LIMIT ?", limit)
}

// About lists the newest mails that are tagged with an order, oldest first, at
// most limit.
func (s *Service) About(orderID string, limit int) ([]Mail, error) {
	return s.look("WHERE "+subject+" = ? ORDER BY id DESC LIMIT ?", orderID, limit)
}

func (s *Service) look(where string, args ...any) (mails []Mail, err error) {
	mails = []Mail{}
	err = s.db.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT id, mail FROM mails "+where, args, func(row sqlitedb.Row) error {
			var m Mail
			var encoded []byte
			var id int64
			if err := row.Scan(&id, &encoded); err != nil {
				return err
			}
			if err := json.Unmarshal(encoded, &m); err != nil {
				return err
			}
			m.ID = id
			mails = append(mails, m)
			return nil
		})
	})
	slices.Reverse(mails)
	return mails, err
}

// API answers SendEmail (REST JSON).
func (s *Service) API() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("x-amzn-RequestId", awsapi.RequestID())
		id, err := s.act(r)
		answer := map[string]string{"MessageId": id}
		if err != nil {
			e := awsapi.From(err)
			answer = map[string]string{"message": e.Message}
			w.Header().Set("x-amzn-ErrorType", e.Code)
			if e.Status == 0 {
				e.Status = http.StatusBadRequest
			}
			w.WriteHeader(e.Status)
		}
		_ = json.NewEncoder(w).Encode(answer) // the client may be gone
	})
}

func (s *Service) act(r *http.Request) (id string, err error) {
	text, err := awsapi.ReadBody(r)
	if err != nil {
		return "", err
	}
	var in sendEmailInput
	if err := json.Unmarshal(text, &in); err != nil {
		return "", awsapi.Errorf("BadRequestException", "the request is not the JSON that SendEmail takes: %v", err)
	}
	return s.sendEmail(in)
}
