// Package e2e takes the test as a visitor does: its tests boot the whole
// program on a free port and drive a browser through the pages, with scripts
// and without, on a screen as wide as a phone's.
//
// The tests skip where there is no Chromium, unless ATTUNE_TEST_ALL=1 is set.
package e2e
