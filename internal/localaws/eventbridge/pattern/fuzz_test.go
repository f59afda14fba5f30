package pattern_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
)

// FuzzCompile looks for a pattern that does not compile without an *Error, or
// that compiles and then cannot be matched with some object.
func FuzzCompile(f *testing.F) {
	for _, text := range []string{
		`{}`,
		`{"source": ["orders"], "detail-type": ["OrderPlaced", null, 1.5e0, true]}`,
		`{"detail": {"a": [{"prefix": "x"}, {"suffix": {"equals-ignore-case": "é"}}]}}`,
		`{"a": [{"wildcard": "a*b\\*c"}, {"cidr": "10.0.0.0/8"}, {"cidr": "::1/64"}]}`,
		`{"a": [{"anything-but": ["x", "y"]}, {"anything-but": {"wildcard": ["*x"]}}]}`,
		`{"a": [{"numeric": [">", -1, "<=", 5]}, {"exists": false}, {"equals-ignore-case": ""}]}`,
		`{"$or": [{"a": [1]}, {"b.c": [2], "$or": [{"d": [3]}, {"e": [4]}]}]}`,
		`{"$or": [{"prefix": "a"}]}`,
		`{"\ud83d\ude00": ["\ud83d"]}`,
	} {
		f.Add(text, `{"a": [{"b": null}, "x", [1]], "a.b": 5e9, "d": "10.0.0.1"}`)
	}
	f.Fuzz(func(t *testing.T, text, event string) {
		p, err := pattern.Compile(text)
		if err != nil {
			var refused *pattern.Error
			if !errors.As(err, &refused) {
				t.Fatalf("Compile(%q): %T, want *pattern.Error", text, err)
			}
			if !strings.HasPrefix(err.Error(), "Event pattern is not valid. Reason: "+refused.Reason) {
				t.Fatalf("Compile(%q): %q does not begin as AWS does", text, err)
			}
			return
		}
		if p.String() != text {
			t.Fatalf("Compile(%q).String() = %q", text, p)
		}
		first, err := p.Matches([]byte(event))
		if err != nil {
			return
		}
		if again, err := p.Matches([]byte(event)); again != first || err != nil {
			t.Fatalf("pattern %s matches %s: first %t, then %t, %v", text, event, first, again, err)
		}
	})
}
