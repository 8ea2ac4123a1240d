// Package app is the program as a value: Run wires content, stores, use
// cases, pages, API and jobs from a Config and serves until its context ends.
// Clock, randomness, log and addresses are injected, so that a test boots the
// whole program on port 0 in milliseconds.
//
// It holds no rules of its own: what the product does is in the packages that
// it joins.
package app
