package jsonata

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// maxShown bounds how much of a value a message shows: values can hold others many
// times, and even themselves.
var maxShown = Limits{Steps: 10_000, Bytes: 32 << 10, Depth: 100}

// stringify is a value as JavaScript's JSON.stringify writes it into a message.
func stringify(v any) string {
	bounds := newBudget(maxShown)
	p := printer{budget: &bounds}
	if v == nil || !p.value(v, 0) {
		return "undefined"
	}
	return string(p.text) // what there was room for
}

// text is a value as $string and & write it: numbers have 15 digits, functions are
// empty strings.
func (b *budget) text(v any, indented bool) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case *function:
		return "", nil
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return "", fail("D3001", with{"value": v})
		}
	}
	p := printer{budget: b, digits: true, indented: indented}
	p.value(v, 0)
	return string(p.text), p.err
}

// printer writes values as JSON.stringify does, or, with digits, as $string. It
// takes from the budget what it writes.
type printer struct {
	budget   *budget
	digits   bool
	indented bool
	text     []byte
	err      error
}

func (p *printer) write(s string) {
	if p.err == nil {
		p.err = p.budget.make(len(s))
	}
	if p.err == nil {
		p.text = append(p.text, s...)
	}
}

func (p *printer) quote(s string) {
	if p.err == nil {
		p.err = p.budget.make(quoted(s))
	}
	if p.err == nil {
		p.text = appendString(p.text, s)
	}
}

// value says whether a value has a text: undefined and functions have none.
func (p *printer) value(v any, depth int) bool {
	if p.err == nil && depth > p.budget.Depth {
		p.err = tooDeep(p.budget.Depth)
	}
	if p.err == nil {
		p.err = p.budget.step(1)
	}
	if p.err != nil {
		return true
	}
	switch v := v.(type) {
	case nil:
		return false
	case string:
		p.quote(v)
	case bool:
		p.write(strconv.FormatBool(v))
	case json.Number, float64:
		p.number(v)
	case *Array:
		p.array(v, depth)
	case *Object:
		p.object(v, depth)
	case *function:
		if p.digits {
			p.write(`""`)
		}
		return p.digits
	default:
		p.write("null")
	}
	return true
}

func (p *printer) number(v any) {
	n, _ := numberOf(v)
	if p.digits {
		if math.IsInf(n, 0) {
			p.err = fail("D1001", with{"value": n})
			return
		}
		n = rounded15(n)
	}
	p.write(javaScriptNumber(n))
}

func (p *printer) array(a *Array, depth int) {
	p.write("[")
	for i, item := range a.Items {
		if p.err != nil {
			return
		}
		if i > 0 {
			p.write(",")
		}
		p.line(depth + 1)
		if !p.value(item, depth+1) {
			p.write("null")
		}
	}
	if len(a.Items) > 0 {
		p.line(depth)
	}
	p.write("]")
}

func (p *printer) object(o *Object, depth int) {
	p.write("{")
	first := true
	for i, key := range o.keys {
		if p.err != nil {
			return
		}
		if value := o.values[i]; value == nil || !p.digits && isFunction(value) {
			continue // as if it were not there
		}
		if !first {
			p.write(",")
		}
		first = false
		p.line(depth + 1)
		p.quote(key)
		p.write(":")
		if p.indented {
			p.write(" ")
		}
		p.value(o.values[i], depth+1)
	}
	if !first {
		p.line(depth)
	}
	p.write("}")
}

// line begins a line, if the text has lines.
func (p *printer) line(depth int) {
	if p.indented {
		p.write("\n" + strings.Repeat("  ", depth))
	}
}

// javaScriptNumber is a number as JavaScript writes it; JSON has no text for the
// ones that are none.
func javaScriptNumber(f float64) string {
	abs := math.Abs(f)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "null"
	case f == 0:
		return "0"
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	text := strconv.FormatFloat(f, 'e', -1, 64)
	return strings.Replace(strings.Replace(text, "e-0", "e-", 1), "e+0", "e+", 1)
}

// numberText is a number as JavaScript shows it, which has words for those that are
// none.
func numberText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return javaScriptNumber(f)
}

// rounded15 is a number with 15 digits. In the middle between two, the one further
// from zero is taken.
func rounded15(n float64) float64 {
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return n
	}
	shortest := strconv.FormatFloat(n, 'e', -1, 64)
	digits, _, _ := strings.Cut(strings.TrimPrefix(shortest, "-"), "e")
	if len(digits) <= len("1.")+14 {
		return n
	}
	if len(digits) == len("1.")+15 && strings.HasSuffix(digits, "5") && isMiddle(n) {
		n = math.Nextafter(n, math.Copysign(math.Inf(1), n))
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	if err != nil {
		return n
	}
	return rounded
}

// isMiddle says whether nothing but a 5 follows a number's 15th digit.
func isMiddle(n float64) bool {
	exact, _, _ := strings.Cut(strconv.FormatFloat(math.Abs(n), 'e', 60, 64), "e")
	return strings.TrimRight(exact[len("1.")+14:], "0") == "5"
}
