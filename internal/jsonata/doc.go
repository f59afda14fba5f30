// Package jsonata evaluates JSONata expressions as JSONata 2.0.6 does, the version
// that Step Functions runs: the same values, the same error codes, and the same
// words in errors. What it does, it does within bounds: an expression can neither
// run without end nor take more memory than [Limits] allows, and where it stops
// depends on the expression and its input alone.
//
// The language is that of https://docs.jsonata.org, held against the answers of the
// reference implementation in testdata. Differences are listed in differences.go.
package jsonata
