// Package proof tells which test holds which requirement. A test says so in
// its doc comment, in a line of its own:
//
//	// TestBodyLimit refuses a body of one byte more than the limit.
//	//
//	// Holds: S2, ASVS 2.4.1
//	func TestBodyLimit(t *testing.T) {
//
// The requirements stand in requirements.txt. The package's own test writes
// the table of docs/security.md and fails where it is stale, where a test
// claims an id that nobody asked for, and where a requirement has no test.
package proof
