package capacity_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"github.com/orderflow/orderflow/internal/cost/capacity"
	"github.com/orderflow/orderflow/internal/wiring"
)

func s(text string) types.AttributeValue { return &types.AttributeValueMemberS{Value: text} }
func n(text string) types.AttributeValue { return &types.AttributeValueMemberN{Value: text} }

// TestSize: the examples are worked out by hand from the guide's rules.
func TestSize(t *testing.T) {
	for name, test := range map[string]struct {
		value types.AttributeValue
		want  int // of the value, without the attribute's name
	}{
		"text":                         {s("order"), 5},
		"text in UTF-8":                {s("caffè"), 6},
		"no text":                      {s(""), 0},
		"a number of one digit":        {n("7"), 2},
		"two digits share a byte":      {n("42"), 2},
		"three digits":                 {n("427"), 3},
		"zeros at the end are trimmed": {n("4200"), 2},
		"zeros in front too":           {n("0.042"), 2},
		"a minus sign":                 {n("-42"), 3},
		"zero":                         {n("0"), 1},
		"true":                         {&types.AttributeValueMemberBOOL{Value: true}, 1},
		"null":                         {&types.AttributeValueMemberNULL{Value: true}, 1},
		"bytes":                        {&types.AttributeValueMemberB{Value: []byte{1, 2, 3}}, 3},
		"a set of texts":               {&types.AttributeValueMemberSS{Value: []string{"ab", "c"}}, 3},
		"an empty list":                {&types.AttributeValueMemberL{}, 3},
		"a list":                       {&types.AttributeValueMemberL{Value: []types.AttributeValue{s("ab"), n("1")}}, 3 + 1 + 2 + 1 + 2},
		"a map":                        {&types.AttributeValueMemberM{Value: capacity.Item{"ab": s("cde")}}, 3 + 1 + 2 + 3},
	} {
		if got := capacity.Size(capacity.Item{"name": test.value}) - len("name"); got != test.want {
			t.Errorf("%s: %d bytes, want %d", name, got, test.want)
		}
	}
}

var layout = wiring.Table{
	Name: "test", Key: "id",
	Indexes: []wiring.Index{{Name: "byOwner", Partition: "owner", Sort: "at", Projects: []string{"status"}}},
}

// item has more than a kilobyte that the index does not have.
func item(owner, at, status, note string) capacity.Item {
	i := capacity.Item{"id": s("1"), "owner": s(owner), "status": s(status), "filling": s(strings.Repeat("x", 1000)), "note": s(note)}
	if at != "" {
		i["at"] = s(at)
	}
	return i
}

// TestWrites goes through what a write can do to an index.
func TestWrites(t *testing.T) {
	first := item("alice", "1", "new", "")
	long := item("alice", "1", "new", strings.Repeat("y", 1100))
	for name, test := range map[string]struct {
		old, item capacity.Item
		table     int64
		indexes   []capacity.IndexWrite
	}{
		"a new item":                           {nil, first, 2, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 1}}},
		"a new item without the key":           {nil, item("alice", "", "new", ""), 2, nil},
		"the same again":                       {first, first, 2, nil},
		"what the index does not have":         {first, item("alice", "1", "new", "hello"), 2, nil},
		"what the index projects":              {first, item("alice", "1", "old", ""), 2, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 1}}},
		"the sort key: deleted and written":    {first, item("alice", "2", "new", ""), 2, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 1}, {Index: "byOwner", Partition: "alice", Units: 1}}},
		"the partition key":                    {first, item("bob", "1", "new", ""), 2, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 1}, {Index: "byOwner", Partition: "bob", Units: 1}}},
		"out of the index":                     {first, item("alice", "", "new", ""), 2, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 1}}},
		"a smaller item pays for the larger":   {long, first, 3, nil},
		"a large entry pays for its kilobytes": {first, item("alice", "1", strings.Repeat("z", 1500), ""), 3, []capacity.IndexWrite{{Index: "byOwner", Partition: "alice", Units: 2}}},
	} {
		table := capacity.NewTable(layout)
		if test.old != nil {
			table.Put(test.old)
		}
		got := table.Put(test.item)
		if diff := cmp.Diff(capacity.Write{Table: test.table, Indexes: test.indexes}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRefusalsAndReads: a refused write is paid for, a read of nothing too.
func TestRefusalsAndReads(t *testing.T) {
	table := capacity.NewTable(layout)
	check := func(what string, got, want int64) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	check("a refusal where nothing is", table.Refuse("1").Total(), 1)
	check("a consistent read of nothing", int64(table.Get("1")), 2)
	check("a query that finds nothing", int64(table.Query("byOwner", "alice", 10)), 1)
	for _, id := range []string{"1", "2", "3"} {
		i := item("alice", id, strings.Repeat("z", 2000), strings.Repeat("y", 4000))
		i["id"] = s(id)
		table.Put(i)
	}
	check("a refusal of an item of 7 KB", table.Refuse("1").Total(), 7)
	check("a consistent read of 7 KB", int64(table.Get("1")), 4)
	check("a query of 6 KB", int64(table.Query("byOwner", "alice", 10)), 2)
	check("a query of one entry", int64(table.Query("byOwner", "alice", 1)), 1)
	check("a query of somebody else's", int64(table.Query("byOwner", "bob", 10)), 1)
}
