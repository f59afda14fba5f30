package jsonata

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxDigits is what the largest numbers have.
const maxDigits = 309

func formatNumber(c *call, n float64, args []any) (any, error) {
	picture, ok := args[1].(string)
	if !ok {
		return nil, noMember("split")
	}
	if err := c.make(len(picture) * sizeOfItem); err != nil {
		return nil, err
	}
	signs := signsOf(args[2])
	pictures, err := signs.readSubPictures(picture)
	if err != nil {
		return nil, err
	}
	p, prefix := pictures[0], string(pictures[0].prefix)
	if n < 0 && len(pictures) == 1 {
		prefix = signs.minus + prefix
	} else if n < 0 {
		p, prefix = pictures[1], string(pictures[1].prefix)
	}
	switch {
	case slices.Contains(p.whole, signs.percent):
		n *= 100
	case slices.Contains(p.whole, signs.perMille):
		n *= 1000
	}
	exponent := 0
	if p.leastExponent > 0 {
		if n, exponent, err = c.scaled(n, p.scale); err != nil {
			return nil, err
		}
	}
	if p.mostAfter > 100 {
		return nil, &Error{text: "toFixed() digits argument must be between 0 and 100"}
	}
	if err := c.make(sizeOfItem / 2 * (len(picture) + maxDigits) * (1 + len(p.groups) + len(p.fractionGroups))); err != nil {
		return nil, err
	}
	text := p.digits(signs, rounded(n, float64(p.mostAfter)))
	if p.leastExponent > 0 {
		text += signs.exponentText(exponent, p.leastExponent)
	}
	return prefix + text + string(p.suffix), nil
}

// scaled takes a number apart, into one with so many digits before the point and a
// power of ten. For zero and negative numbers JSONata does so forever, which the
// budget ends.
func (c *call) scaled(n float64, digits int) (mantissa float64, exponent int, err error) {
	least, most := math.Pow(10, float64(digits-1)), math.Pow(10, float64(digits))
	for ; n < least; exponent-- {
		if err := c.step(1); err != nil {
			return 0, 0, err
		}
		n *= 10
	}
	for ; n > most; exponent++ {
		if err := c.step(1); err != nil {
			return 0, 0, err
		}
		n /= 10
	}
	return n, exponent, nil
}

// fixed is a number's digits, in the alphabet of the picture.
func (s numberSigns) fixed(n float64, places int) string {
	text := numberText(math.Abs(n))
	if math.Abs(n) < 1e21 {
		text = strconv.FormatFloat(math.Abs(n), 'f', places, 64)
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + s.zero
		}
		return r
	}, text)
}

// digits writes a rounded number as the picture has it.
func (p *subPicture) digits(s numberSigns, n float64) string {
	whole, fraction, _ := strings.Cut(s.fixed(n, p.mostAfter), ".")
	zero := string(s.zero)
	whole, fraction = strings.TrimLeft(whole, zero), strings.TrimRight(fraction, zero)
	point := max(len([]rune(whole)), p.least)
	text := strings.Repeat(zero, point-len([]rune(whole))) + whole + string(s.decimal) +
		fraction + strings.Repeat(zero, max(0, p.leastFraction-len([]rune(fraction))))
	digits, point := p.grouped(s, []rune(text), point)
	for _, place := range p.fractionGroups {
		digits = slices.Insert(digits, min(point+1+place, len(digits)), s.grouping)
	}
	if point == len(digits)-1 || !slices.Contains(p.whole, s.decimal) {
		digits = digits[:len(digits)-1]
	}
	return string(digits)
}

// grouped puts separators between the digits before the point, and says where that
// is then.
func (p *subPicture) grouped(s numberSigns, digits []rune, point int) ([]rune, int) {
	if p.every > 0 {
		for at := point - p.every; at > 0; at -= p.every {
			digits = slices.Insert(digits, at, s.grouping)
			point++
		}
		return digits, point
	}
	end := point
	for _, place := range p.groups {
		at := end - place
		if at < 0 { // as JavaScript cuts with a negative place
			at = max(0, len(digits)+at)
		}
		if at <= point {
			point++
		}
		digits = slices.Insert(digits, at, s.grouping)
		end++
	}
	return digits, point
}

func (s numberSigns) exponentText(exponent, least int) string {
	text := s.fixed(float64(exponent), 0)
	if missing := least - len([]rune(text)); missing > 0 {
		text = strings.Repeat(string(s.zero), missing) + text
	}
	sign := ""
	if exponent < 0 {
		sign = s.minus
	}
	return string(s.exponent) + sign + text
}
