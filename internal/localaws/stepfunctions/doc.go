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
// What is offered: STANDARD state machines, registered by the program
// ([Engine.Put]) or made by the API; executions, their histories and redrives;
// task tokens; activities. EXPRESS machines, versions, aliases, tags and TestState
// are not: they answer StateMachineTypeNotSupported or UnknownOperationException.
package stepfunctions
