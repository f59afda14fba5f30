package localaws

import (
	"context"
	"log/slog"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/statemachine"
)

// TestADataFolderOfBefore: one that was written before there was a console is opened
// with what it holds, and what is in it is found.
func TestADataFolderOfBefore(t *testing.T) {
	dir := t.TempDir()
	old, err := sqlitedb.Open(dir, sqlitedb.Schema{Name: schema.Name, Migrations: schema.Migrations[:1]})
	if err != nil {
		t.Fatal(err)
	}
	err = old.Update(func(tx *sqlitedb.Tx) error {
		for _, statement := range []string{
			`INSERT INTO executions (ref, machine, revision, name, status, started, stopped, input, entropy)
				VALUES (1, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-old', 'SUCCEEDED', 1, 2, '{}', zeroblob(16))`,
			`INSERT INTO events (bus, envelope) VALUES ('orderflow', CAST('{"detail":{"metadata":{"orderId":"ord-old"}}}' AS BLOB)), ('default', CAST('{"detail":{"name":"ord-old"}}' AS BLOB)),
				('orderflow', CAST('{"detail":[]}' AS BLOB))`,
			`INSERT INTO topic_messages (message_id, topic, subject, message, attributes, at) VALUES ('a', 't', '', 'plain text', '{}', 1), ('b', 't', '', '{"orderId":"ord-old"}', '{}', 1)`,
			`INSERT INTO mails (message_id, mail, at) VALUES ('c', CAST('{"subject":"untagged"}' AS BLOB), 1)`,
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}

	c, err := Open(Config{
		Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Dir: dir, IssuerURL: "http://x", Definition: statemachine.Order,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	events, err := c.Bus().About("ord-old", 10)
	if err != nil || len(events) != 2 {
		t.Errorf("events: got %d, %v, want 2", len(events), err)
	}
	messages, err := c.Topic.About("ord-old", 10)
	if err != nil || len(messages) != 1 {
		t.Errorf("messages: got %d, %v, want 1", len(messages), err)
	}
	if mails, err := c.Mail.About("ord-old", 10); err != nil || len(mails) != 0 {
		t.Errorf("mails: got %d, %v, want none: it has no tag", len(mails), err)
	}
	found := 0
	if err := c.Executions().Each(func(s stepfunctions.Summary) {
		if s.Name == "ord-old" && s.Waiting.State == "" {
			found++
		}
	}); err != nil || found != 1 {
		t.Errorf("executions: got %d, %v, want 1, whose last state is not known", found, err)
	}
}
