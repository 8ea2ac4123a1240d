// Package sqlite stores attempts, events and tallies in one SQLite file.
//
// All writes go through one goroutine with one connection. It commits
// whatever is waiting as one transaction, so that callers share an fsync, and
// answers each of them after it. Reads have connections of their own and see
// all that was answered. The file runs in WAL mode with synchronous=FULL:
// what was acknowledged survives the machine's death.
//
// It must not know of HTTP or of instruments' content.
package sqlite
