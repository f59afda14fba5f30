package jsonata

// difference is something that JSONata 2.0.6 does and that is done otherwise here.
type difference string

const (
	differsInfinite  difference = "a number that is too large, or none, is an error, where 2.0.6 gives null"
	differsLetters   difference = "a character beyond U+FFFF is never taken apart, where 2.0.6 splits it in two"
	differsRegex     difference = "regular expressions have no lookaround and no references back"
	differsKeys      difference = "the members of an object keep their order, where 2.0.6 puts those first whose keys are whole numbers"
	differsExactness difference = "numbers that are passed on unchanged keep the form in which they are written, as on AWS"
	differsLimits    difference = "an expression that takes more than its limits fails with D1011, one whose functions call themselves more than some 1,600 deep, but for the last thing that they do, with U1001; AWS's own limits are not known"
)

// Differences are those that an author may meet, in words for documents.
func Differences() []string {
	return []string{string(differsInfinite), string(differsLetters), string(differsRegex), string(differsKeys), string(differsExactness), string(differsLimits)}
}
