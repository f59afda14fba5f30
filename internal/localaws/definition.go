package localaws

import (
	"cmp"
	"errors"
	"slices"

	"github.com/orderflow/orderflow/internal/asl"
)

// mistakesIn finds what is wrong with a definition, and which of its placeholders
// nothing stands for, in the text that somebody wrote. The error is
// [asl.Diagnostics].
func mistakesIn(definition string, substitutions map[string]string) error {
	var found asl.Diagnostics
	if _, err := asl.Parse(definition); err != nil && !errors.As(err, &found) {
		return err
	}
	found = append(found, asl.Unsubstituted(definition, substitutions)...)
	if len(found) == 0 {
		return nil
	}
	slices.SortStableFunc(found, func(a, b asl.Diagnostic) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return found
}
