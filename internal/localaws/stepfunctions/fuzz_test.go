package stepfunctions_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

var schema = sqlitedb.Schema{Name: "states", Migrations: []string{
	stepfunctions.Tables, stepfunctions.MoreTables, stepfunctions.VersionTables, stepfunctions.StateColumn, stepfunctions.RemovalTables,
}}

// engine is an engine of its own; every call succeeds with null.
func engine(t testing.TB, dir string) *stepfunctions.Engine {
	e, db := makeEngine(t, dir)
	t.Cleanup(func() { closeEngine(t, e, db) })
	return e
}

func makeEngine(t testing.TB, dir string) (*stepfunctions.Engine, *sqlitedb.DB) {
	t.Helper()
	db, err := sqlitedb.Open(dir, schema)
	if err != nil {
		t.Fatal(err)
	}
	e, err := stepfunctions.Open(stepfunctions.Config{
		DB: db, Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Log: slog.New(slog.DiscardHandler),
		Call: func(context.Context, string, json.RawMessage) (json.RawMessage, *asl.Failure) {
			return json.RawMessage("null"), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	e.Start()
	return e, db
}

func closeEngine(t testing.TB, e *stepfunctions.Engine, db *sqlitedb.DB) {
	e.Close(context.Background())
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// FuzzAPI: no request makes an action panic, or fail for a reason of its own.
func FuzzAPI(f *testing.F) {
	const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
	const definition = `{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":600,\"End\":true}}}`
	for _, seed := range [][2]string{
		{"CreateStateMachine", `{"name":"m","roleArn":"r","definition":"` + definition + `","publish":true,"tags":[{"key":"a","value":"b"}]}`},
		{"UpdateStateMachine", `{"stateMachineArn":"` + machine + `","loggingConfiguration":{"level":"ALL","destinations":[{}]}}`},
		{"StartExecution", `{"stateMachineArn":"` + machine + `","name":"n","input":"{}"}`},
		{"StartSyncExecution", `{"stateMachineArn":"` + machine + `:1"}`},
		{"DescribeExecution", `{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:m:n","includedData":"METADATA_ONLY"}`},
		{"GetExecutionHistory", `{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:m:n","nextToken":"MQ","maxResults":3,"reverseOrder":true}`},
		{"ListExecutions", `{"stateMachineArn":"` + machine + `:x","statusFilter":"RUNNING","nextToken":"-"}`},
		{"CreateStateMachineAlias", `{"name":"x","routingConfiguration":[{"stateMachineVersionArn":"` + machine + `:1","weight":100}]}`},
		{"TestState", `{"definition":"{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sns:publish\",\"End\":true}","mock":{"result":"{}"},"inspectionLevel":"DEBUG"}`},
		{"SendTaskSuccess", `{"taskToken":"AQ","output":"1"}`},
		{"ValidateStateMachineDefinition", `{"definition":"{}","maxResults":1}`},
		{"GetActivityTask", `{"activityArn":"arn:aws:states:us-east-1:123456789012:activity:a"}`},
	} {
		f.Add(seed[0], seed[1])
	}
	api := engine(f, sqlitedb.Memory).API()
	gone, cancel := context.WithCancel(context.Background()) // a client that does not wait
	cancel()
	f.Fuzz(func(t *testing.T, action, body string) {
		r := httptest.NewRequestWithContext(gone, http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("X-Amz-Target", stepfunctions.TargetPrefix+action)
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: got %d %s", action, body, w.Code, w.Body)
		}
	})
}
