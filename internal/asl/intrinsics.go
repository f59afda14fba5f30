package asl

import (
	"crypto/md5"  //nolint:gosec // the language names it; nothing here relies on it
	"crypto/sha1" //nolint:gosec // likewise
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// intrinsic is a function of JSONPath states (specification, "Appendix B"; where
// the service was seen to differ, as the service).
type intrinsic struct {
	least, most int // how many arguments; most is -1 for any number
	do          func(d *draw, args []any) (any, error)
}

var intrinsics = map[string]intrinsic{
	"States.Format":         {1, -1, format},
	"States.StringToJson":   {1, 1, stringToJSON},
	"States.JsonToString":   {1, 1, func(_ *draw, args []any) (any, error) { return jsonText(args[0]) }},
	"States.Array":          {0, -1, func(_ *draw, args []any) (any, error) { return args, nil }},
	"States.ArrayPartition": {2, 2, arrayPartition},
	"States.ArrayContains":  {2, 2, arrayContains},
	"States.ArrayRange":     {3, 3, arrayRange},
	"States.ArrayGetItem":   {2, 2, arrayGetItem},
	"States.ArrayLength":    {1, 1, arrayLength},
	"States.ArrayUnique":    {1, 1, arrayUnique},
	"States.Base64Encode":   {1, 1, base64Encode},
	"States.Base64Decode":   {1, 1, base64Decode},
	"States.Hash":           {2, 2, hashOf},
	"States.JsonMerge":      {3, 3, jsonMerge},
	"States.MathRandom":     {2, 3, mathRandom},
	"States.MathAdd":        {2, 2, mathAdd},
	"States.StringSplit":    {2, 2, stringSplit},
	"States.UUID":           {0, 0, func(d *draw, _ []any) (any, error) { return d.uuid(), nil }},
}

// The limits of the developer guide.
const (
	maxHashed      = 10_000 // characters
	maxRangeLength = 1_000
)

// errArgument is of an argument that is not what the function takes.
var errArgument = errors.New("Invalid arguments")

func textArgument(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", errArgument
	}
	return s, nil
}

func arrayArgument(v any) ([]any, error) {
	items, ok := v.([]any)
	if !ok {
		return nil, errArgument
	}
	return items, nil
}

func integerArgument(v any) (int64, error) {
	n, ok := asInteger(v)
	if !ok {
		return 0, errArgument
	}
	return n, nil
}

func jsonText(v any) (string, error) {
	text, err := encoded(v)
	return string(text), err
}

// format fills in the {} of a template.
func format(_ *draw, args []any) (any, error) {
	template, err := textArgument(args[0])
	if err != nil {
		return nil, err
	}
	values := args[1:]
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		switch {
		case template[i] == '\\' && i+1 < len(template):
			i++
			b.WriteByte(template[i])
		case strings.HasPrefix(template[i:], "{}"):
			if len(values) == 0 {
				return nil, errors.New("the template has more {} than there are arguments")
			}
			b.WriteString(javaText(values[0]))
			values = values[1:]
			i++
		default:
			b.WriteByte(template[i])
		}
	}
	if len(values) > 0 {
		return nil, errors.New("there are more arguments than the template has {}")
	}
	return b.String(), nil
}

// javaText is how the service prints a value into a text: objects as Java's maps.
func javaText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, each := range v {
			parts[i] = javaText(each)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *object:
		parts := make([]string, len(v.keys))
		for i, key := range v.keys {
			parts[i] = key + "=" + javaText(v.values[key])
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return show(v)
}

func stringToJSON(_ *draw, args []any) (any, error) {
	text, err := textArgument(args[0])
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return nil, nil
	case text == "-0":
		return int64(0), nil
	case !json.Valid([]byte(text)):
		return nil, errArgument
	}
	return plain([]byte(text))
}

func arrayPartition(_ *draw, args []any) (any, error) {
	items, err := arrayArgument(args[0])
	if err != nil {
		return nil, err
	}
	size, err := integerArgument(args[1])
	if err != nil || size < 1 {
		return nil, errArgument
	}
	pieces := []any{}
	for piece := range slices.Chunk(items, int(min(size, int64(len(items)+1)))) {
		pieces = append(pieces, piece)
	}
	return pieces, nil
}

func arrayContains(_ *draw, args []any) (any, error) {
	items, err := arrayArgument(args[0])
	return slices.ContainsFunc(items, func(item any) bool { return same(item, args[1]) }), err
}

func arrayRange(_ *draw, args []any) (any, error) {
	var n [3]int64
	for i := range n {
		var err error
		if n[i], err = integerArgument(args[i]); err != nil {
			return nil, err
		}
	}
	first, last, step := n[0], n[1], n[2]
	if step == 0 {
		return nil, errors.New("the step must not be 0")
	}
	numbers := []any{}
	for i := first; step > 0 && i <= last || step < 0 && i >= last; i += step {
		if len(numbers) == maxRangeLength {
			return nil, fmt.Errorf("the range has more than %d items", maxRangeLength)
		}
		numbers = append(numbers, i)
	}
	return numbers, nil
}

func arrayGetItem(_ *draw, args []any) (any, error) {
	items, err := arrayArgument(args[0])
	if err != nil {
		return nil, err
	}
	i, err := integerArgument(args[1])
	if err != nil {
		return nil, err
	}
	if i < 0 || i >= int64(len(items)) {
		return nil, fmt.Errorf("the array has %d items, and none at %d", len(items), i)
	}
	return items[i], nil
}

func arrayLength(_ *draw, args []any) (any, error) {
	items, err := arrayArgument(args[0])
	return int64(len(items)), err
}

func arrayUnique(_ *draw, args []any) (any, error) {
	items, err := arrayArgument(args[0])
	unique := []any{}
	for _, item := range items {
		if !slices.ContainsFunc(unique, func(other any) bool { return same(item, other) }) {
			unique = append(unique, item)
		}
	}
	return unique, err
}

func base64Encode(_ *draw, args []any) (any, error) {
	text, err := textArgument(args[0])
	if err == nil && len([]rune(text)) > maxHashed {
		err = fmt.Errorf("the string has more than %d characters", maxHashed)
	}
	return base64.StdEncoding.EncodeToString([]byte(text)), err
}

func base64Decode(_ *draw, args []any) (any, error) {
	text, err := textArgument(args[0])
	if err == nil && len([]rune(text)) > maxHashed {
		err = fmt.Errorf("the string has more than %d characters", maxHashed)
	}
	if err != nil {
		return nil, err
	}
	decoded, err := base64.StdEncoding.DecodeString(text)
	return string(decoded), err
}

func hashOf(_ *draw, args []any) (any, error) {
	data, ok := args[0].(string)
	if !ok {
		data = show(args[0])
	}
	if len([]rune(data)) > maxHashed {
		return nil, fmt.Errorf("the data has more than %d characters", maxHashed)
	}
	name, _ := args[1].(string)
	return digest(data, name)
}

// digest is a hash in hexadecimal digits.
func digest(data, algorithm string) (string, error) {
	var sum []byte
	switch algorithm {
	case "MD5":
		d := md5.Sum([]byte(data)) //nolint:gosec // see the import
		sum = d[:]
	case "SHA-1":
		d := sha1.Sum([]byte(data)) //nolint:gosec // see the import
		sum = d[:]
	case "SHA-256":
		d := sha256.Sum256([]byte(data))
		sum = d[:]
	case "SHA-384":
		d := sha512.Sum384([]byte(data))
		sum = d[:]
	case "SHA-512":
		d := sha512.Sum512([]byte(data))
		sum = d[:]
	default:
		return "", errors.New("the algorithm must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512")
	}
	return hex.EncodeToString(sum), nil
}

func jsonMerge(_ *draw, args []any) (any, error) {
	a, ok1 := args[0].(*object)
	b, ok2 := args[1].(*object)
	if !ok1 || !ok2 {
		return nil, errors.New("both values must be objects")
	}
	if args[2] != false {
		return nil, errors.New("only a shallow merge is supported: the third argument must be false")
	}
	merged := newObject()
	for _, o := range []*object{a, b} {
		for _, key := range o.keys {
			merged.SetValueForKey(key, o.values[key])
		}
	}
	return merged, nil
}

func mathRandom(d *draw, args []any) (any, error) {
	from, ok1 := asFloat(args[0])
	to, ok2 := asFloat(args[1])
	if !ok1 || !ok2 || to <= from {
		return nil, errors.New("it takes two numbers, the second greater than the first")
	}
	drawn := 0.0
	if len(args) == 3 {
		seed, ok := asFloat(args[2])
		if !ok {
			return nil, errArgument
		}
		drawn = seeded(seed)
	} else {
		drawn = d.float()
	}
	return int64(math.Floor(from + drawn*(to-from))), nil
}

// mathAdd rounds both to whole numbers first, halves upwards.
func mathAdd(_ *draw, args []any) (any, error) {
	a, ok1 := asFloat(args[0])
	b, ok2 := asFloat(args[1])
	if !ok1 || !ok2 {
		return nil, errors.New("it takes two numbers")
	}
	return int64(math.Floor(a+0.5)) + int64(math.Floor(b+0.5)), nil
}

// stringSplit splits at each of the characters and drops empty pieces.
func stringSplit(_ *draw, args []any) (any, error) {
	text, err := textArgument(args[0])
	if err != nil {
		return nil, err
	}
	characters, err := textArgument(args[1])
	if err != nil {
		return nil, err
	}
	pieces := []any{}
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(characters, r) }) {
		pieces = append(pieces, piece)
	}
	return pieces, nil
}
