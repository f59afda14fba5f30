package awsapi

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Validation collects what is wrong with an action's input, and says it as AWS
// does.
type Validation struct{ found []string }

// Required wants a value that is not empty.
func (v *Validation) Required(member, value string) *Validation {
	if value == "" {
		v.found = append(v.found, fmt.Sprintf("Value null at '%s' failed to satisfy constraint: Member must not be null", member))
	}
	return v
}

// Longest wants at most so many characters.
func (v *Validation) Longest(member, value string, most int) *Validation {
	if utf8.RuneCountInString(value) > most {
		shown := value
		if len(shown) > 100 {
			shown = shown[:100] + "…"
		}
		v.found = append(v.found, fmt.Sprintf(
			"Value '%s' at '%s' failed to satisfy constraint: Member must have length less than or equal to %d", shown, member, most))
	}
	return v
}

// Range wants a number between the two, inclusive.
func (v *Validation) Range(member string, value, least, most int) *Validation {
	switch {
	case value < least:
		v.found = append(v.found, fmt.Sprintf(
			"Value '%d' at '%s' failed to satisfy constraint: Member must have value greater than or equal to %d", value, member, least))
	case value > most:
		v.found = append(v.found, fmt.Sprintf(
			"Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d", value, member, most))
	}
	return v
}

// OneOf wants a value of the set, or none.
func (v *Validation) OneOf(member, value string, set ...string) *Validation {
	if value == "" {
		return v
	}
	for _, each := range set {
		if each == value {
			return v
		}
	}
	v.found = append(v.found, fmt.Sprintf(
		"Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: [%s]", value, member, strings.Join(set, ", ")))
	return v
}

// Pattern says that a value is not of the form that it must have.
func (v *Validation) Pattern(member, value, pattern string) *Validation {
	v.found = append(v.found, fmt.Sprintf(
		"Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s", value, member, pattern))
	return v
}

// Err is the ValidationException, or nil when nothing is wrong.
func (v *Validation) Err() error {
	switch n := len(v.found); n {
	case 0:
		return nil
	case 1:
		return Errorf("ValidationException", "1 validation error detected: %s", v.found[0])
	default:
		return Errorf("ValidationException", "%d validation errors detected: %s", n, strings.Join(v.found, "; "))
	}
}
