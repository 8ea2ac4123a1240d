// Package postgres stores attempts, events, versions and tallies in a
// PostgreSQL database, for any number of replicas at once.
//
// Saves of many callers share a round trip and a commit; each caller is
// answered after it. A refusal is zero rows, never an error, so that it does
// not abort its neighbours. All else runs in a transaction of its own. What
// is acknowledged was committed with synchronous_commit on.
//
// It must not know of HTTP or of instruments' content, and its errors never
// hold a password.
package postgres
