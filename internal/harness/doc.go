// Package harness puts the whole program under load and lets its world fail:
// processes that are killed, disks that fill up, databases that go away. Its
// tests run a little of each with every go test; the make targets of the same
// names run them in full and print figures.
//
// It speaks to the program over HTTP alone, on loopback, and knows nothing of
// its insides.
package harness
