package take

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// GateCode is the secret that a visitor of a partner opens the playbook with.
type GateCode string

const (
	// gateLetters carry five random bits each: 160 in all.
	gateLetters = 32
	// MaxMinted is how many codes one call may mint.
	MaxMinted = 1000
	// MaxMintedFor is how long a code may last.
	MaxMintedFor = 366 * 24 * time.Hour
)

// Minting asks for codes on behalf of a partner's side.
type Minting struct {
	Partner quiz.PartnerID
	Count   int
	Expires time.Time
	// Secret is the partner's key that makes the call.
	Secret string
	// Key makes the call repeatable; empty: it is not.
	Key string
}

// Mint makes codes that open one playbook each, once, until they expire. Codes
// are known to the caller alone. They are not drawn but derived, from the
// secret and from Key or a random one in its place, so that a repeat gives the
// same codes though none is kept; what was spent since stays spent. It returns
// Invalid for what is wrong, and ErrConflict for a known Key with another
// count or end.
func (s *Service) Mint(ctx context.Context, m Minting) ([]GateCode, error) {
	now := s.Now().UTC()
	if bad := m.check(now); len(bad) > 0 {
		return nil, bad
	}
	if m.Key == "" {
		drawn, err := s.random(tokenBytes)
		if err != nil {
			return nil, err
		}
		m.Key = "drawn " + drawn // no header holds a space
	}
	batch := quiz.CodeBatch{Key: m.name(), Partner: m.Partner, Expires: m.Expires.UTC()}
	codes := make([]GateCode, m.Count)
	for i := range codes {
		codes[i] = m.derive(i)
		batch.Codes = append(batch.Codes, quiz.HashOf(string(codes[i])))
	}
	if err := s.GateCodes.MintGateCodes(ctx, batch); err != nil {
		return nil, fmt.Errorf("mint codes: %w", err)
	}
	return codes, nil
}

func (m *Minting) check(now time.Time) quiz.Invalid {
	var bad quiz.Invalid
	if m.Count < 1 || m.Count > MaxMinted {
		bad.Add("#/count", fmt.Sprintf("must be from 1 to %d", MaxMinted))
	}
	if !m.Expires.After(now) || m.Expires.After(now.Add(MaxMintedFor)) {
		bad.Add("#/expires_at", fmt.Sprintf("must lie ahead, by %d days at most", int(MaxMintedFor.Hours()/24)))
	}
	return bad
}

// name is what a repeat of the call is known by.
func (m *Minting) name() quiz.Hash { return quiz.Hash(m.mac("batch")) }

// derive returns the i-th code: five bits of each of the first bytes.
func (m *Minting) derive(i int) GateCode {
	sum := m.mac("code " + string(binary.BigEndian.AppendUint32(nil, uint32(i))))
	return GateCode(grouped(sum[:gateLetters]))
}

// mac is a pseudo-random function of the call under its secret. Each part is
// written with its length, so that no two calls give the same input.
func (m *Minting) mac(use string) [sha256.Size]byte {
	h := hmac.New(sha256.New, []byte(m.Secret))
	for _, part := range []string{"attune gate", string(m.Partner), m.Key, use} {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		h.Write([]byte(part))
	}
	return [sha256.Size]byte(h.Sum(nil))
}
