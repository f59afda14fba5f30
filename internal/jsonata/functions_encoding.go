package jsonata

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// base64encode takes a text for bytes, one a unit.
func base64encode(c *call, text string, _ []any) (any, error) {
	if err := c.make(len(text) * 8); err != nil {
		return nil, err
	}
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit))
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// base64decode gives a character for each byte, and passes over what is no base64.
func base64decode(c *call, text string, _ []any) (any, error) {
	if err := c.make(len(text) * 9); err != nil {
		return nil, err
	}
	digits := make([]byte, 0, len(text))
	for _, unit := range utf16.Encode([]rune(text)) {
		char := byte(unit)
		switch {
		case char == '-':
			char = '+'
		case char == '_':
			char = '/'
		case !isLetter(char) && (char < '0' || char > '9') && char != '+' && char != '/' && char != '=':
			continue
		}
		digits = append(digits, char)
	}
	digits, _, _ = bytes.Cut(digits, []byte("="))
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	decoded, err := base64.RawStdEncoding.AppendDecode(nil, digits)
	if err != nil {
		return nil, err // only letters of base64 are left
	}
	var b strings.Builder
	for _, char := range decoded {
		b.WriteRune(rune(char))
	}
	return b.String(), nil
}

// The characters that stand for themselves in parts of URLs, and in whole ones.
const (
	plain    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
	reserved = ";/?:@&=+$,#"
)

func encodeURLComponent(c *call, text string, _ []any) (any, error) {
	return percentEncoded(c, text, plain)
}

func encodeURL(c *call, text string, _ []any) (any, error) {
	return percentEncoded(c, text, plain+reserved)
}

func percentEncoded(c *call, text, kept string) (any, error) {
	if err := c.make(len(text) * 3); err != nil {
		return nil, err
	}
	var b strings.Builder
	for i := range len(text) {
		if char := text[i]; strings.IndexByte(kept, char) >= 0 {
			b.WriteByte(char)
		} else {
			b.WriteString("%" + strings.ToUpper(string([]byte{hexadecimal[char>>4], hexadecimal[char&15]})))
		}
	}
	return b.String(), nil
}

func decodeURLComponent(c *call, text string, _ []any) (any, error) {
	return percentDecoded(c, text, "", "decodeUrlComponent")
}

// decodeURL leaves what would change the parts that a URL has.
func decodeURL(c *call, text string, _ []any) (any, error) {
	return percentDecoded(c, text, reserved, "decodeUrl")
}

func percentDecoded(c *call, text, left, name string) (any, error) {
	if err := c.make(len(text)); err != nil {
		return nil, err
	}
	malformed := fail("D3140", with{"value": text, "functionName": bare(name)})
	var b strings.Builder
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		rest = rest[len(before):]
		var read []byte
		for len(read) == 0 || !utf8.FullRune(read) {
			char, ok := percentByte(rest[len(read)*len("%xx"):])
			if !ok {
				return nil, malformed
			}
			read = append(read, char)
		}
		r, size := utf8.DecodeRune(read)
		switch {
		case r == utf8.RuneError && size == 1:
			return nil, malformed
		case strings.ContainsRune(left, r):
			b.WriteString("%" + after[:2])
		default:
			b.WriteRune(r)
		}
		rest = rest[len(read)*len("%xx"):]
	}
}

// percentByte is the byte that a % and two digits stand for.
func percentByte(text string) (byte, bool) {
	if len(text) < 3 || text[0] != '%' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[1:3], 16, 8)
	return byte(n), err == nil
}
