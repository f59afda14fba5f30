package jsonata

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// hostile are expressions that would take all memory or all time there is.
var hostile = map[string]string{
	"long texts compared":                            `($s := $states.input.text; $t := $s & 'x'; $count([1..1000000][$s < $t]))`,
	"long texts sorted by":                           `($s := $states.input.text; [1..1000000]^($s))`,
	"a long key looked at often":                     `($o := {$states.input.text: 1}; [1..1000000].$keys($o))`,
	"a long filling":                                 `[1..1000000].$pad('x', 2, $states.input.text)`,
	"a long picture":                                 `[1..1000000].$formatInteger(1, $states.input.text)`,
	"long signs":                                     `[1..1000000].$formatNumber(-1, '0', {'minus-sign': $states.input.text})`,
	"letters that become six":                        `$string([$pad('', 20000000, '\u0001')])`,
	"blanks and letters":                             `[1..10000].$trim($states.input.text)`,
	"much that is typed":                             `($f := function($l)<a<n>:n>{1}; $l := $states.input.numbers; $count([1..1000000].$f($l)))`,
	"a string that is a result":                      `$pad('', 30000000, '\u0001')`,
	"a string doubled by recursion":                  `($f := function($s, $n){$n = 0 ? $s : $f($s & $s, $n - 1)}; $f('x', 60))`,
	"a string doubled line by line":                  `($a := 'x'; ` + strings.Repeat(`$a := $a & $a; `, 60) + `$a)`,
	"a string doubled by $reduce":                    `$reduce([1..60], function($s, $i){$s & $s}, 'x')`,
	"a string doubled by $join":                      `$reduce([1..60], function($s, $i){$join([$s, $s])}, 'x')`,
	"a long string joined often":                     `$join($map([1..100000], function($i){$states.input.text}))`,
	"a separator joined often":                       `$join($map([1..100000], function($i){''}), $states.input.text)`,
	"a letter replaced by much":                      `$replace($states.input.text, 'x', $states.input.text)`,
	"a letter replaced by much, again and again":     `$reduce([1..60], function($s, $i){$replace($s, 'x', 'xx')}, 'x')`,
	"lists of numbers side by side":                  `[` + strings.Repeat(`[1..9999999], `, 60) + `1]`,
	"every number with every number":                 `[1..99999].([1..99999])`,
	"an array doubled by $append":                    `$reduce([1..60], function($a, $i){$append($a, $a)}, [1])`,
	"an array doubled by brackets":                   `$reduce([1..60], function($a, $i){[$a, $a]}, [1, 2])`,
	"an object that holds itself twice":              `$string($reduce([1..60], function($o, $i){{'l': $o, 'r': $o}}, 1))`,
	"the same, as the result":                        `$reduce([1..60], function($o, $i){{'l': $o, 'r': $o}}, 1)`,
	"the same, by grouping":                          `($o := {'l': 1}; ` + strings.Repeat(`$o := 1{'l': $o[], 'r': $o[]}; `, 60) + `$string($o))`,
	"the same, by $zip":                              `$string($reduce([1..60], function($o, $i){$zip($o, $o)}, [1]))`,
	"the same, compared":                             `($f := function(){$reduce([1..60], function($o, $i){[[$o, $o]]}, 1)}; $f() = $f())`,
	"the same, searched":                             `($o := $reduce([1..60], function($o, $i){{'l': $o, 'r': $o}}, 1); $count($o.**))`,
	"the same, put together with text":               `($o := $reduce([1..60], function($o, $i){$zip($o, $o)}, [1]); 'x' & $o)`,
	"an object put into itself":                      `($t := |$|{'self': $}|; $t($states.input.order) = $t($states.input.order))`,
	"an object put into itself by a named transform": `($t := |$|{'self': $}|; $string($t($states.input.order)))`,
	"an array in an array in an array":               `$reduce([1..100000], function($a, $i){[[$a]]}, 1)`,
	"an array nested by $zip":                        `$string($reduce([1..100000], function($a, $i){$zip($a)}, [1]), true)`,
	"much of the same as text":                       `'' & $map([1..100000], function($i){$states.input})`,
	"a join of a list with itself":                   `$states.input.(numbers@$a.numbers@$b.{'a': $a, 'b': $b})`,
	"a list that grows by one":                       `$count($reduce([1..100000], function($a, $i){[$a, $i]}, []))`,
	"a list that grows by $append":                   `$count($reduce([1..100000], function($a, $i){$append($a, $i)}, []))`,
	"a list of a list of lists":                      `$map([1..1000], function($i){[1..9999999]})`,
	"everything in much of the same":                 `$map([1..100000], function($i){$states.input}).**`,
	"a string padded without end":                    `$pad('x', 1e10)`,
	"a string split and joined":                      `$reduce([1..60], function($s, $i){$join($split($s, ''), $s)}, 'xx')`,
	"no end, not in the last place":                  `($f := function($n){1 + $f($n + 1)}; $f(0))`,
	"no end":                                         `($f := function($n){$f($n + 1)}; $f(0))`,
}

// odd are expressions with numbers that are none, or are too large to count with.
var odd = map[string]string{
	`$power($parseInteger("x", "0"), 0)`:           "1",
	`$formatBase(10, $parseInteger("x", "0"))`:     "D3100: The radix of the formatBase function must be between 2 and 36.  It was given null",
	`$formatInteger(1e308 * 10, "A")`:              "",
	`[9007199254740993..9007199254740993]`:         "[9007199254740992]",
	`$states.input.order^(a)`:                      `{"a":1}`,
	`true and ('a' < 3)`:                           `T2009: The values "a" and 3 either side of operator "and" must be of the same data type`,
	`($a := [1]; $b := $a[]; [$type($a), $a, $b])`: `["array",1,1]`,
	`$trim("  a \n b\t")`:                          `"a b"`,
}

// TestOdd: numbers that are none are no reason to stop.
func TestOdd(t *testing.T) {
	for text, want := range odd {
		x, err := Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		value, err := x.Evaluate(map[string]any{"states": hostileStates()}, DefaultLimits)
		got, _ := AppendJSON(nil, value, 1000)
		if err != nil {
			got = []byte(err.Error())
		}
		if want != "" && string(got) != want {
			t.Errorf("%s gives %s, want %s", text, got, want)
		}
	}
}

// TestHostile: no expression takes more than its limits, whatever it does.
func TestHostile(t *testing.T) {
	states := hostileStates()
	limits := Limits{Steps: 1_000_000, Bytes: 32 << 20, Depth: DefaultLimits.Depth}
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			x, err := Compile(text)
			if err != nil {
				t.Fatal(err)
			}
			value, err := x.Evaluate(map[string]any{"states": states}, limits)
			if err == nil {
				_, err = AppendJSON(nil, value, 16<<20) // a value that holds another many times is small
			}
			var own *Error
			switch {
			case errors.Is(err, ErrTooLong):
			case errors.As(err, &own) && (own.Code == "D1011" || own.Code == "U1001" || own.Message() == "Invalid array length"):
			default:
				t.Errorf("error %v, want one of limits", err)
			}
		})
	}
}

func hostileStates() *Object {
	numbers := NewArray()
	for range 20_000 {
		numbers.Items = append(numbers.Items, 0.0)
	}
	order := NewObject(1)
	order.Set("a", 1.0)
	input := NewObject(3)
	input.Set("text", strings.Repeat("x", 100_000))
	input.Set("numbers", numbers)
	input.Set("order", order)
	states := NewObject(1)
	states.Set("input", input)
	return states
}

// TestManyRegularExpressionsAreNotHeld: a definition may have thousands of
// expressions, each with a regular expression that is small to write and large to
// run.
func TestManyRegularExpressionsAreNotHeld(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	var all []*Expression
	for i := range 1_000 {
		x, err := Compile(fmt.Sprintf("$match('a', /(aaaaaa%d){900}/)", i))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	if grown := int64(heap() - before); grown > 256<<20 {
		t.Errorf("%d expressions hold %d MiB", len(all), grown>>20)
	}
	runtime.KeepAlive(all)
}
