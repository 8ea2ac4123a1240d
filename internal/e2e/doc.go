// Package e2e takes the test as a visitor does: its tests boot the whole
// program on a free port and drive browsers through the pages, with scripts
// and without, on screens as narrow as a phone's.
//
// A seat is somebody in front of a browser, whatever its engine: Chromium over
// its own protocol, Firefox over WebDriver BiDi, WebKit over WebDriver. A guest
// takes the journey in a seat, by pointer or by keys; conditions_test.go lists
// what that has to get along with in each engine:
//
//	go test -run 'TestJourney/firefox/keyboard' ./internal/e2e
//
// What needs to look into the browser, such as downloads, cookies and what it
// complains of, drives Chromium alone, by a phone. A test skips where its
// browser is missing, unless ATTUNE_TEST_ALL=1 is set.
package e2e
