package scoring

// Scorer scores the responses to one form. It is immutable and safe for
// concurrent use.
type Scorer struct{}
