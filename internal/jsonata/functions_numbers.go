package jsonata

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	decimalText = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$`)
	// binaryText is what JSONata lets JavaScript read; it is not tied to both ends.
	binaryText = regexp.MustCompile(`^(0[xX][0-9A-Fa-f]+)|(0[oO][0-7]+)|(0[bB][0-1]+)$`)
)

func toNumber(c *call, args []any) (any, error) {
	switch v := args[0].(type) {
	case bool:
		if v {
			return 1.0, nil
		}
		return 0.0, nil
	case string:
		if err := c.step(len(v) / bytesPerStep); err != nil {
			return nil, err
		}
		if decimalText.MatchString(v) {
			if n, err := strconv.ParseFloat(v, 64); err == nil {
				return n, nil
			}
		} else if binaryText.MatchString(v) {
			return binaryNumber(v), nil
		}
		return nil, fail("D3030", with{"value": v})
	}
	return args[0], nil
}

// binaryNumber is what JavaScript reads with a prefix for the base.
func binaryNumber(text string) float64 {
	text = strings.TrimSpace(text)
	bases := map[byte]float64{'x': 16, 'X': 16, 'o': 8, 'O': 8, 'b': 2, 'B': 2}
	if len(text) < 3 || text[0] != '0' || bases[text[1]] == 0 {
		return math.NaN()
	}
	base, n := bases[text[1]], 0.0
	for _, r := range text[2:] {
		digit, err := strconv.ParseUint(string(r), 16, 8)
		if err != nil || float64(digit) >= base {
			return math.NaN()
		}
		n = n*base + float64(digit)
	}
	return n
}

func floor(_ *call, n float64, _ []any) (any, error) { return math.Floor(n), nil }
func ceil(_ *call, n float64, _ []any) (any, error)  { return math.Ceil(n), nil }
func abs(_ *call, n float64, _ []any) (any, error)   { return math.Abs(n), nil }

func round(_ *call, n float64, args []any) (any, error) {
	precision := 0.0
	if args[1] != nil {
		precision, _ = numberOf(args[1])
	}
	return rounded(n, precision), nil
}

// rounded rounds half to even, at so many digits behind the point. The point is
// moved in the number's text, since to multiply by a power of ten is not exact.
func rounded(n, precision float64) float64 {
	if precision != 0 {
		n = shifted(n, precision)
	}
	result := math.Floor(n)
	if n-result >= 0.5 {
		result++
	}
	if result-n == 0.5 && math.Abs(math.Mod(result, 2)) == 1 {
		result--
	}
	if precision != 0 {
		result = shifted(result, -precision)
	}
	return result + 0 // no negative zero
}

// shifted is a number with its point moved.
func shifted(n, places float64) float64 {
	if places != math.Trunc(places) || math.Abs(places) >= 1e21 || math.IsNaN(n) || math.IsInf(n, 0) {
		return math.NaN()
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	power, err := strconv.ParseFloat(exponent, 64)
	if err != nil {
		return math.NaN()
	}
	shifted, err := strconv.ParseFloat(mantissa+"e"+strconv.FormatFloat(power+places, 'f', -1, 64), 64)
	if err != nil && shifted == 0 {
		return math.NaN()
	}
	return shifted
}

func sqrt(_ *call, n float64, args []any) (any, error) {
	if n < 0 {
		return nil, fail("D3060", with{"value": args[0]})
	}
	return math.Sqrt(n), nil
}

func power(c *call, n float64, args []any) (any, error) {
	exponent := math.NaN()
	if args[1] != nil {
		exponent, _ = numberOf(args[1])
	}
	if err := c.step(stepsOfPower(exponent)); err != nil {
		return nil, err
	}
	result := powered(n, exponent)
	if math.IsNaN(exponent) || math.IsNaN(result) || math.IsInf(result, 0) {
		return nil, fail("D3061", with{"value": args[0], "exp": args[1]})
	}
	return result, nil
}

func formatBase(_ *call, n float64, args []any) (any, error) {
	radix := 10.0
	if args[1] != nil {
		radix, _ = numberOf(args[1])
		radix = rounded(radix, 0)
	}
	if !(radix >= 2 && radix <= 36) {
		return nil, fail("D3100", with{"value": radix})
	}
	n = rounded(n, 0)
	if radix == 10 || n == 0 || math.IsInf(n, 0) || math.IsNaN(n) {
		return numberText(n), nil
	}
	return digitsOf(n, radix), nil
}

// digitsOf is a whole number in another base. Of one that is larger than doubles
// are exact, the last digits are zero, as JavaScript's are.
func digitsOf(n, radix float64) string {
	const exact = 1 << 53
	var digits []byte
	rest := math.Abs(n)
	for ; rest/radix >= exact; rest /= radix {
		digits = append(digits, '0')
	}
	for {
		digit := math.Mod(rest, radix)
		digits = append(digits, "0123456789abcdefghijklmnopqrstuvwxyz"[int(digit)])
		if rest = (rest - digit) / radix; rest <= 0 {
			break
		}
	}
	if n < 0 {
		digits = append(digits, '-')
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return string(digits)
}

func sum(_ *call, list *Array, _ []any) (any, error) {
	return total(list), nil
}

func total(list *Array) (total float64) {
	for _, item := range list.Items {
		n, _ := numberOf(item)
		total += n
	}
	return total
}

func average(_ *call, list *Array, _ []any) (any, error) {
	if len(list.Items) == 0 {
		return nil, nil
	}
	return total(list) / float64(len(list.Items)), nil
}

func largest(_ *call, list *Array, _ []any) (any, error) {
	return chosen(list, math.Max)
}

func smallest(_ *call, list *Array, _ []any) (any, error) {
	return chosen(list, math.Min)
}

func chosen(list *Array, better func(a, b float64) float64) (any, error) {
	if len(list.Items) == 0 {
		return nil, nil
	}
	best, _ := numberOf(list.Items[0])
	for _, item := range list.Items[1:] {
		n, _ := numberOf(item)
		best = better(best, n)
	}
	return best, nil
}
