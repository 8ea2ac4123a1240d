// Package jobs does what no visitor waits for: it erases attempts whose time
// is over.
//
// It knows the role interfaces of package quiz alone and must not know which
// store is behind them. Its logs hold counts and ids, nothing else.
package jobs
