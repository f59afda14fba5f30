package jsonata

import (
	"slices"
	"strings"
)

// numberSigns are the characters that mean something in a picture of $formatNumber.
type numberSigns struct {
	decimal, grouping, exponent, percent, perMille, zero, digit, pattern rune
	minus                                                                string
}

// signsOf are the usual signs, with those of the options instead.
func signsOf(options any) numberSigns {
	signs := numberSigns{'.', ',', 'e', '%', '‰', '0', '#', ';', "-"}
	o, ok := options.(*Object)
	if !ok {
		return signs
	}
	for name, sign := range map[string]*rune{
		"decimal-separator": &signs.decimal, "grouping-separator": &signs.grouping, "exponent-separator": &signs.exponent,
		"percent": &signs.percent, "per-mille": &signs.perMille, "zero-digit": &signs.zero, "digit": &signs.digit,
		"pattern-separator": &signs.pattern,
	} {
		if text, ok := o.Get(name).(string); ok && text != "" {
			*sign = []rune(text)[0]
		}
	}
	if text, ok := o.Get("minus-sign").(string); ok {
		signs.minus = text
	}
	return signs
}

func (s numberSigns) isDigit(r rune) bool    { return r >= s.zero && r < s.zero+10 }
func (s numberSigns) isOptional(r rune) bool { return r == s.digit }
func (s numberSigns) isAnyDigit(r rune) bool { return s.isDigit(r) || s.isOptional(r) }
func (s numberSigns) isActive(r rune) bool {
	return s.isAnyDigit(r) || r == s.decimal || r == s.exponent || r == s.grouping || r == s.pattern
}

// begins says whether a character ends the prefix, or begins the suffix.
func (s numberSigns) begins(r rune) bool { return s.isActive(r) && r != s.exponent }

// subPicture is a picture for positive numbers, or for negative ones.
type subPicture struct {
	whole, prefix, active, suffix         []rune
	mantissa, integer, fraction, exponent []rune
	exponential                           bool

	groups, fractionGroups                 []int // places of grouping separators
	every                                  int   // if they are regular
	least, scale, leastFraction, mostAfter int   // digits before the point, and behind it
	leastExponent                          int
}

// readSubPictures takes a picture apart, and checks it.
func (s numberSigns) readSubPictures(picture string) ([]*subPicture, error) {
	parts := strings.Split(picture, string(s.pattern))
	if len(parts) > 2 {
		return nil, fail("D3080", nil)
	}
	all := make([]*subPicture, len(parts))
	for i, part := range parts {
		all[i] = &subPicture{whole: []rune(part)}
		if !all[i].split(s) {
			return nil, noMember("length")
		}
	}
	for _, p := range all {
		if code := p.wrong(s); code != "" {
			return nil, fail(code, nil)
		}
		p.measure(s)
	}
	return all, nil
}

// split finds the parts. There are none if nothing in the picture is active.
func (p *subPicture) split(s numberSigns) bool {
	start := slices.IndexFunc(p.whole, s.begins)
	if start < 0 {
		return false
	}
	end := len(p.whole)
	for !s.begins(p.whole[end-1]) {
		end--
	}
	p.prefix, p.active, p.suffix = p.whole[:start], p.whole[start:end], p.whole[end:]
	p.mantissa = p.active
	if at := slices.Index(p.whole[start:], s.exponent); at >= 0 && start+at <= end {
		at = min(start+at, len(p.active)) // JSONata counts it from the prefix on
		p.exponential = true
		p.mantissa, p.exponent = p.active[:at], p.active[min(at+1, len(p.active)):]
	}
	p.integer, p.fraction = p.mantissa, p.suffix
	if at := slices.Index(p.mantissa, s.decimal); at >= 0 {
		p.integer, p.fraction = p.mantissa[:at], p.mantissa[at+1:]
	}
	return true
}

func counted(runes []rune, is func(rune) bool) (n int) {
	for _, r := range runes {
		if is(r) {
			n++
		}
	}
	return n
}

func equals(sign rune) func(rune) bool { return func(r rune) bool { return r == sign } }

// wrong is the code of what is wrong with a picture. Of several, it is the last.
func (p *subPicture) wrong(s numberSigns) string {
	percents, perMilles := counted(p.whole, equals(s.percent)), counted(p.whole, equals(s.perMille))
	doubled := strings.Contains(string(p.whole), string([]rune{s.grouping, s.grouping}))
	found := ""
	for _, rule := range []struct {
		broken bool
		code   string
	}{
		{counted(p.whole, equals(s.decimal)) > 1, "D3081"},
		{percents > 1, "D3082"},
		{perMilles > 1, "D3083"},
		{percents > 0 && perMilles > 0, "D3084"},
		{counted(p.mantissa, s.isAnyDigit) == 0, "D3085"},
		{counted(p.active, s.isActive) < len(p.active), "D3086"},
		{p.groupsAtPoint(s), "D3087"},
		{slices.Index(p.whole, s.decimal) < 0 && endsWith(p.integer, s.grouping), "D3088"},
		{doubled, "D3089"},
		{p.optionalBehindDigit(s), "D3090"},
		{p.digitBehindOptional(s), "D3091"},
		{p.exponential && len(p.exponent) > 0 && percents+perMilles > 0, "D3092"},
		{p.exponential && (len(p.exponent) == 0 || counted(p.exponent, s.isDigit) < len(p.exponent)), "D3093"},
	} {
		if rule.broken {
			found = rule.code
		}
	}
	return found
}

func endsWith(runes []rune, sign rune) bool {
	return len(runes) > 0 && runes[len(runes)-1] == sign
}

func (p *subPicture) groupsAtPoint(s numberSigns) bool {
	at := slices.Index(p.whole, s.decimal)
	return at >= 0 && (endsWith(p.whole[:at], s.grouping) || at+1 < len(p.whole) && p.whole[at+1] == s.grouping)
}

func (p *subPicture) optionalBehindDigit(s numberSigns) bool {
	at := slices.Index(p.integer, s.digit)
	return at >= 0 && counted(p.integer[:at], s.isDigit) > 0
}

func (p *subPicture) digitBehindOptional(s numberSigns) bool {
	for i := len(p.fraction) - 1; i >= 0; i-- {
		if p.fraction[i] == s.digit {
			return counted(p.fraction[i:], s.isDigit) > 0
		}
	}
	return false
}

// measure counts the digits that there may be.
func (p *subPicture) measure(s numberSigns) {
	p.groups = p.groupPlaces(s, p.integer, false)
	p.every = interval(p.groups)
	p.fractionGroups = p.groupPlaces(s, p.fraction, true)
	p.least = counted(p.integer, s.isDigit)
	p.scale = p.least
	p.leastFraction, p.mostAfter = counted(p.fraction, s.isDigit), counted(p.fraction, s.isAnyDigit)
	switch {
	case p.least == 0 && p.mostAfter == 0 && p.exponential:
		p.leastFraction, p.mostAfter = 1, 1
	case p.least == 0 && p.mostAfter == 0:
		p.least = 1
	}
	if p.exponential && p.least == 0 && slices.Contains(p.integer, s.digit) {
		p.least = 1
	}
	if p.least == 0 && p.leastFraction == 0 {
		p.leastFraction = 1
	}
	p.leastExponent = counted(p.exponent, s.isDigit)
}

// groupPlaces counts the digits up to each grouping separator. All but the first
// are looked for in the integer part, whatever the part is: so does JSONata.
func (p *subPicture) groupPlaces(s numberSigns, part []rune, toLeft bool) (places []int) {
	before := make([]int, len(part)+1) // the digits before each place
	for i, r := range part {
		before[i+1] = before[i]
		if s.isAnyDigit(r) {
			before[i+1]++
		}
	}
	for at := slices.Index(part, s.grouping); at >= 0; {
		count := before[min(at, len(part))]
		if !toLeft {
			count = before[len(part)] - count
		}
		places = append(places, count)
		next := slices.Index(p.integer[min(at+1, len(p.integer)):], s.grouping)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return places
}
