package jsonata

import "strings"

// integerPicture tells how a whole number is written.
type integerPicture struct {
	style   style
	letters lettering
	ordinal bool
	token   string // of a style that there is not

	zero       rune    // of the digits' alphabet
	mandatory  float64 // how many digits there are at least; not a number in odd pictures
	optional   float64
	separators []separator // from the right
	every      int         // the digits between separators, if they are regular
}

type style int

const (
	inDigits style = iota
	inLetters
	inRoman
	inWords
	inSequence
)

type lettering int

const (
	asLower lettering = iota
	asUpper
	asTitle
)

// separator stands so many digits from the right.
type separator struct {
	position  int
	character rune
}

var stylesOf = map[string]integerPicture{
	"A": {style: inLetters, letters: asUpper}, "a": {style: inLetters},
	"I": {style: inRoman, letters: asUpper}, "i": {style: inRoman},
	"W": {style: inWords, letters: asUpper}, "w": {style: inWords}, "Ww": {style: inWords, letters: asTitle},
}

// zeros begin the alphabets of digits.
var zeros = []rune{
	0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
	0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
	0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
}

// readIntegerPicture reads a picture such as #,##0 or w;o.
func readIntegerPicture(text string) (*integerPicture, error) {
	primary, ordinal := text, false
	if at := strings.LastIndexByte(text, ';'); at >= 0 {
		primary, ordinal = text[:at], strings.HasPrefix(text[at+1:], "o")
	}
	if picture, ok := stylesOf[primary]; ok {
		picture.ordinal = ordinal
		return &picture, nil
	}
	picture := &integerPicture{ordinal: ordinal}
	if err := picture.readDigits(primary); err != nil {
		return nil, err
	}
	if picture.mandatory == 0 {
		return &integerPicture{style: inSequence, ordinal: ordinal, token: primary}, nil
	}
	picture.every = regularly(picture.separators)
	return picture, nil
}

// readDigits reads from the right, since that is where separators count from.
func (p *integerPicture) readDigits(primary string) error {
	runes := []rune(primary)
	position := 0
	for i := len(runes) - 1; i >= 0; i-- {
		zero := zeroOf(runes[i])
		switch {
		case zero != 0 && p.zero != 0 && zero != p.zero:
			return fail("D3131", nil)
		case zero != 0:
			p.zero = zero
			p.mandatory++
			position++
		case runes[i] == '#':
			p.optional++
			position++
		default:
			p.separators = append(p.separators, separator{position, runes[i]})
		}
	}
	return nil
}

func zeroOf(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return zero
		}
	}
	return 0
}

// regularly is how many digits there are between separators, if it is always the
// same one, and always as many.
func regularly(separators []separator) int {
	positions := make([]int, len(separators))
	for i, each := range separators {
		if each.character != separators[0].character {
			return 0
		}
		positions[i] = each.position
	}
	return interval(positions)
}

// interval is the distance of positions that lie regularly, and 0 if they do not.
func interval(positions []int) int {
	if len(positions) == 0 {
		return 0
	}
	factor := positions[0]
	for _, position := range positions[1:] {
		for position != 0 {
			factor, position = position, factor%position
		}
	}
	known := make(map[int]bool, len(positions))
	for _, position := range positions {
		known[position] = true
	}
	for i := range positions {
		if !known[(i+1)*factor] {
			return 0
		}
	}
	return factor
}

// cased writes letters as the picture has them.
func (p *integerPicture) cased(text string) string {
	if p.letters == asUpper {
		return strings.ToUpper(text)
	}
	return text
}
