// Package pattern compiles Amazon EventBridge event patterns and matches
// events against them.
//
// An event pattern is a JSON object shaped like the events it selects, with an
// array of alternatives at each leaf:
//
//	p, err := pattern.Compile(`{"source": ["orders"], "detail": {"total": [{"numeric": [">", 0]}]}}`)
//	...
//	ok := p.MatchesValue(event)
//
// Different fields must all match, one alternative of each is enough, and
// "$or" asks for one of several objects. The operators are prefix, suffix,
// equals-ignore-case, wildcard, anything-but, numeric, cidr and exists.
//
// The package promises the verdicts of the service and the sentences of its
// common errors. AWS matches with the open-source library Event Ruler; where
// the user guide and the library differ, this package follows the library, and
// the comments say so.
//
// It knows to differ from AWS in this:
//
//   - An error names the line and column where the wrong value begins, and what
//     is no JSON at all is refused in the words of package encoding/json.
//   - The limit on the complexity of wildcards is a guess between two
//     observations.
//   - A string that is an IP address is compared as any string; Event Ruler
//     takes two spellings of one address for the same.
//   - An event that has one object in two spellings, as in
//     {"a": {"b": {"c": 1}}, "a.b": {"d": 2}}, has two objects.
//
// It works on what a pattern means and nothing else: it does not validate
// event envelopes, keep rules or deliver anything.
package pattern
