package jsonata

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestLimits: each limit ends an expression, with an error that says which it was.
func TestLimits(t *testing.T) {
	for _, test := range []struct {
		expression string
		limits     Limits
		want       string
	}{
		{"$sum([1..100])", Limits{Steps: 50, Bytes: 1 << 20, Depth: 100}, "D1011: The expression exceeds its limits: it does too much: more than 50 steps"},
		{"$count([1..100000])", Limits{Steps: 1000, Bytes: 1 << 20, Depth: 100}, "D1011: The expression exceeds its limits: it makes too much: more than 1 MiB"},
		{"$reduce([1..40], function($s, $i){$s & $s}, 'x')", Limits{Steps: 1000, Bytes: 1 << 20, Depth: 100}, "D1011: The expression exceeds its limits: it makes too much: more than 1 MiB"},
		{"$string($reduce([1..200], function($a, $i){[[$a]]}, 1))", Limits{Steps: 10_000, Bytes: 1 << 20, Depth: 100}, "D1011: The expression exceeds its limits: a value is nested more than 100 deep"},
		{"($f := function($n){1 + $f($n)}; $f(0))", Limits{Steps: 10_000, Bytes: 1 << 20, Depth: 100}, "U1001: Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive."},
		{"($l := function($a, $n){$n = 0 ? $a : $l($map(?, $a), $n - 1)}; $f := $l($string, 5000); $f('x'))", Limits{Steps: 1_000_000, Bytes: 1 << 24, Depth: 100}, "U1001: Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive."},
		{"($f := function($n){$n = 0 ? 'done' : $f($n - 1)}; $f(500))", Limits{Steps: 10_000, Bytes: 1 << 20, Depth: 100}, ""},
	} {
		x, err := Compile(test.expression)
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Evaluate(nil, test.limits)
		switch {
		case err == nil && test.want != "", err != nil && err.Error() != test.want:
			t.Errorf("%s: error %v, want %s", test.expression, err, test.want)
		}
	}
}

// TestAddedFunction: a function that is added takes from the budget, and hides
// JSONata's own; nil takes one away.
func TestAddedFunction(t *testing.T) {
	twice := NewFunction("twice", 1, func(b *Budget, args []any) (any, error) {
		if err := b.Step(1); err != nil {
			return nil, err
		}
		return NewArray(args[0], args[0]), nil
	})
	for expression, want := range map[string]string{
		"$twice('a')": `["a","a"]`, "$map([1, 2], $twice)": `[[1,1],[2,2]]`, "'a' ~> $twice": `["a","a"]`, "$sum([1, 2])": `[[1,2],[1,2]]`,
		"$count([1])": "T1006: Attempted to invoke a non-function",
	} {
		x, err := Compile(expression)
		if err != nil {
			t.Fatal(err)
		}
		value, err := x.Evaluate(map[string]any{"twice": twice, "sum": twice, "count": nil}, DefaultLimits)
		got, _ := AppendJSON(nil, value, 1000)
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != want {
			t.Errorf("%s gives %s, want %s", expression, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	x, err := Compile("($a := $states.input; $map($a[$ > $b], function($c){$c & '$d'}))")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := x.Names(), []string{"states", "map", "a", "b", "c"}; !reflect.DeepEqual(got, want) {
		t.Errorf("the names are %q, want %q", got, want)
	}
}

// FuzzEvaluate: no expression panics, and what it gives is JSON.
func FuzzEvaluate(f *testing.F) {
	file, err := os.Open("testdata/expressions.txt")
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		f.Add(lines.Text(), `{"a": [1, {"b": "x"}], "o": {"n": null}}`)
	}
	limits := Limits{Steps: 100_000, Bytes: 4 << 20, Depth: 500}
	f.Fuzz(func(t *testing.T, expression, input string) {
		value, err := Decode([]byte(input))
		x, wrong := Compile(expression)
		if err != nil || wrong != nil {
			return
		}
		states := NewObject(1)
		states.Set("input", value)
		result, err := x.Evaluate(map[string]any{"states": states}, limits)
		if err != nil {
			_ = err.Error()
			return
		}
		if text, err := AppendJSON(nil, result, 1<<20); err == nil && !json.Valid(text) {
			t.Errorf("%s gives %s", expression, text)
		}
	})
}

// FuzzDecode: a text that is read and written again means the same.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{`{"a": [1.50, -0, 1e5, "é\ud83d\ude00\u0000\"\\", null, true], "a": {}}`, ` [ ] `, `"\ud800"`, `0`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want, got any
		wrong := json.Unmarshal([]byte(text), &want)
		value, err := Decode([]byte(text))
		if (wrong == nil) != (err == nil) {
			if wrong != nil && strings.Contains(wrong.Error(), "cannot unmarshal number") {
				return // a number that is no float64
			}
			t.Fatalf("%q: %v, want %v", text, err, wrong)
		}
		if err != nil {
			return
		}
		again, err := AppendJSON(nil, value, 1<<20)
		if err != nil {
			return // deep, or long
		}
		if err := json.Unmarshal(again, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q was written as %q: %v", text, again, err)
		}
	})
}

// BenchmarkEvaluate measures evaluations of what machines are full of.
func BenchmarkEvaluate(b *testing.B) {
	input, err := Decode([]byte(`{"orderId": "o-1", "items": [{"sku": "a", "qty": 2, "price": 3.5}, {"sku": "b", "qty": 1, "price": 4}]}`))
	if err != nil {
		b.Fatal(err)
	}
	states := NewObject(1)
	states.Set("input", input)
	for name, text := range map[string]string{
		"path":   "$states.input.orderId",
		"object": "{'id': $states.input.orderId, 'first': $states.input.items[0].sku}",
		"sum":    "$sum($states.input.items.(qty * price))",
		"map":    "$map($states.input.items, function($i){{'sku': $i.sku & '!', 'total': $i.qty * $i.price}})",
	} {
		x, err := Compile(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Evaluate(map[string]any{"states": states}, DefaultLimits); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
