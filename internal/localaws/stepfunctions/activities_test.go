package stepfunctions_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
)

// TestAnActivityThatIsNotThere ends the execution before anything is scheduled, and
// a replay tells the same when it is there by then.
func TestAnActivityThatIsNotThere(t *testing.T) {
	const work = "arn:aws:states:us-east-1:123456789012:activity:work"
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, dir)
		c := client{t, e.API()}
		c.create("m", `{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"`+work+`","End":true}}}`)
		execution := c.start("m", "x")
		c.waitFor(execution, "FAILED")
		events := func() string {
			var h struct{ Events json.RawMessage }
			c.post("GetExecutionHistory", `{"executionArn":"`+execution+`","includeExecutionData":false}`, &h)
			return string(h.Events)
		}
		before := events()
		if code := c.post("CreateActivity", `{"name":"work"}`, &struct{}{}); code != "" {
			t.Fatal(code)
		}
		c.waitFor(c.start("m", "y"), "RUNNING")
		closeEngine(t, e, db)
		e, db = makeEngine(t, dir)
		defer func() { closeEngine(t, e, db) }()
		c = client{t, e.API()}
		var list []struct{ Type string }
		if err := json.Unmarshal([]byte(before), &list); err != nil || len(list) != 3 || list[2].Type != "ExecutionFailed" {
			t.Errorf("the history is %s, %v", before, err)
		}
		if after := events(); after != before {
			t.Errorf("the history was\n%s\nand is\n%s", before, after)
		}
	})
}
