package jsonata

import (
	"encoding/json"
	"math/bits"
	"slices"
	"strings"
)

// plurals name the items of an array in messages.
var plurals = map[string]string{
	"a": "arrays", "b": "booleans", "f": "functions", "n": "numbers", "o": "objects", "s": "strings",
}

// types is a set of types of values.
type types uint16

const (
	typeMissing types = 1 << iota // undefined
	typeString
	typeNumber
	typeBoolean
	typeNull
	typeArray
	typeObject
	typeFunction

	anyJSON = typeMissing | typeString | typeNumber | typeBoolean | typeNull | typeArray | typeObject
	anyType = anyJSON | typeFunction
)

const letters = "msnblaof" // in the order of the constants

// typesOf are the types that a letter of a signature takes. An array is any value,
// since one that is not an array is made one; only a function must be there.
var typesOf = map[byte]types{
	's': typeString | typeMissing, 'n': typeNumber | typeMissing, 'b': typeBoolean | typeMissing, 'l': typeNull | typeMissing,
	'o': typeObject | typeMissing, 'a': anyType, 'x': anyType, 'j': anyJSON, 'f': typeFunction,
}

// typeOf is the type of a value.
func typeOf(v any) types {
	switch v.(type) {
	case nil:
		return typeMissing
	case string:
		return typeString
	case float64, json.Number:
		return typeNumber
	case bool:
		return typeBoolean
	case Null:
		return typeNull
	case *Array:
		return typeArray
	case *function:
		return typeFunction
	}
	return typeObject
}

// letterOf is the letter of a value's type.
func letterOf(v any) string { return letter(typeOf(v)) }

func letter(of types) string {
	at := bits.TrailingZeros16(uint16(of))
	return letters[at : at+1]
}

// parameter is one part of a signature.
type parameter struct {
	symbol   byte // the letter, or ( for a choice
	takes    types
	items    string // the type of an array's items, if it is given
	typed    bool
	context  bool // the context stands in for an argument that is missing
	optional bool
	repeated bool
}

// maxSignature bounds a signature: matching one takes long if it has many parameters
// that may be left out.
const maxSignature = 200

// parseSignature reads a signature such as <s-nn?:s>. Types are letters: string,
// number, boolean, null (l), array, object, function, x for any and j for any but a
// function; behind them - takes the context if there is no argument, ? may be left
// out, + repeats. What is no part of a signature is passed over.
func parseSignature(text string) ([]parameter, error) {
	if len(text) > maxSignature {
		return nil, exceeded("a signature is longer than %d bytes", maxSignature)
	}
	all := []parameter{}
	last := &parameter{}
	for at := 1; at < len(text) && text[at] != ':'; at++ {
		switch c := text[at]; c {
		case '-':
			last.context, last.optional = true, true
		case '?':
			last.optional = true
		case '+':
			last.repeated = true
		case '(':
			end := closing(text, at, '(', ')')
			choice := text[at+1 : end]
			if strings.Contains(choice, "<") {
				return nil, fail("S0402", with{"value": choice})
			}
			all = append(all, parameter{symbol: c, takes: choiceOf(choice)})
			at = end
		case '<':
			if last.symbol != 'a' && last.symbol != 'f' {
				return nil, fail("S0401", nil)
			}
			end := closing(text, at, '<', '>')
			last.items, last.typed = text[at+1:end], true
			at = end
		default:
			if takes, ok := typesOf[c]; ok {
				all = append(all, parameter{symbol: c, takes: takes})
			}
		}
		if len(all) > 0 {
			last = &all[len(all)-1]
		}
	}
	return all, nil
}

// choiceOf are the types of a choice, in which an array is nothing else.
func choiceOf(choice string) types {
	takes := typeMissing
	for i := range len(choice) {
		if at := strings.IndexByte(letters, choice[i]); at >= 0 {
			takes |= 1 << at
		}
	}
	return takes
}

// closing is the place of the bracket that closes the one at a place.
func closing(text string, at int, open, close byte) int {
	depth := 0
	for i := at; i < len(text); i++ {
		switch text[i] {
		case open:
			depth++
		case close:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// arityOf is how many arguments a function of this package's own takes when another
// function calls it: in JavaScript, the parameters before the first that has a
// default.
func arityOf(name string, parameters []parameter) int {
	switch name {
	case "string":
		return 1
	case "zip":
		return 0
	}
	return len(parameters)
}

// validate checks the arguments of a call as JSONata does. It gives the arguments
// as the function is to see them: with the context, and with arrays where arrays
// are wanted. There is one for each parameter; those that are missing are nil.
func (f *function) validate(args []any, input any) ([]any, error) {
	parameters := f.signature
	if !fits(parameters, args) {
		return validateOddly(parameters, args, input)
	}
	if len(args) == len(parameters) {
		return args, nil
	}
	return append(slices.Clip(args), make([]any, len(parameters)-len(args))...), nil
}

// fits says whether each argument is what its parameter takes, and none is to be
// added or changed: almost always they are.
func fits(parameters []parameter, args []any) bool {
	if len(args) > len(parameters) {
		return false
	}
	for i, p := range parameters {
		if i >= len(args) {
			if p.optional && !p.context {
				continue
			}
			return false
		}
		of := typeOf(args[i])
		if p.takes&of == 0 || p.repeated || p.symbol == 'a' && of != typeArray && of != typeMissing || !p.holds(args[i]) {
			return false
		}
	}
	return true
}

// validateOddly gives arguments to parameters as a regular expression does that has
// a group for each parameter: that is how JSONata defines it, odd cases and all.
func validateOddly(parameters []parameter, args []any, input any) ([]any, error) {
	counts, ok := share(parameters, args, true)
	if !ok {
		return nil, mismatch(parameters, args)
	}
	valid := make([]any, 0, max(len(args), len(parameters)))
	at, matched := 0, 0
	for i, p := range parameters {
		first := matched
		matched += counts[i]
		arg := argAt(args, at)
		if counts[i] == 0 && p.context {
			if p.takes&typeOf(input) == 0 {
				return nil, fail("T0411", with{"index": float64(at + 1), "value": input})
			}
			valid = append(valid, input)
			continue
		}
		for n := range max(1, counts[i]) {
			if p.symbol == 'a' && counts[i] > 0 {
				var wrong *Error
				if arg, wrong = p.array(argAt(args, at), typeOf(args[first+n]), counts[i]); wrong != nil {
					wrong.with["index"] = float64(at + 1)
					return nil, wrong
				}
			}
			valid = append(valid, arg)
			at++
		}
	}
	return valid, nil
}

func argAt(args []any, at int) any {
	if at < len(args) {
		return args[at]
	}
	return nil
}

// array is an argument where an array is wanted. The type is that of the argument
// that the parameter took, which is another one behind a parameter that took none;
// count is how many it took.
func (p parameter) array(arg any, of types, count int) (any, *Error) {
	if of == typeMissing {
		return nil, nil
	}
	fits := p.holds(arg)
	if of != typeArray {
		fits = !p.typed || count == 1 && letter(of) == p.items
	}
	if !fits {
		var plural any
		if name, ok := plurals[p.items]; ok {
			plural = name
		}
		return nil, fail("T0412", with{"type": plural, "value": arg})
	}
	if of == typeArray {
		return arg, nil
	}
	return NewArray(arg), nil
}

// holds says whether an array has items of the wanted type alone.
func (p parameter) holds(arg any) bool {
	if !p.typed || p.symbol != 'a' {
		return true
	}
	list, ok := arg.(*Array)
	return !ok || !slices.ContainsFunc(list.Items, func(item any) bool {
		return p.items == "" || letterOf(item) != p.items[:1]
	})
}

// mismatch finds the argument from which on a call does not match.
func mismatch(parameters []parameter, args []any) error {
	good := 0
	for i := range parameters {
		counts, ok := share(parameters[:i+1], args, false)
		if !ok {
			break
		}
		good = 0
		for _, count := range counts {
			good += count
		}
	}
	return fail("T0410", with{"index": float64(good + 1)})
}

// share says how many arguments each parameter takes: as many as it can, in turn.
func share(parameters []parameter, args []any, all bool) ([]int, bool) {
	s := sharing{parameters: parameters, all: all, counts: make([]int, len(parameters))}
	for _, arg := range args {
		s.args = append(s.args, typeOf(arg))
	}
	return s.counts, s.from(0, 0)
}

type sharing struct {
	parameters []parameter
	args       []types
	all        bool // no argument may be left
	counts     []int
	hopeless   map[[2]int]bool // parameters and arguments that were tried
}

// from shares the arguments from a place on among the parameters from one on.
func (s *sharing) from(i, at int) bool {
	if i == len(s.parameters) {
		return !s.all || at == len(s.args)
	}
	if s.hopeless[[2]int{i, at}] {
		return false
	}
	p := s.parameters[i]
	least, most, count := 1, 1, 0
	if p.optional {
		least = 0
	}
	if p.repeated {
		most = len(s.args)
	}
	for count < most && at+count < len(s.args) && p.takes&s.args[at+count] != 0 {
		count++
	}
	for ; count >= least; count-- {
		s.counts[i] = count
		if s.from(i+1, at+count) {
			return true
		}
	}
	if s.hopeless == nil {
		s.hopeless = make(map[[2]int]bool)
	}
	s.hopeless[[2]int{i, at}] = true
	return false
}
