package pattern_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
)

func TestCompileErrors(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		reason string
	}{
		// The shape of a pattern.
		{"number", `5`, `Filter is not an object`},
		{"array", `["not", "a", "dict"]`, `Filter is not an object`},
		{"string", `"source"`, `Filter is not an object`},
		{"empty_pattern", `{}`, `Empty objects are not allowed`},
		{"empty_object", `{"source": ["aws.health"], "detail": {}}`, `Empty objects are not allowed`},
		{"empty_array", `{"resources": []}`, `Empty arrays are not allowed`},
		{"number_leaf", `{"int": 42}`, `"int" must be an object or an array`},
		{"string_leaf", `{"string": "my-value"}`, `"string" must be an object or an array`},
		{"null_leaf", `{"a": null}`, `"a" must be an object or an array`},
		{"nested_array", `{"a": [["b"]]}`, `Match value must be String, number, true, false, or null`},

		// Match expressions.
		{"upper_case_exists", `{"my_key": [{"EXISTS": true}]}`, `Unrecognized match type EXISTS`},
		{"upper_case_numeric", `{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}`, `Unrecognized match type NUMERIC`},
		{"unknown_operator", `{"a": [{"regex": "b"}]}`, `Unrecognized match type regex`},
		{"empty_expression", `{"a": [{}]}`, `Match expression name not found`},
		{"two_operators", `{"a": [{"prefix": "b", "suffix": "c"}]}`, `Only one key allowed in match expression`},
		{"exists_string", `{"a": [{"exists": "true"}]}`, `exists match pattern must be either true or false.`},

		// Operators on strings.
		{"prefix_number", `{"time": [{"prefix": 123}]}`, `prefix match pattern must be a string`},
		{"prefix_list", `{"time": [{"prefix": ["2022-07-13"]}]}`, `prefix match pattern must be a string`},
		{"prefix_empty_object", `{"a": [{"prefix": {}}]}`, `Match expression name not found`},
		{"prefix_other_operator", `{"a": [{"prefix": {"suffix": "b"}}]}`, `Unsupported prefix pattern: suffix`},
		{"prefix_ignore_case_number", `{"a": [{"prefix": {"equals-ignore-case": 5}}]}`, `equals-ignore-case match pattern must be a string`},
		{"prefix_ignore_case_two_keys", `{"a": [{"prefix": {"equals-ignore-case": "b", "c": 1}}]}`, `Only one key allowed in match expression`},
		{"suffix_number", `{"FileName": [{"suffix": 123}]}`, `suffix match pattern must be a string`},
		{"suffix_list", `{"FileName": [{"suffix": [".png"]}]}`, `suffix match pattern must be a string`},
		{"suffix_empty_object", `{"a": [{"suffix": {}}]}`, `Match expression name not found`},
		{"suffix_other_operator", `{"a": [{"suffix": {"prefix": "b"}}]}`, `Unsupported suffix pattern: prefix`},
		{"ignore_case_list", `{"detail-type": [{"equals-ignore-case": ["ec2 instance state-change notification"]}]}`, `equals-ignore-case match pattern must be a string`},
		{"ignore_case_object", `{"detail-type": [{"equals-ignore-case": {"prefix": "ec2"}}]}`, `equals-ignore-case match pattern must be a string`},
		{"wildcard_number", `{"EventBusArn": [{"wildcard": 123}]}`, `wildcard match pattern must be a string`},
		{"wildcard_list", `{"EventBusArn": [{"wildcard": ["arn:*"]}]}`, `wildcard match pattern must be a string`},
		{"wildcard_two_stars", `{"EventBusArn": [{"wildcard": "arn:aws:events:us-east-1:**:event-bus/*"}]}`, `Consecutive wildcard characters at pos 26`},
		{"wildcard_two_stars_in_bytes", `{"key": [{"wildcard": "é**"}]}`, `Consecutive wildcard characters at pos 3`},
		{"wildcard_escape", `{"key": [{"wildcard": "a\\b"}]}`, `Invalid escape character at pos 2`},
		{"wildcard_escape_at_end", `{"key": [{"wildcard": "a\\"}]}`, `Invalid escape character at pos 2`},
		{"wildcard_too_complex", `{"EventBusArn": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}`, `Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character`},

		// anything-but.
		{"anything_but_null", `{"a": [{"anything-but": null}]}`, `Value of anything-but must be an array or single string/number value.`},
		{"anything_but_true", `{"a": [{"anything-but": true}]}`, `Value of anything-but must be an array or single string/number value.`},
		{"anything_but_empty_object", `{"a": [{"anything-but": {}}]}`, `Match expression name not found`},
		{"anything_but_other_operator", `{"a": [{"anything-but": {"numeric": ["<", 1]}}]}`, `Unsupported anything-but pattern: numeric`},
		{"anything_but_mixed", `{"a": [{"anything-but": ["b", 1]}]}`, `Inside anything but list, either all values are number or string, mixed type is not supported`},
		{"anything_but_empty_list", `{"a": [{"anything-but": []}]}`, `Inside anything but list, either all values are number or string, mixed type is not supported`},
		{"anything_but_two_operators", `{"a": [{"anything-but": "b", "prefix": "c"}]}`, `Only one key allowed in match expression`},
		{"anything_but_big_number", `{"a": [{"anything-but": 5000000001}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`},
		{"anything_but_big_number_in_list", `{"a": [{"anything-but": [6e9]}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`},
		{"anything_but_prefix_number", `{"detail": {"state": [{"anything-but": {"prefix": 123}}]}}`, `prefix/suffix match pattern must be a string`},
		{"anything_but_prefix_empty", `{"a": [{"anything-but": {"prefix": ""}}]}`, `Null prefix/suffix not allowed`},
		{"anything_but_prefix_ignore_case", `{"detail": {"FileName": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}}`, `Value of anything-but must be an array or single string/number value.`},
		{"anything_but_prefix_null", `{"a": [{"anything-but": {"prefix": null}}]}`, `Value of anything-but must be an array or single string/number value.`},
		{"anything_but_suffix_number", `{"detail": {"FileName": [{"anything-but": {"suffix": 123}}]}}`, `prefix/suffix match pattern must be a string`},
		{"anything_but_suffix_empty", `{"a": [{"anything-but": {"suffix": ""}}]}`, `Null prefix/suffix not allowed`},
		{"anything_but_suffix_ignore_case", `{"detail": {"FileName": [{"anything-but": {"suffix": {"equals-ignore-case": ".png"}}}]}}`, `Value of anything-but must be an array or single string/number value.`},
		{"anything_but_ignore_case_number", `{"detail": {"state": [{"anything-but": {"equals-ignore-case": 123}}]}}`, `Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.`},
		{"anything_but_wildcard_number", `{"detail": {"FilePath": [{"anything-but": {"wildcard": 123}}]}}`, `wildcard match pattern must be a string`},
		{"anything_but_wildcard_two_stars", `{"a": [{"anything-but": {"wildcard": "b**"}}]}`, `Consecutive wildcard characters at pos 2`},
		{"anything_but_list_null", `{"a": [{"anything-but": ["b", null]}]}`, `Inside anything but list, start|null|boolean is not supported.`},
		{"anything_but_list_ignore_case_number", `{"detail": {"state": [{"anything-but": {"equals-ignore-case": [123, 456]}}]}}`, `Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.`},
		{"anything_but_list_prefix_number", `{"detail": {"state": [{"anything-but": {"prefix": [123, "test"]}}]}}`, `prefix/suffix match pattern must be a string`},
		{"anything_but_list_prefix_empty", `{"a": [{"anything-but": {"prefix": ["b", ""]}}]}`, `Null prefix/suffix not allowed`},
		{"anything_but_list_suffix_number", `{"detail": {"FileName": [{"anything-but": {"suffix": [123, ".txt"]}}]}}`, `prefix/suffix match pattern must be a string`},
		{"anything_but_list_wildcard_number", `{"detail": {"state": [{"anything-but": {"wildcard": [123, "*/dir/*"]}}]}}`, `wildcard match pattern must be a string`},

		// numeric.
		{"numeric_number", `{"detail": {"c-count": [{"numeric": 10}]}}`, `Value of numeric must be an array.`},
		{"numeric_empty", `{"a": [{"numeric": []}]}`, `Bad numeric range operator: ]`},
		{"numeric_number_first", `{"a": [{"numeric": [5]}]}`, `Bad numeric range operator: 5`},
		{"numeric_unknown_operator", `{"a": [{"numeric": ["<>", 5]}]}`, `Bad numeric range operator: <>`},
		{"numeric_equals_string", `{"a": [{"numeric": ["=", "5"]}]}`, `Value of = must be numeric`},
		{"numeric_no_value", `{"a": [{"numeric": [">="]}]}`, `Value of >= must be numeric`},
		{"numeric_upper_bound_first", `{"a": [{"numeric": ["<", 5, ">", 1]}]}`, `Bad numeric range operator: >`},
		{"numeric_bad_range_value", `{"a": [{"numeric": [">", 5, 6]}]}`, `Bad numeric range operator: 6`},
		{"numeric_two_lower_bounds", `{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}`, `Bad numeric range operator: >`},
		{"numeric_no_second_value", `{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}`, `Value of < must be numeric`},
		{"numeric_three_bounds", `{"a": [{"numeric": [">", 0, "<", 5, "<", 6]}]}`, `Bad numeric range operator: <`},
		{"numeric_empty_range", `{"a": [{"numeric": [">", 1, "<", 1]}]}`, `Bottom must be less than top`},
		{"numeric_big_limit", `{"a": [{"numeric": ["<", -5000000000.5]}]}`, `Value must be between -5.0E9 and 5.0E9, inclusive`},
		{"numeric_two_operators", `{"a": [{"numeric": ["<", 5], "prefix": "b"}]}`, `Only one key allowed in match expression`},

		// cidr.
		{"cidr_list", `{"detail": {"sourceIPAddress": [{"cidr": ["bad-type"]}]}}`, `prefix match pattern must be a string`},
		{"cidr_no_slash", `{"a": [{"cidr": "bad-filter"}]}`, `Malformed CIDR, one '/' required`},
		{"cidr_two_slashes", `{"a": [{"cidr": "10.0.0.0/8/8"}]}`, `Malformed CIDR, one '/' required`},
		{"cidr_no_mask", `{"a": [{"cidr": "10.0.0.0/"}]}`, `Malformed CIDR, one '/' required`},
		{"cidr_mask_not_a_number", `{"a": [{"cidr": "10.0.0.0/xx"}]}`, `Malformed CIDR, mask bits must be an integer`},
		{"cidr_mask_negative", `{"a": [{"cidr": "10.0.0.0/-8"}]}`, `Malformed CIDR, mask bits must be from 0 to 31`},
		{"cidr_mask_v4", `{"a": [{"cidr": "10.0.0.0/32"}]}`, `Malformed CIDR, mask bits must be from 0 to 31`},
		{"cidr_mask_v6", `{"a": [{"cidr": "::1/128"}]}`, `Malformed CIDR, mask bits must be from 0 to 127`},
		{"cidr_nonstandard_v4", `{"a": [{"cidr": "xx.11.xx/8"}]}`, `Nonstandard IP address: xx.11.xx`},
		{"cidr_nonstandard_v6", `{"a": [{"cidr": "xxxx:db8:1234:1a00::/64"}]}`, `Nonstandard IP address: xxxx:db8:1234:1a00::`},
		{"cidr_invalid", `{"a": [{"cidr": "700.168.0.1/8"}]}`, `Nonstandard IP address: 700.168.0.1`},

		// A "$or" that is not the operator is a field.
		{"or_of_one", `{"$or": [{"a": ["b"]}]}`, `Unrecognized match type a`},
		{"or_with_operator_name", `{"$or": [{"prefix": 1}, {"numeric": 2}]}`, `prefix match pattern must be a string`},
		{"or_number", `{"$or": 5}`, `"$or" must be an object or an array`},
		{"or_bad_branch", `{"$or": [{"a": ["b"]}, {"c": 1}]}`, `"c" must be an object or an array`},

		// What is not one JSON value, or too much of it.
		{"empty_text", ``, `unexpected EOF`},
		{"not_json", `{"a": ["b"}`, `invalid character '}' after array element`},
		{"text_behind_pattern", `{"a": ["b"]} {}`, `Unexpected text after the event pattern`},
		{"too_deep", strings.Repeat(`{"":`, 1001), `Document nesting depth (1001) exceeds the maximum allowed (1000)`},
		{"too_long", `{"a": ["` + strings.Repeat("é", 4090) + `"]}`, `Event pattern is longer than 4096 characters`},
		{"too_many_combinations", `{` + strings.Repeat(`"$or": [{"a": [1]}, {"b": [2]}, {"c": [3]}], `, 10) + `"d": [4]}`, `More than 1000 combinations of $or are not allowed`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := compileError(t, tt.text); got.Reason != tt.reason {
				t.Errorf("Compile(%q):\n got reason %s\nwant reason %s", tt.text, got.Reason, tt.reason)
			}
		})
	}
}

// An error names the place where the wrong value begins, or the wrong token of
// what is not JSON.
func TestCompileErrorPlace(t *testing.T) {
	tests := []struct {
		name         string
		text         string
		line, column int
	}{
		{"value", `{"int": 42}`, 1, 9},
		{"second_line", "{\n  \"detail\": {\n\t\"slug\": \"x\"\n  }\n}", 3, 10},
		{"columns_are_characters", `{"é😀": 1}`, 1, 8},
		{"in_list", `{"a": [{"anything-but": ["b", null]}]}`, 1, 31},
		{"unknown_operator", `{"a": ["b", {"regex": "c"}]}`, 1, 13},
		{"text_behind_pattern", `{"a": ["b"]} {}`, 1, 14},

		{"bare_word", `this is not JSON`, 1, 1},
		{"bare_word_value", `{"not": closed mark"`, 1, 9},
		{"single_quotes", `{'bad': 'quotation'}`, 1, 2},
		{"no_colon", `{"a" ["b"]}`, 1, 6},
		{"no_comma", `{"a": ["b" "c"]}`, 1, 12},
		{"no_comma_in_object", `{"a": ["b"] "c": ["d"]}`, 1, 13},
		{"comma_at_end", `{"a": ["b",]}`, 1, 12},
		{"no_value", `{"a": }`, 1, 7},
		{"wrong_bracket", `{"a": ["b"}`, 1, 11},
		{"bad_escape", `{"key": [{"wildcard": "a*c\def"}]}`, 1, 23},
		{"leading_zero", `{"a": [01]}`, 1, 9},
		{"end_of_nothing", ``, 1, 1},
		{"end_in_object", `{`, 1, 2},
		{"end_behind_comma", `{"a": ["b"],`, 1, 13},
		{"end_in_string", `{"a": ["b`, 1, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := compileError(t, tt.text)
			want := fmt.Sprintf("Event pattern is not valid. Reason: %s\n at line %d, column %d", got.Reason, tt.line, tt.column)
			if got.Error() != want {
				t.Errorf("Compile(%q):\n got %s\nwant %s", tt.text, got, want)
			}
		})
	}
}

func compileError(t *testing.T, text string) *pattern.Error {
	t.Helper()
	_, err := pattern.Compile(text)
	var refused *pattern.Error
	if !errors.As(err, &refused) {
		t.Fatalf("Compile(%q) = %v, want a *pattern.Error", text, err)
	}
	return refused
}
