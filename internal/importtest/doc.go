// Package importtest keeps the house rule of who may import whom. Its test
// reads the import graph from the go command and holds it against the table
// in policy.go, whose copy for readers is docs/architecture.md.
package importtest
