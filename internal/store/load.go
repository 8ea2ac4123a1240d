package store

// Load is how busy a database is at a moment.
type Load struct {
	Waiting           int   // writes that wait for a commit
	Room              int   // writes that may wait; one more is refused
	Open, InUse, Most int   // connections
	Waits             int64 // times that a call waited for a connection, since the start
}
