// Package console is the ops console of the local runtime: what AWS's console
// shows of executions, and beside it what it does not: a search by what an order
// is about, the story of one order over every service, what needs attention, the
// bus, the mails, and an audit list of what ops did.
//
// [Console.API] answers JSON under /console/api to members of the group ops. It
// reads what package localaws keeps; what it keeps itself is the audit list, the
// calls of the HTTP API and what consumers did with events ([Journal]), and, in
// memory, an index of all executions that makes any search a matter of
// milliseconds. It is read from the engine once and follows it from then on.
//
// Task tokens are in no answer: every byte that leaves goes through [mask].
package console
