package quiz_test

import (
	"errors"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

func TestSides(t *testing.T) {
	for id, want := range map[quiz.PartnerID]struct {
		test       bool
		side, site quiz.PartnerID
	}{
		"acme":      {false, "test_acme", "acme"},
		"test_acme": {true, "test_acme", "acme"},
	} {
		if id.Test() != want.test || id.TestSide() != want.side || id.Site() != want.site {
			t.Errorf("%s: got %t, %s, %s", id, id.Test(), id.TestSide(), id.Site())
		}
	}
}

func TestOffers(t *testing.T) {
	all, one := quiz.Partner{}, quiz.Partner{Instruments: []quiz.InstrumentID{"relationship"}}
	if !all.Offers("ecr") || !one.Offers("relationship") || one.Offers("ecr") {
		t.Error("a partner offers what it names, or all where it names nothing")
	}
}

// TestPartnerSet: each key opens its own side.
//
// Holds: S8
func TestPartnerSet(t *testing.T) {
	live, test := quiz.HashOf("live"), quiz.HashOf("test")
	acme := &quiz.Partner{ID: "acme", Keys: []quiz.PartnerKey{
		{Hash: live, Side: "acme"}, {Hash: quiz.HashOf("next"), Side: "acme"}, {Hash: quiz.HashOf("astray"), Side: "other"}}}
	side := &quiz.Partner{ID: "test_acme", Keys: []quiz.PartnerKey{{Hash: test, Side: "test_acme"}}}
	set := quiz.NewPartnerSet(side, acme)
	for key, want := range map[quiz.Hash]*quiz.Partner{live: acme, quiz.HashOf("next"): acme, test: side} {
		if got, err := set.Keyed(key); err != nil || got != want {
			t.Errorf("got %v, %v; want %s", got, err, want.ID)
		}
	}
	for _, key := range []quiz.Hash{{}, quiz.HashOf("other"), quiz.HashOf("astray")} {
		if got, err := set.Keyed(key); !errors.Is(err, quiz.ErrNotFound) {
			t.Errorf("got %v, %v; want no partner", got, err)
		}
	}
	if got, err := set.Partner("test_acme"); err != nil || got != side {
		t.Errorf("got %v, %v; want the test side", got, err)
	}
	if _, err := set.Partner("test_other"); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if all := set.All(); len(all) != 2 || all[0] != acme || all[1] != side {
		t.Errorf("got %v, want both sides by id", all)
	}
}
