// Package sqlitedb opens SQLite files that survive the machine being switched
// off, and lets many writers share one fsync.
//
// A [DB] has one writer. Callers hand it functions ([DB.Update], [DB.Enqueue]);
// whatever is waiting when the writer is free runs in one transaction and is
// made durable by one fsync: a group commit. Functions run in the order in which
// they were handed over, and nobody is told "done" before the commit that holds
// their work is on disk (WAL, synchronous=FULL).
//
// Readers ([DB.View]) see committed data only and never wait for a writer.
//
// The package knows nothing of what is stored. It does not do migrations beyond
// a list of statements per file, and it refuses a file that was written by a
// newer program rather than guess.
package sqlitedb
