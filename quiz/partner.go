package quiz

import (
	"slices"
	"strings"
	"time"
)

// PartnerID names one side of a site that embeds the test: "acme" is the live
// side of acme, "test_acme" its test side, whose data never mix with those of
// the live one. Empty: the attempt came from no partner.
type PartnerID string

const testSide = "test_"

// Test reports whether the id is that of a test side.
func (id PartnerID) Test() bool { return strings.HasPrefix(string(id), testSide) }

// TestSide returns the id of the partner's test side.
func (id PartnerID) TestSide() PartnerID {
	if id.Test() {
		return id
	}
	return testSide + id
}

// Site returns the id by which the partner is configured, whichever side this
// is.
func (id PartnerID) Site() PartnerID { return PartnerID(strings.TrimPrefix(string(id), testSide)) }

// GateKind says what a visitor must do for the parts of a playbook that are
// not free.
type GateKind string

const (
	GateNone  GateKind = "none"
	GateEmail GateKind = "email"
	GateCode  GateKind = "code"
)

// Scheme is the colour scheme of a partner's frame.
type Scheme string

const (
	SchemeAuto  Scheme = "auto" // as the visitor's device
	SchemeLight Scheme = "light"
	SchemeDark  Scheme = "dark"
)

// Theme is how a partner's frame looks. Colours are "#rrggbb" and were checked
// for contrast against the grounds when the file was read.
type Theme struct {
	Accent string // of buttons and links on light ground; empty: ours
	Dark   string // the same on dark ground; empty: ours
	Logo   string // https address of a picture on one of the partner's origins; empty: none
	Radius *int   // of corners, in CSS pixels, 0 to 24; nil: ours
	Scheme Scheme
}

// Reading is an article of a partner to read next, with its title in one
// language.
type Reading struct {
	Locale Locale
	Title  string
	URL    string
}

// Webhook is where a partner learns of events.
type Webhook struct {
	URL string
	// Secrets sign each delivery, all of them: two while one is being changed.
	Secrets [][]byte
}

// PartnerKey opens the partner API for one side of a partner. Only its hash is
// known.
type PartnerKey struct {
	Hash Hash
	Side PartnerID
}

// Partner is one side of a site that embeds the test. It is immutable.
type Partner struct {
	ID          PartnerID
	Name        string
	Controller  string   // who answers for the data, named before the first item
	PrivacyURL  string   // the controller's notice
	Origins     []string // exact origins that may show the frame, such as https://www.example.org
	Theme       Theme
	Instruments []InstrumentID // empty: all that can be taken
	Topic       TopicID        // where the snippet names none
	Locale      Locale         // where the snippet names none; empty: the visitor's
	Readings    map[TopicID][]Reading
	Gate        GateKind
	Keep        time.Duration // the longest that a finished attempt stays; 0: as the visitor chooses
	Webhook     *Webhook      // nil: nobody is told
	Keys        []PartnerKey
}

// ReadNext lists the partner's articles for the topic that have a title in the
// locale.
func (p *Partner) ReadNext(topic TopicID, l Locale) []Reading {
	var list []Reading
	for _, r := range p.Readings[topic] {
		if r.Locale == l {
			list = append(list, r)
		}
	}
	return list
}

// Offers reports whether visitors can come to the instrument through the
// partner.
func (p *Partner) Offers(id InstrumentID) bool {
	return len(p.Instruments) == 0 || slices.Contains(p.Instruments, id)
}

// Partners hands out the partners as they are configured now. What it returns
// is immutable; a later call may return another version. It is safe for
// concurrent use.
type Partners interface {
	// Partner returns the side with the id, or ErrNotFound.
	Partner(PartnerID) (*Partner, error)
	// Keyed returns the side whose key has the hash, or ErrNotFound. It takes
	// the same time whichever key is tried.
	Keyed(Hash) (*Partner, error)
	// All lists every side, by id.
	All() []*Partner
}
