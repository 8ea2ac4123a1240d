// Package jobs does what no visitor waits for: it erases attempts whose time
// is over, and takes events from the outbox to where others learn of them.
//
// It knows the role interfaces of package quiz alone and must not know which
// store is behind them. Its logs hold counts and ids, nothing else.
package jobs
