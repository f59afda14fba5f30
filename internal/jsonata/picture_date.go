package jsonata

import (
	"math"
	"strings"
	"unicode"
)

// datePart is a part of a date's picture: a literal text, or a marker.
type datePart struct {
	literal  string
	isMarker bool

	letter   rune // of the component; 0 in an empty marker
	names    bool
	letters  lettering // of names
	integer  *integerPicture
	ztime    bool    // Z may stand for no offset
	least    float64 // the width; not a number if it is not given
	most     float64
	hasMost  bool
	hasWidth bool
	digits   float64 // how many digits of the year there are; -1 for all
}

// presentations are the forms that components have if the picture gives none.
var presentations = map[rune]string{
	'Y': "1", 'M': "1", 'D': "1", 'd': "1", 'F': "n", 'W': "1", 'w': "1", 'X': "1", 'x': "1", 'H': "1", 'h': "1",
	'P': "n", 'm': "01", 's': "01", 'f': "1", 'Z': "01:01", 'z': "01:01", 'C': "n", 'E': "n",
}

const (
	integerParts = "YMDdFWwXxHhms"
	isoPicture   = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]"
)

// readDatePicture reads a picture such as [Y0001]-[M01]-[D01].
func readDatePicture(picture string) (parts []*datePart, err error) {
	for {
		literal, rest, found := strings.Cut(picture, "[")
		if literal != "" {
			parts = append(parts, &datePart{literal: strings.ReplaceAll(literal, "]]", "]")})
		}
		if !found {
			return parts, nil
		}
		if strings.HasPrefix(rest, "[") {
			parts = append(parts, &datePart{literal: "["})
			picture = rest[1:]
			continue
		}
		marker, rest, found := strings.Cut(rest, "]")
		if !found {
			return nil, fail("D3135", nil)
		}
		part, err := readMarker(marker)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		picture = rest
	}
}

func readMarker(marker string) (*datePart, error) {
	marker = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, marker)
	part := &datePart{isMarker: true, digits: -1}
	form := ""
	for i, r := range marker {
		if i == 0 {
			part.letter, form = r, marker[len(string(r)):]
		}
	}
	if at := strings.LastIndexByte(form, ','); at >= 0 {
		part.readWidth(form[at+1:])
		form = form[:at]
	}
	modifier := ""
	if last := len(form) - 1; last > 0 && strings.IndexByte("atco", form[last]) >= 0 {
		form, modifier = form[:last], form[last:]
	}
	if form == "" {
		form = presentations[part.letter]
	}
	if form == "" {
		letter := ""
		if part.letter != 0 {
			letter = string(part.letter)
		}
		return nil, fail("D3132", with{"value": letter})
	}
	part.ztime = modifier == "t"
	return part, part.present(form, modifier)
}

// readWidth reads a width such as 2, 2-4 or *-3.
func (p *datePart) readWidth(text string) {
	p.hasWidth, p.least, p.most = true, math.NaN(), math.NaN()
	least, most, both := strings.Cut(text, "-")
	if least != "*" {
		p.least = parseInt(least)
	}
	if both && most != "*" {
		p.most, p.hasMost = parseInt(most), true
	}
}

// present reads the form of a component: names, or a picture of an integer.
func (p *datePart) present(form, modifier string) (err error) {
	switch {
	case form[0] == 'n':
		p.names = true
	case strings.HasPrefix(form, "Nn"):
		p.names, p.letters = true, asTitle
	case form[0] == 'N':
		p.names, p.letters = true, asUpper
	case p.is(integerParts + "f"):
		if modifier != "" {
			form += ";" + modifier
		}
		if p.integer, err = readIntegerPicture(form); err != nil {
			return err
		}
		p.widen()
	}
	if p.is("Zz") {
		p.integer, err = readIntegerPicture(form)
	}
	return err
}

// is says whether the component is one of those letters.
func (p *datePart) is(letters string) bool {
	return p.letter != 0 && strings.ContainsRune(letters, p.letter)
}

// widen applies the width to the digits.
func (p *datePart) widen() {
	if p.hasWidth && p.integer.style == inDigits && p.least > p.integer.mandatory {
		p.integer.mandatory = p.least
	}
	if !p.is("YMD") {
		return
	}
	if p.hasMost {
		p.digits, p.integer.mandatory = p.most, p.most
	} else if width := p.integer.mandatory + p.integer.optional; width >= 2 {
		p.digits = width
	}
}
