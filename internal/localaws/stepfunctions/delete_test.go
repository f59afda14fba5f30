package stepfunctions_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

const (
	machinePrefix = "arn:aws:states:us-east-1:123456789012:stateMachine:"
	nap           = `{"StartAt":"Nap","States":{"Nap":{"Type":"Wait","Seconds":600,"Next":"After"},"After":{"Type":"Pass","End":true}}}`
)

// code is what a call with one ARN fails with; "" when it does not.
func (c client) code(action, member, arn string) string {
	c.t.Helper()
	return c.post(action, `{"`+member+`":"`+arn+`"}`, &struct{}{})
}

// wantGone wants nothing to be left of a machine and its execution.
func (c client) wantGone(machine, execution string) {
	c.t.Helper()
	for action, want := range map[string]string{
		"DescribeStateMachine": "StateMachineDoesNotExist", "ListExecutions": "StateMachineDoesNotExist", "StartExecution": "StateMachineDoesNotExist",
	} {
		if got := c.code(action, "stateMachineArn", machine); got != want {
			c.t.Errorf("%s: got %q, want %s", action, got, want)
		}
	}
	for _, action := range []string{"DescribeExecution", "GetExecutionHistory", "StopExecution", "RedriveExecution", "DescribeStateMachineForExecution"} {
		if got := c.code(action, "executionArn", execution); got != "ExecutionDoesNotExist" {
			c.t.Errorf("%s: got %q", action, got)
		}
	}
}

// TestADeletedMachineDies: what waits stays, and the machine with it, over restarts;
// the next transition fails the execution, and then both are gone and their names
// are free.
func TestADeletedMachineDies(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, dir)
		c := client{t, e.API()}
		c.create("m", nap)
		machine, execution := machinePrefix+"m", c.start("m", "x")
		stay := func() {
			t.Helper()
			var m struct{ Status, Definition string }
			if c.post("DescribeStateMachine", `{"stateMachineArn":"`+machine+`"}`, &m); m.Status != "DELETING" || m.Definition != nap {
				t.Errorf("the machine is %+v", m)
			}
			c.waitFor(execution, "RUNNING")
			if n := c.count(machine); n != 1 {
				t.Errorf("%d executions are listed", n)
			}
			var said struct{ Message string }
			for action, body := range map[string]string{
				"StartExecution":             `{"stateMachineArn":"` + machine + `"}`,
				"UpdateStateMachine":         `{"stateMachineArn":"` + machine + `","roleArn":"r"}`,
				"PublishStateMachineVersion": `{"stateMachineArn":"` + machine + `"}`,
				"CreateStateMachine":         `{"name":"m","roleArn":"r","definition":"{}"}`,
			} {
				if code := c.post(action, body, &said); code != "StateMachineDeleting" || said.Message != "State Machine is being deleted: '"+machine+"'" {
					t.Errorf("%s: got %s %s", action, code, said.Message)
				}
			}
			if code := c.code("DeleteStateMachine", "stateMachineArn", machine); code != "" {
				t.Errorf("delete it again: got %s", code)
			}
		}
		if code := c.code("DeleteStateMachine", "stateMachineArn", machine); code != "" {
			t.Fatal(code)
		}
		stay()
		time.Sleep(time.Minute)
		closeEngine(t, e, db)
		e, db = makeEngine(t, dir)
		c = client{t, e.API()}
		stay()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		c.wantGone(machine, execution)
		closeEngine(t, e, db)
		e, db = makeEngine(t, dir)
		defer func() { closeEngine(t, e, db) }()
		c = client{t, e.API()}
		c.wantGone(machine, execution)
		c.create("m", nap)
		if n := c.count(machine); n != 0 {
			t.Errorf("the machine that has the name now has %d executions", n)
		}
		c.waitFor(c.start("m", "x"), "RUNNING")
	})
}

// TestStoppingLetsAMachineDie is what AWS advises for one that does not come to die.
func TestStoppingLetsAMachineDie(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, sqlitedb.Memory)
		defer closeEngine(t, e, db)
		var gone []string
		e.ObserveRemoval(func(machine string) { gone = append(gone, machine) })
		c := client{t, e.API()}
		c.create("m", nap)
		one, two := c.start("m", "one"), c.start("m", "two")
		c.code("StopExecution", "executionArn", one)
		c.code("DeleteStateMachine", "stateMachineArn", machinePrefix+"m")
		c.waitFor(one, "ABORTED")
		if code := c.code("RedriveExecution", "executionArn", one); code != "ExecutionNotRedrivable" {
			t.Errorf("redrive: got %q", code)
		}
		c.code("StopExecution", "executionArn", two)
		synctest.Wait()
		c.wantGone(machinePrefix+"m", two)
		if len(gone) != 1 || gone[0] != "m" {
			t.Errorf("told of %v", gone)
		}
	})
}

// TestAParentOutlivesItsChildsMachine: it is told how the child ended.
func TestAParentOutlivesItsChildsMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, sqlitedb.Memory)
		defer closeEngine(t, e, db)
		c := client{t, e.API()}
		c.create("child", nap)
		c.create("parent", `{"StartAt":"Child","States":{"Child":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync",
			"Parameters":{"StateMachineArn":"`+machinePrefix+`child"},"End":true}}}`)
		parent := c.start("parent", "x")
		c.code("DeleteStateMachine", "stateMachineArn", machinePrefix+"child")
		time.Sleep(10 * time.Minute)
		c.waitFor(parent, "FAILED")
		var x struct{ Error, Cause string }
		c.post("DescribeExecution", `{"executionArn":"`+parent+`"}`, &x)
		if x.Error != "States.TaskFailed" || !strings.Contains(x.Cause, "State machine child has been deleted") {
			t.Errorf("the parent failed with %+v", x)
		}
	})
}

// TestAMachineThatIsPutAgainLives: the program registers its machines at each start.
// One of them that was deleted meanwhile goes on with its executions.
func TestAMachineThatIsPutAgainLives(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, dir)
		if _, err := e.Put("m", nap); err != nil {
			t.Fatal(err)
		}
		c := client{t, e.API()}
		execution := c.start("m", "x")
		c.code("DeleteStateMachine", "stateMachineArn", machinePrefix+"m")
		closeEngine(t, e, db)
		e, db = makeEngine(t, dir)
		defer func() { closeEngine(t, e, db) }()
		if _, err := e.Put("m", nap); err != nil {
			t.Fatal(err)
		}
		c = client{t, e.API()}
		time.Sleep(10 * time.Minute)
		c.waitFor(execution, "SUCCEEDED")
	})
}

// TestRefsAreNotUsedAgain: a task token that somebody still has is of no execution
// that started after its own was removed.
func TestRefsAreNotUsedAgain(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e, db := makeEngine(t, dir)
		c := client{t, e.API()}
		c.create("m", nap)
		c.start("m", "x")
		c.code("StopExecution", "executionArn", "arn:aws:states:us-east-1:123456789012:execution:m:x")
		c.code("DeleteStateMachine", "stateMachineArn", machinePrefix+"m")
		e.Close(context.Background())
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		e, db = makeEngine(t, dir)
		defer func() { closeEngine(t, e, db) }()
		c = client{t, e.API()}
		c.create("m", nap)
		c.start("m", "x")
		var ref int
		err := db.View(func(tx *sqlitedb.Tx) error { return tx.QueryRow("SELECT max(ref) FROM executions").Scan(&ref) })
		if err != nil || ref != 2 {
			t.Errorf("the second execution has the ref %d, %v", ref, err)
		}
	})
}
