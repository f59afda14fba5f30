package pattern_test

import (
	"strings"
	"sync"
	"testing"
)

var benchmarks = []struct {
	name    string
	pattern string
	want    bool
}{
	{"match", `{"source": ["orders"], "detail-type": ["OrderPlaced"]}`, true},
	{"reject", `{"source": ["orders"], "detail-type": ["OrderPaid"]}`, false},
	{"detail", `{"source": ["orders"], "detail": {"total": [{"numeric": [">", 2000]}], "customer": {"ip": [{"cidr": "10.0.0.0/8"}]}}}`, true},
	{"items", `{"detail": {"items": {"sku": [{"wildcard": "c*a"}], "quantity": [2]}}}`, true},
	{"or", `{"$or": [{"source": ["payments"]}, {"detail": {"express": [true]}}]}`, true},
}

func BenchmarkMatchesValue(b *testing.B) {
	event := decode(b, orderPlaced)
	for _, bb := range benchmarks {
		b.Run(bb.name, func(b *testing.B) {
			p := compile(b, bb.pattern)
			b.ReportAllocs()
			for b.Loop() {
				if p.MatchesValue(event) != bb.want {
					b.Fatalf("MatchesValue = %t, want %t", !bb.want, bb.want)
				}
			}
		})
	}
}

func BenchmarkMatches(b *testing.B) {
	p, event := compile(b, benchmarks[0].pattern), []byte(orderPlaced)
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := p.Matches(event); !ok || err != nil {
			b.Fatalf("Matches = %t, %v", ok, err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		compile(b, benchmarks[2].pattern)
	}
}

// Every event meets every rule, so that must not make work for the collector.
func TestMatchesValueDoesNotAllocate(t *testing.T) {
	event := decode(t, orderPlaced)
	for _, tt := range benchmarks {
		p := compile(t, tt.pattern)
		if n := testing.AllocsPerRun(100, func() { p.MatchesValue(event) }); n != 0 {
			t.Errorf("pattern %s: MatchesValue allocates %v times, want 0", p, n)
		}
	}
}

func TestMatchesValueConcurrently(t *testing.T) {
	event := decode(t, orderPlaced)
	for _, tt := range benchmarks {
		p := compile(t, tt.pattern)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if got := p.MatchesValue(event); got != tt.want {
					t.Errorf("pattern %s: MatchesValue = %t, want %t", p, got, tt.want)
				}
			})
		}
		group.Wait()
	}
}

// Wildcards that a backtracking matcher does not finish.
func TestWildcardIsLinear(t *testing.T) {
	p := compile(t, `{"a": [{"wildcard": "*a*ab*ba*c"}]}`)
	event := map[string]any{"a": strings.Repeat("ab", 1<<20)}
	if p.MatchesValue(event) {
		t.Error("MatchesValue = true, want false")
	}
}
