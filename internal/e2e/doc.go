// Package e2e takes the test as a visitor does: its tests boot the whole
// program on a free port and drive a browser through the pages, with scripts
// and without, on a screen as wide as a phone's.
//
// Most drive Chromium; the journey is taken in Firefox, over WebDriver BiDi,
// and in WebKit, over WebDriver, as well. A test skips where its browser is
// missing, unless ATTUNE_TEST_ALL=1 is set.
package e2e
