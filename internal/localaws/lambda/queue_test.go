package lambda_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	awslambda "github.com/aws/aws-lambda-go/lambda"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// rig is a runtime with one function, "work", in a bubble.
type rig struct {
	db      *sqlitedb.DB
	runtime *lambda.Runtime
	queue   *lambda.Queue
}

func newRig(t *testing.T, dir string, deadLetters string, handler any) *rig {
	t.Helper()
	db, err := sqlitedb.Open(dir, sqlitedb.Schema{Name: "aws", Migrations: []string{lambda.Tables, lambda.Traced}})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	r := &rig{db: db, runtime: lambda.New(awsapi.Place{Account: "123456789012", Region: "us-east-1"}, log)}
	r.runtime.Deploy(lambda.Function{Name: "work", Sandbox: lambda.InProcess(awslambda.NewHandler(handler)), Timeout: 10 * time.Second, DeadLetters: deadLetters})
	r.queue = lambda.OpenQueue(db, r.runtime, log)
	if err := r.queue.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) accept(t *testing.T, payload string) {
	t.Helper()
	var accepted *lambda.Invocation
	err := r.db.Update(func(tx *sqlitedb.Tx) (err error) {
		accepted, err = r.queue.Accept(tx, "work", json.RawMessage(payload), "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r.queue.Run(accepted)
}

// waiting is how many invocations the queue holds.
func (r *rig) waiting(t *testing.T) (n int) {
	t.Helper()
	err := r.db.View(func(tx *sqlitedb.Tx) error { return tx.QueryRow("SELECT count(*) FROM async_invocations").Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (r *rig) close(t *testing.T) {
	t.Helper()
	r.queue.Close(context.Background())
	if err := r.db.Close(); err != nil {
		t.Error(err)
	}
}

// times notes when something happened.
type times struct {
	mu    sync.Mutex
	start time.Time
	at    []time.Duration
}

func (c *times) note() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = append(c.at, time.Since(c.start))
	return len(c.at)
}

func (c *times) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	texts := make([]string, len(c.at))
	for i, d := range c.at {
		texts[i] = d.String()
	}
	return strings.Join(texts, " ")
}

// TestAnAsynchronousInvocationThatFails is made again after one minute and after
// two more, and then goes to the dead-letter queue.
func TestAnAsynchronousInvocationThatFails(t *testing.T) {
	for _, test := range []struct {
		name     string
		failures int
		want     string
		dead     int
	}{
		{"never", 0, "0s", 0}, {"once", 1, "0s 1m0s", 0}, {"twice", 2, "0s 1m0s 3m0s", 0}, {"always", 9, "0s 1m0s 3m0s", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := &times{start: time.Now()}
				r := newRig(t, sqlitedb.Memory, "work-failures", func(string) error {
					if calls.note() <= test.failures {
						return errors.New("not now")
					}
					return nil
				})
				defer r.close(t)
				r.accept(t, `"x"`)
				time.Sleep(time.Hour)
				if got := calls.String(); got != test.want {
					t.Errorf("calls after %s, want %s", got, test.want)
				}
				letters, err := r.queue.DeadLetters()
				if err != nil || len(letters) != test.dead {
					t.Errorf("dead letters: got %d, %v; want %d", len(letters), err, test.dead)
				}
				if test.dead > 0 && (letters[0].Queue != "work-failures" || string(letters[0].Body) != `"x"` || !strings.Contains(letters[0].Cause, "not now")) {
					t.Errorf("dead letter: got %+v", letters[0])
				}
			})
		})
	}
}

// TestAQueueSurvivesItsProcess: what was accepted is done by the next one, at the
// time that was set.
func TestAQueueSurvivesItsProcess(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		calls := &times{start: time.Now()}
		r := newRig(t, dir, "", func(string) error { calls.note(); return errors.New("not now") })
		r.accept(t, `"x"`)
		time.Sleep(30 * time.Second)
		r.close(t)
		time.Sleep(10 * time.Second)

		r = newRig(t, dir, "", func(string) error { calls.note(); return nil })
		time.Sleep(10 * time.Minute)
		r.close(t)
		if got := calls.String(); got != "0s 1m0s" {
			t.Errorf("calls after %s, want 0s 1m0s", got)
		}

		r = newRig(t, dir, "", func(string) error { t.Error("called again after it had succeeded"); return nil })
		time.Sleep(10 * time.Minute)
		r.close(t)
	})
}

// TestInvoke: a result, a failure by its Go type, a panic, a timeout.
func TestInvoke(t *testing.T) {
	type Refused struct{ error }
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sqlitedb.Memory, "", func(what string) (string, error) {
			switch what {
			case "refuse":
				return "", &Refused{errors.New("no")}
			case "panic":
				panic(Refused{})
			case "hang":
				time.Sleep(time.Minute)
			}
			return "did " + what, nil
		})
		defer r.close(t)
		for what, want := range map[string]string{"refuse": "Refused", "panic": "Refused", "hang": "Sandbox.Timedout", "it": ""} {
			result, err := r.runtime.Invoke(t.Context(), "arn:aws:lambda:us-east-1:123456789012:function:work:$LATEST", json.RawMessage(`"`+what+`"`))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if result.FunctionError != "" {
				got = result.ErrorType()
			}
			if got != want {
				t.Errorf("%s: got %s %s, want %q", what, got, result.Payload, want)
			}
		}
		_, err := r.runtime.Invoke(t.Context(), "rest", nil)
		if awsapi.From(err).Code != "ResourceNotFoundException" {
			t.Errorf("an unknown function: got %v", err)
		}
		if _, failure := r.runtime.Task(t.Context(), json.RawMessage(`{"FunctionName": "rest"}`)); failure == nil || *failure.Error != "Lambda.ResourceNotFoundException" ||
			!strings.Contains(*failure.Cause, "(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException;") {
			t.Errorf("a task on an unknown function: got %+v", failure)
		}
		time.Sleep(time.Minute) // until the one that hangs is done
	})
}
