package stepfunctions_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// TestRedriveHasItsTime: fourteen days after its end an execution is beyond it. A
// redrive that fails at once counts as well.
func TestRedriveHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, sqlitedb.Memory)
		defer closeEngine(t, e, db)
		c := client{t, e.API()}
		if _, err := e.Put("m", `{"StartAt":"No","States":{"No":{"Type":"Fail","Error":"Bad"}}}`); err != nil {
			t.Fatal(err)
		}
		var started struct{ ExecutionArn string }
		if code := c.post("StartExecution", `{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m"}`, &started); code != "" {
			t.Fatal(code)
		}
		body := `{"executionArn":"` + started.ExecutionArn + `"}`
		redrive := func() string { return c.post("RedriveExecution", body, &struct{}{}) }
		time.Sleep(14*24*time.Hour - time.Second)
		if code := redrive(); code != "" {
			t.Errorf("in time: got %s", code)
		}
		time.Sleep(14*24*time.Hour + time.Second)
		if code := redrive(); code != "ExecutionNotRedrivable" {
			t.Errorf("too late: got %q", code)
		}
		var x struct {
			Status, RedriveStatus string
			RedriveCount          int
		}
		c.post("DescribeExecution", body, &x)
		if x.Status != "FAILED" || x.RedriveStatus != "NOT_REDRIVABLE" || x.RedriveCount != 1 {
			t.Errorf("described as %+v", x)
		}
	})
}
