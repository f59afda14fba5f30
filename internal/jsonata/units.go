package jsonata

import (
	"math"
	"unicode/utf16"
	"unicode/utf8"
)

// units is a text by places as JavaScript counts them: in units of UTF-16.
type units struct {
	text string
	wide []uint16 // nil if each unit is a byte
}

func (b *budget) unitsOf(text string) (units, error) {
	for i := range len(text) {
		if text[i] < utf8.RuneSelf {
			continue
		}
		if err := b.make(len(text) * 6); err != nil {
			return units{}, err
		}
		return units{text, utf16.Encode([]rune(text))}, nil
	}
	return units{text: text}, nil
}

func (u units) len() int {
	if u.wide == nil {
		return len(u.text)
	}
	return len(u.wide)
}

// substring is JavaScript's: places beyond the ends are the ends, and the smaller
// one begins.
func (u units) substring(from, to float64) string {
	start, end := u.clip(from), u.clip(to)
	if start > end {
		start, end = end, start
	}
	if u.wide == nil {
		return u.text[start:end]
	}
	return string(utf16.Decode(u.wide[start:end]))
}

func (u units) clip(place float64) int {
	if math.IsNaN(place) || place < 0 {
		return 0
	}
	return int(min(place, float64(u.len())))
}

// countUnits is how long a text is in JavaScript.
func countUnits(text string) (n int) {
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// sliced are the places that JavaScript's slice takes: negative ones count from the
// end.
func sliced(length int, from, to float64) (start, end int) {
	place := func(at float64) int {
		switch at = math.Trunc(at); {
		case math.IsNaN(at):
			return 0
		case at < 0:
			return int(max(0, float64(length)+at))
		}
		return int(min(at, float64(length)))
	}
	start, end = place(from), place(to)
	return start, max(start, end)
}
