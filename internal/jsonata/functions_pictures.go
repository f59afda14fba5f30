package jsonata

import (
	"math"
	"strconv"
	"strings"
)

func formatInteger(c *call, n float64, args []any) (any, error) {
	text, ok := args[1].(string)
	if !ok {
		return nil, noMember("lastIndexOf")
	}
	if err := c.make(bytesOfPicture * len(text)); err != nil {
		return nil, err
	}
	picture, err := readIntegerPicture(text)
	if err != nil {
		return nil, err
	}
	return c.formatInteger(math.Floor(n), picture)
}

// bytesOfPicture is what a letter of a picture takes once it is read, at most.
const bytesOfPicture = 64

func parseInteger(c *call, text string, args []any) (any, error) {
	described, ok := args[1].(string)
	if !ok {
		return nil, noMember("lastIndexOf")
	}
	if err := c.make(bytesOfPicture * (len(described) + len(text))); err != nil {
		return nil, err
	}
	picture, err := readIntegerPicture(described)
	if err != nil {
		return nil, err
	}
	if picture.style == inSequence {
		return nil, fail("D3130", with{"value": picture.token})
	}
	return picture.parse(text)
}

// formatInteger writes a whole number as a picture has it.
func (b *budget) formatInteger(n float64, picture *integerPicture) (string, error) {
	value := math.Abs(n)
	var text string
	var err error
	switch picture.style {
	case inSequence:
		return "", fail("D3130", with{"value": picture.token})
	case inLetters:
		text = picture.cased(lettersOf(value))
	case inRoman:
		if err = b.make(romanSize(value)); err == nil {
			text = picture.cased(romanOf(value))
		}
	case inWords:
		text = wordsOf(value, picture.ordinal)
		if picture.letters != asTitle {
			text = picture.cased(strings.ToLower(text))
		}
	default:
		text, err = b.formatDigits(value, picture)
	}
	if n < 0 {
		text = "-" + text
	}
	return text, err
}

// formatDigits writes digits with what stands between them in the picture.
func (b *budget) formatDigits(n float64, picture *integerPicture) (string, error) {
	text := numberText(n)
	if missing := picture.mandatory - float64(len(text)); missing > 0 {
		if err := b.make(sizeOfItem * int(min(missing, math.MaxInt32))); err != nil {
			return "", err
		}
		text = strings.Repeat("0", int(missing)) + text
	}
	digits := []rune(text)
	for i := range digits {
		digits[i] += picture.zero - '0'
	}
	if err := b.make(sizeOfItem / 2 * len(digits) * (1 + len(picture.separators))); err != nil {
		return "", err
	}
	digits = picture.separated(digits)
	if picture.ordinal {
		digits = append(digits, []rune(ordinalSuffix(digits))...)
	}
	return string(digits), nil
}

// separated puts the picture's separators between digits: each so often, if they
// are regular.
func (p *integerPicture) separated(digits []rune) []rune {
	if p.every > 0 {
		var out []rune
		for i, digit := range digits {
			if left := len(digits) - i; i > 0 && left%p.every == 0 {
				out = append(out, p.separators[0].character)
			}
			out = append(out, digit)
		}
		return out
	}
	for i := len(p.separators) - 1; i >= 0; i-- {
		before, behind := max(0, len(digits)-p.separators[i].position), len(digits)-p.separators[i].position
		if behind < 0 { // as JavaScript cuts with a negative place
			behind = max(0, len(digits)+behind)
		}
		rest := append([]rune{p.separators[i].character}, digits[behind:]...)
		digits = append(digits[:before:before], rest...)
	}
	return digits
}

func ordinalSuffix(digits []rune) string {
	last := len(digits) - 1
	if last >= 1 && digits[last-1] == '1' {
		return "th"
	}
	switch digits[last] {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}

// parse reads what the picture wrote. What it did not write gives a number that is
// none, or a wrong one, as in JSONata: it does not look.
func (p *integerPicture) parse(text string) (float64, error) {
	switch p.style {
	case inLetters:
		return p.parseLetters(text), nil
	case inRoman:
		if p.letters != asUpper {
			text = strings.ToUpper(text)
		}
		return parseRoman(text), nil
	case inWords:
		return parseWords(strings.ToLower(text)), nil
	}
	digits := []rune(text)
	if p.ordinal {
		digits = digits[:max(0, len(digits)-len("th"))]
	}
	var b strings.Builder
	for _, r := range digits {
		if p.separates(r) {
			continue
		}
		digit := r - p.zero + '0'
		if digit < 0 {
			return 0, &Error{text: "Invalid code point " + strconv.Itoa(int(digit))}
		}
		b.WriteRune(digit)
	}
	return parseInt(b.String()), nil
}

// separates says whether a character is passed over. Regular separators are taken
// for commas, whatever the picture has.
func (p *integerPicture) separates(r rune) bool {
	if p.every > 0 {
		return r == ','
	}
	for _, each := range p.separators {
		if r == each.character {
			return true
		}
	}
	return false
}

// parseInt is JavaScript's: it reads as far as there are digits.
func parseInt(text string) float64 {
	text = strings.TrimSpace(text)
	sign := 1.0
	if rest := strings.TrimLeft(text, "+-"); len(rest) == len(text)-1 {
		if text[0] == '-' {
			sign = -1
		}
		text = rest
	}
	digits, base := "0123456789", 10
	if len(text) >= 2 && strings.EqualFold(text[:2], "0x") {
		digits, base, text = "0123456789abcdefABCDEF", 16, text[2:]
	}
	end := 0
	for end < len(text) && strings.IndexByte(digits, text[end]) >= 0 {
		end++
	}
	if end == 0 {
		return math.NaN()
	}
	if base == 10 {
		n, _ := strconv.ParseFloat(text[:end], 64) // infinite, if it is too long
		return sign * n
	}
	return sign * binaryNumber("0x"+text[:end])
}
