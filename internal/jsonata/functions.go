package jsonata

// natives are JSONata's own functions, but for those that depend on the time or on
// chance, and for $eval: the caller of the package adds these.
var natives = map[string]native{
	"sum":     {"a<n>", onArray(sum)},
	"count":   {"a", count},
	"max":     {"a<n>", onArray(largest)},
	"min":     {"a<n>", onArray(smallest)},
	"average": {"a<n>", onArray(average)},

	"string":          {"x-b?", toString},
	"substring":       {"s-nn?", onText(substring)},
	"substringBefore": {"s-s", onText(substringBefore)},
	"substringAfter":  {"s-s", onText(substringAfter)},
	"lowercase":       {"s-", onText(lowercase)},
	"uppercase":       {"s-", onText(uppercase)},
	"length":          {"s-", onText(length)},
	"trim":            {"s-", onText(trim)},
	"pad":             {"s-ns?", onText(pad)},
	"join":            {"a<s>s?", onArray(join)},
	"match":           {"s-f<s:o>n?", onText(match)},
	"contains":        {"s-(sf)", onText(contains)},
	"replace":         {"s-(sf)(sf)n?", onText(replace)},
	"split":           {"s-(sf)n?", onText(split)},

	"base64encode":       {"s-", onText(base64encode)},
	"base64decode":       {"s-", onText(base64decode)},
	"encodeUrlComponent": {"s-", onText(encodeURLComponent)},
	"encodeUrl":          {"s-", onText(encodeURL)},
	"decodeUrlComponent": {"s-", onText(decodeURLComponent)},
	"decodeUrl":          {"s-", onText(decodeURL)},

	"number":        {"(nsb)-", toNumber},
	"floor":         {"n-", onNumber(floor)},
	"ceil":          {"n-", onNumber(ceil)},
	"round":         {"n-n?", onNumber(round)},
	"abs":           {"n-", onNumber(abs)},
	"sqrt":          {"n-", onNumber(sqrt)},
	"power":         {"n-n", onNumber(power)},
	"formatNumber":  {"n-so?", onNumber(formatNumber)},
	"formatBase":    {"n-n?", onNumber(formatBase)},
	"formatInteger": {"n-s", onNumber(formatInteger)},
	"parseInteger":  {"s-s", onText(parseInteger)},

	"boolean": {"x-", toBoolean},
	"not":     {"x-", not},
	"exists":  {"x", exists},
	"type":    {"x", typeName},
	"error":   {"s?", raise},
	"assert":  {"bs?", assert},

	"map":    {"af", onArray(mapItems)},
	"filter": {"af", onArray(filter)},
	"single": {"af?", onArray(single)},
	"reduce": {"afj?", onArray(reduce)},
	"sort":   {"af?", onArray(sortItems)},
	"sift":   {"o-f?", sift},
	"each":   {"o-f", each},

	"zip":      {"a+", zip},
	"append":   {"xx", appendItems},
	"reverse":  {"a", onArray(reverse)},
	"distinct": {"x", distinct},

	"keys":   {"x-", keys},
	"lookup": {"x-s", lookup},
	"spread": {"x-", spread},
	"merge":  {"a<o>", onArray(merge)},
	"clone":  {"(oa)-", clone},

	"toMillis":   {"s-s?", onText(toMillis)},
	"fromMillis": {"n-s?s?", onNumber(fromMillis)},
}

// onText is a function whose first argument is a text, and that gives nothing for
// nothing.
func onText(do func(c *call, text string, args []any) (any, error)) func(*call, []any) (any, error) {
	return func(c *call, args []any) (any, error) {
		text, ok := args[0].(string)
		if !ok {
			return nil, nil
		}
		if err := c.step(len(text) / bytesPerStep); err != nil {
			return nil, err
		}
		return do(c, text, args)
	}
}

func onNumber(do func(c *call, n float64, args []any) (any, error)) func(*call, []any) (any, error) {
	return func(c *call, args []any) (any, error) {
		if args[0] == nil {
			return nil, nil
		}
		n, _ := numberOf(args[0])
		return do(c, n, args)
	}
}

func onArray(do func(c *call, items *Array, args []any) (any, error)) func(*call, []any) (any, error) {
	return func(c *call, args []any) (any, error) {
		items, ok := args[0].(*Array)
		if !ok {
			return nil, nil
		}
		if err := c.step(len(items.Items)); err != nil {
			return nil, err
		}
		return do(c, items, args)
	}
}

// limitOf is an argument that bounds how much a function finds; none if it is
// missing. A negative one is an error of the given code.
func limitOf(arg any, otherwise float64, code string) (float64, error) {
	if arg == nil {
		return otherwise, nil
	}
	limit, _ := numberOf(arg)
	if limit < 0 {
		return 0, fail(code, with{"value": arg})
	}
	return limit, nil
}

// noMember is what JavaScript says where JSONata takes a member of what is not there.
func noMember(name string) error {
	return &Error{text: "Cannot read properties of undefined (reading '" + name + "')"}
}
