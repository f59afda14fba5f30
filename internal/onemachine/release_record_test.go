package onemachine_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	_ "modernc.org/sqlite" // the driver of database/sql

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order"
	ordersqlite "github.com/orderflow/orderflow/internal/order/store/sqlitestore"
)

// parking is a place at which an order can stand when its release is replaced,
// and what becomes of it then.
type parking struct {
	parked
	to   []string // decisions that bring the order there
	hold string   // the function at which it stays
	how  string   // "block", or the error that the function gives; "event" blocks what it publishes, "throttled" what it starts
}

// parked is an order of a release, as orders.json has it.
type parked struct {
	Point   string   `json:"point"`   // where it stands
	OrderID string   `json:"orderId"` // made of alice and its key
	Then    []string `json:"then"`    // what is done to it by the next release
	Ends    string   `json:"ends"`
	Events  []string `json:"events"` // of its whole life
}

// key is the Idempotency-Key with which the order was placed.
func (p parked) key() string { return strings.ReplaceAll(p.Point, " ", "-") }

func theEvents(more ...string) []string {
	return append([]string{"order_placed", "restaurant_notified"}, more...)
}

// parkings are the points. A point that is added here is in the next release's
// folder; the folders that are there stay as they are.
var parkings = []parking{
	{parked{Point: "received, not started", Then: []string{"place", "accept", "complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, nil, "start-order", "throttled"},
	{parked{Point: "in PlaceOrder, called", Then: []string{"accept", "complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, nil, "place-order", "block"},
	{parked{Point: "in PlaceOrder, written", Then: []string{"accept", "complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, nil, "place-order", "event"},
	{parked{Point: "in NotifyRestaurant, between retries", Then: []string{"accept", "complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, nil, "notify-restaurant", "Unavailable"},
	{parked{Point: "waits for acceptance, is accepted", Then: []string{"accept", "complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, nil, "", ""},
	{parked{Point: "waits for acceptance, is rejected", Then: []string{"reject"}, Ends: "rejected", Events: theEvents("order_rejected")}, nil, "", ""},
	{parked{Point: "waits for acceptance, is cancelled", Then: []string{"cancel"}, Ends: "cancelled", Events: theEvents("order_cancelled")}, nil, "", ""},
	{parked{Point: "waits for acceptance, expires", Then: []string{"10m"}, Ends: "expired", Events: theEvents("order_expired")}, nil, "", ""},
	{parked{Point: "in AcceptOrder, written", Then: []string{"complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, []string{"accept"}, "accept-order", "event"},
	{parked{Point: "stalled in AcceptOrder", Then: []string{"redrive", "complete"}, Ends: "completed", Events: theEvents("order_stalled", "order_accepted", "user_notified", "order_completed")}, []string{"accept"}, "accept-order", "InternalError"},
	{parked{Point: "stalled in RejectOrder", Then: []string{"redrive"}, Ends: "rejected", Events: theEvents("order_stalled", "order_rejected")}, []string{"reject"}, "close-order", "InternalError"},
	{parked{Point: "waits for completion, is completed", Then: []string{"complete"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, []string{"accept"}, "", ""},
	{parked{Point: "waits for completion, is rejected", Then: []string{"reject"}, Ends: "rejected", Events: theEvents(append(acceptEvents, "order_rejected")...)}, []string{"accept"}, "", ""},
	{parked{Point: "waits for completion, expires", Then: []string{"4h"}, Ends: "expired", Events: theEvents(append(acceptEvents, "order_expired")...)}, []string{"accept"}, "", ""},
	{parked{Point: "stalled in CompleteOrder", Then: []string{"redrive"}, Ends: "completed", Events: theEvents("order_accepted", "user_notified", "order_stalled", "order_completed")}, []string{"accept", "complete"}, "complete-order", "InternalError"},
	{parked{Point: "completed, its voucher not issued", Then: []string{"3m"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, []string{"accept", "complete"}, "issue-promo-code", "Unavailable"},
	{parked{Point: "completed", Then: []string{"place"}, Ends: "completed", Events: theEvents(append(acceptEvents, "order_completed")...)}, []string{"accept", "complete"}, "", ""},
}

// recordRelease drives an order to each of the parkings, stops orderflow, and
// writes its data folder into dir as text.
func recordRelease(t *testing.T, dir string) {
	t.Helper()
	data := t.TempDir()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	var release struct {
		Stopped time.Time `json:"stopped"`
		Orders  []parked  `json:"orders"`
	}
	key := signingKey()
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{parkings: map[string]parking{}}
		w := open(t, onemachine.Config{Dir: data, SigningKey: key, AroundFunction: k.function, AroundCalls: k.calls})
		// Time passes between the orders that can bear it; those that are held come last.
		for _, held := range []bool{false, true} {
			for _, p := range parkings {
				if held != (p.hold != "") {
					continue
				}
				p.OrderID = string(order.NewID("alice", p.key()))
				k.parkings[p.OrderID] = p
				w.call("POST", "/orders", w.alice(), goodOrder, "Idempotency-Key", p.key())
				w.settle()
				for _, decision := range p.to {
					w.must(p.OrderID, decision)
					w.settle()
				}
				release.Orders = append(release.Orders, p.parked)
				if !held {
					w.pass(time.Second)
				}
			}
		}
		release.Stopped = time.Now().UTC()
		now, cancel := context.WithCancel(context.Background())
		cancel()
		if err := w.m.Close(now); err != nil {
			t.Fatal(err)
		}
		writeJSON(t, filepath.Join(dir, "items.json"), itemsOf(t, data, release.Orders)) // in the bubble's time: later, the store forgets what never started
	})
	for _, name := range []string{"orders", "promo", "aws"} {
		text := dump(t, filepath.Join(data, name+".db"))
		if err := os.WriteFile(filepath.Join(dir, name+".sql"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	writeJSON(t, filepath.Join(dir, "orders.json"), release)
}

func writeJSON(t *testing.T, file string, v any) {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

// keeper keeps orders where their parkings say.
type keeper struct {
	mu       sync.Mutex
	parkings map[string]parking // by order
}

// at finds the parking of the order that a payload is about, if it is at that
// function.
func (k *keeper) at(function string, payload []byte) (p parking, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, p := range k.parkings {
		if p.hold == function && bytes.Contains(payload, []byte(id)) {
			return p, true
		}
	}
	return parking{}, false
}

func (k *keeper) function(name string, handler lambda.Handler) lambda.Handler {
	return handlerFunc(func(ctx context.Context, payload []byte) ([]byte, error) {
		p, ok := k.at(name, payload)
		switch {
		case !ok || p.how == "event" || p.how == "throttled":
			return handler.Invoke(ctx, payload)
		case p.how == "block":
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return nil, messages.InvokeResponse_Error{Type: p.how, Message: "it is held"}
	})
}

// calls holds publications, and the start of an execution.
func (k *keeper) calls(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		held := false
		switch target := r.Header.Get("X-Amz-Target"); {
		case strings.HasSuffix(target, ".StartExecution"):
			if _, ok := k.at("start-order", body); ok {
				return throttled(r), nil
			}
		case strings.HasSuffix(target, ".PutEvents"):
			event, _, _ := strings.Cut(string(body), `\"orderId\"`)
			for function, kind := range map[string]string{"place-order": "order_placed", "accept-order": "order_accepted"} {
				if p, ok := k.at(function, body); ok && p.how == "event" && strings.Contains(event, kind) {
					held = true
				}
			}
		}
		if held {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}
		return next.RoundTrip(r)
	})
}

// dump writes a database as the SQL that makes it. The token issuer's key is left
// out: the one who opens the data brings a key.
func dump(t *testing.T, file string) string {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	query := func(query string, each func([]string)) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]string, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			each(values)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	var tables []string
	query("PRAGMA user_version", func(v []string) { fmt.Fprintf(&out, "PRAGMA user_version = %s;\n", v[0]) })
	query("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name", func(v []string) {
		fmt.Fprintf(&out, "%s;\n", v[2])
		if v[0] == "table" && v[1] != "issuer_keys" {
			tables = append(tables, v[1])
		}
	})
	for _, table := range tables {
		var columns, names []string
		query("SELECT name FROM pragma_table_info('"+table+"')", func(v []string) {
			names = append(names, v[0])
			columns = append(columns, "typeof("+v[0]+"), quote("+v[0]+"), CASE typeof("+v[0]+") WHEN 'blob' THEN quote(CAST("+v[0]+" AS TEXT)) ELSE '' END")
		})
		query("SELECT "+strings.Join(columns, ", ")+" FROM "+table+" ORDER BY "+strings.Join(names[:2], ", "), func(v []string) {
			var values []string
			for value := range slices.Chunk(v, 3) {
				values = append(values, literal(value[0], value[1], value[2]))
			}
			fmt.Fprintf(&out, "INSERT INTO %s VALUES (%s);\n", table, strings.Join(values, ", "))
		})
	}
	return out.String()
}

// literal is a value in SQL: bytes that are text stay readable.
func literal(kind, quoted, text string) string {
	if kind != "blob" || !strings.HasPrefix(text, "'{") || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return quoted
	}
	return "CAST(" + text + " AS BLOB)"
}

// itemsOf gives the orders as the DynamoDB store sends them.
func itemsOf(t *testing.T, data string, orders []parked) (items []json.RawMessage) {
	t.Helper()
	table, err := ordersqlite.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = table.Close() }()
	dynamo := dynamoTable(func(body []byte) string {
		var put struct{ Item json.RawMessage }
		if err := json.Unmarshal(body, &put); err != nil {
			t.Error(err)
		}
		items = append(items, put.Item)
		return "{}"
	})
	for _, p := range orders {
		record, err := table.Get(t.Context(), order.ID(p.OrderID))
		if err != nil {
			t.Fatalf("%s: %v", p.Point, err)
		}
		if err := dynamo.Replace(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
	return items
}
