package jsonata

import (
	"math"
	"time"
)

const millisInADay = 24 * 60 * 60 * 1000

// farthest is the last moment that JavaScript has.
const farthest = 8.64e15

// utcMillis is JavaScript's Date.UTC: what is beyond a month or an hour goes on into
// the next ones, and two digits are a year of the last century. The month counts
// from 0.
func utcMillis(year, month, day, hour, minute, second, milli float64) float64 {
	parts := []float64{year, month, day, hour, minute, second, milli}
	for i, part := range parts {
		if math.IsNaN(part) || math.IsInf(part, 0) {
			return math.NaN()
		}
		parts[i] = math.Trunc(part)
	}
	year, month, day = parts[0], parts[1], parts[2]
	if year >= 0 && year <= 99 {
		year += 1900
	}
	year += math.Floor(month / 12)
	month -= math.Floor(month/12) * 12
	if math.Abs(year) > 400_000 {
		return math.NaN()
	}
	first := float64(time.Date(int(year), time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
	result := first + (day-1)*millisInADay + parts[3]*3600_000 + parts[4]*60_000 + parts[5]*1000 + parts[6]
	if math.Abs(result) > farthest {
		return math.NaN()
	}
	return result
}

// moment is a time, in UTC. One that JavaScript has no date for is not valid.
type moment struct {
	millis float64
	at     time.Time
	valid  bool
}

func momentOf(millis float64) moment {
	millis = math.Trunc(millis)
	if math.IsNaN(millis) || math.Abs(millis) > farthest {
		return moment{millis: math.NaN()}
	}
	return moment{millis, time.UnixMilli(int64(millis)).UTC(), true}
}

// yearMonth is a month, counted from 0.
type yearMonth struct{ year, month int }

func (m yearMonth) plus(months int) yearMonth {
	all := m.year*12 + m.month + months
	year := int(math.Floor(float64(all) / 12))
	return yearMonth{year, all - year*12}
}

func (m yearMonth) day(day int) float64 {
	return utcMillis(float64(m.year), float64(m.month), float64(day), 0, 0, 0, 0)
}

// firstWeek is when the month's first week begins: the Monday of the week that has
// the first Thursday. So ISO 8601 defines it for the year.
func (m yearMonth) firstWeek() float64 {
	first := m.day(1)
	weekday := float64(isoWeekday(momentOf(first).at))
	if weekday > 4 {
		return first + (8-weekday)*millisInADay
	}
	return first - (weekday-1)*millisInADay
}

// isoWeekday counts from Monday, which is 1.
func isoWeekday(t time.Time) int {
	if t.Weekday() == time.Sunday {
		return 7
	}
	return int(t.Weekday())
}

// week is the number of the week in which a day is, in a year or a month that begins
// with start; months is how long that is, and weeks how many weeks it has at least.
func week(start yearMonth, today float64, months int, weeks float64) float64 {
	count := func(from float64) float64 { return (today-from)/(7*millisInADay) + 1 }
	number := count(start.firstWeek())
	switch {
	case number > weeks && today >= start.plus(months).firstWeek():
		return 1
	case number < 1:
		number = count(start.plus(-months).firstWeek())
	}
	return math.Floor(number)
}

// component is a part of a date, by its letter in pictures. What has no number has
// a text.
func (m moment) component(letter rune) (number float64, text string) {
	switch letter {
	case 'P':
		if m.valid && m.at.Hour() >= 12 {
			return 0, "pm"
		}
		return 0, "am"
	case 'C', 'E':
		return 0, "ISO"
	}
	if !m.valid {
		return math.NaN(), ""
	}
	switch letter {
	case 'W', 'w', 'X', 'x':
		return m.weekComponent(letter), ""
	}
	return m.plainComponent(letter), ""
}

func (m moment) plainComponent(letter rune) float64 {
	t := m.at
	switch letter {
	case 'Y':
		return float64(t.Year())
	case 'M':
		return float64(t.Month())
	case 'D':
		return float64(t.Day())
	case 'd':
		today := yearMonth{t.Year(), int(t.Month()) - 1}.day(t.Day())
		return (today-yearMonth{t.Year(), 0}.day(1))/millisInADay + 1
	case 'F':
		return float64(isoWeekday(t))
	case 'H':
		return float64(t.Hour())
	case 'h':
		return float64((t.Hour()+11)%12 + 1)
	case 'm':
		return float64(t.Minute())
	case 's':
		return float64(t.Second())
	}
	return float64(t.Nanosecond() / int(time.Millisecond))
}

// weekComponent are the weeks of the year and of the month, and the year and the
// month that the week belongs to.
func (m moment) weekComponent(letter rune) float64 {
	year, month := yearMonth{m.at.Year(), 0}, yearMonth{m.at.Year(), int(m.at.Month()) - 1}
	today := month.day(m.at.Day())
	switch letter {
	case 'W':
		return week(year, today, 12, 52)
	case 'w':
		return week(month, today, 1, 4)
	case 'X':
		return float64(m.owner(year, 12).year)
	}
	return float64(m.owner(month, 1).month + 1)
}

// owner is the year or month whose weeks a moment is in.
func (m moment) owner(of yearMonth, months int) yearMonth {
	switch {
	case m.millis < of.firstWeek():
		return of.plus(-months)
	case m.millis >= of.plus(months).firstWeek():
		return of.plus(months)
	}
	return of
}
