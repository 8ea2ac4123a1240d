package quiz

import (
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// AttemptID names an attempt: "att_" and 16 random bytes in base64url. It is
// no secret; the token is.
type AttemptID string

// Hash is the SHA-256 of a secret. Secrets themselves are never stored.
type Hash [sha256.Size]byte

// HashOf returns the hash under which a secret is kept.
func HashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

// Status is where an attempt stands.
type Status string

const (
	InProgress Status = "in_progress"
	Finished   Status = "finished"
	Erased     Status = "erased"
)

// Attempt is one person's way through one form of one instrument.
type Attempt struct {
	ID     AttemptID
	Status Status
	// Tokens are the hashes of the secrets that open the attempt, the newest
	// last, at most MaxTokens.
	Tokens []Hash
	// Key is the hash of the Idempotency-Key that created the attempt; zero
	// where none was sent. Unique among attempts.
	Key Hash

	Instrument InstrumentID
	Version    string // content hash of the instrument, Instrument.Hash
	Form       FormID
	Locale     Locale
	Topic      TopicID // empty: the general plan
	Article    string  // the page that sent the visitor; empty: none
	Consent    Consent
	Relation   Relationship
	Partner    PartnerID // the side that it came through; empty: none

	Sheet   Sheet
	Plan    Plan
	Profile *Profile // nil until finished

	Created  time.Time
	Finished time.Time // zero until finished
	Unlocked time.Time // when a partner's gate was opened; zero until then
	Expires  time.Time // at or after it the attempt is gone
}

// MaxTokens bounds the secrets of one attempt; adding one more drops the
// oldest.
const MaxTokens = 8

// Relationship says whether there is a partner now.
type Relationship string

const (
	RelationUnknown Relationship = ""
	RelationCurrent Relationship = "current"
	RelationNone    Relationship = "none"
)

// Consent keeps what was agreed to, in which language, when.
type Consent struct {
	Version string
	Locale  Locale
	At      time.Time
}

// Opens reports whether the token with this hash opens the attempt. It takes
// the same time whichever token is tried.
func (a *Attempt) Opens(h Hash) bool {
	found := 0
	for _, t := range a.Tokens {
		found |= subtle.ConstantTimeCompare(t[:], h[:])
	}
	return found == 1
}

// AddToken lets one more secret open the attempt.
func (a *Attempt) AddToken(h Hash) {
	a.Tokens = append(a.Tokens, h)
	if len(a.Tokens) > MaxTokens {
		a.Tokens = a.Tokens[len(a.Tokens)-MaxTokens:]
	}
}

// Erase leaves nothing of the attempt but its id and that it was erased.
func (a *Attempt) Erase() {
	*a = Attempt{ID: a.ID, Status: Erased, Created: a.Created, Expires: a.Expires}
}
