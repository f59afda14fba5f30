package stepfunctions_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// TestAChildIsStartedOnce: the process dies when the child is in the log and its
// parent does not know it yet. The call is made again, and finds the child, even
// one that has ended; somebody else's execution of that name it does not take.
func TestAChildIsStartedOnce(t *testing.T) {
	const (
		prefix = "arn:aws:states:us-east-1:123456789012:"
		child  = `{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}`
	)
	for _, arguments := range []string{"", `"Name":"theChild",`} { // without a name one is drawn
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			e, db := makeEngine(t, dir)
			c := client{t, e.API()}
			c.create("child", child)
			c.create("parent", `{"StartAt":"Child","States":{"Child":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","Parameters":{`+
				arguments+`"StateMachineArn":"`+prefix+`stateMachine:child"},"OutputPath":"$.Name","End":true}}}`)
			start := func(name string) (arn string) {
				var started struct{ ExecutionArn string }
				c.post("StartExecution", fmt.Sprintf(`{"stateMachineArn":"%sstateMachine:parent","name":"%s"}`, prefix, name), &started)
				return started.ExecutionArn
			}
			first := start("first")
			output := c.waitFor(first, "SUCCEEDED")
			closeEngine(t, e, db)

			db, err := sqlitedb.Open(dir, schema)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *sqlitedb.Tx) error { // as if the report had never been written
				if _, err := tx.Exec("DELETE FROM facts WHERE execution = 1"); err != nil {
					return err
				}
				_, err := tx.Exec("UPDATE executions SET status = 'RUNNING', output = NULL WHERE ref = 1")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}

			e, db = makeEngine(t, dir)
			defer func() { closeEngine(t, e, db) }()
			c = client{t, e.API()}
			if again := c.waitFor(first, "SUCCEEDED"); again != output {
				t.Errorf("the parent got %s, and before %s", again, output)
			}
			if n := c.count(prefix + "stateMachine:child"); n != 1 {
				t.Errorf("the child was started %d times", n)
			}
			want := "SUCCEEDED"
			if arguments != "" {
				want = "FAILED"
			}
			c.waitFor(start("second"), want)
		})
	}
}

// TestARedriveStartsAnotherChild: the task is scheduled again. A child that must have
// a certain name can be started once only.
func TestARedriveStartsAnotherChild(t *testing.T) {
	const prefix = "arn:aws:states:us-east-1:123456789012:"
	for arguments, want := range map[string]struct {
		children int
		err      string
	}{
		"":                   {2, "States.TaskFailed"},
		`"Name":"theChild",`: {1, "StepFunctions.ExecutionAlreadyExistsException"},
	} {
		synctest.Test(t, func(t *testing.T) {
			e, db := makeEngine(t, sqlitedb.Memory)
			defer closeEngine(t, e, db)
			c := client{t, e.API()}
			c.create("child", `{"StartAt":"No","States":{"No":{"Type":"Fail","Error":"Bad"}}}`)
			c.create("parent", `{"StartAt":"Child","States":{"Child":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","Parameters":{`+
				arguments+`"StateMachineArn":"`+prefix+`stateMachine:child"},"End":true}}}`)
			parent := c.start("parent", "x")
			c.waitFor(parent, "FAILED")
			if code := c.post("RedriveExecution", `{"executionArn":"`+parent+`"}`, &struct{}{}); code != "" {
				t.Fatal(code)
			}
			c.waitFor(parent, "FAILED")
			var x struct{ Error string }
			c.post("DescribeExecution", `{"executionArn":"`+parent+`"}`, &x)
			if n := c.count(prefix + "stateMachine:child"); n != want.children || x.Error != want.err {
				t.Errorf("%q: %d children, %s; want %d, %s", arguments, n, x.Error, want.children, want.err)
			}
		})
	}
}

// create makes a machine.
func (c client) create(name, definition string) {
	c.t.Helper()
	body, err := json.Marshal(map[string]string{"name": name, "definition": definition, "roleArn": "a role"})
	if err != nil {
		c.t.Fatal(err)
	}
	if code := c.post("CreateStateMachine", string(body), &struct{}{}); code != "" {
		c.t.Fatal(code)
	}
}

// start starts an execution.
func (c client) start(machine, name string) (arn string) {
	c.t.Helper()
	var started struct{ ExecutionArn string }
	body := `{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:` + machine + `","name":"` + name + `"}`
	if code := c.post("StartExecution", body, &started); code != "" {
		c.t.Fatal(code)
	}
	synctest.Wait()
	return started.ExecutionArn
}

// waitFor lets everything come to rest, wants the execution to have the status,
// and gives its output.
func (c client) waitFor(arn, status string) string {
	c.t.Helper()
	synctest.Wait()
	var x struct{ Status, Output, Cause string }
	if c.post("DescribeExecution", `{"executionArn":"`+arn+`"}`, &x); x.Status != status {
		c.t.Fatalf("%s is %s (%s), want %s", arn, x.Status, x.Cause, status)
	}
	return x.Output
}

// count is how many executions a machine has had.
func (c client) count(machine string) int {
	var list struct{ Executions []struct{ Name string } }
	c.post("ListExecutions", `{"stateMachineArn":"`+machine+`"}`, &list)
	return len(list.Executions)
}
