package pattern_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAgainstReference compares the matcher with the algorithm of Event Ruler,
// which is simple and exponential, on many small patterns and events.
func TestAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	matches := 0
	const rounds = 50_000
	for range rounds {
		fields, event := randomPattern(r), randomObject(r, 3)
		text, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		p := compile(t, renderPattern(t, fields))
		got, err := p.Matches(text)
		if err != nil {
			t.Fatal(err)
		}
		want := referenceMatch(fields, event)
		if got != want {
			t.Fatalf("pattern %s\nMatches(%s) = %t, want %t", p, text, got, want)
		}
		if want {
			matches++
		}
	}
	if matches < rounds/20 || matches > rounds*19/20 {
		t.Errorf("%d of %d events match; the test says little", matches, rounds)
	}
}

// A referenceLeaf is what a field may be.
type referenceLeaf struct {
	values []int // one of these
	any    bool  // or any value
	absent bool  // or no value
}

// paths has no path below another: there the matcher does not try to follow Event
// Ruler if the upper value is in an array of an array.
var paths = []string{"b", "c", "a.b", "a.c", "a.a.a", "a.a.b", "a.a.c"}

func randomPattern(r *rand.Rand) map[string]referenceLeaf {
	fields := map[string]referenceLeaf{}
	for range 1 + r.IntN(4) {
		var l referenceLeaf
		switch r.IntN(8) {
		case 0:
			l.any = true
		case 1, 2:
			l.absent = true
		case 3:
			l.values, l.absent = []int{r.IntN(3)}, true
		default:
			l.values = []int{r.IntN(3), r.IntN(3)}
		}
		fields[paths[r.IntN(len(paths))]] = l
	}
	return fields
}

func renderPattern(t *testing.T, fields map[string]referenceLeaf) string {
	rendered := map[string][]any{}
	for path, l := range fields {
		for _, v := range l.values {
			rendered[path] = append(rendered[path], v)
		}
		if l.any {
			rendered[path] = append(rendered[path], map[string]bool{"exists": true})
		}
		if l.absent {
			rendered[path] = append(rendered[path], map[string]bool{"exists": false})
		}
	}
	text, err := json.Marshal(rendered)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func randomObject(r *rand.Rand, depth int) map[string]any {
	names := []string{"a", "b", "c"}
	if r.IntN(4) == 0 {
		// Not a too: what is there in both ways is not matched exactly.
		names = []string{"a.a", "a.b", "a.c", "a.a.a", "b"}
	}
	object := map[string]any{}
	for range r.IntN(4) {
		name := names[r.IntN(len(names))]
		if name == "a.a.a" && object["a.a"] != nil || name == "a.a" && object["a.a.a"] != nil {
			continue
		}
		object[name] = randomValue(r, depth-1)
	}
	return object
}

func randomValue(r *rand.Rand, depth int) any {
	switch n := r.IntN(6); {
	case n < 2 && depth > 0:
		return randomObject(r, depth)
	case n < 5 && depth > 0:
		array := make([]any, r.IntN(4))
		for i := range array {
			array[i] = randomValue(r, depth-1+r.IntN(2)*(depth%2))
			if r.IntN(4) > 0 {
				array[i] = randomObject(r, depth)
			}
		}
		return array
	default:
		return r.IntN(3)
	}
}

// An occurrence is a value in an event, and which elements of arrays it is in.
type occurrence struct {
	value    int
	elements map[string]int // index by place of the array
}

func referenceMatch(fields map[string]referenceLeaf, event map[string]any) bool {
	found := map[string][]occurrence{}
	flatten(found, "", "", event, map[string]int{})
	return referenceSearch(slices.Sorted(maps.Keys(fields)), fields, found, map[string]int{})
}

// flatten collects the values below v. Path is the names that lead to v, place
// has the indexes too.
func flatten(found map[string][]occurrence, path, place string, v any, elements map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		for name, w := range v {
			below := name
			if path != "" {
				below = path + "." + name
			}
			flatten(found, below, place+"."+name, w, elements)
		}
	case []any:
		for i, w := range v {
			in := elements
			if _, scalar := w.(int); !scalar {
				in = maps.Clone(elements)
				in[place] = i
			}
			flatten(found, path, fmt.Sprintf("%s[%d]", place, i), w, in)
		}
	case int:
		found[path] = append(found[path], occurrence{v, elements})
	}
}

// referenceSearch takes for each path in turn a value that goes together with
// those taken before.
func referenceSearch(rest []string, fields map[string]referenceLeaf, found map[string][]occurrence, chosen map[string]int) bool {
	if len(rest) == 0 {
		return true
	}
	l, absent := fields[rest[0]], true
	for _, o := range found[rest[0]] {
		together := maps.Clone(chosen)
		ok := true
		for place, i := range o.elements {
			if j, taken := chosen[place]; taken && i != j {
				ok = false
			}
			together[place] = i
		}
		if !ok {
			continue
		}
		absent = false
		if (l.any || slices.Contains(l.values, o.value)) && referenceSearch(rest[1:], fields, found, together) {
			return true
		}
	}
	return l.absent && absent && referenceSearch(rest[1:], fields, found, chosen)
}
