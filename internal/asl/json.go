package asl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/orderflow/orderflow/internal/jsonata"
)

// maxText bounds a JSON text that is put together, in bytes. A state's payload ends
// at 256 KiB, its variables at 10 MiB: what is larger can never leave a state.
const maxText = 16 << 20

// errOversize is a text that is larger than any state may hand on.
var errOversize = errors.New("the text is too large")

// encode writes a value that paths work on as compact JSON.
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
	case *object:
		return encodeMembers(b, v.Range)
	case nil:
		b.WriteString("null")
	default: // of the context object, which expressions see, too
		text, err := jsonata.AppendJSON(b.AvailableBuffer(), v, maxText)
		b.Write(text)
		return err
	}
	return nil
}

// encoded is a value that paths work on as compact JSON.
func encoded(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	err := encode(&b, v)
	return b.Bytes(), err
}

func encodeArray(b *bytes.Buffer, items []any) error {
	b.WriteByte('[')
	for i, item := range items {
		if b.Len() > maxText {
			return errOversize
		}
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
		if err = encode(b, value); err == nil && b.Len() > maxText {
			err = errOversize
		}
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
