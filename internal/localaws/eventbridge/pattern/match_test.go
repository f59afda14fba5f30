package pattern_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
)

const orderPlaced = `{
	"version": "0",
	"id": "17793124-05d4-b198-2fde-7ededc63b103",
	"detail-type": "OrderPlaced",
	"source": "orders",
	"account": "123456789012",
	"time": "2026-01-02T03:04:05Z",
	"region": "us-east-1",
	"resources": ["arn:aws:states:us-east-1:123456789012:execution:order:1", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
	"detail": {
		"id": "o-1",
		"total": 2590,
		"express": true,
		"note": null,
		"customer": {"name": "Ada", "ip": "10.0.0.33"},
		"items": [{"sku": "pizza", "quantity": 1}, {"sku": "cola", "quantity": 2}],
		"tags": []
	}
}`

func TestMatchesEnvelope(t *testing.T) {
	tests := []struct {
		name    string
		pattern string
		want    bool
	}{
		{"source", `{"source": ["orders"]}`, true},
		{"other_source", `{"source": ["payments"]}`, false},
		{"one_of_two_sources", `{"source": ["payments", "orders"]}`, true},
		{"source_and_type", `{"source": ["orders"], "detail-type": ["OrderPlaced"]}`, true},
		{"source_and_other_type", `{"source": ["orders"], "detail-type": ["OrderPaid"]}`, false},
		{"key_in_other_case", `{"Source": ["orders"]}`, false},
		{"value_in_other_case", `{"source": ["Orders"]}`, false},
		{"resource", `{"resources": ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"]}`, true},
		{"other_resource", `{"resources": ["arn:aws:dynamodb:us-east-1:123456789012:table/menus"]}`, false},
		{"time_prefix", `{"time": [{"prefix": "2026-01-02"}]}`, true},
		{"live_traffic_only", `{"replay-name": [{"exists": false}]}`, true},
		{"unknown_field", `{"nonesuch": ["x"]}`, false},
		{"detail", `{"detail": {"total": [{"numeric": [">", 2000]}], "customer": {"name": ["Ada"]}}}`, true},
		{"detail_and_other_source", `{"source": ["payments"], "detail": {"express": [true]}}`, false},
		{"item", `{"detail": {"items": {"sku": ["cola"], "quantity": [2]}}}`, true},
		{"fields_of_two_items", `{"detail": {"items": {"sku": ["cola"], "quantity": [1]}}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkMatch(t, tt.pattern, orderPlaced, tt.want) })
	}
}

// TestMatchesValues matches the alternatives of one field with its value.
func TestMatchesValues(t *testing.T) {
	tests := []struct {
		name  string
		field string // the array in the pattern
		value string // the field in the event, "" for none
		want  bool
	}{
		// Exact values.
		{"string", `["a"]`, `"a"`, true},
		{"string_other", `["a"]`, `"b"`, false},
		{"string_with_escapes", `["\u00e9\n"]`, `"é\u000a"`, true},
		{"string_empty", `[""]`, `""`, true},
		{"string_empty_null", `[""]`, `null`, false},
		{"string_empty_absent", `[""]`, ``, false},
		{"string_number", `["1"]`, `1`, false},
		{"string_of_json", `["{\"b\": 1}"]`, `"{\"b\": 1}"`, true},
		{"number", `[5]`, `5`, true},
		{"number_other", `[5]`, `6`, false},
		{"number_string", `[5]`, `"5"`, false},
		{"number_integer_is_float", `[5]`, `5.0`, true},
		{"number_float_is_integer", `[5.0]`, `5`, true},
		{"number_exponent", `[3.018e2]`, `301.8`, true},
		{"number_minus_zero", `[0]`, `-0.0`, true},
		{"number_big_same_text", `[123456789012]`, `123456789012`, true},
		{"number_big_other_text", `[123456789012]`, `123456789012.0`, false},
		{"number_bigger_than_any_float", `[1e999]`, `1e999`, true},
		{"number_precise", `[9007199254740993]`, `9007199254740992`, false},
		{"true", `[true]`, `true`, true},
		{"true_false", `[true]`, `false`, false},
		{"true_string", `[true]`, `"true"`, false},
		{"false", `[false]`, `false`, true},
		{"false_null", `[false]`, `null`, false},
		{"false_true", `[false]`, `true`, false},
		{"null", `[null]`, `null`, true},
		{"null_absent", `[null]`, ``, false},
		{"null_empty_string", `[null]`, `""`, false},
		{"null_false", `[null]`, `false`, false},
		{"alternatives_of_all_types", `["a", 1, true, null]`, `null`, true},
		{"object", `["a"]`, `{"b": "a"}`, false},

		// prefix and suffix.
		{"prefix", `[{"prefix": "ab"}]`, `"abc"`, true},
		{"prefix_other", `[{"prefix": "bc"}]`, `"abc"`, false},
		{"prefix_other_case", `[{"prefix": "AB"}]`, `"abc"`, false},
		{"prefix_whole", `[{"prefix": "abc"}]`, `"abc"`, true},
		{"prefix_too_long", `[{"prefix": "abcd"}]`, `"abc"`, false},
		{"prefix_empty", `[{"prefix": ""}]`, `"abc"`, true},
		{"prefix_empty_number", `[{"prefix": ""}]`, `1`, false},
		{"prefix_number", `[{"prefix": "1"}]`, `12`, false},
		{"prefix_null", `[{"prefix": "n"}]`, `null`, false},
		{"prefix_absent", `[{"prefix": ""}]`, ``, false},
		{"prefix_ignore_case", `[{"prefix": {"equals-ignore-case": "AB"}}]`, `"abc"`, true},
		{"prefix_ignore_case_accents", `[{"prefix": {"equals-ignore-case": "ÉT"}}]`, `"été"`, true},
		{"prefix_ignore_case_sizes_differ", `[{"prefix": {"equals-ignore-case": "ⱥb"}}]`, `"ȺBc"`, true},
		{"prefix_ignore_case_other", `[{"prefix": {"equals-ignore-case": "B"}}]`, `"abc"`, false},
		{"prefix_ignore_case_too_long", `[{"prefix": {"equals-ignore-case": "ABCD"}}]`, `"abc"`, false},
		{"prefix_ignore_case_empty", `[{"prefix": {"equals-ignore-case": ""}}]`, `"abc"`, true},
		{"suffix", `[{"suffix": ".png"}]`, `"a.png"`, true},
		{"suffix_other", `[{"suffix": ".png"}]`, `"a.jpg"`, false},
		{"suffix_other_case", `[{"suffix": ".png"}]`, `"a.PNG"`, false},
		{"suffix_empty", `[{"suffix": ""}]`, `"a"`, true},
		{"suffix_number", `[{"suffix": "2"}]`, `12`, false},
		{"suffix_ignore_case", `[{"suffix": {"equals-ignore-case": ".png"}}]`, `"a.PNG"`, true},
		{"suffix_ignore_case_sizes_differ", `[{"suffix": {"equals-ignore-case": "bⱥ"}}]`, `"aBȺ"`, true},
		{"suffix_ignore_case_other", `[{"suffix": {"equals-ignore-case": ".png"}}]`, `"a.PN"`, false},
		{"suffix_ignore_case_too_long", `[{"suffix": {"equals-ignore-case": "a.png"}}]`, `".png"`, false},

		// equals-ignore-case.
		{"ignore_case", `[{"equals-ignore-case": "ec2 INSTANCE"}]`, `"EC2 Instance"`, true},
		{"ignore_case_other", `[{"equals-ignore-case": "a"}]`, `"ab"`, false},
		{"ignore_case_empty", `[{"equals-ignore-case": ""}]`, `""`, true},
		{"ignore_case_empty_other", `[{"equals-ignore-case": ""}]`, `"a"`, false},
		{"ignore_case_true", `[{"equals-ignore-case": "TRUE"}]`, `true`, false},

		// wildcard.
		{"wildcard", `[{"wildcard": "a*c"}]`, `"abbc"`, true},
		{"wildcard_nothing_between", `[{"wildcard": "a*c"}]`, `"ac"`, true},
		{"wildcard_ends_overlap", `[{"wildcard": "ab*ba"}]`, `"aba"`, false},
		{"wildcard_other", `[{"wildcard": "a*c"}]`, `"abcd"`, false},
		{"wildcard_no_star", `[{"wildcard": "abc"}]`, `"abc"`, true},
		{"wildcard_no_star_other", `[{"wildcard": "abc"}]`, `"abcd"`, false},
		{"wildcard_empty", `[{"wildcard": ""}]`, `""`, true},
		{"wildcard_only_star", `[{"wildcard": "*"}]`, `""`, true},
		{"wildcard_only_star_number", `[{"wildcard": "*"}]`, `1`, false},
		{"wildcard_star_at_ends", `[{"wildcard": "*b*"}]`, `"abc"`, true},
		{"wildcard_star_at_start", `[{"wildcard": "*.png"}]`, `"a.png.png"`, true},
		{"wildcard_parts", `[{"wildcard": "/Users/*/dir/dir/dir/dir/dir/doc.txt"}]`, `"/Users/me/dir/dir/dir/dir/dir/dir/doc.txt"`, true},
		{"wildcard_parts_in_order", `[{"wildcard": "*a*b*"}]`, `"ba"`, false},
		{"wildcard_star_escaped", `[{"wildcard": "a\\*c"}]`, `"a*c"`, true},
		{"wildcard_star_escaped_other", `[{"wildcard": "a\\*c"}]`, `"abc"`, false},
		{"wildcard_backslash_escaped", `[{"wildcard": "a\\\\*"}]`, `"a\\b"`, true},
		{"wildcard_question_mark", `[{"wildcard": "a?c"}]`, `"abc"`, false},
		{"wildcard_line_end", `[{"wildcard": "a*c"}]`, `"a\nc"`, true},

		// anything-but.
		{"but_string", `[{"anything-but": "a"}]`, `"b"`, true},
		{"but_string_equal", `[{"anything-but": "a"}]`, `"a"`, false},
		{"but_string_null", `[{"anything-but": "a"}]`, `null`, true},
		{"but_string_number", `[{"anything-but": "1"}]`, `1`, true},
		{"but_string_true", `[{"anything-but": "true"}]`, `true`, true},
		{"but_string_absent", `[{"anything-but": "a"}]`, ``, false},
		{"but_string_object", `[{"anything-but": "a"}]`, `{"b": "c"}`, false},
		{"but_string_empty_array", `[{"anything-but": "a"}]`, `[]`, false},
		{"but_string_empty", `[{"anything-but": ""}]`, `""`, false},
		{"but_number", `[{"anything-but": 5}]`, `6`, true},
		{"but_number_equal", `[{"anything-but": 5}]`, `5.0`, false},
		{"but_number_zero", `[{"anything-but": 0}]`, `0`, false},
		{"but_number_string", `[{"anything-but": 5}]`, `"5"`, true},
		{"but_number_null", `[{"anything-but": 5}]`, `null`, true},
		{"but_strings", `[{"anything-but": ["a", "b"]}]`, `"c"`, true},
		{"but_strings_one_equal", `[{"anything-but": ["a", "b"]}]`, `"b"`, false},
		{"but_strings_null", `[{"anything-but": ["a", "b"]}]`, `null`, true},
		{"but_numbers", `[{"anything-but": [100, 200]}]`, `300`, true},
		{"but_numbers_one_equal", `[{"anything-but": [100, 200]}]`, `200`, false},
		{"but_prefix", `[{"anything-but": {"prefix": "init"}}]`, `"running"`, true},
		{"but_prefix_equal", `[{"anything-but": {"prefix": "init"}}]`, `"initializing"`, false},
		{"but_prefix_number", `[{"anything-but": {"prefix": "1"}}]`, `12`, true},
		{"but_prefix_null", `[{"anything-but": {"prefix": "a"}}]`, `null`, true},
		{"but_prefix_absent", `[{"anything-but": {"prefix": "a"}}]`, ``, false},
		{"but_prefixes", `[{"anything-but": {"prefix": ["a", "b"]}}]`, `"c"`, true},
		{"but_prefixes_one_equal", `[{"anything-but": {"prefix": ["a", "b"]}}]`, `"bc"`, false},
		{"but_suffix", `[{"anything-but": {"suffix": ".txt"}}]`, `"a.txt.bak"`, true},
		{"but_suffix_equal", `[{"anything-but": {"suffix": ".txt"}}]`, `"a.txt"`, false},
		{"but_suffixes_one_equal", `[{"anything-but": {"suffix": [".txt", ".bak"]}}]`, `"a.bak"`, false},
		{"but_suffix_null", `[{"anything-but": {"suffix": "a"}}]`, `null`, true},
		{"but_ignore_case", `[{"anything-but": {"equals-ignore-case": "a"}}]`, `"b"`, true},
		{"but_ignore_case_equal", `[{"anything-but": {"equals-ignore-case": "a"}}]`, `"A"`, false},
		{"but_ignore_cases_one_equal", `[{"anything-but": {"equals-ignore-case": ["a", "b"]}}]`, `"B"`, false},
		{"but_ignore_case_null", `[{"anything-but": {"equals-ignore-case": "a"}}]`, `null`, true},
		{"but_ignore_case_number", `[{"anything-but": {"equals-ignore-case": "1"}}]`, `1`, true},
		{"but_wildcard", `[{"anything-but": {"wildcard": "*/dir/*"}}]`, `"/home/a"`, true},
		{"but_wildcard_equal", `[{"anything-but": {"wildcard": "*/dir/*"}}]`, `"/home/dir/a"`, false},
		{"but_wildcards_one_equal", `[{"anything-but": {"wildcard": ["*.a", "*.b"]}}]`, `"x.b"`, false},
		{"but_wildcard_empty", `[{"anything-but": {"wildcard": ""}}]`, `"a"`, true},
		{"but_wildcard_number", `[{"anything-but": {"wildcard": "*"}}]`, `1`, true},
		{"but_wildcard_null", `[{"anything-but": {"wildcard": "*"}}]`, `null`, true},

		// numeric.
		{"numeric_equal", `[{"numeric": ["=", 3.018e2]}]`, `301.8`, true},
		{"numeric_equal_integer", `[{"numeric": ["=", 5]}]`, `5.0`, true},
		{"numeric_equal_other", `[{"numeric": ["=", 5]}]`, `5.5`, false},
		{"numeric_less", `[{"numeric": ["<", 10]}]`, `9.999999`, true},
		{"numeric_less_equal", `[{"numeric": ["<", 10]}]`, `10`, false},
		{"numeric_at_most", `[{"numeric": ["<=", 10]}]`, `10`, true},
		{"numeric_at_most_more", `[{"numeric": ["<=", 10]}]`, `11`, false},
		{"numeric_more", `[{"numeric": [">", -1]}]`, `0`, true},
		{"numeric_more_equal", `[{"numeric": [">", -1]}]`, `-1`, false},
		{"numeric_at_least", `[{"numeric": [">=", 0.5]}]`, `0.5`, true},
		{"numeric_at_least_less", `[{"numeric": [">=", 0.5]}]`, `0.4`, false},
		{"numeric_range", `[{"numeric": [">", 0, "<=", 5]}]`, `5`, true},
		{"numeric_range_below", `[{"numeric": [">", 0, "<=", 5]}]`, `0`, false},
		{"numeric_range_above", `[{"numeric": [">=", 0, "<", 5]}]`, `5`, false},
		{"numeric_string", `[{"numeric": [">", 0]}]`, `"5"`, false},
		{"numeric_null", `[{"numeric": ["<", 1]}]`, `null`, false},
		{"numeric_absent", `[{"numeric": ["<", 1]}]`, ``, false},
		{"numeric_beyond_range", `[{"numeric": [">", 0]}]`, `5000000001`, false},
		{"numeric_end_of_range", `[{"numeric": [">=", 5e9]}]`, `5000000000`, true},

		// cidr.
		{"cidr", `[{"cidr": "10.0.0.0/24"}]`, `"10.0.0.255"`, true},
		{"cidr_outside", `[{"cidr": "10.0.0.0/24"}]`, `"10.0.1.0"`, false},
		{"cidr_base_inside", `[{"cidr": "10.0.0.77/24"}]`, `"10.0.0.1"`, true},
		{"cidr_all", `[{"cidr": "0.0.0.0/0"}]`, `"255.255.255.255"`, true},
		{"cidr_v6", `[{"cidr": "2001:db8:1234:1a00::/56"}]`, `"2001:0DB8:1234:1aff:ffff:ffff:ffff:ffff"`, true},
		{"cidr_v6_outside", `[{"cidr": "2001:db8:1234:1a00::/56"}]`, `"2001:db8:1234:1b00::"`, false},
		{"cidr_v4_in_v6", `[{"cidr": "::/0"}]`, `"10.0.0.1"`, false},
		{"cidr_not_an_address", `[{"cidr": "0.0.0.0/0"}]`, `"xx"`, false},
		{"cidr_number", `[{"cidr": "0.0.0.0/0"}]`, `167772161`, false},

		// exists.
		{"exists", `[{"exists": true}]`, `"a"`, true},
		{"exists_null", `[{"exists": true}]`, `null`, true},
		{"exists_absent", `[{"exists": true}]`, ``, false},
		{"exists_object", `[{"exists": true}]`, `{"b": 1}`, false},
		{"exists_array", `[{"exists": true}]`, `["a"]`, true},
		{"exists_empty_array", `[{"exists": true}]`, `[]`, false},
		{"exists_array_of_empty_array", `[{"exists": true}]`, `[[]]`, false},
		{"exists_array_of_objects", `[{"exists": true}]`, `[{"b": 1}]`, false},
		{"exists_not", `[{"exists": false}]`, ``, true},
		{"exists_not_value", `[{"exists": false}]`, `"a"`, false},
		{"exists_not_null", `[{"exists": false}]`, `null`, false},
		{"exists_not_object", `[{"exists": false}]`, `{"b": 1}`, true},
		{"exists_not_empty_array", `[{"exists": false}]`, `[]`, true},
		{"absent_or_value_absent", `["a", {"exists": false}]`, ``, true},
		{"absent_or_value_equal", `["a", {"exists": false}]`, `"a"`, true},
		{"absent_or_value_other", `["a", {"exists": false}]`, `"b"`, false},
		{"exists_or_not_object", `[{"exists": true}, {"exists": false}]`, `{"b": 1}`, true},

		// Arrays.
		{"array", `["a", "b"]`, `["c", "b"]`, true},
		{"array_other", `["a", "b"]`, `["c", "d"]`, false},
		{"array_empty", `["a"]`, `[]`, false},
		{"array_empty_null", `[null]`, `[]`, false},
		{"array_nested", `["a"]`, `["c", [["a"]]]`, true},
		{"array_prefix", `[{"prefix": "a"}]`, `[1, "b", "ab"]`, true},
		{"array_anything_but", `[{"anything-but": "a"}]`, `["a", "b"]`, true},
		{"array_anything_but_only", `[{"anything-but": "a"}]`, `["a", "a"]`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			event := `{"detail": {}}`
			if tt.value != "" {
				event = fmt.Sprintf(`{"detail": {"a": %s}}`, tt.value)
			}
			checkMatch(t, fmt.Sprintf(`{"detail": {"a": %s}}`, tt.field), event, tt.want)
		})
	}
}

func TestMatchesObjects(t *testing.T) {
	tests := []struct {
		name    string
		pattern string
		event   string
		want    bool
	}{
		// Absent and null parents.
		{"parent_absent", `{"a": {"b": [{"exists": true}]}}`, `{}`, false},
		{"parent_absent_exists_not", `{"a": {"b": [{"exists": false}]}}`, `{}`, true},
		{"parent_null_exists_not", `{"a": {"b": [{"exists": false}]}}`, `{"a": null}`, true},
		{"parent_string_exists_not", `{"a": {"b": [{"exists": false}]}}`, `{"a": "{\"b\": 1}"}`, true},
		{"parent_empty_array_exists_not", `{"a": {"b": [{"exists": false}]}}`, `{"a": []}`, true},
		{"parent_empty_array", `{"a": {"b": [1]}}`, `{"a": []}`, false},
		{"parent_absent_null", `{"a": {"b": [null]}}`, `{}`, false},
		{"parent_of_null", `{"a": {"b": [null]}}`, `{"a": {"b": null}}`, true},
		{"text_is_not_parsed", `{"a": {"b": [1]}}`, `{"a": "{\"b\": 1}"}`, false},

		// Arrays of objects.
		{"same_element", `{"a": {"b": [1], "c": [2]}}`, `{"a": [{"b": 1, "c": 2}]}`, true},
		{"last_element", `{"a": {"b": [1], "c": [2]}}`, `{"a": [{"b": 1}, {"c": 2}, {"b": 1, "c": 2}]}`, true},
		{"two_elements", `{"a": {"b": [1], "c": [2]}}`, `{"a": [{"b": 1}, {"c": 2}]}`, false},
		{"element_in_element", `{"a": {"b": {"c": [1], "d": [2]}}}`, `{"a": [{"b": [{"c": 1, "d": 2}]}]}`, true},
		{"two_elements_in_element", `{"a": {"b": {"c": [1], "d": [2]}}}`, `{"a": [{"b": [{"c": 1}, {"d": 2}]}]}`, false},
		{"two_outer_elements", `{"a": {"b": [1], "c": {"d": [2]}}}`, `{"a": [{"b": 1}, {"c": {"d": 2}}]}`, false},
		{"two_inner_arrays", `{"a": {"b": {"c": [1]}, "d": {"e": [2]}}}`, `{"a": [{"b": [{"c": 0}, {"c": 1}], "d": [{"e": 2}, {"e": 3}]}]}`, true},
		{"two_arrays", `{"a": {"b": [1]}, "c": {"b": [2]}}`, `{"a": [{"b": 0}, {"b": 1}], "c": [{"b": 2}, {"b": 3}]}`, true},
		{
			"array_in_array", `{"employees": {"firstName": ["Anna"]}}`,
			`{"employees": [[{"firstName": "John"}, {"firstName": "Anna"}], [{"firstName": "Peter"}]]}`, true,
		},
		{
			"two_elements_of_array_in_array", `{"employees": {"firstName": ["Anna"], "lastName": ["Jones"]}}`,
			`{"employees": [[{"firstName": "Anna", "lastName": "Smith"}], [{"firstName": "Peter", "lastName": "Jones"}]]}`, false,
		},
		{"values_in_element", `{"a": {"b": ["y"], "c": [1]}}`, `{"a": [{"b": ["x", "y"], "c": 1}]}`, true},
		{"value_between_objects", `{"a": {"b": [1]}}`, `{"a": ["x", {"b": 1}, null]}`, true},
		{"values_and_objects", `{"a": ["x"]}`, `{"a": [{"b": 1}, "x"]}`, true},

		// What elements lack.
		{"absent_from_chosen_element", `{"a": {"b": [1], "c": [{"exists": false}]}}`, `{"a": [{"b": 1}, {"b": 2, "c": 2}]}`, true},
		{"present_in_chosen_element", `{"a": {"b": [1], "c": [{"exists": false}]}}`, `{"a": [{"b": 1, "c": 2}, {"b": 2}]}`, false},
		{"absent_from_every_element", `{"a": {"c": [{"exists": false}]}}`, `{"a": [{"b": 1}, {"b": 2}]}`, true},
		{"present_in_one_element", `{"a": {"c": [{"exists": false}]}}`, `{"a": [{"b": 1}, {"c": 2}]}`, false},
		{"present_before_element_is_chosen", `{"a": {"b": [{"exists": false}], "c": [1]}}`, `{"a": [{"c": 1}, {"b": 2}]}`, false},
		{"absent_before_element_is_chosen", `{"a": {"b": [{"exists": false}], "c": [1]}}`, `{"a": [{"c": 1}, {"c": 2}]}`, true},
		{"absent_or_value_in_element", `{"a": {"b": ["x", {"exists": false}], "c": [1]}}`, `{"a": [{"b": "y", "c": 1}, {"b": "x", "c": 1}]}`, true},

		// Names with dots.
		{"dots_in_pattern", `{"a.b": [1]}`, `{"a": {"b": 1}}`, true},
		{"dots_in_event", `{"a": {"b": [1]}}`, `{"a.b": 1}`, true},
		{"dots_in_both", `{"a.b": {"c": [1]}}`, `{"a": {"b.c": 1}}`, true},
		{"dots_other_value", `{"a": {"b": [1]}}`, `{"a.b": 2}`, false},
		{"dots_parent_only", `{"a": {"b": [1]}}`, `{"a.": 1}`, false},
		{"dots_beside_object", `{"a": {"b": [1], "c": [2]}}`, `{"a": {"c": 2}, "a.b": 1}`, true},
		{"dots_beside_string", `{"a": {"b": [1]}}`, `{"a": "x", "a.b": 1}`, true},
		{"dots_beside_array", `{"a": {"b": [1], "c": [2]}}`, `{"a": [{"c": 2}, {"c": 3}], "a.b": 1}`, true},
		{"dots_beside_empty_array", `{"a": {"b": [1]}}`, `{"a": [], "a.b": 1}`, true},
		{"dots_same_field_twice", `{"a": {"b": [1]}}`, `{"a": {"b": 2}, "a.b": 1}`, true},
		{"dots_of_array", `{"a": {"b": {"c": [1], "d": [2]}}}`, `{"a.b": [{"c": 1}, {"d": 2}], "a": {"e": 3}}`, false},
		{"dots_exists_not", `{"a": {"b": [{"exists": false}]}}`, `{"a.b": 1}`, false},
		{"dots_leaf_and_parent", `{"a": [1], "a.b": [2]}`, `{"a": [1, {"b": 2}]}`, true},
		{"empty_name", `{"": {"": [1]}}`, `{".": 1}`, true},

		// A path that is there twice: the last one counts.
		{"twice", `{"a": ["x"], "a": ["y"]}`, `{"a": "y"}`, true},
		{"twice_first", `{"a": ["x"], "a": ["y"]}`, `{"a": "x"}`, false},
		{"twice_with_dots", `{"a": {"b": ["x"]}, "a.b": ["y"]}`, `{"a": {"b": "y"}}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkMatch(t, tt.pattern, tt.event, tt.want) })
	}
}

func TestMatchesOr(t *testing.T) {
	const (
		either   = `{"$or": [{"a": [1]}, {"b": [2]}]}`
		parallel = `{"$or": [{"a": [1]}, {"b": [2]}], "detail": {"$or": [{"c": [3]}, {"d": [4]}]}}`
		nested   = `{"s": ["x"], "$or": [{"a": [1]}, {"b": [2], "$or": [{"c": [3]}, {"d": [4]}]}]}`
		below    = `{"$or": [{"detail": {"a": [1]}}, {"detail": {"b": [2]}}]}`
		numbers  = `{"detail": {"$or": [{"c-count": [{"numeric": [">", 0, "<=", 5]}]}, {"d-count": [{"numeric": ["<", 10]}]}, {"x-limit": [{"numeric": ["=", 3.018e2]}]}]}}`
		elements = `{"a": {"b": [1], "$or": [{"c": [2]}, {"d": [3]}]}}`
		override = `{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}`
		reversed = `{"$or": [{"a": [2]}, {"b": [3]}], "a": [1]}`
	)
	tests := []struct {
		name    string
		pattern string
		event   string
		want    bool
	}{
		{"first", either, `{"a": 1}`, true},
		{"second", either, `{"b": 2}`, true},
		{"both", either, `{"a": 1, "b": 2}`, true},
		{"neither", either, `{"a": 2, "b": 1}`, false},
		{"parallel", parallel, `{"b": 2, "detail": {"c": 3}}`, true},
		{"parallel_one_fails", parallel, `{"b": 2, "detail": {"c": 4}}`, false},
		{"nested_first", nested, `{"s": "x", "a": 1}`, true},
		{"nested_second", nested, `{"s": "x", "b": 2, "d": 4}`, true},
		{"nested_half", nested, `{"s": "x", "b": 2}`, false},
		{"nested_other_source", nested, `{"s": "y", "a": 1}`, false},
		{"objects_below", below, `{"detail": {"b": 2}}`, true},
		{"objects_below_fail", below, `{"detail": {"b": 1}}`, false},
		{"numbers", numbers, `{"detail": {"c-count": 0, "d-count": 0, "x-limit": 9.018e2}}`, true},
		{"numbers_fail", numbers, `{"detail": {"c-count": 6, "d-count": 10, "x-limit": 9.018e2}}`, false},
		{"in_element", elements, `{"a": [{"b": 1}, {"b": 1, "d": 3}]}`, true},
		{"in_two_elements", elements, `{"a": [{"b": 1}, {"d": 3}]}`, false},
		{"exists", `{"$or": [{"a": [{"exists": false}]}, {"a": ["x"]}]}`, `{"a": "x"}`, true},
		{"anything_but", `{"$or": [{"a": [{"anything-but": "x"}]}, {"b": ["y"]}]}`, `{"a": "x", "b": "y"}`, true},

		// The last leaf of a path counts, in the order of the text.
		{"overrides", override, `{"a": 2}`, true},
		{"overrides_first", override, `{"a": 1}`, false},
		{"overrides_not_in_other_branch", override, `{"a": 1, "b": 3}`, true},
		{"is_overridden", reversed, `{"a": 1}`, true},
		{"is_overridden_branch", reversed, `{"a": 2}`, false},

		// A field of that name.
		{"object_is_a_field", `{"$or": {"a": [1], "b": [2]}}`, `{"$or": {"a": 1, "b": 2}}`, true},
		{"object_is_no_operator", `{"$or": {"a": [1], "b": [2]}}`, `{"a": 1}`, false},
		{"values_are_a_field", `{"$or": ["x", "y"]}`, `{"$or": "y"}`, true},
		{"operators_are_a_field", `{"$or": [{"prefix": "x"}, {"numeric": ["<", 5]}]}`, `{"$or": 4}`, true},
		{"one_operator_is_a_field", `{"detail": {"$or": [{"cidr": "10.0.0.0/8"}]}}`, `{"detail": {"$or": "10.1.1.1"}}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkMatch(t, tt.pattern, tt.event, tt.want) })
	}
}

func TestMatchesNotAnObject(t *testing.T) {
	p := compile(t, `{"source": [{"exists": false}]}`)
	for _, event := range []string{``, `null`, `"a"`, `[]`, `[{}]`, `{`, `{} {}`, `{}x`} {
		if ok, err := p.Matches([]byte(event)); ok || err == nil {
			t.Errorf("Matches(%q) = %t, %v; want false and an error", event, ok, err)
		}
	}
	if ok, err := p.Matches([]byte(" {} \n")); !ok || err != nil {
		t.Errorf("Matches({}) = %t, %v; want true and no error", ok, err)
	}
}

// Wildcards whose parts are not too complex for AWS.
func TestWildcardComplexity(t *testing.T) {
	for _, field := range []string{
		`{"wildcard": "arn:aws:events:us-east-1:*:event-bus/*"}`,
		`{"wildcard": "/Users/*/dir/dir/dir/dir/dir/doc.txt"}`,
		`{"wildcard": "*:stack/Shared/*"}, {"wildcard": "*:stack/Data/*"}, {"wildcard": "*:stack/Api/*"}`,
		`{"wildcard": "*a*b*"}, {"wildcard": "*a*b*"}, {"wildcard": "*a*b*"}, {"wildcard": "*a*b*"}`,
	} {
		compile(t, `{"a": [`+field+`]}`)
	}
	for _, field := range []string{
		`{"wildcard": "*a*a*a*a*a*"}`,
		`{"wildcard": "*aaaaaaaaa"}`,
		`{"wildcard": "*a*b*c*d*e*f*g*h*i*"}`,
		`{"wildcard": "*:stack/A/*"}, {"wildcard": "*:stack/B/*"}, {"wildcard": "*:stack/C/*"}, {"wildcard": "*:stack/D/*"}`,
	} {
		if _, err := pattern.Compile(`{"a": [` + field + `]}`); err == nil {
			t.Errorf("Compile(%s) succeeds, want an error", field)
		}
	}
}

func TestLongestPattern(t *testing.T) {
	const frame = `{"a": [""]}`
	text := strings.Replace(frame, `""`, `"`+strings.Repeat("é", pattern.MaxLength-len(frame))+`"`, 1)
	if got := compile(t, text).String(); got != text {
		t.Errorf("String() = %q, want the text it was compiled from", got)
	}
}

// Neither a deep pattern nor a deep event may exhaust the stack.
func TestDeep(t *testing.T) {
	nest := func(open, end string, n int) string {
		return strings.Repeat(open, n) + "1" + strings.Repeat(end, n)
	}
	const depth = 500
	p := nest(`{"a":`, `}`, depth)
	p = strings.Replace(p, "1", "[1]", 1)
	checkMatch(t, p, nest(`{"a":`, `}`, depth), true)
	checkMatch(t, p, nest(`{"a":`, `}`, depth+1), false)
	checkMatch(t, p, nest(`{"a":[`, `]}`, depth), true)
	checkMatch(t, p, `{"a":`+nest(`[`, `]`, 9000)+`}`, false)
}

func compile(t testing.TB, text string) *pattern.Pattern {
	t.Helper()
	p, err := pattern.Compile(text)
	if err != nil {
		t.Fatalf("Compile(%s): %v", text, err)
	}
	return p
}

func decode(t testing.TB, event string) map[string]any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(event))
	dec.UseNumber()
	var object map[string]any
	if err := dec.Decode(&object); err != nil {
		t.Fatalf("event %s: %v", event, err)
	}
	return object
}

func checkMatch(t *testing.T, text, event string, want bool) {
	t.Helper()
	got, err := compile(t, text).Matches([]byte(event))
	if err != nil || got != want {
		t.Errorf("pattern %s\nMatches(%s) = %t, %v; want %t", text, event, got, err, want)
	}
}
