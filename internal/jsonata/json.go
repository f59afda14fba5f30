package jsonata

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Decode reads a JSON text. Numbers keep the form in which they are written.
func Decode(text []byte) (any, error) {
	if !json.Valid(text) {
		var ignored any
		if err := json.Unmarshal(text, &ignored); err != nil {
			return nil, err // which says where
		}
		return nil, errors.New("not a JSON text")
	}
	d := decoder{text: text}
	return d.value(), nil
}

// decoder reads a text that is known to be JSON.
type decoder struct {
	text []byte
	at   int
}

func (d *decoder) blank() byte {
	for {
		switch c := d.text[d.at]; c {
		case ' ', '\t', '\n', '\r':
			d.at++
		default:
			return c
		}
	}
}

func (d *decoder) value() any {
	switch c := d.blank(); c {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '"':
		return d.string()
	case 't':
		d.at += len("true")
		return true
	case 'f':
		d.at += len("false")
		return false
	case 'n':
		d.at += len("null")
		return Null{}
	}
	start := d.at
	for d.at < len(d.text) {
		switch c := d.text[d.at]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			d.at++
			continue
		}
		break
	}
	return numberIn(string(d.text[start:d.at]))
}

// longNumber is the length from which on a number does not keep its form: it is read
// each time that it is looked at.
const longNumber = 100

func numberIn(text string) any {
	if len(text) > longNumber {
		n, _ := strconv.ParseFloat(text, 64) // infinite if it is too large: JSONata says so when it is used
		return n
	}
	return json.Number(text)
}

func (d *decoder) object() *Object {
	o := NewObject(0)
	d.at++
	for d.blank() != '}' {
		key := d.string()
		d.blank()
		d.at++ // :
		o.Set(key, d.value())
		if d.blank() == ',' {
			d.at++
		}
	}
	d.at++
	return o
}

func (d *decoder) array() *Array {
	a := NewArray()
	d.at++
	for d.blank() != ']' {
		a.Items = append(a.Items, d.value())
		if d.blank() == ',' {
			d.at++
		}
	}
	d.at++
	return a
}

func (d *decoder) string() string {
	d.blank()
	start := d.at
	simple := true
	for d.at++; d.text[d.at] != '"'; d.at++ {
		if c := d.text[d.at]; c == '\\' {
			simple = false
			d.at++
		} else if c >= utf8.RuneSelf {
			simple = false
		}
	}
	d.at++
	if simple {
		return string(d.text[start+1 : d.at-1])
	}
	var s string
	if err := json.Unmarshal(d.text[start:d.at], &s); err != nil {
		return "" // it is a JSON string
	}
	return s
}

// ErrNotJSON is a value that JSON has no text for: a function by itself, or a number
// that is not finite.
var ErrNotJSON = errors.New("the value has no JSON text")

// ErrTooLong is a text that is longer than was allowed.
var ErrTooLong = errors.New("the JSON text is too long")

// AppendJSON appends a value's JSON text, of at most so many bytes, with numbers as
// they are. Members that are undefined or functions are left out, such items are
// null.
func AppendJSON(b []byte, v any, most int) ([]byte, error) {
	if isFunction(v) {
		return b, ErrNotJSON
	}
	w := writer{b: b, end: len(b) + most}
	if w.value(v, 0); w.err == nil && len(w.b) > w.end {
		w.err = ErrTooLong
	}
	return w.b, w.err
}

type writer struct {
	b   []byte
	end int
	err error
}

func (w *writer) value(v any, depth int) {
	if len(w.b) > w.end || depth > DefaultLimits.Depth {
		w.err = ErrTooLong
	}
	if w.err != nil {
		return
	}
	switch v := v.(type) {
	case nil, Null, *function:
		w.b = append(w.b, "null"...)
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case string:
		w.string(v)
	case json.Number:
		w.b = append(w.b, v...)
	case float64:
		text := javaScriptNumber(v)
		if text == "null" {
			w.err = fmt.Errorf("%w: %v", ErrNotJSON, v)
		}
		w.b = append(w.b, text...)
	case *Array:
		w.array(v, depth)
	case *Object:
		w.object(v, depth)
	default:
		w.err = ErrNotJSON
	}
}

func (w *writer) string(s string) {
	if len(w.b)+quoted(s) > w.end {
		w.err = ErrTooLong
		return
	}
	w.b = appendString(w.b, s)
}

func (w *writer) array(a *Array, depth int) {
	w.b = append(w.b, '[')
	for i, item := range a.Items {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		if w.value(item, depth+1); w.err != nil {
			return
		}
	}
	w.b = append(w.b, ']')
}

func (w *writer) object(o *Object, depth int) {
	w.b = append(w.b, '{')
	first := true
	for i, key := range o.keys {
		if o.values[i] == nil || isFunction(o.values[i]) {
			continue
		}
		if !first {
			w.b = append(w.b, ',')
		}
		first = false
		if w.string(key); w.err != nil {
			return
		}
		w.b = append(w.b, ':')
		if w.value(o.values[i], depth+1); w.err != nil {
			return
		}
	}
	w.b = append(w.b, '}')
}

// quoted is how long a text is as a JSON string.
func quoted(s string) int {
	n := len(s) + len(`""`)
	for i := range len(s) {
		if s[i] < ' ' {
			n += len(`\u0000`) - 1
		} else if s[i] == '"' || s[i] == '\\' {
			n++
		}
	}
	return n
}

const hexadecimal = "0123456789abcdef"

// appendString appends a JSON string that escapes no more than it must.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= ' ':
			b = utf8.AppendRune(b, r)
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\t':
			b = append(b, '\\', 't')
		case r == '\r':
			b = append(b, '\\', 'r')
		case r == '\b':
			b = append(b, '\\', 'b')
		case r == '\f':
			b = append(b, '\\', 'f')
		default:
			b = append(b, '\\', 'u', '0', '0', hexadecimal[r>>4], hexadecimal[r&15])
		}
	}
	return append(b, '"')
}
