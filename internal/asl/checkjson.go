package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckJSON checks that a text is JSON in UTF-8; encoding/json takes none that
// nests more than 10,000 deep.
func CheckJSON(text json.RawMessage) error {
	var value json.RawMessage
	if err := json.Unmarshal(text, &value); err != nil {
		return unrecognized(text, err)
	}
	if !utf8.Valid(text) {
		return errors.New("the text is not UTF-8")
	}
	return nil
}

// unrecognized is AWS's sentence about a text that is no JSON from its first word
// on (observed); about other texts it is the parser's own.
func unrecognized(text json.RawMessage, err error) error {
	trimmed := strings.TrimLeft(string(text), " \t\r\n")
	end := strings.IndexFunc(trimmed, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		end = len(trimmed)
	}
	switch word := trimmed[:end]; {
	case word == "" || word == "true" || word == "false" || word == "null" || '0' <= word[0] && word[0] <= '9':
		return err
	default:
		return fmt.Errorf("Unrecognized token '%s': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", word)
	}
}
