// Package stepfunctions is AWS Step Functions on one machine: it owns executions
// of state machines and answers the service's API.
//
// The interpreter is package asl, which is pure. This package is what it needs
// around it: it notes each fact in a durable log before anything comes of it,
// steps the interpreter, carries out the commands, keeps the timers and answers
// the API after the commit. When the process dies, [Open] replays the log, arms
// the timers again and repeats the calls that had not reported; no token dies.
// A call can therefore happen twice, as on AWS.
//
// An execution that waits is a small record in memory, not a goroutine. One that
// has ended is in the log only.
//
// What is offered: state machines of both types, registered by the program
// ([Engine.Put]) or made by the API, their versions and aliases; executions, which
// may start others and wait for their end, their histories and redrives; task
// tokens; activities; tags. A machine's events are logged as it is configured. A
// tracing configuration is kept and told, and nothing comes of it. A deleted machine
// dies as on AWS: its executions fail at their next transition, and with the last one
// it is gone. What is not offered answers UnknownOperationException, or is refused when
// the machine is created.
package stepfunctions
