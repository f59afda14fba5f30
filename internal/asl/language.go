package asl

import (
	"maps"
	"slices"
	"strings"
)

// Language is what of the States Language is offered, told by the tables and the
// parser that decide it.
type Language struct {
	// Fields are those of each state type, in each query language.
	Fields map[string]map[string][]Field
	// Resources are the actions that a Task may name, besides functions and
	// activities by their ARNs.
	Resources []string
	// Intrinsics are the functions of JSONPath states, Functions what AWS adds to
	// JSONata.
	Intrinsics, Functions []string
	// Errors are the predefined names that Retry and Catch may go by.
	Errors []string
}

// Field is a field of a state.
type Field struct {
	Name    string
	Refused bool // it is known, and said not to be offered
}

// Types are the state types, in the order of the specification.
func Types() []string {
	return []string{"Task", "Parallel", "Map", "Pass", "Wait", "Choice", "Succeed", "Fail"}
}

// QueryLanguages are the two.
func QueryLanguages() []string { return []string{languageJSONPath, languageJSONata} }

// Offered tells what is offered. Of a state's fields it asks the parser: they are
// those that it looks for.
func Offered() Language {
	l := Language{
		Fields:     map[string]map[string][]Field{},
		Resources:  slices.Sorted(maps.Keys(integrations)),
		Intrinsics: slices.Sorted(maps.Keys(intrinsics)),
		Errors:     slices.Sorted(maps.Keys(predefined)),
	}
	l.Functions = slices.Sorted(maps.Keys(library))
	l.Functions = slices.Sorted(slices.Values(slices.AppendSeq(l.Functions, maps.Keys(scoped))))
	for _, kind := range Types() {
		l.Fields[kind] = map[string][]Field{}
		for _, language := range QueryLanguages() {
			l.Fields[kind][language] = fieldsOf(kind, language)
		}
	}
	return l
}

func fieldsOf(kind, language string) (all []Field) {
	state := func(more string) (*parser, *fields) {
		text := `{"Type":"` + kind + `","QueryLanguage":"` + language + `"` + more + `}`
		p := &parser{text: text, alone: true, machineStates: map[string]*state{}}
		root, _, err := readSource(text, "")
		if err != nil {
			return p, p.fields(&node{}) // a constant text but for names
		}
		var seen *fields
		p.read = func(f *fields) {
			if f.owner == root {
				seen = f
			}
		}
		p.state(&body{names: map[string]bool{}}, TrialState, root)
		return p, seen
	}
	_, asked := state("")
	for _, name := range slices.Sorted(maps.Keys(asked.asked)) {
		p, _ := state(`,"` + name + `":1`)
		refused := slices.ContainsFunc(p.found, func(d located) bool { return strings.Contains(d.Message, "not offered here") })
		all = append(all, Field{name, refused})
	}
	return all
}
