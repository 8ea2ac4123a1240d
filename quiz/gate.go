package quiz

import (
	"context"
	"time"
)

// CodeBatch is codes that a partner's server had minted, each of which opens
// one playbook of the partner's side once.
type CodeBatch struct {
	// Key names the batch: a call that is repeated names the same one.
	Key     Hash
	Partner PartnerID
	Codes   []Hash
	Expires time.Time // from then on they open nothing
}

// GateCodes stores what code gates are opened with; Gates spends them. Every
// method is atomic and durable when it returns nil, and safe for concurrent
// use.
type GateCodes interface {
	// MintGateCodes stores the codes of a batch. A batch that is known stays as it is,
	// whatever was spent of it since; one with as many codes and the same end
	// is no error, any other is ErrConflict, as is a code that exists.
	MintGateCodes(ctx context.Context, b CodeBatch) error

	// ForgetGateCodes removes up to limit codes and as many batches that were over
	// by then, and returns how many codes there were.
	ForgetGateCodes(ctx context.Context, over time.Time, limit int) (int, error)
}

// CodeUse is a code in the hands of somebody whose attempt came from Partner.
type CodeUse struct {
	Hash    Hash
	Partner PartnerID
}

// Opening is what the opening of a gate does besides changing the attempt.
type Opening struct {
	Code   *CodeUse // is spent; nil: none
	Letter *Letter  // goes out; nil: none
	Lead   *Lead    // is handed on; nil: none
	Events []Event
}

// Gates opens what a partner's gate keeps closed.
type Gates interface {
	// Unlock is Attempts.Update with an opening in the same commit, all or
	// nothing. It returns ErrCode, and changes nothing, unless the code is
	// there, is not over and was minted for the partner; it can be spent once.
	Unlock(ctx context.Context, id AttemptID, fn func(*Attempt) (Opening, error)) error
}
