package jobs

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// LetterSender sends one letter. It returns quiz.ErrNotFound where the attempt
// is gone, quiz.ErrUndeliverable where no later try can help, and any other
// error where one may. No error names the address.
type LetterSender interface {
	Send(context.Context, quiz.Letter) error
}

// Postman takes letters from the queue to a sender, one at a time. Several may
// serve one queue, in one process or many. Whatever becomes of a letter, its
// address leaves the queue within a day.
type Postman struct {
	Letters quiz.Letters
	Sender  LetterSender
	Every   time.Duration // between looks into an empty queue; above 0
	Now     func() time.Time
	Log     *slog.Logger
	Limit   *PostLimit
}

const (
	// sendTimeout bounds one try; the lease outlasts it.
	sendTimeout = time.Minute
	letterLease = 2 * time.Minute
	// LettersKept is how long a letter is tried.
	LettersKept = 24 * time.Hour
)

// pauses are how long a letter waits after each try that failed; the last one
// counts for all that follow.
func pauses() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}
}

// Run sends until ctx ends; then it returns nil. What fails is logged.
func (p *Postman) Run(ctx context.Context) error {
	tick := time.NewTicker(p.Every)
	defer tick.Stop()
	for {
		if _, err := p.Empty(ctx); err != nil && ctx.Err() == nil {
			p.Log.ErrorContext(ctx, "sending letters failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Empty tries every letter that is due and returns how many have gone.
func (p *Postman) Empty(ctx context.Context) (sent int, err error) {
	for ctx.Err() == nil {
		letters, err := p.Letters.ClaimLetters(ctx, 1, letterLease)
		if err != nil || len(letters) == 0 {
			return sent, err
		}
		gone, err := p.serve(ctx, letters[0])
		if err != nil {
			return sent, err
		}
		if gone {
			sent++
		}
	}
	return sent, nil
}

// serve tries one letter and settles what becomes of it, even where ctx has
// ended meanwhile: it would only be sent again.
func (p *Postman) serve(ctx context.Context, l quiz.Letter) (gone bool, err error) {
	err = p.try(ctx, l)
	if ctx.Err() != nil && err != nil {
		return false, nil // its lease ends by itself
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	switch {
	case err == nil:
		return true, p.discard(after, l)
	case errors.Is(err, quiz.ErrNotFound):
		return false, p.discard(after, l)
	case errors.Is(err, quiz.ErrUndeliverable):
		p.Log.InfoContext(ctx, "a letter was given up", "reason", err)
		return false, p.discard(after, l)
	}
	pause := pauses()[min(l.Tries, len(pauses())-1)]
	p.Log.WarnContext(ctx, "a letter was not sent", "tries", l.Tries+1, "again", pause, "reason", err)
	return false, gracefully(p.Letters.PostponeLetter(after, l.ID, p.Now().Add(pause)))
}

// errTooMany ends a letter whose address had its share for the day.
var errTooMany = fmt.Errorf("%w: the address had its share for the day", quiz.ErrUndeliverable)

// errTooOld ends a letter that was tried for long enough.
var errTooOld = fmt.Errorf("%w: it was tried for a day", quiz.ErrUndeliverable)

func (p *Postman) try(ctx context.Context, l quiz.Letter) error {
	now := p.Now()
	if now.Sub(l.Created) >= LettersKept {
		return errTooOld
	}
	if !p.Limit.May(l.To, now) {
		return errTooMany
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err := p.Sender.Send(ctx, l)
	if err == nil {
		p.Limit.Count(l.To, now)
	}
	return err
}

func (p *Postman) discard(ctx context.Context, l quiz.Letter) error {
	return gracefully(p.Letters.DiscardLetter(ctx, l.ID))
}

// gracefully takes it for done where the letter has gone meanwhile, as with an
// attempt that was erased.
func gracefully(err error) error {
	if errors.Is(err, quiz.ErrNotFound) {
		return nil
	}
	return err
}

// PostLimit keeps strangers from being sent letters over and over: an address
// gets no more than a few a day. It knows addresses by a hash under a key that
// leaves neither the process nor its memory, and forgets them within a day; a
// replica counts by itself. It is safe for concurrent use.
type PostLimit struct {
	key [sha256.Size]byte

	mu   sync.Mutex
	sent map[[sha256.Size]byte][]time.Time
}

const (
	postADay = 3
	aDay     = 24 * time.Hour
	// maxCounted bounds the addresses that are remembered.
	maxCounted = 1 << 16
)

// NewPostLimit draws the key.
func NewPostLimit(random io.Reader) (*PostLimit, error) {
	l := &PostLimit{sent: map[[sha256.Size]byte][]time.Time{}}
	if _, err := io.ReadFull(random, l.key[:]); err != nil {
		return nil, fmt.Errorf("draw the key of a limit: %w", err)
	}
	return l, nil
}

// May reports whether the address may be sent one more.
func (l *PostLimit) May(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	return len(l.sent[l.name(address)]) < postADay && len(l.sent) < maxCounted
}

// Count notes that a letter has gone to the address.
func (l *PostLimit) Count(address string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := l.name(address)
	l.sent[name] = append(l.sent[name], now)
}

// name is one for addresses that lead to one mailbox almost everywhere.
func (l *PostLimit) name(address string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, l.key[:])
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	mac.Write([]byte(local + "@" + domain))
	return [sha256.Size]byte(mac.Sum(nil))
}

// forget drops what was counted a day ago.
func (l *PostLimit) forget(now time.Time) {
	for name, at := range l.sent {
		if last := at[len(at)-1]; now.Sub(last) >= aDay {
			delete(l.sent, name)
		}
	}
}
