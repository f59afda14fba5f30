package jsonata

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// evaluated is what an expression gives, with variables and limits.
func evaluated(expression string, variables map[string]any, limits Limits) (got answer) {
	x, err := Compile(expression)
	var value any
	if err == nil {
		value, err = x.Evaluate(variables, limits)
	}
	var said *Error
	switch {
	case errors.As(err, &said):
		got.Code, got.Message = said.Code, said.Message()
	case value == nil:
		got.Undefined = true
	default:
		if got.Value, err = AppendJSON(nil, value, 1<<20); err != nil {
			got.Value, got.Message = nil, err.Error()
		}
	}
	return got
}

// TestGrowthIsBounded lets functions make much of little.
func TestGrowthIsBounded(t *testing.T) {
	const (
		long    = `$a := $pad("", 10000, "a"); `
		doubled = `$d := $reduce([1..60], function($v, $i){{"a": $v, "b": $v}}, {"c": 0}); `
		nested  = `$n := $reduce([1..60], function($v, $i){[[$v], [$v]]}, [0]); `
	)
	limits := Limits{Steps: 200_000, Bytes: 4 << 20, Depth: 500}
	for _, expression := range []string{
		`$pad("x", 1e9)`,
		`$pad("x", -4e9, "abc")`,
		`(` + long + `$replace($a, "a", $a))`,
		`(` + long + `$replace($a, /a/, $a))`,
		`(` + long + `$replace($a, /(a*)/, $join([1..10000].("$1"))))`,
		`(` + long + `$join([1..10000].($a)))`,
		`(` + long + `$join([1..10000].("b"), $a))`,
		`(` + long + `$split($a, "") ~> $map(function($v){$split($a, "")}))`,
		`(` + long + `$split($a, /a/) ~> $map(function($v){$split($a, /a/)}))`,
		`(` + long + `$match($pad($a, 500000, "a"), /a/))`,
		`(` + long + `[1..10000].$uppercase($a))`,
		`(` + long + `[1..10000].$encodeUrl($a))`,
		`(` + long + `[1..10000].$decodeUrl($a))`,
		`(` + long + `[1..10000].$base64decode($a))`,
		`$reduce([1..100], function($v, $i){$base64encode($v)}, "four")`,
		`$reduce([1..40], function($v, $i){$append($v, $v)}, [1, 2])`,
		`[1..1000].$zip([1..1000], [1..1000])`,
		`$reduce([1..40], function($v, $i){$v & $v}, "four")`,
		`[1..10000].$reverse([1..10000])`,
		`[1..10000].$spread({"a": 1, "b": $merge([1..20].{$string($): $})})`,
		`$merge([1..100000].{$string($): $})`,
		`(` + doubled + `$string($d))`,
		`(` + doubled + `$string($d, true))`,
		`(` + doubled + `"" & $d)`,
		`(` + doubled + `$clone($d))`,
		`(` + doubled + `$e := $reduce([1..60], function($v, $i){{"a": $v, "b": $v}}, {"c": 0}); $d = $e)`,
		`(` + doubled + `$e := $reduce([1..60], function($v, $i){{"a": $v, "b": $v}}, {"c": 0}); $distinct([$d, $e]))`,
		`(` + nested + `$boolean($n))`,
		`(` + nested + `$keys($n))`,
		`(` + nested + `$spread($n))`,
		`(` + nested + `$lookup($n, "a"))`,
		`$distinct([1..2000].{"a": $})`,
		`$formatInteger(1e15, "I")`,
		`$formatNumber(0, "0e0")`,
		`$formatNumber(-1, "0e0")`,
		`$fromMillis(0, "[Y,1-1000000000]")`,
		`$fromMillis(0, "[m,1000000000]")`,
		`(` + long + `$formatInteger(1, $replace($a, "a", "0-/")))`,
		`(` + long + `$formatNumber(1, $replace($a, "a", "#,") & "0"))`,
		`(` + long + `$toMillis("x", $replace($a, "a", "[Dw]")))`,
		`(` + long + `$match($pad($a, 50000, "a"), /a(.*b)?/))`,
		`[1..10000].$map([1..10000], $string)`,
	} {
		began := time.Now()
		got := evaluated(expression, nil, limits)
		if got.Code != "D1011" {
			t.Errorf("%s\n got %.200s", expression, got)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s takes %v", expression, took)
		}
	}
}

// TestEndlessValues gives functions values that hold themselves, and very deep ones.
func TestEndlessValues(t *testing.T) {
	object := NewObject(2)
	object.Set("name", "endless")
	object.Set("self", object)
	array := NewArray("endless")
	array.Items = append(array.Items, array)
	deep, deeper := NewArray(), NewArray()
	for range 100_000 {
		deep, deeper = NewArray(deep, 1.0), NewArray(deeper, 1.0)
	}
	for _, test := range []struct {
		value     any
		functions []string
	}{
		{object, []string{"string", "clone"}},
		{array, []string{"string", "clone", "boolean", "keys", "spread"}},
		{deep, []string{"string", "clone", "boolean", "keys", "spread"}},
	} {
		for _, name := range test.functions {
			_, err := called(name, test.value)
			if err == nil || !strings.Contains(err.Error(), "nested more than") {
				t.Errorf("$%s: %v", name, err)
			}
		}
	}
	if _, err := called("distinct", NewArray(deep, deeper)); err == nil || !strings.Contains(err.Error(), "nested") {
		t.Errorf("$distinct: %v", err)
	}
	if _, err := called("lookup", array, "x"); err == nil || !strings.Contains(err.Error(), "nested") {
		t.Errorf("$lookup: %v", err)
	}
	for _, value := range []any{object, array, deep} {
		if shown := stringify(value); len(shown) > maxShown.Bytes {
			t.Errorf("a message shows %d bytes", len(shown))
		}
	}
}

func called(name string, args ...any) (any, error) {
	e := &evaluator{budget: newBudget(DefaultLimits)}
	return e.apply(functions[name], args, nil)
}

// TestSignatures shares arguments among parameters.
func TestSignatures(t *testing.T) {
	list := NewArray(1.0)
	for _, test := range []struct {
		signature string
		args      []any
		context   any
		want      string
	}{
		{"<s-n>", []any{1.0}, "c", `["c",1]`},
		{"<s-n>", []any{"a", 1.0}, "c", `["a",1]`},
		{"<s-n>", []any{1.0}, 5.0, "T0411 1"},
		{"<s-n>", []any{true}, "c", "T0410 1"},
		{"<s-n>", []any{"a", 1.0, 2.0}, "c", "T0410 3"},
		{"<s-n>", []any{nil, 1.0}, "c", `[null,1]`},
		{"<n?s?>", nil, nil, `[null,null]`},
		{"<n?s?>", []any{1.0}, nil, `[1,null]`},
		{"<s?n>", []any{5.0}, nil, `[5,null]`}, // as JSONata does, which moves on
		{"<a>", []any{1.0}, nil, `[[1]]`},
		{"<a>", []any{nil}, nil, `[null]`},
		{"<a+>", []any{1.0, list}, nil, `[[1],[1]]`},
		{"<a<n>+>", []any{1.0}, nil, `[[1]]`},
		{"<a<n>+>", []any{1.0, 2.0}, nil, "T0412 1"},
		{"<a<n>>", []any{list}, nil, `[[1]]`},
		{"<a<s>>", []any{list}, nil, "T0412 1"},
		{"<a<s>>", []any{NewArray()}, nil, `[[]]`},
		{"<n+s>", []any{1.0, 2.0, "a"}, nil, `[1,1,"a"]`}, // as JSONata does, which repeats the first
		{"<x+x+x+x+x+x+x+x+n>", slices.Repeat([]any{"a"}, 200), nil, "T0410 201"},
		{"<f>", []any{nil}, nil, "T0410 1"},
		{"<(sf)>", []any{functions["sum"]}, nil, `[null]`},
		{"<(sf)>", []any{1.0}, nil, "T0410 1"},
		{"<l>", []any{Null{}}, nil, `[null]`},
		{"<j>", []any{functions["sum"]}, nil, "T0410 1"},
		{"<>", nil, nil, `[]`},
		{"<>", []any{1.0}, nil, "T0410 1"},
		{"<n<s>>", nil, nil, "S0401"},
		{"<(a<n>s)>", nil, nil, "S0402"},
		{"<n:s<n>>", []any{1.0}, nil, `[1]`},
	} {
		if got := shared(test.signature, test.args, test.context); got != test.want {
			t.Errorf("%s of %v: got %s, want %s", test.signature, test.args, got, test.want)
		}
	}
}

func shared(signature string, args []any, context any) string {
	parameters, err := parseSignature(signature)
	var valid []any
	if err == nil {
		valid, err = (&function{signature: parameters}).validate(args, context)
	}
	var said *Error
	if errors.As(err, &said) {
		if index, ok := said.with["index"]; ok {
			return fmt.Sprint(said.Code, " ", index)
		}
		return said.Code
	}
	return stringify(NewArray(valid...))
}

func TestArities(t *testing.T) {
	for name, want := range map[string]int{"string": 1, "zip": 0, "reduce": 3, "replace": 4, "sum": 1, "fromMillis": 3} {
		if got := functions[name].arity; got != want {
			t.Errorf("$%s takes %d, want %d", name, got, want)
		}
	}
}

// TestNumbersAreMoved keeps the form of numbers that are not computed.
func TestNumbersAreMoved(t *testing.T) {
	variables := map[string]any{"in": NewArray(json.Number("1.0"), json.Number("12345678901234567890"))}
	for expression, want := range map[string]string{
		`$reverse($in)`:                    `[12345678901234567890,1.0]`,
		`$append($in, 1)`:                  `[1.0,12345678901234567890,1]`,
		`$map($in, function($v){$v})`:      `[1.0,12345678901234567890]`,
		`$sort($in)`:                       `[1.0,12345678901234567890]`,
		`$distinct($append($in, [1]))`:     `[1.0,12345678901234567890]`,
		`$number($in[0])`:                  `1.0`,
		`$merge([{"a": $in[0]}])`:          `{"a":1.0}`,
		`$clone($in)`:                      `[1,12345678901234600000]`,
		`$string($in)`:                     `"[1,12345678901234600000]"`,
		`$max($in)`:                        `12345678901234567000`,
		`$lookup({"a": $in}, "a")[0]`:      `1.0`,
		`$single($in, function($v){$v=1})`: `1.0`,
	} {
		if got := string(evaluated(expression, variables, DefaultLimits).Value); got != want {
			t.Errorf("%s: got %s, want %s", expression, got, want)
		}
	}
}

// TestRegexLimits tells what Go's regular expressions have not, and what JavaScript
// would say to the rest.
func TestRegexLimits(t *testing.T) {
	for pattern, want := range map[string]string{
		`a(?=b)`:        `S0303: Invalid regular expression: /a(?=b)/g: lookaround is not supported`,
		`(?<!a)b`:       `S0303: Invalid regular expression: /(?<!a)b/g: lookaround is not supported`,
		`(a)\1`:         `S0303: Invalid regular expression: /(a)\1/g: a reference back is not supported`,
		`^*`:            `Invalid regular expression: /^*/g: Nothing to repeat`,
		`a**`:           `Invalid regular expression: /a**/g: Nothing to repeat`,
		`[b-a]`:         `Invalid regular expression: /[b-a]/g: Range out of order in character class`,
		`(?i)a`:         `Invalid regular expression: /(?i)a/g: Invalid group`,
		`(\w{1000}){9}`: `S0303: Invalid regular expression: /(\w{1000}){9}/g: `,
	} {
		_, err := newMatcher(pattern, "")
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("/%s/: got %v, want %s", pattern, err, want)
		}
	}
}
