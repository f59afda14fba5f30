package pattern_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
)

// at is what AWS adds to a reason for a pattern of one line.
func at(text, column string) string {
	return "\n at [Source: (String)\"" + text + "\"; line: 1, column: " + column + "]"
}

// TestCompileErrors has the places of the errors that were recorded at AWS.
func TestCompileErrors(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		reason string
		column string // empty if AWS names no place
	}{
		// The shape of a pattern.
		{"array", `["not", "a", "dict"]`, `Filter is not an object`, "2"},
		{"string", `"source"`, `Filter is not an object`, "2"},
		{"empty_text", ``, `Filter is not an object`, "1"},
		{"empty_pattern", `{}`, `Empty objects are not allowed`, "3"},
		{"empty_object", `{"source": ["aws.health"], "detail": {}}`, `Empty objects are not allowed`, "40"},
		{"empty_array", `{"resources": []}`, `Empty arrays are not allowed`, "17"},
		{"number_leaf", `{"int": 42}`, `"int" must be an object or an array`, "11"},
		{"string_leaf", `{"string": "my-value"}`, `"string" must be an object or an array`, "13"},
		{"null_leaf", `{"a": null}`, `"a" must be an object or an array`, "11"},
		{"nested_array", `{"a": [["b"]]}`, `Match value must be String, number, true, false, or null`, "9"},

		// Match expressions.
		{"upper_case_exists", `{"my_key": [{"EXISTS": true}]}`, `Unrecognized match type EXISTS`, "28"},
		{"upper_case_numeric", `{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}`, `Unrecognized match type NUMERIC`, "36"},
		{"unknown_operator", `{"a": [{"regex": "b"}]}`, `Unrecognized match type regex`, "19"},
		{"empty_expression", `{"a": [{}]}`, `Match expression name not found`, "10"},
		{"two_operators", `{"a": [{"prefix": "b", "suffix": "c"}]}`, `Only one key allowed in match expression`, "35"},
		{"exists_string", `{"a": [{"exists": "true"}]}`, `exists match pattern must be either true or false.`, "20"},

		// Operators on strings.
		{"prefix_number", `{"time": [{"prefix": 123}]}`, `prefix match pattern must be a string`, "25"},
		{"prefix_list", `{"time": [{"prefix": ["2022-07-13"]}]}`, `prefix match pattern must be a string`, "23"},
		{"prefix_empty_object", `{"a": [{"prefix": {}}]}`, `Prefix expression name not found`, "21"},
		{"prefix_other_operator", `{"a": [{"prefix": {"suffix": "b"}}]}`, `Unsupported prefix pattern: suffix`, "31"},
		{"prefix_ignore_case_number", `{"a": [{"prefix": {"equals-ignore-case": 5}}]}`, `equals-ignore-case match pattern must be a string`, "43"},
		{"prefix_ignore_case_two_keys", `{"a": [{"prefix": {"equals-ignore-case": "b", "c": 1}}]}`, `Only one key allowed in match expression`, "53"},
		{"suffix_number", `{"FileName": [{"suffix": 123}]}`, `suffix match pattern must be a string`, "29"},
		{"suffix_list", `{"FileName": [{"suffix": [".png"]}]}`, `suffix match pattern must be a string`, "27"},
		{"suffix_empty_object", `{"a": [{"suffix": {}}]}`, `Suffix expression name not found`, "21"},
		{"suffix_other_operator", `{"a": [{"suffix": {"prefix": "b"}}]}`, `Unsupported suffix pattern: prefix`, "31"},
		{"ignore_case_list", `{"detail-type": [{"equals-ignore-case": ["ec2 instance state-change notification"]}]}`, `equals-ignore-case match pattern must be a string`, "42"},
		{"ignore_case_object", `{"detail-type": [{"equals-ignore-case": {"prefix": "ec2"}}]}`, `equals-ignore-case match pattern must be a string`, "42"},
		{"wildcard_number", `{"EventBusArn": [{"wildcard": 123}]}`, `wildcard match pattern must be a string`, "34"},
		{"wildcard_list", `{"EventBusArn": [{"wildcard": ["arn:*"]}]}`, `wildcard match pattern must be a string`, "32"},
		{"wildcard_two_stars", `{"EventBusArn": [{"wildcard": "arn:aws:events:us-east-1:**:event-bus/*"}]}`, `Consecutive wildcard characters at pos 26`, "72"},
		{"wildcard_two_stars_in_bytes", `{"key": [{"wildcard": "é**"}]}`, `Consecutive wildcard characters at pos 3`, "28"},
		{"wildcard_escape", `{"key": [{"wildcard": "a\\b"}]}`, `Invalid escape character at pos 2`, "29"},
		{"wildcard_escape_at_end", `{"key": [{"wildcard": "a\\"}]}`, `Invalid escape character at pos 2`, "28"},
		{"wildcard_too_complex", `{"EventBusArn": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}`, `Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character`, ""},

		// anything-but.
		{"anything_but_null", `{"a": [{"anything-but": null}]}`, `Value of anything-but must be an array or single string/number value.`, "29"},
		{"anything_but_true", `{"a": [{"anything-but": true}]}`, `Value of anything-but must be an array or single string/number value.`, "29"},
		{"anything_but_empty_object", `{"a": [{"anything-but": {}}]}`, `Anything-But expression name not found`, "27"},
		{"anything_but_other_operator", `{"a": [{"anything-but": {"numeric": ["<", 1]}}]}`, `Unsupported anything-but pattern: numeric`, "38"},
		{"anything_but_mixed", `{"a": [{"anything-but": ["b", 1]}]}`, `Inside anything but list, either all values are number or string, mixed type is not supported`, "33"},
		{"anything_but_empty_list", `{"a": [{"anything-but": []}]}`, `Inside anything but list, either all values are number or string, mixed type is not supported`, "27"},
		{"anything_but_two_operators", `{"a": [{"anything-but": "b", "prefix": "c"}]}`, `Too many elements in numeric expression`, "41"},
		{"anything_but_big_number", `{"a": [{"anything-but": 5000000001}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`, ""},
		{"anything_but_big_number_in_list", `{"a": [{"anything-but": [6e9]}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`, "29"},
		{"anything_but_prefix_number", `{"detail": {"state": [{"anything-but": {"prefix": 123}}]}}`, `prefix/suffix match pattern must be a string`, "54"},
		{"anything_but_prefix_empty", `{"a": [{"anything-but": {"prefix": ""}}]}`, `Null prefix/suffix not allowed`, "38"},
		{"anything_but_prefix_ignore_case", `{"detail": {"FileName": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}}`, `Value of anything-but must be an array or single string/number value.`, "55"},
		{"anything_but_prefix_null", `{"a": [{"anything-but": {"prefix": null}}]}`, `Value of anything-but must be an array or single string/number value.`, "40"},
		{"anything_but_suffix_number", `{"detail": {"FileName": [{"anything-but": {"suffix": 123}}]}}`, `prefix/suffix match pattern must be a string`, "57"},
		{"anything_but_suffix_empty", `{"a": [{"anything-but": {"suffix": ""}}]}`, `Null prefix/suffix not allowed`, "38"},
		{"anything_but_suffix_ignore_case", `{"detail": {"FileName": [{"anything-but": {"suffix": {"equals-ignore-case": ".png"}}}]}}`, `Value of anything-but must be an array or single string/number value.`, "55"},
		{"anything_but_ignore_case_number", `{"detail": {"state": [{"anything-but": {"equals-ignore-case": 123}}]}}`, `Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.`, "66"},
		{"anything_but_wildcard_number", `{"detail": {"FilePath": [{"anything-but": {"wildcard": 123}}]}}`, `wildcard match pattern must be a string`, "59"},
		{"anything_but_wildcard_two_stars", `{"a": [{"anything-but": {"wildcard": "b**"}}]}`, `Consecutive wildcard characters at pos 2`, "43"},

		// numeric.
		{"numeric_number", `{"detail": {"c-count": [{"numeric": 10}]}}`, `Value of numeric must be an array.`, "39"},
		{"numeric_empty", `{"a": [{"numeric": []}]}`, `Invalid member in numeric match: ]`, "22"},
		{"numeric_number_first", `{"a": [{"numeric": [5]}]}`, `Invalid member in numeric match: 5`, "22"},
		{"numeric_unknown_operator", `{"a": [{"numeric": ["<>", 5]}]}`, `Unrecognized numeric range operator: <>`, "25"},
		{"numeric_equals_string", `{"a": [{"numeric": ["=", "5"]}]}`, `Value of equals must be numeric`, "27"},
		{"numeric_no_value", `{"a": [{"numeric": [">="]}]}`, `Value of >= must be numeric`, "26"},
		{"numeric_upper_bound_first", `{"a": [{"numeric": ["<", 5, ">", 1]}]}`, `Too many elements in numeric expression`, "30"},
		{"numeric_bad_range_value", `{"a": [{"numeric": [">", 5, 6]}]}`, `Bad value in numeric range: 6`, "30"},
		{"numeric_two_lower_bounds", `{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}`, `Bad numeric range operator: >`, "49"},
		{"numeric_no_second_value", `{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}`, `Value of < must be numeric`, "50"},
		{"numeric_three_bounds", `{"a": [{"numeric": [">", 0, "<", 5, "<", 6]}]}`, `Too many terms in numeric range expression`, "38"},
		{"numeric_empty_range", `{"a": [{"numeric": [">", 1, "<", 1]}]}`, `Bottom must be less than top`, "36"},
		{"numeric_big_limit", `{"a": [{"numeric": ["<", -5000000000.5]}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`, "40"},
		{"numeric_two_operators", `{"a": [{"numeric": ["<", 5], "prefix": "b"}]}`, `Too many elements in numeric expression`, "41"},

		// cidr.
		{"cidr_list", `{"detail": {"sourceIPAddress": [{"cidr": ["bad-type"]}]}}`, `prefix match pattern must be a string`, "43"},
		{"cidr_no_slash", `{"a": [{"cidr": "bad-filter"}]}`, `Malformed CIDR, one '/' required`, ""},
		{"cidr_two_slashes", `{"a": [{"cidr": "10.0.0.0/8/8"}]}`, `Malformed CIDR, one '/' required`, ""},
		{"cidr_no_mask", `{"a": [{"cidr": "10.0.0.0/"}]}`, `Malformed CIDR, one '/' required`, ""},
		{"cidr_mask_not_a_number", `{"a": [{"cidr": "10.0.0.0/xx"}]}`, `Malformed CIDR, mask bits must be an integer`, ""},
		{"cidr_mask_negative", `{"a": [{"cidr": "10.0.0.0/-8"}]}`, `Malformed CIDR, mask bits must not be negative`, ""},
		{"cidr_mask_v4", `{"a": [{"cidr": "10.0.0.0/32"}]}`, `IPv4 mask bits must be < 32`, ""},
		{"cidr_mask_v6", `{"a": [{"cidr": "::1/128"}]}`, `IPv6 mask bits must be < 128`, ""},
		{"cidr_nonstandard_v4", `{"a": [{"cidr": "xx.11.xx/8"}]}`, `Nonstandard IP address: xx.11.xx`, ""},
		{"cidr_nonstandard_v6", `{"a": [{"cidr": "xxxx:db8:1234:1a00::/64"}]}`, `Nonstandard IP address: xxxx:db8:1234:1a00::`, ""},
		{"cidr_invalid", `{"a": [{"cidr": "700.168.0.1/8"}]}`, `Invalid IP address: 700.168.0.1`, ""},

		// A "$or" that is not the operator is a field.
		{"or_of_one", `{"$or": [{"a": ["b"]}]}`, `Unrecognized match type a`, "17"},
		{"or_with_operator_name", `{"$or": [{"prefix": 1}, {"numeric": 2}]}`, `prefix match pattern must be a string`, "22"},
		{"or_number", `{"$or": 5}`, `"$or" must be an object or an array`, "10"},
		{"or_bad_branch", `{"$or": [{"a": ["b"]}, {"c": 1}]}`, `"c" must be an object or an array`, "31"},

		// JSON.
		{"bare_word", `this is valid json but not a dict`, `Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`, "5"},
		{"bare_word_value", `{"not": closed mark"`, `Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`, "15"},
		{"single_quotes", `{'bad': 'quotation'}`, `Unexpected character (''' (code 39)): was expecting double-quote to start field name`, "2"},
		{"no_colon", `{"a" ["b"]}`, `Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value`, "6"},
		{"no_comma", `{"a": ["b" "c"]}`, `Unexpected character ('"' (code 34)): was expecting comma to separate Array entries`, "12"},
		{"no_comma_in_object", `{"a": ["b"] "c": ["d"]}`, `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`, "13"},
		{"comma_at_end", `{"a": ["b",]}`, `Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`, "12"},
		{"no_value", `{"a": }`, `Unexpected character ('}' (code 125)): expected a value`, "7"},
		{"curly_quote", `{“a”: ["b"]}`, `Unexpected character ('“' (code 8220 / 0x201c)): was expecting double-quote to start field name`, "2"},
		{"wrong_bracket", `{"a": ["b"}`, `Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)"{"a": ["b"}"; line: 1, column: 7])`, "11"},
		{"end_in_object", `{`, `Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"{"; line: 1, column: 1])`, "2"},
		{"end_in_array", `{"a": ["b"`, `Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"{"a": ["b""; line: 1, column: 7])`, "11"},
		{"end_behind_comma", `{"a": ["b"],`, `Unexpected end-of-input within/between Object entries`, "13"},
		{"end_in_name", `{"a`, `Unexpected end-of-input in field name`, "4"},
		{"end_in_string", `{"a": ["b`, `Unexpected end-of-input: was expecting closing quote for a string value`, "10"},
		{"end_in_escape", `{"a": ["\`, `Unexpected end-of-input in character escape sequence`, "10"},
		{"end_in_number", `{"a": [1.`, `Unexpected end-of-input in numeric value`, "10"},
		{"bad_escape", `{"key": [{"wildcard": "a*c\def"}]}`, `Unrecognized character escape 'd' (code 100)`, "28"},
		{"bad_hex_digit", `{"a": ["\u00g0"]}`, `Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence`, "13"},
		{"leading_zero", `{"a": [01]}`, `Invalid numeric value: Leading zeroes not allowed`, "9"},
		{"minus_alone", `{"a": [-b]}`, `Unexpected character ('b' (code 98)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value`, "9"},
		{"point_at_end", `{"a": [1.]}`, `Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit`, "10"},
		{"exponent_at_end", `{"a": [1e+]}`, `Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit`, "11"},
		{"text_behind_pattern", `{"a": ["b"]} {}`, `Unexpected text after the event pattern`, "14"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := "Event pattern is not valid. Reason: " + tt.reason
			if tt.column != "" {
				want += at(tt.text, tt.column)
			}
			checkError(t, tt.text, tt.reason, want)
		})
	}
}

// AWS wraps an error inside a list of anything-but in another one.
func TestCompileErrorInList(t *testing.T) {
	tests := []struct {
		name, text, reason, column string
	}{
		{"null", `{"a": [{"anything-but": ["b", null]}]}`, `Inside anything but list, start|null|boolean is not supported.`, "35"},
		{"ignore_case_number", `{"detail": {"state": [{"anything-but": {"equals-ignore-case": [123, 456]}}]}}`, `Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.`, "67"},
		{"prefix_number", `{"detail": {"state": [{"anything-but": {"prefix": [123, "test"]}}]}}`, `prefix/suffix match pattern must be a string`, "55"},
		{"prefix_empty", `{"a": [{"anything-but": {"prefix": ["b", ""]}}]}`, `Null prefix/suffix not allowed`, "44"},
		{"suffix_number", `{"detail": {"FileName": [{"anything-but": {"suffix": [123, ".txt"]}}]}}`, `prefix/suffix match pattern must be a string`, "58"},
		{"wildcard_number", `{"detail": {"state": [{"anything-but": {"wildcard": [123, "*/dir/*"]}}]}}`, `wildcard match pattern must be a string`, "57"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			place := at(tt.text, tt.column)
			checkError(t, tt.text, tt.reason, "Event pattern is not valid. Reason: "+tt.reason+place+place)
		})
	}
}

func TestCompileErrorPlace(t *testing.T) {
	long := `{"a": "` + strings.Repeat("x", 600) + `"}`
	deep := strings.Repeat(`{"":`, 1001)
	tests := []struct {
		name, text, reason, want string
	}{
		{
			name:   "second_line",
			text:   "{\n  \"detail\": {\n    \"slug\": \"x\"\n  }\n}",
			reason: `"slug" must be an object or an array`,
			want:   `"slug" must be an object or an array` + "\n at [Source: (String)\"{\n  \"detail\": {\n    \"slug\": \"x\"\n  }\n}\"; line: 3, column: 14]",
		},
		{
			name:   "tab_is_escaped",
			text:   "{\t\"a\": 1}",
			reason: `"a" must be an object or an array`,
			want:   `"a" must be an object or an array` + "\n at [Source: (String)\"{\\u0009\"a\": 1}\"; line: 1, column: 9]",
		},
		{
			name:   "long_source_is_cut",
			text:   long,
			reason: `"a" must be an object or an array`,
			want:   `"a" must be an object or an array` + "\n at [Source: (String)\"" + long[:500] + "\"[truncated 109 chars]; line: 1, column: 8]",
		},
		{
			name:   "columns_are_utf16",
			text:   `{"😀": 1}`,
			reason: `"😀" must be an object or an array`,
			want:   `"😀" must be an object or an array` + "\n at [Source: (String)\"{\"😀\": 1}\"; line: 1, column: 9]",
		},
		{
			name:   "control_character",
			text:   "{\"a\x01\": [1]}",
			reason: `Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in name`,
			want:   `Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in name` + "\n at [Source: (String)\"{\"a\\u0001\": [1]}\"; line: 1, column: 4]",
		},
		{
			name:   "too_deep",
			text:   deep,
			reason: "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)",
			want: "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)" +
				"\n at [Source: (String)\"" + deep[:500] + "\"[truncated 3504 chars]; line: 1, column: 4002]",
		},
		{
			name:   "too_long",
			text:   `{"a": ["` + strings.Repeat("é", 4090) + `"]}`,
			reason: `Event pattern is longer than 4096 characters`,
			want:   `Event pattern is longer than 4096 characters`,
		},
		{
			name:   "too_many_combinations",
			text:   `{` + strings.TrimSuffix(strings.Repeat(`"$or": [{"a": [1]}, {"b": [2]}, {"c": [3]}],`, 10), ",") + `}`,
			reason: `More than 1000 combinations of $or are not allowed`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want != "" {
				want = "Event pattern is not valid. Reason: " + want
			}
			checkError(t, tt.text, tt.reason, want)
		})
	}
}

// checkError checks the error for a pattern; want is the whole text, or empty
// if only the reason is known.
func checkError(t *testing.T, text, reason, want string) {
	t.Helper()
	_, err := pattern.Compile(text)
	var refused *pattern.Error
	if !errors.As(err, &refused) {
		t.Fatalf("Compile(%q) = %v, want a *pattern.Error", text, err)
	}
	if refused.Reason != reason {
		t.Errorf("Compile(%q):\n got reason %s\nwant reason %s", text, refused.Reason, reason)
	}
	if got := err.Error(); want != "" && got != want {
		t.Errorf("Compile(%q):\n got %s\nwant %s", text, got, want)
	}
}
