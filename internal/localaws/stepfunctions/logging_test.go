package stepfunctions_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// TestExecutionsAreLogged as their machine's configuration says, of either type.
func TestExecutionsAreLogged(t *testing.T) {
	const definition = `{"StartAt":"Call","States":{"Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{},
		"Catch":[{"ErrorEquals":["States.ALL"],"Next":"No"}],"Next":"Yes"},"Yes":{"Type":"Succeed"},"No":{"Type":"Fail","Error":"Enough"}}}`
	all := "ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskFailed TaskStateExited FailStateEntered ExecutionFailed"
	for _, test := range []struct{ level, want string }{
		{"ALL", all}, {"ERROR", "TaskFailed FailStateEntered ExecutionFailed"}, {"FATAL", "ExecutionFailed"}, {"OFF", ""},
	} {
		for _, kind := range []string{"STANDARD", "EXPRESS"} {
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				db, err := sqlitedb.Open(sqlitedb.Memory, schema)
				if err != nil {
					t.Fatal(err)
				}
				broken := asl.Failed("Broken", "")
				e, err := stepfunctions.Open(stepfunctions.Config{
					DB: db, Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Log: slog.New(slog.NewJSONHandler(&out, nil)),
					Call: func(context.Context, string, json.RawMessage) (json.RawMessage, *asl.Failure) { return nil, &broken },
				})
				if err != nil {
					t.Fatal(err)
				}
				e.Start()
				c := client{t, e.API()}
				body, err := json.Marshal(map[string]any{
					"name": "m", "roleArn": "r", "definition": definition, "type": kind,
					"loggingConfiguration": map[string]any{
						"level": test.level, "includeExecutionData": kind == "EXPRESS",
						"destinations": []any{map[string]any{"cloudWatchLogsLogGroup": map[string]any{"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:g:*"}}},
					},
				})
				if err != nil {
					t.Fatal(err)
				}
				if code := c.post("CreateStateMachine", string(body), &struct{}{}); code != "" {
					t.Fatal(code)
				}
				arn := c.start("m", "x")
				closeEngine(t, e, db)
				var got []string
				for line := range strings.Lines(out.String()) {
					var said struct {
						Type, Level string
						ID          int                    `json:"id"`
						Execution   string                 `json:"execution_arn"`
						Previous    *int                   `json:"previous_event_id"`
						At          int64                  `json:"event_timestamp"`
						Details     map[string]interface{} `json:"details"`
					}
					if err := json.Unmarshal([]byte(line), &said); err != nil {
						t.Fatal(err)
					}
					got = append(got, said.Type)
					if said.Execution != arn || said.At == 0 || said.ID == 0 || said.Previous == nil {
						t.Errorf("%s", line)
					}
					if bad := strings.Contains(said.Type, "Fail"); bad != (said.Level == "ERROR") {
						t.Errorf("%s has the level %s", said.Type, said.Level)
					}
					if said.Type == "TaskStateEntered" && fmt.Sprint(said.Details["input"]) != map[string]string{"EXPRESS": "{}", "STANDARD": ""}[kind] {
						t.Errorf("%s: the input is %v", kind, said.Details["input"])
					}
				}
				if strings.Join(got, " ") != test.want {
					t.Errorf("%s %s:\n got %s\nwant %s", kind, test.level, strings.Join(got, " "), test.want)
				}
			})
		}
	}
}
