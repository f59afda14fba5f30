package jsonata

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// lettersOf counts as the columns of a spreadsheet do.
func lettersOf(n float64) string {
	var letters []byte
	for ; n > 0 && !math.IsInf(n, 0); n = math.Floor((n - 1) / 26) {
		letters = append([]byte{byte(math.Mod(n-1, 26)) + 'a'}, letters...)
	}
	return string(letters)
}

func (p *integerPicture) parseLetters(text string) float64 {
	first := 'a'
	if p.letters == asUpper {
		first = 'A'
	}
	n, runes := 0.0, []rune(text)
	for i := range runes {
		n += float64(runes[len(runes)-1-i]-first+1) * math.Pow(26, float64(i))
	}
	return n
}

var romanNumerals = []struct {
	value float64
	text  string
}{
	{1000, "m"},
	{900, "cm"},
	{500, "d"},
	{400, "cd"},
	{100, "c"},
	{90, "xc"},
	{50, "l"},
	{40, "xl"},
	{10, "x"},
	{9, "ix"},
	{5, "v"},
	{4, "iv"},
	{1, "i"},
}

// romanSize bounds the length of a Roman numeral.
func romanSize(n float64) int {
	if math.IsNaN(n) {
		return 0
	}
	return int(min(n/1000+16, math.MaxInt32))
}

func romanOf(n float64) string {
	var b strings.Builder
	for _, numeral := range romanNumerals {
		for ; n >= numeral.value; n -= numeral.value {
			b.WriteString(numeral.text)
		}
	}
	return b.String()
}

var romanDigits = map[byte]float64{'M': 1000, 'D': 500, 'C': 100, 'L': 50, 'X': 10, 'V': 5, 'I': 1}

func parseRoman(text string) float64 {
	n, most := 0.0, 1.0
	for i := len(text) - 1; i >= 0; i-- {
		value, ok := romanDigits[text[i]]
		switch {
		case !ok:
			return math.NaN()
		case value < most:
			n -= value
		default:
			most = value
			n += value
		}
	}
	return n
}

var (
	smallNumbers = strings.Fields("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen " +
		"Fifteen Sixteen Seventeen Eighteen Nineteen")
	smallOrdinals = strings.Fields("Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth " +
		"Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth")
	tens       = strings.Fields("Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety")
	magnitudes = strings.Fields("Thousand Million Billion Trillion")
)

// wordsOf is a number in English words.
func wordsOf(n float64, ordinal bool) string { return inWordsBehind(n, false, ordinal) }

// inWordsBehind is a number in words; behind says that it follows larger ones.
func inWordsBehind(n float64, behind, ordinal bool) string {
	and, comma := "", ""
	if behind {
		and, comma = " and ", ", "
	}
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		return numberText(n)
	case n <= 19 && ordinal:
		return and + smallOrdinals[int(n)]
	case n <= 19:
		return and + smallNumbers[int(n)]
	case n < 100:
		return and + tensInWords(int(n), ordinal)
	case n < 1000:
		return comma + smallNumbers[int(n)/100] + " Hundred" + restInWords(math.Mod(n, 100), ordinal)
	}
	magnitude := min(thousands(n), len(magnitudes))
	factor := math.Pow(10, float64(magnitude*3))
	count := math.Floor(n / factor)
	return comma + inWordsBehind(count, false, false) + " " + magnitudes[magnitude-1] + restInWords(n-count*factor, ordinal)
}

func tensInWords(n int, ordinal bool) string {
	word := tens[n/10-2]
	switch {
	case n%10 > 0:
		return word + "-" + inWordsBehind(float64(n%10), false, ordinal)
	case ordinal:
		return strings.TrimSuffix(word, "y") + "ieth"
	}
	return word
}

// restInWords is what follows hundreds, thousands and so on.
func restInWords(n float64, ordinal bool) string {
	switch {
	case n > 0:
		return inWordsBehind(n, true, ordinal)
	case ordinal:
		return "th"
	}
	return ""
}

// thousands is the power of a thousand in a number. Its text is exact, where a
// logarithm is not.
func thousands(n float64) int {
	_, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	power, err := strconv.Atoi(exponent)
	if err != nil {
		return 1
	}
	return power / 3
}

// wordList has the words in the order in which a pattern tries them, wordValues what
// they stand for.
var wordList, wordValues = func() (list []string, values map[string]float64) {
	values = make(map[string]float64)
	add := func(word string, value float64) {
		word = strings.ToLower(word)
		list, values[word] = append(list, word), value
	}
	for i, word := range smallNumbers {
		add(word, float64(i))
	}
	for i, word := range smallOrdinals {
		add(word, float64(i))
	}
	for i, word := range append(append([]string{}, tens...), "Hundred") {
		add(word, float64(i+2)*10)
		add(word[:len(word)-1]+"ieth", float64(i+2)*10)
	}
	add("Hundredth", 100)
	for i, word := range magnitudes {
		add(word, math.Pow(1000, float64(i+1)))
		add(word+"th", math.Pow(1000, float64(i+1)))
	}
	return list, values
}()

var betweenWords = regexp.MustCompile(`,[` + spaces + `]|[` + spaces + `]and[` + spaces + `]|[` + spaces + `\\-]`)

// parseWords reads a number in words: what is below a hundred is added, the rest
// multiplies what is before it.
func parseWords(text string) float64 {
	segments := []float64{0}
	for _, word := range betweenWords.Split(text, -1) {
		value, ok := wordValues[word]
		if !ok {
			return math.NaN()
		}
		last := len(segments) - 1
		switch {
		case value >= 100:
			segments[last] *= value
		case segments[last] >= 1000:
			segments = append(segments, value)
		default:
			segments[last] += value
		}
	}
	total := 0.0
	for _, segment := range segments {
		total += segment
	}
	return total
}
