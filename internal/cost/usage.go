package cost

// Meter is a thing that AWS bills. Its unit and price are in prices.json.
type Meter string

// The meters.
const (
	Transitions  Meter = "states.transition"
	Mails        Meter = "ses.mail"
	WriteUnits   Meter = "dynamodb.write"
	HalfReads    Meter = "dynamodb.half-read" // read units, in halves
	Stored       Meter = "dynamodb.stored"    // bytes × months
	BackedUp     Meter = "dynamodb.backed-up" // bytes × months
	Invocations  Meter = "lambda.request"
	FunctionTime Meter = "lambda.time" // megabytes × milliseconds
	Events       Meter = "events.event"
	Archived     Meter = "events.archived" // bytes
	EventsKept   Meter = "events.kept"     // bytes × months
	Requests     Meter = "api.request"
	Messages     Meter = "sns.message"
	Logged       Meter = "logs.byte"
	LogsKept     Meter = "logs.kept" // bytes × months
	Traces       Meter = "xray.trace"

	// What is paid for by the month, whatever comes.
	Alarms      Meter = "cloudwatch.alarm"
	Dashboards  Meter = "cloudwatch.dashboard"
	Metrics     Meter = "cloudwatch.metric"
	Keys        Meter = "kms.key"
	KeyRequests Meter = "kms.request"
)

// Meters are all meters, in the order in which they are told.
var Meters = []Meter{
	Transitions, Mails, WriteUnits, HalfReads, Stored, BackedUp, Invocations, FunctionTime, Events, Archived, EventsKept,
	Requests, Messages, Logged, LogsKept, Traces, Alarms, Dashboards, Metrics, Keys, KeyRequests,
}

// Usage is how much of what was used.
type Usage map[Meter]int64

// Work is what was done: by one function, or for one context.
type Work struct {
	Usage Usage
	// Calls are the calls to AWS services, by their IAM action.
	Calls map[string]int64
	// Millis is how long functions ran, as assumed.
	Millis int64
	// Written are the write units of each table and index, and Partitions those of
	// each partition of an index.
	Written    map[Place]int64
	Partitions map[Partition]int64
}

// Place is a table, or one of its indexes.
type Place struct{ Table, Index string }

// Partition is one partition key's value in an index.
type Partition struct {
	Place
	Key string
}

func newWork() Work {
	return Work{Usage{}, map[string]int64{}, 0, map[Place]int64{}, map[Partition]int64{}}
}

// add adds what else was done.
func (w *Work) add(more Work) {
	addAll(w.Usage, more.Usage)
	addAll(w.Calls, more.Calls)
	addAll(w.Written, more.Written)
	addAll(w.Partitions, more.Partitions)
	w.Millis += more.Millis
}

// since is what was done after an earlier look.
func (w Work) since(before Work) Work {
	less := newWork()
	less.add(w)
	subtractAll(less.Usage, before.Usage)
	subtractAll(less.Calls, before.Calls)
	subtractAll(less.Written, before.Written)
	subtractAll(less.Partitions, before.Partitions)
	less.Millis -= before.Millis
	return less
}

func addAll[K comparable](to, more map[K]int64) {
	for key, n := range more {
		to[key] += n
	}
}

func subtractAll[K comparable](from, less map[K]int64) {
	for key, n := range less {
		if from[key] -= n; from[key] == 0 {
			delete(from, key)
		}
	}
}
