package quiz

import "time"

// Backlog is what an outbox holds that is not delivered.
type Backlog struct {
	Events int
	Oldest time.Time // when the first of them happened; zero: there is none
}
