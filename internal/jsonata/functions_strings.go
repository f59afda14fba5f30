package jsonata

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

func toString(c *call, args []any) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	return c.text(args[0], args[1] == true)
}

func substring(c *call, text string, args []any) (any, error) {
	length := utf8.RuneCountInString(text)
	start, end := 0.0, math.Inf(1)
	if args[1] != nil {
		start, _ = numberOf(args[1])
	} else {
		start = math.NaN()
	}
	if float64(length)+start < 0 {
		start = 0
	}
	if args[2] != nil {
		count, _ := numberOf(args[2])
		if count <= 0 {
			return "", nil
		}
		end = start + count
		if start < 0 {
			end += float64(length)
		}
		if math.IsNaN(start) {
			end = 0
		}
	}
	from, to := sliced(length, start, end)
	if length == len(text) {
		return text[from:to], nil
	}
	if err := c.make(len(text) * 4); err != nil {
		return nil, err
	}
	return string([]rune(text)[from:to]), nil
}

func substringBefore(_ *call, text string, args []any) (any, error) {
	part, ok := args[1].(string)
	if !ok {
		part = "undefined" // as JavaScript searches for it
	}
	before, _, _ := strings.Cut(text, part)
	return before, nil
}

func substringAfter(_ *call, text string, args []any) (any, error) {
	part, ok := args[1].(string)
	if !ok {
		part = "undefined"
	}
	_, after, found := strings.Cut(text, part)
	switch {
	case !found:
		return text, nil
	case !ok:
		return nil, noMember("length")
	}
	return after, nil
}

func length(_ *call, text string, _ []any) (any, error) {
	return float64(utf8.RuneCountInString(text)), nil
}

// capitals are of the letters that have more than one, or none, of their own.
var capitals = strings.NewReplacer("ß", "SS", "ŉ", "ʼN", "ǰ", "J̌", "և", "ԵՒ",
	"ﬀ", "FF", "ﬁ", "FI", "ﬂ", "FL", "ﬃ", "FFI", "ﬄ", "FFL", "ﬅ", "ST", "ﬆ", "ST")

func uppercase(c *call, text string, _ []any) (any, error) {
	if err := c.make(len(text)); err != nil {
		return nil, err
	}
	return strings.ToUpper(capitals.Replace(text)), nil
}

func lowercase(c *call, text string, _ []any) (any, error) {
	if err := c.make(len(text)); err != nil {
		return nil, err
	}
	lower := strings.ToLower(strings.ReplaceAll(text, "İ", "i̇"))
	if !strings.Contains(text, "Σ") {
		return lower, nil
	}
	runes := []rune(strings.ReplaceAll(text, "İ", "i̇"))
	for i, r := range runes {
		runes[i] = unicode.ToLower(r)
		if r == 'Σ' && i > 0 && unicode.IsLetter(runes[i-1]) && (i+1 == len(runes) || !unicode.IsLetter(runes[i+1])) {
			runes[i] = 'ς' // at the end of a word
		}
	}
	return string(runes), nil
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func trim(c *call, text string, _ []any) (any, error) {
	if err := c.make(len(text)); err != nil {
		return nil, err
	}
	trimmed := make([]byte, 0, len(text))
	blank := false
	for i := range len(text) {
		if isBlank(rune(text[i])) {
			blank = true
			continue
		}
		if blank && len(trimmed) > 0 {
			trimmed = append(trimmed, ' ')
		}
		trimmed, blank = append(trimmed, text[i]), false
	}
	return string(trimmed), nil
}

func pad(c *call, text string, args []any) (any, error) {
	width := math.NaN()
	if args[1] != nil {
		width, _ = numberOf(args[1])
	}
	fill, _ := args[2].(string)
	if fill == "" {
		fill = " "
	}
	missing := math.Abs(width) - float64(utf8.RuneCountInString(text))
	if math.IsNaN(missing) || missing <= 0 {
		return text, nil
	}
	if missing != math.Trunc(missing) || missing >= math.MaxUint32 {
		return nil, &Error{text: "Invalid array length"}
	}
	if err := c.make(int(missing)*utf8.UTFMax + len(text)); err != nil {
		return nil, err
	}
	padding := repeated(fill, int(missing))
	if width > 0 {
		return text + padding, nil
	}
	return padding + text, nil
}

// repeated is a text of n characters.
func repeated(fill string, n int) string {
	size := utf8.RuneCountInString(fill)
	rest := string([]rune(fill)[:n%size])
	return strings.Repeat(fill, n/size) + rest
}

func join(c *call, list *Array, args []any) (any, error) {
	separator, _ := args[1].(string)
	size := len(separator) * max(0, len(list.Items)-1)
	texts := make([]string, len(list.Items))
	for i, item := range list.Items {
		texts[i], _ = item.(string)
		size += len(texts[i])
	}
	if err := c.make(size); err != nil {
		return nil, err
	}
	return strings.Join(texts, separator), nil
}
