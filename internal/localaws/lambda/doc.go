// Package lambda is AWS Lambda on one machine: it runs functions in the process
// and answers the Invoke API.
//
// A function is what aws-lambda-go's NewHandler makes of a Go function, so the
// JSON boundary and the names of errors are Lambda's. Each invocation has a
// request id, a deadline and its own goroutine; one that panics or does not
// return in time gives the payload that Lambda gives. A goroutine cannot be
// killed: what runs into its timeout is abandoned, its answer thrown away, and
// its effects may still happen, as they may on Lambda after a timeout.
//
// Asynchronous invocations wait in a durable queue: a function that fails is
// called again after one minute and again after two more, and after that the
// event goes to the function's dead-letter queue.
//
// What is not offered: versions and aliases, concurrency limits, the Runtime API.
package lambda
