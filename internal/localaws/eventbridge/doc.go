// Package eventbridge is Amazon EventBridge on one machine: event buses that take
// PutEvents, rules that match events by pattern (package pattern), targets that
// are Lambda functions, and schedules.
//
// An event is in the database, together with what must be delivered, before
// PutEvents answers; a process that dies delivers it when it comes back. Delivery
// is at least once, as on AWS, through Lambda's asynchronous queue: a rule's
// target is done when Lambda has accepted the event, and a failing function is
// Lambda's matter.
//
// What is not offered: managing buses and rules over the API, other targets,
// archives and replays.
package eventbridge
