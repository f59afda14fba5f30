package asl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/recolabs/gnata"
)

// undefined is what a JSONata expression gives that finds nothing. It is not
// JSON's null.
var undefined any

// decode turns JSON text into the values that expressions work on: null keeps
// apart from undefined, numbers keep the form in which they were written.
func decode(text json.RawMessage) (any, error) {
	if text == nil {
		return undefined, nil
	}
	return gnata.DecodeJSON(text)
}

// ordered is how an expression's objects show themselves.
type ordered interface {
	Range(yield func(key string, value any) bool)
}

// encode writes a value of an expression as compact JSON.
func encode(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case string:
		writeString(b, v)
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case json.Number:
		b.WriteString(v.String())
	case float64:
		return encodeNumber(b, v)
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case []any:
		return encodeArray(b, v)
	case map[string]any:
		return encodeObject(b, func(yield func(string, any) bool) {
			for _, k := range slices.Sorted(maps.Keys(v)) { // in order: a replay must write the same text
				if !yield(k, v[k]) {
					return
				}
			}
		})
	case *object:
		return encodeMembers(b, v.Range) // what paths work on knows null, and nothing undefined
	case ordered:
		return encodeObject(b, v.Range)
	default:
		return encodeOther(b, v)
	}
	return nil
}

// encoded is a value of an expression as compact JSON.
func encoded(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	err := encode(&b, v)
	return b.Bytes(), err
}

// encodeOther handles null, and what only the expression library has a name for.
func encodeOther(b *bytes.Buffer, v any) error {
	if v == nil || gnata.IsNull(v) {
		b.WriteString("null")
		return nil
	}
	switch plain := gnata.NormalizeValue(v).(type) {
	case nil, string, bool, json.Number, float64, []any, map[string]any:
		return encode(b, plain)
	}
	return errNotJSON
}

func encodeArray(b *bytes.Buffer, items []any) error {
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, item); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// encodeObject leaves members out that are undefined, as JSONata does.
func encodeObject(b *bytes.Buffer, members func(func(string, any) bool)) error {
	return encodeMembers(b, func(yield func(string, any) bool) {
		members(func(key string, value any) bool { return value == undefined || yield(key, value) })
	})
}

func encodeMembers(b *bytes.Buffer, members func(func(string, any) bool)) (err error) {
	b.WriteByte('{')
	first := true
	members(func(key string, value any) bool {
		if !first {
			b.WriteByte(',')
		}
		first = false
		writeString(b, key)
		b.WriteByte(':')
		err = encode(b, value)
		return err == nil
	})
	b.WriteByte('}')
	return err
}

// encodeNumber writes a computed number as JavaScript would: whole numbers
// without an exponent below 1e21.
func encodeNumber(b *bytes.Buffer, f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("%v is not a JSON number", f)
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b.Write(strconv.AppendFloat(b.AvailableBuffer(), f, format, -1, 64))
	return nil
}

// writeString writes a JSON string without encoding/json's HTML escapes.
func writeString(b *bytes.Buffer, s string) {
	start := b.Len()
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil { // a string always encodes, and a Buffer always accepts
		b.Truncate(start)
		return
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
}

// quote is s as a JSON string.
func quote(s string) json.RawMessage {
	var b bytes.Buffer
	writeString(&b, s)
	return b.Bytes()
}
