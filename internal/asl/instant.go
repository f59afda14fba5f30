package asl

import "time"

// Instant is a point in time in milliseconds since 1970 UTC, the resolution in
// which Step Functions keeps time. Zero means "none".
type Instant int64

// InstantOf is t without what is finer than a millisecond.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time is the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add returns the instant so many seconds later.
func (i Instant) Add(seconds int64) Instant { return i + Instant(seconds*1000) }

// String is ISO 8601 with milliseconds and Z, as in the context object.
func (i Instant) String() string { return i.Time().Format("2006-01-02T15:04:05.000Z07:00") }
