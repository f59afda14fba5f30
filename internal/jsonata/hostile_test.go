package jsonata

import (
	"errors"
	"strings"
	"testing"
)

// hostile are expressions that would take all memory or all time there is.
var hostile = map[string]string{
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

// TestHostile: no expression takes more than its limits, whatever it does.
func TestHostile(t *testing.T) {
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
