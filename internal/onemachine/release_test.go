package onemachine_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	ordersqlite "github.com/orderflow/orderflow/internal/order/store/sqlitestore"
	"github.com/orderflow/orderflow/internal/promo"
	promosqlite "github.com/orderflow/orderflow/internal/promo/store/sqlitestore"
)

// newRelease records the orders of the present code for the releases after it:
// go test ./internal/onemachine -run TestOrdersInFlight -release 2027-01-15
var newRelease = flag.String("release", "", "record parked orders into testdata/releases/`NAME`")

const releasesFolder = "testdata/releases"

// release is a data folder that an earlier release left.
type release struct {
	dir     string
	Stopped time.Time
	Orders  []parked
}

// releases reads all that have been recorded; with -release it records first.
func releases(t *testing.T) (all []release) {
	t.Helper()
	if name := *newRelease; name != "" {
		recordRelease(t, filepath.Join(releasesFolder, name))
		*newRelease = "" // once is enough
	}
	files, err := filepath.Glob(filepath.Join(releasesFolder, "*", "orders.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no release is in %s: %v", releasesFolder, err)
	}
	for _, file := range files {
		r := release{dir: filepath.Dir(file)}
		readJSON(t, file, &r)
		all = append(all, r)
	}
	return all
}

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// unpack makes a data folder of the release's SQL.
func (r release) unpack(t *testing.T) (data string) {
	t.Helper()
	data = t.TempDir()
	for _, name := range []string{"orders", "promo", "aws"} {
		script, err := os.ReadFile(filepath.Join(r.dir, name+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", filepath.Join(data, name+".db"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), string(script)); err != nil {
			t.Fatalf("%s.sql: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// TestOrdersInFlight: orders that an earlier release left behind, at every point
// at which one can stand, reach their endings with today's handlers and the
// tokens that were parked then.
func TestOrdersInFlight(t *testing.T) {
	for _, r := range releases(t) {
		for _, p := range r.Orders {
			t.Run(filepath.Base(r.dir)+"/"+p.Point, func(t *testing.T) {
				r.goOn(t, p, onemachine.Config{}, nil)
			})
		}
	}
}

// TestAnExecutionKeepsItsDefinition: when the release that follows has another
// definition, orders in flight go on with the one with which they were started,
// and new ones with the new one.
func TestAnExecutionKeepsItsDefinition(t *testing.T) {
	changed := definition()
	renamed := []string{"AcceptOrder", "NotifyUser", "WaitForCompletion", "CompleteOrder", "RejectOrder", "CancelOrder", "ExpireOrder"}
	for _, state := range renamed {
		changed = strings.ReplaceAll(changed, `"`+state+`"`, `"New`+state+`"`)
	}
	changed = strings.ReplaceAll(changed, "600", "60")
	for _, r := range releases(t) {
		for _, p := range r.Orders {
			t.Run(filepath.Base(r.dir)+"/"+p.Point, func(t *testing.T) {
				r.goOn(t, p, onemachine.Config{Definition: changed}, func(w *world) {
					old := !slices.Contains(w.states(p.OrderID), "New"+endState(p.Ends))
					if started := p.Point != "received, not started"; old != started {
						t.Errorf("states of an order that had started: %v, of the old definition %v", started, w.states(p.OrderID))
					}
					described, err := w.sfn.DescribeStateMachineForExecution(context.Background(),
						&sfn.DescribeStateMachineForExecutionInput{ExecutionArn: executionARN(p.OrderID)})
					if err != nil || strings.Contains(*described.Definition, "NewAcceptOrder") == old {
						t.Errorf("the definition of the execution is described as another: %v", err)
					}
					id := w.place()
					w.pass(time.Minute) // no ten minutes any more
					w.wantStatus(id, "expired")
					wantList(t, "states of a new order", w.states(id),
						"PlaceOrder", "NotifyRestaurant", "WaitForAcceptance", "NewExpireOrder", "NotifyUserOfEnding")
				})
			})
		}
	}
}

// endState is the state in which an order ends so.
func endState(status string) string {
	return map[string]string{"completed": "CompleteOrder", "rejected": "RejectOrder", "cancelled": "CancelOrder", "expired": "ExpireOrder"}[status]
}

// goOn opens the release's data with today's code half a minute after it was
// stopped, and does with the order what is to be done.
func (r release) goOn(t *testing.T, p parked, cfg onemachine.Config, then func(*world)) {
	data, key := r.unpack(t), signingKey()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(r.Stopped) + 30*time.Second)
		cfg.Dir, cfg.SigningKey = data, key
		w := open(t, cfg)
		defer func() {
			if err := w.m.Close(context.Background()); err != nil {
				t.Error(err)
			}
			if p.Ends == "completed" {
				wantVoucher(t, data, p.OrderID)
			}
		}()
		w.pass(3 * time.Second) // and what waited for a retry has had it
		for _, step := range p.Then {
			w.goOn(p, step)
			w.settle()
		}
		w.wantStatus(p.OrderID, p.Ends)
		if d := w.execution(p.OrderID); d.Status != "SUCCEEDED" || !strings.Contains(*d.Output, `"outcome":"`+p.Ends+`"`) {
			t.Errorf("execution: got %s %s", d.Status, aws.ToString(d.Output))
		}
		wantList(t, "events", w.published(p.OrderID), p.Events...)
		if then != nil {
			then(w)
		}
		w.validateEvents()
		codes := map[string]bool{}
		for _, m := range w.mails() {
			if code := voucherCode.FindString(m.Text); code != "" && codes[code] {
				t.Errorf("the voucher %s was mailed twice", code)
			} else {
				codes[code] = true
			}
		}
	})
}

var voucherCode = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// wantVoucher checks that the order has its voucher, and that it was mailed.
func wantVoucher(t *testing.T, data, id string) {
	t.Helper()
	vouchers, err := promosqlite.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = vouchers.Close() }()
	kept, err := vouchers.Issue(context.Background(), promo.Voucher{OrderID: id, Code: "none"})
	if err != nil || kept.Code == "none" || kept.MailedAt == nil {
		t.Errorf("the voucher of %s: got %+v, %v; want one that was mailed", id, kept, err)
	}
}

// goOn does one of the things that orders.json may ask for.
func (w *world) goOn(p parked, step string) {
	w.t.Helper()
	switch step {
	case "place":
		if again := w.place("Idempotency-Key", p.key()); again != p.OrderID {
			w.t.Errorf("placed again: got another order, %s", again)
		}
	case "redrive":
		if o := w.order(p.OrderID); o.Stalled == nil {
			w.t.Error("the order is not marked as stalled")
		}
		w.redrive(p.OrderID)
	case "accept", "reject", "complete", "cancel":
		w.must(p.OrderID, step)
	default:
		d, err := time.ParseDuration(step)
		if err != nil {
			w.t.Fatalf("orders.json asks for %q, which nobody knows", step)
		}
		w.pass(d)
	}
}

// TestItemsOfEarlierReleases: the DynamoDB store reads the items that an earlier
// release wrote, and finds in them what the SQLite store finds in its rows.
func TestItemsOfEarlierReleases(t *testing.T) {
	for _, r := range releases(t) {
		var items []json.RawMessage
		readJSON(t, filepath.Join(r.dir, "items.json"), &items)
		if len(items) != len(r.Orders) {
			t.Fatalf("%s has %d items and %d orders", r.dir, len(items), len(r.Orders))
		}
		r.compareItems(t, items)
	}
}

func (r release) compareItems(t *testing.T, items []json.RawMessage) {
	t.Helper()
	data := r.unpack(t)
	synctest.Test(t, func(t *testing.T) { // in its time: later, the store forgets what never started
		table, err := ordersqlite.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = table.Close() }()
		for i, p := range r.Orders {
			dynamo := dynamoTable(func([]byte) string { return `{"Item": ` + string(items[i]) + `}` })
			got, err := dynamo.Get(t.Context(), order.ID(p.OrderID))
			if err != nil {
				t.Errorf("%s: %v", p.Point, err)
				continue
			}
			want, err := table.Get(t.Context(), order.ID(p.OrderID))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\n got %+v\nwant %+v", p.Point, got, want)
			}
			if _, err := order.FromRecord(got); err != nil {
				t.Errorf("%s: %v", p.Point, err)
			}
		}
	})
}

// dynamoTable is the DynamoDB store with somebody else in the place of DynamoDB.
func dynamoTable(answer func(body []byte) string) *dynamostore.Table {
	return dynamostore.New(dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://dynamodb.test"), Credentials: credentials.NewStaticCredentialsProvider("x", "y", ""),
		HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			return respond(r, http.StatusOK, "", answer(body)), nil
		})},
	}), "orders")
}
