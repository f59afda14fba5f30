package events_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/events/eventstest"
)

var update = flag.Bool("update", false, "write the golden files anew")

type schema struct {
	Title       string
	Description string
	Type        any
	Format      string
	Pattern     string
	Enum        []any
	Minimum     *float64
	Maximum     *float64
	MinItems    *int
	MinLength   *int
	Required    []string
	Properties  map[string]*schema
	Items       *schema
	Ref         string `json:"$ref"`
	Definitions map[string]*schema
}

func read(t *testing.T, text []byte) *schema {
	t.Helper()
	var s schema
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// TestEverySchemaIsDraft4: the EventBridge registry takes nothing newer.
func TestEverySchemaIsDraft4(t *testing.T) {
	for _, kind := range events.Types {
		text, err := events.Schema(kind, events.Version)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if got := document.(map[string]any)["$schema"]; got != "http://json-schema.org/draft-04/schema#" {
			t.Errorf("%s: $schema is %v", kind, got)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("schema.json", document); err != nil {
			t.Fatal(err)
		}
		if _, err := compiler.Compile("schema.json"); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if title := read(t, text).Title; title != string(kind) {
			t.Errorf("%s: its title is %q", kind, title)
		}
	}
	files, err := filepath.Glob("schemas/*.json")
	if err != nil || len(files) != len(events.Types) {
		t.Errorf("schemas: %d files for %d types, %v", len(files), len(events.Types), err)
	}
}

// TestNoBreakingChange holds each schema against the one that was published: what
// consumers were promised must still be there. What is new may be added; anything
// else is a new version.
func TestNoBreakingChange(t *testing.T) {
	for _, kind := range events.Types {
		now, err := events.Schema(kind, events.Version)
		if err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("testdata/published/%s.v%d.json", kind, events.Version)
		published, err := os.ReadFile(file)
		if os.IsNotExist(err) && *update {
			published, err = now, os.WriteFile(file, now, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, broken := range breaks(read(t, published), read(t, now), string(kind)) {
			t.Errorf("%s: make a new version of the schema", broken)
		}
	}
}

// breaks lists the promises of a published schema that the newer one does not keep.
func breaks(old, now *schema, place string) (broken []string) {
	say := func(format string, args ...any) {
		broken = append(broken, place+": "+fmt.Sprintf(format, args...))
	}
	if now == nil {
		return []string{place + " is gone"}
	}
	same := func(what string, a, b any) {
		if !cmp.Equal(a, b) {
			say("its %s was %v and is %v", what, a, b)
		}
	}
	same("type", old.Type, now.Type)
	same("format", old.Format, now.Format)
	same("pattern", old.Pattern, now.Pattern)
	same("reference", old.Ref, now.Ref)
	same("minimum", old.Minimum, now.Minimum)
	same("maximum", old.Maximum, now.Maximum)
	for _, each := range now.Enum { // consumers may have a case for each value
		if old.Enum != nil && !contains(old.Enum, each) {
			say("the value %v is new", each)
		}
	}
	for _, name := range old.Required {
		if !containsString(now.Required, name) {
			say("%s was required", name)
		}
	}
	for name, property := range old.Properties {
		broken = append(broken, breaks(property, now.Properties[name], place+"."+name)...)
	}
	for name, definition := range old.Definitions {
		broken = append(broken, breaks(definition, now.Definitions[name], place+"#"+name)...)
	}
	if old.Items != nil {
		broken = append(broken, breaks(old.Items, now.Items, place+"[]")...)
	}
	return broken
}

func contains(all []any, one any) bool {
	for _, each := range all {
		if cmp.Equal(each, one) {
			return true
		}
	}
	return false
}

func containsString(all []string, one string) bool {
	for _, each := range all {
		if each == one {
			return true
		}
	}
	return false
}

// TestBreakingChangesAreFound: the test above can fail.
func TestBreakingChangesAreFound(t *testing.T) {
	text, err := events.Schema(events.OrderCompleted, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(s *schema){
		"a property is gone":             func(s *schema) { delete(s.Properties["data"].Properties, "total") },
		"it is no longer required":       func(s *schema) { s.Properties["data"].Required = nil },
		"it is of another type":          func(s *schema) { s.Definitions["money"].Properties["amount"].Type = "string" },
		"it has another format":          func(s *schema) { s.Properties["data"].Properties["placedAt"].Format = "date" },
		"a definition is gone":           func(s *schema) { delete(s.Definitions, "item") },
		"it refers to another structure": func(s *schema) { s.Properties["data"].Properties["total"].Ref = "#/definitions/item" },
		"a value is new":                 func(s *schema) { e := &s.Properties["metadata"].Properties["version"].Enum; *e = append(*e, 2.0) },
	} {
		changed := read(t, text)
		change(changed)
		if len(breaks(read(t, text), changed, "")) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	grown := read(t, text)
	grown.Properties["data"].Properties["courier"] = &schema{Type: "string"}
	if got := breaks(read(t, text), grown, ""); len(got) != 0 {
		t.Errorf("a new property: got %v, want no break", got)
	}
}

// TestGoldens: an event of each version that was ever published can still be
// read. Goldens are never edited, only added.
func TestGoldens(t *testing.T) {
	for _, kind := range events.Types {
		golden, err := os.ReadFile(fmt.Sprintf("testdata/goldens/%s.v1.json", kind))
		if err != nil {
			t.Error(err)
			continue
		}
		if err := eventstest.Validate(string(kind), golden); err != nil {
			t.Error(err)
		}
		if _, err := events.Decode[map[string]any](golden); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, detail := range map[string]string{
		"no_json": `{`, "no_object": `[]`, "no_metadata": `{"data": {}}`, "no_id": `{"metadata": {"orderId": "o"}, "data": {}}`,
	} {
		if _, err := events.Decode[events.OrderCompletedData]([]byte(detail)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestValidateIsStrict(t *testing.T) {
	golden, err := os.ReadFile("testdata/goldens/order_completed.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, detail := range map[string]string{
		"a member that no schema has": strings.Replace(string(golden), `"customerId"`, `"address": "Via Roma 1", "customerId"`, 1),
		"a member that is missing":    strings.Replace(string(golden), `"restaurantId"`, `"restaurant"`, 1),
		"a time that is none":         strings.Replace(string(golden), `"placedAt": "20`, `"placedAt": "the 20`, 1),
		"an unknown version":          strings.Replace(string(golden), `"version": 1`, `"version": 2`, 1),
	} {
		if detail == string(golden) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := eventstest.Validate("order_completed", []byte(detail)); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

// TestDocument: docs/events.md is made of the schemas; -update writes it.
func TestDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString(documentHead)
	for _, kind := range events.Types {
		text, err := events.Schema(kind, events.Version)
		if err != nil {
			t.Fatal(err)
		}
		document(&b, read(t, text))
	}
	const file = "../../docs/events.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(got)); diff != "" {
		t.Errorf("docs/events.md is not what the schemas say; go test ./internal/events -update writes it (-schemas +file):\n%s", diff)
	}
}

const documentHead = `# Events

<!-- Made of internal/events/schemas by go test ./internal/events -update. Do not edit. -->

The order context publishes what happens to orders on the EventBridge bus ` + "`orderflow`" + `. An event has the source
` + "`orderflow.orders`" + `, one of the types below as its ` + "`detail-type`" + `, and as its detail

    {"metadata": {"id", "version", "orderId", "occurredAt", "sequence"}, "data": {…}}

- Delivery is **at least once and in any order**. Drop what you have seen by ` + "`metadata.id`" + `; order an order's events by
  ` + "`metadata.sequence`" + `.
- ` + "`metadata.occurredAt`" + ` is when it happened, not when it was published.
- Members may be added to ` + "`data`" + `: ignore those that you do not know. Anything else that could break a consumer comes as a
  new ` + "`metadata.version`" + `.
- Nothing private is in an event: no address, no note, no mail address.

The JSON Schemas (draft-04) are in ` + "`internal/events/schemas`" + `.
`

func document(b *strings.Builder, s *schema) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n| data | type | |\n|---|---|---|\n", s.Title, s.Description)
	data := s.Properties["data"]
	names := make([]string, 0, len(data.Properties))
	for name := range data.Properties {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { // the required ones first, in their order
		a, b := index(data.Required, names[i]), index(data.Required, names[j])
		if a != b {
			return a < b
		}
		return names[i] < names[j]
	})
	for _, name := range names {
		property := data.Properties[name]
		description := property.Description
		if definition := s.Definitions[strings.TrimPrefix(property.Ref, "#/definitions/")]; definition != nil && description == "" {
			description = definition.Description
		}
		if !containsString(data.Required, name) {
			description += " May be absent."
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", name, typeOf(property), description)
	}
	if items := s.Definitions["item"]; items != nil {
		fmt.Fprintf(b, "\nAn item is `%s`.\n", strings.Join(items.Required, "`, `"))
	}
}

func index(all []string, one string) int {
	for i, each := range all {
		if each == one {
			return i
		}
	}
	return len(all)
}

func typeOf(s *schema) string {
	switch {
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/definitions/")
	case s.Items != nil:
		return typeOf(s.Items) + "[]"
	case s.Enum != nil:
		values := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			values[i] = fmt.Sprintf("`%v`", v)
		}
		return strings.Join(values, ", ")
	case s.Format != "":
		return s.Format
	}
	return fmt.Sprint(s.Type)
}
