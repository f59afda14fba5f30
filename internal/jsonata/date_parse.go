package jsonata

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
)

// dateField reads one part of a date's text.
type dateField struct {
	pattern string
	letter  rune
	read    func(text string) (value float64, err error) // nil for a literal
}

// errNoName is of a text that is not the name of a month or a day.
var errNoName = errors.New("not a name")

// parseDate reads a text as a picture has it.
func (c *call) parseDate(text, picture string) (any, error) {
	if err := c.make(len(picture) * sizeOfMember); err != nil {
		return nil, err
	}
	parts, err := readDatePicture(picture)
	if err != nil {
		return nil, err
	}
	var pattern strings.Builder
	fields := make([]dateField, len(parts))
	for i, part := range parts {
		if fields[i], err = part.field(); err != nil {
			return nil, err
		}
		if err := c.make(sizeOfFrame * (len(fields[i].pattern) + int(max(0, min(part.digits, maxRepeat))))); err != nil {
			return nil, err
		}
		pattern.WriteString("(" + fields[i].pattern + ")")
	}
	m, err := compiled("(?i)^" + pattern.String() + "$")
	if err != nil {
		return nil, badRegex(pattern.String(), "i", err)
	}
	at, err := m.run(c, m.pattern, text)
	if err != nil || at == nil {
		return nil, err
	}
	read := components{values: make(map[rune]float64), seen: make(map[rune]bool)}
	for i, field := range fields {
		if field.read == nil {
			continue
		}
		read.seen[field.letter] = true
		delete(read.values, field.letter) // the last one counts
		value, err := field.read(text[at[2*i+2]:at[2*i+3]])
		if err == nil {
			read.values[field.letter] = value
		} else if !errors.Is(err, errNoName) {
			return nil, err
		}
	}
	if len(read.seen) == 0 {
		return nil, nil
	}
	return c.assemble(read)
}

// field tells how a part is read.
func (p *datePart) field() (dateField, error) {
	switch {
	case !p.isMarker:
		return dateField{pattern: regexp.QuoteMeta(p.literal)}, nil
	case p.is("Zz"):
		return p.zoneField(), nil
	case p.integer != nil:
		return p.integerField()
	}
	values := map[string]float64{"am": 0, "AM": 0, "pm": 1, "PM": 1}
	if names := p.namesOf(); names != nil {
		values = make(map[string]float64, len(names))
		for i, name := range names {
			if p.hasMost && p.most > 0 {
				name = name[:int(min(p.most, float64(len(name))))]
			}
			values[name] = float64(i + 1)
		}
	} else if p.letter != 'P' {
		return dateField{}, fail("D3133", with{"value": string(p.letter)})
	}
	return dateField{"[a-zA-Z]+", p.letter, func(text string) (float64, error) {
		value, ok := values[text]
		if !ok {
			return 0, errNoName
		}
		return value, nil
	}}, nil
}

// zoneField reads an offset, in minutes.
func (p *datePart) zoneField() dateField {
	field := dateField{pattern: "[-+][0-9]+", letter: p.letter}
	prefix, separator := "", ""
	if p.letter == 'z' {
		prefix = "GMT"
	}
	if p.integer.every > 0 {
		separator = string(p.integer.separators[0].character)
		field.pattern += regexp.QuoteMeta(separator) + "[0-9]+"
	}
	field.pattern = prefix + field.pattern
	field.read = func(text string) (float64, error) {
		text = text[len(prefix):]
		hours, minutes := text, "0"
		switch {
		case separator != "":
			hours, minutes, _ = strings.Cut(text, separator)
		case len(text) > len("+00"):
			hours, minutes = text[:len("+00")], text[len("+00"):]
		}
		return parseInt(hours)*60 + parseInt(minutes), nil
	}
	return field
}

func (p *datePart) integerField() (dateField, error) {
	field := dateField{letter: p.letter, read: p.integer.parse}
	upper := p.integer.letters == asUpper
	switch p.integer.style {
	case inSequence:
		return field, fail("D3130", with{"value": p.integer.token})
	case inLetters:
		field.pattern = either(upper, "[A-Z]+", "[a-z]+")
	case inRoman:
		field.pattern = either(upper, "[MDCLXVI]+", "[mdclxvi]+")
	case inWords:
		field.pattern = "(?:" + strings.Join(wordList, "|") + `|and|[\-, ])+`
	default:
		field.pattern = p.digitsPattern()
		if p.integer.ordinal {
			field.pattern += "(?:th|st|nd|rd)"
		}
	}
	return field, nil
}

// digitsPattern is for as many digits as the picture has.
func (p *datePart) digitsPattern() string {
	least := p.digits - p.integer.optional
	if p.digits <= 0 || p.digits > maxRepeat || math.IsNaN(least) {
		return "[0-9]+"
	}
	times := fmt.Sprintf("{%.0f,%.0f}", least, p.digits)
	if least < 0 { // which JavaScript takes for a literal text
		times = regexp.QuoteMeta(times)
	}
	return "[0-9]" + times
}

// maxRepeat is Go's bound of how often a pattern is repeated.
const maxRepeat = 1000

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// components are what was read. One that was seen may have no value: a name that is
// none.
type components struct {
	values map[rune]float64
	seen   map[rune]bool
}

// only says whether some of the wanted components were read, and no others of those
// that were asked for. One that is zero counts as not read.
func (r components) only(asked, wanted string) bool {
	some := false
	for _, letter := range asked {
		value := r.values[letter]
		if value == 0 || math.IsNaN(value) {
			continue
		}
		if !strings.ContainsRune(wanted, letter) {
			return false
		}
		some = true
	}
	return some
}

// assemble makes a moment of what was read. What is missing before it is that of the
// present moment; what is missing behind it is zero; in between, nothing may be.
func (c *call) assemble(read components) (any, error) {
	const days, times = "YXMxWwdD", "PHhmsf"
	byDay, byWeek, byYearWeek := read.only(days, "Yd"), read.only(days, "Xxw"), read.only(days, "XW")
	day := "YMD"
	switch {
	case !read.only(days, "YMD") && byDay:
		day = "YD"
	case byWeek:
		day = "XxwF"
	case byYearWeek:
		day = "XWF"
	}
	byDay = day == "YD"
	time, half := "Hmsf", false
	if !read.only(times, "Hmsf") && read.only(times, "Phmsf") {
		time, half = "Phmsf", true
	}
	if err := c.complete(read, day+time); err != nil {
		return nil, err
	}
	if byWeek || byYearWeek {
		return nil, fail("D3136", nil)
	}
	return read.millis(byDay, half), nil
}

// complete adds what is missing.
func (c *call) complete(read components, wanted string) error {
	now := momentOf(c.now())
	started, ended := false, false
	for _, letter := range wanted {
		_, ok := read.values[letter]
		switch {
		case ok && ended:
			return fail("D3136", nil)
		case ok:
			started = true
		case started:
			ended = true
			read.values[letter] = 0
			if strings.ContainsRune("MDd", letter) {
				read.values[letter] = 1
			}
		default:
			read.values[letter], _ = now.component(letter)
		}
	}
	return nil
}

// now is the present moment, as the variable $millis of the caller has it.
func (c *call) now() float64 {
	if f, ok := c.variables["millis"].(*function); ok {
		if value, err := c.apply(f, nil, Null{}); err == nil {
			now, _ := numberOf(value)
			return now
		}
	}
	return 0
}

func (r components) millis(byDay, half bool) float64 {
	v := r.values
	month, day, hour := 0.0, v['D'], v['H']
	if v['M'] > 0 {
		month = v['M'] - 1
	}
	if byDay {
		first := utcMillis(v['Y'], 0, 1, 0, 0, 0, 0)
		derived := momentOf(first + (v['d']-1)*millisInADay)
		month, _ = derived.component('M')
		month--
		day, _ = derived.component('D')
	}
	if half {
		hour = v['h']
		if hour == 12 {
			hour = 0
		}
		if v['P'] == 1 {
			hour += 12
		}
	}
	offset := v['Z']
	if offset == 0 || math.IsNaN(offset) {
		offset = v['z']
	}
	if math.IsNaN(offset) {
		offset = 0
	}
	return utcMillis(v['Y'], month, day, hour, v['m'], v['s'], v['f']) - offset*60_000
}
