// Package lambda is AWS Lambda on one machine: it runs functions and answers the
// Invoke API.
//
// A function runs in a [Sandbox], of which there are two. [InProcess] calls what
// aws-lambda-go's NewHandler makes of a Go function, so the JSON boundary and the
// names of errors are Lambda's. Each invocation has a request id, a deadline and
// its own goroutine; one that panics or does not return in time gives the payload
// that Lambda gives. A goroutine cannot be killed: what runs into its timeout is
// abandoned, its answer thrown away, and its effects may still happen, as they may
// on Lambda after a timeout.
//
// [Pool] runs a function's program as it is deployed, in processes that speak the
// Runtime API: with the environment that Lambda sets, a cold start that may take
// ten seconds and is then tried once more, one invocation at a time in a process,
// more processes when all are busy up to a limit, beyond which Lambda's throttling
// is answered, and none kept for long that nobody calls. What times out is killed;
// what has panicked or exited is replaced. Memory is told and not limited.
//
// Asynchronous invocations wait in a durable queue: a function that fails is
// called again after one minute and again after two more, and after that the
// event goes to the function's dead-letter queue. While it is throttled nobody is
// called, and Lambda tries for six hours.
//
// What is not offered: versions and aliases, extensions, reserved and provisioned
// concurrency, streamed answers.
package lambda
