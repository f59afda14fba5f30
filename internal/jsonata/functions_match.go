package jsonata

import (
	"math"
	"strconv"
	"strings"
)

// find finds the first match in a text. The matcher is a regular expression, or a
// function that gives objects as regular expressions do.
func (c *call) find(by any, text string) (*finding, error) {
	f, ok := by.(*function)
	if !ok {
		return nil, noMember("apply")
	}
	if f.matcher != nil {
		return (&search{matcher: f.matcher, text: text}).find(c)
	}
	value, err := c.apply(f, []any{text}, Null{})
	if err != nil {
		return nil, err
	}
	return findingOf(value)
}

// findingOf reads what a function gives as a match.
func findingOf(value any) (*finding, error) {
	if value == nil {
		return nil, nil
	}
	o, ok := value.(*Object)
	if !ok {
		o = NewObject(0)
	}
	_, starts := numberOf(o.Get("start"))
	groups, grouped := o.Get("groups").(*Array)
	next, goesOn := o.Get("next").(*function)
	if trueInJavaScript(value) && !starts && !grouped && !goesOn { // null and its like pass, and count as found
		return nil, fail("T1010", nil)
	}
	found := &finding{start: math.NaN(), end: math.NaN(), groups: groups, object: o}
	found.match, _ = o.Get("match").(string)
	if starts {
		found.start, _ = numberOf(o.Get("start"))
	}
	if end, ok := numberOf(o.Get("end")); ok {
		found.end = end
	}
	found.next = func(c *call) (*finding, error) {
		if !goesOn {
			return nil, noMember("apply")
		}
		value, err := c.apply(next, []any{nil}, Null{})
		if err != nil {
			return nil, err
		}
		return findingOf(value)
	}
	return found, nil
}

func contains(c *call, text string, args []any) (any, error) {
	if part, ok := args[1].(string); ok {
		return strings.Contains(text, part), nil
	}
	found, err := c.find(args[1], text)
	return found != nil, err
}

// eachMatch calls use for each match in a text, up to a limit.
func (c *call) eachMatch(by any, text string, limit float64, use func(*finding) error) (count int, err error) {
	found, err := c.find(by, text)
	for err == nil && found != nil && float64(count) < limit {
		if err = c.step(1); err == nil {
			err = use(found)
		}
		if err != nil {
			break
		}
		count++
		found, err = found.next(c)
	}
	return count, err
}

func match(c *call, text string, args []any) (any, error) {
	limit, err := limitOf(args[2], math.Inf(1), "D3040")
	if err != nil {
		return nil, err
	}
	result := newSequence()
	if limit == 0 {
		return result, nil
	}
	_, err = c.eachMatch(args[1], text, limit, func(found *finding) error {
		entry := NewObject(3)
		for _, member := range [][2]string{{"match", "match"}, {"index", "start"}, {"groups", "groups"}} {
			if value := found.object.Get(member[1]); value != nil {
				entry.Set(member[0], value)
			}
		}
		result.Items = append(result.Items, entry)
		return c.make(sizeOfItem + sizeOfMember*3)
	})
	return result, err
}

func split(c *call, text string, args []any) (any, error) {
	limit, err := limitOf(args[2], math.Inf(1), "D3020")
	if err != nil {
		return nil, err
	}
	if separator, ok := args[1].(string); ok {
		return splitBy(c, text, separator, limit)
	}
	result := NewArray()
	if limit == 0 {
		return result, nil
	}
	start := 0.0
	whole, err := c.unitsOf(text)
	if err != nil {
		return nil, err
	}
	add := func(part string) error {
		result.Items = append(result.Items, part)
		return c.make(sizeOfItem + len(part))
	}
	count, err := c.eachMatch(args[1], text, limit, func(found *finding) error {
		err := add(whole.substring(start, found.start))
		start = found.end
		return err
	})
	if err == nil && float64(count) < limit {
		err = add(whole.substring(start, math.Inf(1)))
	}
	return result, err
}

// splitBy splits at a text. JavaScript takes the limit for a whole number of 32
// bits.
func splitBy(c *call, text, separator string, limit float64) (any, error) {
	most := -1
	if !math.IsInf(limit, 1) {
		most = int(math.Mod(math.Trunc(limit), 1<<32))
	}
	parts := strings.Count(text, separator) + 1
	if most >= 0 {
		parts = min(parts, most)
	}
	if err := c.make(sizeOfItem * (parts + 1)); err != nil {
		return nil, err
	}
	result := NewArray()
	split := strings.SplitSeq(text, separator)
	for part := range split {
		if len(result.Items) == most {
			break
		}
		result.Items = append(result.Items, part)
	}
	return result, nil
}

func replace(c *call, text string, args []any) (any, error) {
	if args[1] == "" {
		return nil, fail("D3010", with{"value": ""})
	}
	limit, err := limitOf(args[3], math.Inf(1), "D3011")
	if err != nil || limit == 0 {
		return text, err
	}
	if pattern, ok := args[1].(string); ok {
		return replaceText(c, text, pattern, args[2], limit)
	}
	end := 0.0
	whole, err := c.unitsOf(text)
	if err != nil {
		return nil, err
	}
	var result strings.Builder
	write := func(part string) error {
		result.WriteString(part)
		return c.make(len(part))
	}
	_, err = c.eachMatch(args[1], text, limit, func(found *finding) error {
		if err := write(whole.substring(end, found.start)); err != nil {
			return err
		}
		part, err := c.replacement(args[2], found)
		if err != nil {
			return err
		}
		end = found.start + float64(countUnits(found.match))
		return write(part)
	})
	if err == nil {
		err = write(whole.substring(end, math.Inf(1)))
	}
	return result.String(), err
}

func replaceText(c *call, text, pattern string, by any, limit float64) (any, error) {
	replacement, ok := by.(string)
	if !ok {
		if by != nil && strings.Contains(text, pattern) {
			return nil, fail("D3012", with{"value": by})
		}
		replacement = "undefined" // as JavaScript joins texts
	}
	count := strings.Count(text, pattern)
	if float64(count) > limit {
		count = int(math.Ceil(limit))
	}
	if err := c.make(count*len(replacement) + len(text)); err != nil {
		return nil, err
	}
	return strings.Replace(text, pattern, replacement, count), nil
}

// replacement is what a match is replaced by.
func (c *call) replacement(by any, found *finding) (string, error) {
	if template, ok := by.(string); ok {
		return c.substitute(template, found)
	}
	f, ok := by.(*function)
	if !ok {
		return "", noMember("apply")
	}
	value, err := c.apply(f, []any{found.object}, Null{})
	if err != nil {
		return "", err
	}
	text, ok := value.(string)
	if !ok {
		return "", fail("D3012", with{"value": value})
	}
	return text, nil
}

// substitute puts the match and its groups into a text: $0, $1 and so on. $$ is a
// dollar, and so is one that no group follows.
func (c *call) substitute(template string, found *finding) (string, error) {
	var out strings.Builder
	for {
		before, after, ok := strings.Cut(template, "$")
		out.WriteString(before)
		if !ok {
			return out.String(), nil
		}
		part, used := "$", 0
		switch {
		case strings.HasPrefix(after, "$"):
			used = 1
		case strings.HasPrefix(after, "0"):
			part, used = found.match, 1
		case found.groups == nil:
			return "", noMember("length")
		default:
			if group, digits := groupNumber(after, len(found.groups.Items)); digits > 0 {
				part, used = found.group(group), digits
			}
		}
		if err := c.make(len(before) + len(part)); err != nil {
			return "", err
		}
		out.WriteString(part)
		template = after[used:]
	}
}

// groupNumber reads the number of a group: of so many digits as the last group's
// number has, or of one less if there is no such group.
func groupNumber(text string, groups int) (number, digits int) {
	most := len(strconv.Itoa(max(1, groups)))
	read := func(most int) (number int, ok bool) {
		end := 0
		for end < min(most, len(text)) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		number, err := strconv.Atoi(text[:end])
		return number, err == nil
	}
	number, ok := read(most)
	if ok && most > 1 && number > groups {
		number, ok = read(most - 1)
	}
	if !ok {
		return 0, 0
	}
	return number, len(strconv.Itoa(number))
}

func (f *finding) group(number int) string {
	if number < 1 || number > len(f.groups.Items) {
		return ""
	}
	text, _ := f.groups.Items[number-1].(string)
	return text
}
