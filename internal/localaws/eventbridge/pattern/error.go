package pattern

// invalid begins the message of every InvalidEventPatternException.
const invalid = "Event pattern is not valid. Reason: "

// An Error is the refusal of an event pattern, worded as AWS words it.
type Error struct {
	// Reason is the sentence that says what is wrong, without the place.
	Reason string

	// place is the "\n at [Source: …]" that AWS adds to most reasons. A few
	// have none, and errors from inside a list have it twice.
	place string
}

// Error returns the message of AWS's InvalidEventPatternException.
func (e *Error) Error() string { return invalid + e.Reason + e.place }
