package quiz

import "time"

// ResumeCode opens an attempt once, on another device. An attempt has at most
// one. The code itself is known to its holder alone.
type ResumeCode struct {
	Hash    Hash
	Attempt AttemptID
	Expires time.Time // from then on it opens nothing
}
