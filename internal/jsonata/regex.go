package jsonata

import (
	"io"
	"regexp"
	"regexp/syntax"
	"unicode/utf8"

	lru "github.com/hashicorp/golang-lru/v2"
)

// matcher is a regular expression that is known to compile.
type matcher struct {
	pattern string // as Go has it
	size    int    // of the program, in instructions
	weight  int    // of the program: what each character may cost
}

// programs are those that were used last. A definition may have thousands of regular
// expressions that are small to write and large to run: they are not all held.
var programs = func() *lru.Cache[string, *regexp.Regexp] {
	cache, err := lru.New[string, *regexp.Regexp](100)
	if err != nil {
		panic(err) // a constant size
	}
	return cache
}()

func program(pattern string) (*regexp.Regexp, error) {
	if known, ok := programs.Get(pattern); ok {
		return known, nil
	}
	made, err := regexp.Compile(pattern)
	if err == nil {
		programs.Add(pattern, made)
	}
	return made, err
}

// behind is the pattern that finds a match behind the first character, which it sees.
func behind(pattern string) string { return `\A(?s:.)(?s:.*?)(` + pattern + ")" }

// newMatcher compiles what stands between the slashes, and the flags behind them.
// Its error is an *Error.
func newMatcher(pattern, flags string) (*matcher, error) {
	translated, err := translate(pattern)
	if err != nil {
		return nil, badRegex(pattern, flags, err)
	}
	if flags != "" {
		translated = "(?" + flags + ")" + translated
	}
	m, err := compiled(translated)
	if err == nil {
		_, err = program(behind(translated))
	}
	if err != nil {
		return nil, badRegex(pattern, flags, err)
	}
	return m, nil
}

func compiled(pattern string) (*matcher, error) {
	size, err := programSize(pattern)
	if err != nil {
		return nil, err
	}
	first, err := program(pattern)
	if err != nil {
		return nil, err
	}
	return &matcher{pattern: pattern, size: size, weight: size * (1 + first.NumSubexp()/8)}, nil // many groups are much to copy
}

// maxProgram bounds a program, which can be far larger than its text.
const maxProgram = 10_000

// programSize is how many instructions a regular expression has.
func programSize(pattern string) (int, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, err
	}
	if len(program.Inst) > maxProgram {
		return 0, unsupported("one as large as this")
	}
	return len(program.Inst), nil
}

// function is the regular expression as a value: it can be called with a text, and
// the place where to begin.
func (m *matcher) function() *function {
	return &function{arity: 2, matcher: m, do: func(c *call, args []any) (any, error) {
		text, from := "undefined", 0.0
		if len(args) > 0 {
			text = coerced(args[0])
		}
		if len(args) > 1 {
			from, _ = numberOf(args[1])
		}
		if err := c.step(len(text) / bytesPerStep); err != nil {
			return nil, err
		}
		s := &search{matcher: m, text: text}
		s.skip(from)
		if s.from > len(s.text) {
			return nil, nil
		}
		found, err := s.find(c)
		if err != nil || found == nil {
			return nil, err
		}
		return found.object, nil
	}}
}

// coerced is the text that JavaScript takes a value for.
func coerced(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return "undefined"
	case *Object, *function:
		return "[object Object]"
	}
	return stringify(v)
}

// search goes through the matches in a text. Its places are bytes; unit counts them
// as JavaScript does.
type search struct {
	matcher  *matcher
	text     string
	from     int
	unit     int
	progress bool // a match that is empty does not get further
}

// skip goes to a place that is counted in units.
func (s *search) skip(units float64) {
	for s.from < len(s.text) && float64(s.unit) < units {
		r, size := utf8.DecodeRuneInString(s.text[s.from:])
		s.from += size
		s.unit += countUnits(string(r))
	}
	if float64(s.unit) < units {
		s.from = len(s.text) + 1
	}
}

// find is the next match, nil if there is none.
func (s *search) find(c *call) (*finding, error) {
	at, err := s.match(c)
	if err != nil || at == nil {
		return nil, err
	}
	if s.progress && at[0] == at[1] {
		return nil, fail("D1004", nil)
	}
	if err := c.make(sizeOfMember*5 + sizeOfItem*len(at)/2); err != nil {
		return nil, err
	}
	start := s.unit + countUnits(s.text[s.from:at[0]])
	match := s.text[at[0]:at[1]]
	found := &finding{match: match, start: float64(start), groups: NewArray()}
	for g := 2; g < len(at); g += 2 {
		var group any
		if at[g] >= 0 {
			group = s.text[at[g]:at[g+1]]
		}
		found.groups.Items = append(found.groups.Items, group)
	}
	next := &search{matcher: s.matcher, text: s.text, from: at[1], unit: start + countUnits(match), progress: true}
	found.end = float64(next.unit)
	found.next = next.next
	found.object = found.describe()
	return found, nil
}

func (s *search) next(c *call) (*finding, error) {
	if s.from >= len(s.text) {
		return nil, nil
	}
	return s.find(c)
}

// match is the place of the next match, and of its groups.
func (s *search) match(c *call) ([]int, error) {
	if s.from == 0 {
		return s.matcher.run(c, s.matcher.pattern, s.text)
	}
	_, size := utf8.DecodeLastRuneInString(s.text[:s.from])
	before := s.from - size
	at, err := s.matcher.run(c, behind(s.matcher.pattern), s.text[before:])
	if at == nil || err != nil {
		return nil, err
	}
	at = at[2:] // the first group is the match
	for i := range at {
		if at[i] >= 0 {
			at[i] += before
		}
	}
	return at, nil
}

// run matches a text, and takes steps for what was read of it: that can be much
// more than the match.
func (m *matcher) run(c *call, pattern, text string) ([]int, error) {
	regex, err := program(pattern)
	if err != nil {
		return nil, err // it compiled before
	}
	const least, perStep = 8, 32 // as measured
	cost := least + m.weight
	r := &reader{text: text, most: (c.steps + 1) * perStep / cost}
	at := regex.FindReaderSubmatchIndex(r)
	if r.at >= r.most && r.at < len(text) {
		return nil, c.step(c.steps + 1)
	}
	return at, c.step(1 + r.at*cost/perStep)
}

// reader gives a text, or as much of it as may be read.
type reader struct {
	text     string
	at, most int
}

func (r *reader) ReadRune() (rune, int, error) {
	if r.at >= min(len(r.text), r.most) {
		return 0, 0, io.EOF
	}
	char, size := utf8.DecodeRuneInString(r.text[r.at:])
	r.at += size
	return char, size, nil
}

// finding is a match that a regular expression or a function has found.
type finding struct {
	match      string
	start, end float64 // in units
	groups     *Array
	next       func(c *call) (*finding, error)
	object     *Object // as functions see it
}

// describe is the object that a regular expression's function gives.
func (f *finding) describe() *Object {
	o := NewObject(5)
	o.Set("match", f.match)
	o.Set("start", f.start)
	o.Set("end", f.end)
	o.Set("groups", f.groups)
	o.Set("next", &function{do: func(c *call, _ []any) (any, error) {
		found, err := f.next(c)
		if err != nil || found == nil {
			return nil, err
		}
		return found.object, nil
	}})
	return o
}
