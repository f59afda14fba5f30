package console

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
)

// noon is when the tests below look.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) asl.Instant { return asl.InstantOf(noon.Add(-d)) }

// filled is an index of a few executions, each with something of its own.
func filled(t *testing.T) *index {
	t.Helper()
	x := newIndex(nil, nil)
	x.reading = nil
	failure := "Unavailable"
	for i, s := range []stepfunctions.Summary{
		{
			Name: "ord-waits", Status: asl.Running, Started: ago(8 * time.Minute), Input: []byte(`{"customerId":"alice","restaurantId":"bella-napoli"}`),
			Waiting: asl.Waiting{State: "WaitForAcceptance", For: asl.ForToken, Since: ago(8 * time.Minute), Until: ago(-2 * time.Minute)},
		},
		{
			Name: "ord-cooks", Status: asl.Running, Started: ago(time.Hour), Input: []byte(`{"customerId":"bruno","restaurantId":"bella-napoli"}`),
			Waiting: asl.Waiting{State: "WaitForCompletion", For: asl.ForToken, Since: ago(50 * time.Minute), Until: ago(-3 * time.Hour)},
		},
		{
			Name: "ord-done", Status: asl.Succeeded, Started: ago(26 * time.Hour), Stopped: ago(25 * time.Hour), Input: []byte(`{"customerId":"alice","restaurantId":"sakura"}`),
			Output: []byte(`{"outcome":"completed"}`), Waiting: asl.Waiting{State: "CompleteOrder"},
		},
		{
			Name: "ord-broken", Status: asl.FailedRun, Started: ago(30 * time.Minute), Stopped: ago(20 * time.Minute), Error: failure,
			Input: []byte(`{"customerId":"chiara","restaurantId":"sakura"}`), Waiting: asl.Waiting{State: "AcceptOrder"},
		},
		{Name: "by-hand", Status: asl.Aborted, Started: ago(time.Minute), Stopped: ago(time.Second), Input: []byte(`["no","order"]`), Waiting: asl.Waiting{State: "PlaceOrder"}},
	} {
		s.Ref, s.Machine, s.ARN = uint64(i+1), "order", "arn:"+s.Name
		x.put(s)
	}
	return x
}

// TestAMachineThatIsGone takes its executions with it, and no others.
func TestAMachineThatIsGone(t *testing.T) {
	x := filled(t)
	x.put(stepfunctions.Summary{Ref: 9, Machine: "other", Name: "stays"})
	x.remove("order")
	x.put(stepfunctions.Summary{Ref: 9, Machine: "other", Name: "stays", Version: 1})
	x.put(stepfunctions.Summary{Ref: 10, Machine: "order", Name: "new"})
	if all := x.all(); len(all) != 2 || all[0].name != "stays" || all[1].name != "new" {
		t.Errorf("%d are left", len(all))
	}
}

func found(l list) (names []string) {
	for _, i := range l.Items {
		names = append(names, i.Name)
	}
	slices.Sort(names)
	return names
}

func TestSearch(t *testing.T) {
	x := filled(t)
	for query, want := range map[string]string{
		"":                                "by-hand ord-broken ord-cooks ord-done ord-waits",
		"alice":                           "ord-done ord-waits",
		"ALICE":                           "ord-done ord-waits",
		"alice sakura":                    "ord-done",
		"-alice":                          "by-hand ord-broken ord-cooks",
		"ord-wai":                         "ord-waits",
		"order:broken":                    "ord-broken",
		"customer:bruno":                  "ord-cooks",
		"restaurant:bella":                "ord-cooks ord-waits",
		`restaurant:"bella-napoli"`:       "ord-cooks ord-waits",
		"restaurant:bella -state:accept":  "ord-cooks",
		"state:waitfor":                   "ord-cooks ord-waits",
		"state:WaitForAcceptance left<5m": "ord-waits",
		"left<5m":                         "ord-waits",
		"error:unavail":                   "ord-broken",
		"Unavailable":                     "ord-broken",
		"outcome:completed":               "ord-done",
		"status:aborted":                  "by-hand",
		"waits:token":                     "ord-cooks ord-waits",
		"age>1d":                          "ord-done",
		"age>45m":                         "ord-cooks ord-done",
		"age<90s":                         "by-hand",
		"-age<90s status:running":         "ord-cooks ord-waits",
		"since>10m":                       "ord-cooks",
		"took>30m":                        "ord-done",
		"machine:other":                   "",
		"nothing-like-it":                 "",
		"http://x":                        "", // a colon after what is no word is text
	} {
		q, err := parseQuery(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		got := x.search(listRequest{query: q, sort: "started", page: 1, size: 50}, noon)
		if names := strings.Join(found(got), " "); names != want {
			t.Errorf("%q: got %q, want %q", query, names, want)
		}
	}
}

func TestSearchThatCannotBe(t *testing.T) {
	for query, want := range map[string]string{
		"colour:red":                     `"colour" is nothing to search by; there are customer,`,
		"age:10m":                        "write age>10m",
		"age>soon":                       `"soon" is no span of time; write one like 90s`,
		"age>xd":                         `"xd" is no span of time; write one like 2d`,
		"customer:":                      "Write a value right after the colon",
		`"alice`:                         "a quote is open",
		"-":                              "nothing after the minus",
		"age>99999d":                     "is no span of time",
		string(make([]byte, maxQuery+1)): "longer than 500 bytes",
	} {
		if _, err := parseQuery(query); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got %v, want it to say %q", query, err, want)
		}
	}
}

// TestAnySearchIsAnsweredOrRefused: whatever is typed, nothing panics.
func TestAnySearchIsAnsweredOrRefused(t *testing.T) {
	x := filled(t)
	if err := quick.Check(func(text string) bool {
		q, err := parseQuery(text)
		return err != nil || x.search(listRequest{query: q, sort: "started", page: 1, size: 5}, noon).Total <= 5
	}, nil); err != nil {
		t.Error(err)
	}
}

func TestSorting(t *testing.T) {
	x := filled(t)
	for by, want := range map[string]string{
		"started": "ord-done ord-cooks ord-broken ord-waits by-hand", "-started": "by-hand ord-waits ord-broken ord-cooks ord-done",
		"until":   "ord-waits ord-cooks by-hand ord-broken ord-done", // what has no end comes last, the newest first
		"stopped": "ord-done ord-broken by-hand ord-cooks ord-waits",
		"order":   "by-hand ord-broken ord-cooks ord-done ord-waits", "-order": "ord-waits ord-done ord-cooks ord-broken by-hand",
	} {
		r, err := parseList(url.Values{"sort": {by}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range x.search(r, noon).Items {
			got = append(got, i.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("by %s: got %v, want %s", by, got, want)
		}
	}
}

// TestPages: pages put together are the whole, whatever the size, and in order.
func TestPages(t *testing.T) {
	x := newIndex(nil, nil)
	x.reading = nil
	for i := range 2345 {
		x.put(stepfunctions.Summary{Ref: uint64(i + 1), Name: fmt.Sprintf("ord-%04d", (i*7919)%2345), Status: statuses[i%5], Started: ago(time.Duration(i) * time.Second)})
	}
	for _, size := range []int{1, 7, 50, 1000} {
		var all []string
		for page := 1; ; page++ {
			got := x.search(listRequest{sort: "order", page: page, size: size}, noon)
			if got.Total != 2345 {
				t.Fatalf("total: got %d", got.Total)
			}
			if len(got.Items) == 0 {
				break
			}
			for _, i := range got.Items {
				all = append(all, i.Name)
			}
		}
		if len(all) != 2345 || !slices.IsSorted(all) || len(slices.Compact(all)) != 2345 {
			t.Errorf("pages of %d: %d names, sorted %v", size, len(all), slices.IsSorted(all))
		}
	}
	got := x.search(listRequest{sort: "order", page: 1, size: 10, status: asl.Aborted}, noon)
	if got.Total != 469 || got.Counts[asl.Running] != 469 {
		t.Errorf("of one status: got %d, counts %v; counts are of all statuses", got.Total, got.Counts)
	}
	for name, v := range map[string]url.Values{
		"page 0": {"page": {"0"}}, "page x": {"page": {"x"}}, "size": {"size": {"1001"}}, "sort": {"sort": {"colour"}}, "status": {"status": {"GREEN"}},
	} {
		if _, err := parseList(v); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestTheIndexKeepsTheNewest: what is told late does not undo what is known, and
// executions that become known out of order stand in theirs.
func TestTheIndexKeepsTheNewest(t *testing.T) {
	x := newIndex(nil, nil)
	told := 0
	x.changed = func(*entry) { told++ }
	put := func(ref uint64, version int, state string) {
		x.observe(stepfunctions.Summary{Ref: ref, Version: version, ARN: fmt.Sprint("arn:", ref), Name: fmt.Sprint(ref), Waiting: asl.Waiting{State: state}})
	}
	put(2, 5, "new") // while all are being read
	put(2, 3, "old")
	if x.reading[2].waiting.State != "new" {
		t.Error("while reading, an older state took the place of a newer one")
	}
	x.reading = nil
	for _, ref := range []uint64{4, 3, 9, 7} {
		put(ref, 0, "begun")
	}
	put(7, 2, "later")
	put(7, 1, "earlier")
	var refs []uint64
	for _, e := range x.all() {
		refs = append(refs, e.ref)
	}
	if !slices.Equal(refs, []uint64{3, 4, 7, 9}) {
		t.Errorf("order: got %v", refs)
	}
	for _, ref := range refs {
		if e := x.entries[x.place[ref]]; e.ref != ref {
			t.Errorf("the place of %d has %d", ref, e.ref)
		}
	}
	if state := x.entries[x.place[7]].waiting.State; state != "later" {
		t.Errorf("state of 7: got %s", state)
	}
	if told != 6 {
		t.Errorf("told of %d changes, want 6: not of those that came late", told)
	}
}
