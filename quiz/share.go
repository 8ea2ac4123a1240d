package quiz

import "time"

// ShareID names a share: "shr_" and 16 random bytes in base64url. Whoever has
// it can see the card, and nothing else.
type ShareID string

// Card is the kind of a share.
type Card string

const (
	CardHelps  Card = "helps"  // what helps me, in two sentences that the visitor picked
	CardPhrase Card = "phrase" // one starter phrase
	CardMap    Card = "map"    // the map without numbers and without names of its corners
)

// Cards lists the kinds.
func Cards() []Card { return []Card{CardHelps, CardPhrase, CardMap} }

// Share is a card that a visitor shows to others: a copy of the words that they
// picked, apart from the attempt and revocable. What is served of it leads
// nowhere back.
type Share struct {
	ID      ShareID
	Attempt AttemptID // whose it is; never served
	// Key is the hash of the Idempotency-Key that made it; zero where none was
	// sent. Unique within an attempt.
	Key    Hash
	Card   Card
	Locale Locale
	// Texts are what the card says; of a map what grows to the right and upwards.
	Texts   []string
	Area    *Area // of a map; nil otherwise
	Created time.Time
}

// Area is where a map's shape lies, in steps of the axes counted from their low
// ends. Steps are coarse, so that no score can be read back from them.
type Area struct {
	Left  int `json:"left"` // anxious
	X     int `json:"x"`
	Right int `json:"right"`
	Low   int `json:"low"` // avoidant
	Y     int `json:"y"`
	High  int `json:"high"`
}

// AreaSteps is how many steps an axis has.
const AreaSteps = 16

// Valid reports whether the area lies on the axes and each reach is around its
// centre.
func (a Area) Valid() bool {
	axis := func(low, at, high int) bool { return 0 <= low && low <= at && at <= high && high <= AreaSteps }
	return axis(a.Left, a.X, a.Right) && axis(a.Low, a.Y, a.High)
}

// MaxShares is how many shares an attempt may have at once.
const MaxShares = 12
