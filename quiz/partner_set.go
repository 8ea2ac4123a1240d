package quiz

import (
	"cmp"
	"crypto/subtle"
	"slices"
)

var _ Partners = (*PartnerSet)(nil)

// PartnerSet is partners that do not change.
type PartnerSet struct {
	byID map[PartnerID]*Partner
	all  []*Partner
}

// NewPartnerSet returns the sides as a set, which owns them from then on. Of
// sides with one id the last counts.
func NewPartnerSet(sides ...*Partner) *PartnerSet {
	s := &PartnerSet{byID: make(map[PartnerID]*Partner, len(sides))}
	for _, p := range sides {
		s.byID[p.ID] = p
	}
	for _, p := range s.byID {
		s.all = append(s.all, p)
	}
	slices.SortFunc(s.all, func(a, b *Partner) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

// Partner implements Partners.
func (s *PartnerSet) Partner(id PartnerID) (*Partner, error) {
	p, ok := s.byID[id]
	if !ok {
		return nil, ErrNotFound
	}
	return p, nil
}

// Keyed implements Partners: it compares with every key that there is.
func (s *PartnerSet) Keyed(h Hash) (*Partner, error) {
	found := -1
	for i, p := range s.all {
		for _, k := range p.Keys {
			same := subtle.ConstantTimeCompare(k.Hash[:], h[:])
			if k.Side != p.ID {
				same = 0
			}
			found = subtle.ConstantTimeSelect(same, i, found)
		}
	}
	if found < 0 {
		return nil, ErrNotFound
	}
	return s.all[found], nil
}

// All implements Partners.
func (s *PartnerSet) All() []*Partner { return slices.Clone(s.all) }
