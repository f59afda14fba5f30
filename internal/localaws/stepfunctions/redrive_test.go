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

// TestAFullHistory cannot be redriven: nothing could be added to it.
func TestAFullHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, sqlitedb.Memory)
		defer closeEngine(t, e, db)
		c := client{t, e.API()}
		c.create("m", `{"StartAt":"On","States":{"On":{"Type":"Pass","Next":"On"}}}`)
		body := `{"executionArn":"` + c.start("m", "x") + `"}`
		synctest.Wait()
		const why = "Execution has exceeded the maximum history event limit"
		var x struct{ Status, Cause, RedriveStatus, RedriveStatusReason string }
		if c.post("DescribeExecution", body, &x); x.Status != "FAILED" || x.RedriveStatus != "NOT_REDRIVABLE" || x.RedriveStatusReason != why ||
			x.Cause != "The execution reached the maximum number of history events (25000)." {
			t.Errorf("described as %+v", x)
		}
		var refused struct{ Message string }
		if code := c.post("RedriveExecution", body, &refused); code != "ExecutionNotRedrivable" {
			t.Errorf("redriven: %q %+v", code, refused)
		}
	})
}

// TestARedriveIsMadeOnce: the same client's token gives the same answer, also after
// a restart and whatever has become of the execution, for a quarter of an hour.
func TestARedriveIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, dir)
		c := client{t, e.API()}
		c.create("m", `{"StartAt":"No","States":{"No":{"Type":"Fail","Error":"Bad"}}}`)
		arn := c.start("m", "x")
		redrive := func(token string) (at float64, code string) {
			time.Sleep(time.Second)
			var answer struct{ RedriveDate float64 }
			code = c.post("RedriveExecution", `{"executionArn":"`+arn+`","clientToken":"`+token+`"}`, &answer)
			return answer.RedriveDate, code
		}
		count := func() int {
			var x struct{ RedriveCount int }
			c.post("DescribeExecution", `{"executionArn":"`+arn+`"}`, &x)
			return x.RedriveCount
		}
		first, _ := redrive("a")
		if again, code := redrive("a"); again != first || code != "" || count() != 1 {
			t.Errorf("the same again: got %v %s, want %v; %d redrives", again, code, first, count())
		}
		if other, _ := redrive("b"); other == first || count() != 2 {
			t.Errorf("another token: got %v, %d redrives", other, count())
		}
		closeEngine(t, e, db)
		e, db = makeEngine(t, dir)
		defer func() { closeEngine(t, e, db) }()
		c = client{t, e.API()}
		if again, _ := redrive("a"); again != first || count() != 2 {
			t.Errorf("the first again: got %v, want %v; %d redrives", again, first, count())
		}
		time.Sleep(15 * time.Minute)
		if again, _ := redrive("a"); again == first || count() != 3 {
			t.Errorf("after a quarter of an hour: got %v, %d redrives", again, count())
		}
	})
}
