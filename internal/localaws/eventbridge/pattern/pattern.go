package pattern

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxLength is how many characters an event pattern may have.
const MaxLength = 4096

// A Pattern is a compiled event pattern. It does not change, and any number of
// goroutines may match with it at once.
type Pattern struct {
	text  string
	rules []rule // the event must satisfy one of them
}

// Compile parses an event pattern. The error is an *Error.
func Compile(text string) (*Pattern, error) {
	if utf8.RuneCountInString(text) > MaxLength {
		return nil, &Error{Reason: fmt.Sprintf("Event pattern is longer than %d characters", MaxLength)}
	}
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	rules, err := compile(root)
	if err != nil {
		return nil, err
	}
	return &Pattern{text: text, rules: rules}, nil
}

// String returns the text the pattern was compiled from.
func (p *Pattern) String() string { return p.text }

// Matches reports whether the pattern selects the event, which is the whole
// envelope as JSON. It fails only if event is not a JSON object.
func (p *Pattern) Matches(event []byte) (bool, error) {
	// Numbers keep their text, because those out of the range that EventBridge
	// compares by value are compared by text.
	dec := json.NewDecoder(bytes.NewReader(event))
	dec.UseNumber()
	var object map[string]any
	if err := dec.Decode(&object); err != nil {
		return false, fmt.Errorf("event is not a JSON object: %w", err)
	}
	if _, err := dec.Token(); object == nil || err != io.EOF {
		return false, errors.New("event is not a JSON object alone")
	}
	return p.MatchesValue(object), nil
}

// MatchesValue is Matches for an event that is decoded already, as package
// encoding/json decodes it into a map[string]any with json.Number numbers. It
// does not change or keep the event.
func (p *Pattern) MatchesValue(event map[string]any) bool {
	for _, r := range p.rules {
		if r.matches(event) {
			return true
		}
	}
	return false
}

// An Error is the refusal of an event pattern, worded as AWS words it.
type Error struct {
	// Reason is the sentence that says what is wrong, without the place.
	Reason string

	place string // is empty if the whole pattern is wrong
}

// Error returns the message of AWS's InvalidEventPatternException, with a
// shorter name of the place.
func (e *Error) Error() string { return "Event pattern is not valid. Reason: " + e.Reason + e.place }
