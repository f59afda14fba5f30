// Package asl reads state machines written in the Amazon States Language and
// runs them as a pure function.
//
// [Parse] turns a definition into a [Machine], or reports every mistake in it at
// once, each with its place and its line. A machine never changes.
//
// [Machine.Step] is the whole interpreter: the state of an execution and one
// fact ("the task reported", "the token was resolved", "it is ten past") go in;
// the new state, the history events and the commands to carry out come out.
// There is no clock, no I/O, no randomness and no goroutine in here: the time
// comes with each fact, and what is drawn (task tokens, jitter, $uuid) comes from
// the entropy of the first one. So an execution is its list of facts: replayed
// through Step they give the same state, the same history, the same tokens.
//
// Whoever owns executions keeps that list safe, feeds a [FactTick] when
// [State.Due] has come, carries out the commands, and after a crash replays the
// list and carries out [Machine.Resume].
//
// The language is the States Language as AWS runs it (specification of November
// 2024, and what the service was seen to do), in both of its query languages. What
// is not offered (distributed Map, other services than Lambda, EventBridge, SNS and
// Step Functions) is refused by Parse by name.
package asl
