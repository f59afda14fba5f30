package jsonata

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

func fromMillis(c *call, millis float64, args []any) (any, error) {
	return c.formatMillis(millis, args[1], args[2])
}

// formatMillis writes a moment as a picture has it, in a time zone such as +0100;
// either may be nil.
func (b *budget) formatMillis(millis float64, picture, zone any) (any, error) {
	f := dateFormat{budget: b}
	if text, ok := zone.(string); ok {
		offset := parseInt(text)
		f.hours, f.minutes = math.Floor(offset/100), math.Mod(offset, 100)
	}
	text, ok := picture.(string)
	if !ok {
		text = isoPicture
	}
	if err := b.make(len(text) * sizeOfItem); err != nil {
		return nil, err
	}
	parts, err := readDatePicture(text)
	if err != nil {
		return nil, err
	}
	f.moment = momentOf(millis + (60*f.hours+f.minutes)*60*1000)
	var out strings.Builder
	for _, part := range parts {
		text, err := f.part(part)
		if err != nil {
			return nil, err
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

// dateFormat writes one moment. The offset of its zone has hours and minutes as
// JSONata takes them apart: those of -0530 are -6 and -30.
type dateFormat struct {
	budget         *budget
	moment         moment
	hours, minutes float64
}

func (f *dateFormat) part(p *datePart) (string, error) {
	number, text := f.moment.component(p.letter)
	switch {
	case !p.isMarker:
		return p.literal, nil
	case p.is("Zz"):
		return f.zone(p)
	case p.is(integerParts) && p.names:
		return p.name(number)
	case p.is(integerParts + "f"):
		if p.integer == nil {
			return "", noMember("primary")
		}
		if p.letter == 'Y' && p.digits != -1 {
			number = math.Mod(number, math.Pow(10, p.digits))
		}
		return f.budget.formatInteger(number, p.integer)
	case p.letter == 'P' && p.letters == asUpper:
		return strings.ToUpper(text), nil
	case text == "":
		return "undefined", nil // a component that there is not
	}
	return text, nil
}

var (
	monthNames = strings.Fields("January February March April May June July August September October November December")
	dayNames   = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
)

// namesOf are the names of a component's values, nil if they have none.
func (p *datePart) namesOf() []string {
	if p.letter == 'F' {
		return dayNames
	}
	if p.is("Mx") {
		return monthNames
	}
	return nil
}

func (p *datePart) name(number float64) (string, error) {
	names := p.namesOf()
	switch {
	case names == nil:
		return "", fail("D3133", with{"value": string(p.letter)})
	case math.IsNaN(number):
		return p.noName()
	}
	name := names[int(number)-1]
	switch p.letters {
	case asUpper:
		name = strings.ToUpper(name)
	case asLower:
		name = strings.ToLower(name)
	}
	if p.hasWidth && float64(len(name)) > p.most {
		name = name[:max(0, int(p.most))]
	}
	return name, nil
}

// noName is the name of what is no month or day, in JavaScript.
func (p *datePart) noName() (string, error) {
	switch {
	case p.letters == asUpper:
		return "", noMember("toUpperCase")
	case p.letters == asLower:
		return "", noMember("toLowerCase")
	case p.hasWidth:
		return "", noMember("length")
	}
	return "undefined", nil
}

// zone writes the offset of the time zone.
func (f *dateFormat) zone(p *datePart) (text string, err error) {
	offset, picture := f.hours*100+f.minutes, p.integer
	switch digits := picture.mandatory; {
	case picture.every > 0, digits == 3, digits == 4:
		text, err = f.budget.formatInteger(offset, picture)
	case digits == 1, digits == 2:
		text, err = f.budget.formatInteger(f.hours, picture)
		if f.minutes != 0 && err == nil {
			var minutes string
			minutes, err = f.budget.formatInteger(math.Floor(f.minutes), &integerPicture{zero: '0', mandatory: 2})
			text += ":" + minutes
		}
	default:
		return "", fail("D3134", with{"value": digits})
	}
	if offset >= 0 {
		text = "+" + text
	}
	if p.letter == 'z' {
		text = "GMT" + text
	}
	if offset == 0 && p.ztime {
		text = "Z"
	}
	return text, err
}

func toMillis(c *call, text string, args []any) (any, error) {
	picture, ok := args[1].(string)
	if ok {
		return c.parseDate(text, picture)
	}
	if !isoText.MatchString(text) {
		return nil, fail("D3110", with{"value": text})
	}
	return parseISO(text), nil
}

var (
	isoText = regexp.MustCompile(`^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$`)
	isoDate = regexp.MustCompile(`^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(?:(Z)|([+-]\d\d):?(\d\d))?$`)
)

// parseISO reads what JavaScript reads of such texts: any month has 31 days, and 24
// o'clock is the next day. The rest is not a number.
func parseISO(text string) float64 {
	part := isoDate.FindStringSubmatch(text)
	if part == nil || part[4] == "" && part[9] != "" {
		return math.NaN()
	}
	number := func(i int, otherwise float64) float64 {
		if part[i] == "" {
			return otherwise
		}
		return parseInt(part[i])
	}
	year, month, day := number(1, 0), number(2, 1), number(3, 1)
	hour, minute, second := number(4, 0), number(5, 0), number(6, 0)
	fraction, _ := strconv.ParseFloat((part[7] + "000")[:3], 64)
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || hour == 24 && (minute > 0 || second > 0 || fraction > 0) {
		return math.NaN()
	}
	offset := number(9, 0)
	if math.Abs(offset) > 23 {
		return math.NaN()
	}
	minutes := offset*60 + math.Copysign(number(10, 0), offset)
	if strings.HasPrefix(part[9], "-") && offset == 0 {
		minutes = -number(10, 0)
	}
	// 400 years later the calendar is the same, and no year has two digits.
	const later = 146_097 * millisInADay
	return utcMillis(year+400, month-1, day, hour, minute, second, fraction) - later - minutes*60_000
}
