package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/attune-quiz/attune/quiz"
)

// partnersCheck holds partners against each other and against the content, and
// builds what is right.
type partnersCheck struct {
	*report
	src     PartnerSource
	doc     *document
	offers  []string            // instruments that can be taken to a result
	topics  map[string][]string // by instrument
	locales []string

	keys    map[string]int    // line of each hash
	origins map[string]string // partner of each origin
}

func newPartnersCheck(src PartnerSource, doc *document, r *report) *partnersCheck {
	c := &partnersCheck{report: r, src: src, doc: doc, topics: map[string][]string{}, keys: map[string]int{}, origins: map[string]string{}}
	for _, l := range src.Library.Texts().Locales() {
		c.locales = append(c.locales, string(l))
	}
	for _, in := range src.Library.Instruments() {
		book, err := src.Library.Playbook(in.ID, "")
		if err != nil || !in.Servable() {
			continue
		}
		c.offers = append(c.offers, string(in.ID))
		for _, t := range book.Topics {
			c.topics[string(in.ID)] = append(c.topics[string(in.ID)], string(t.ID))
		}
	}
	return c
}

// partnerCheck is one partner on its way from the file to its two sides.
type partnerCheck struct {
	*partnersCheck
	file *PartnerFile
	path []any // of the partner in the file
}

func (c *partnersCheck) check(i int, f *PartnerFile) []*quiz.Partner {
	p := partnerCheck{c, f, []any{"partners", i}}
	p.checkID()
	p.checkLine(f.Name, 80, "name")
	p.checkLine(f.Controller, 200, "controller")
	p.checkURL(f.Privacy, "privacy")
	p.checkOrigins(f.Origins, "origins")
	p.checkTheme()
	p.checkOffer()
	p.checkReadings()
	live := quiz.Partner{
		ID: quiz.PartnerID(f.ID), Name: f.Name, Controller: f.Controller, PrivacyURL: f.Privacy,
		Origins: slices.Clone(f.Origins), Theme: p.theme(),
		Topic: quiz.TopicID(f.Topic), Locale: quiz.Locale(f.Locale), Readings: p.readings(),
		Gate: quiz.GateNone, Keep: p.keep(), Webhook: p.webhook(f.Webhook, "webhook"),
	}
	if f.Gate != "" {
		live.Gate = quiz.GateKind(f.Gate)
	}
	if live.Gate == quiz.GateEmail && c.src.Mailless {
		p.errorf(p.at("gate"), "an email gate sends the playbook by mail, and there is no mail relay: "+
			"give one with --smtp and --mail-from, or write code or none")
	}
	for _, id := range f.Instruments {
		live.Instruments = append(live.Instruments, quiz.InstrumentID(id))
	}
	test := live
	test.ID, test.Webhook = live.ID.TestSide(), nil
	if f.Test != nil {
		p.checkOrigins(f.Test.Origins, "test", "origins")
		test.Origins = slices.Concat(live.Origins, f.Test.Origins)
		test.Webhook = p.webhook(f.Test.Webhook, "test", "webhook")
	}
	keys := p.keysBySide(live.ID)
	live.Keys, test.Keys = keys[live.ID], keys[test.ID]
	return []*quiz.Partner{&live, &test}
}

// at and key are where the value and the name of a field of the partner stand.
func (p partnerCheck) at(steps ...any) place  { return p.doc.at(slices.Concat(p.path, steps)...) }
func (p partnerCheck) key(steps ...any) place { return p.doc.key(slices.Concat(p.path, steps)...) }

const maxPartnerID = 40

func (p partnerCheck) checkID() {
	switch id := p.file.ID; {
	case quiz.PartnerID(id).Test():
		p.errorf(p.at("id"), "%q cannot be an id: test_ begins that of a test side, which every partner has", id)
	case len(id) > maxPartnerID:
		p.errorf(p.at("id"), "the id is too long: write at most %d letters", maxPartnerID)
	}
}

// checkLine sees that a text stands on one line and is not too long for it.
func (p partnerCheck) checkLine(text string, most int, name string) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		p.errorf(p.at(name), "%q must be one line of text", name)
	}
	if n := len([]rune(text)); n > most {
		p.errorf(p.at(name), "%q has %d characters: write at most %d", name, n, most)
	}
}

// checkOffer holds instruments, topic and language against the content.
func (p partnerCheck) checkOffer() {
	for i, id := range p.file.Instruments {
		at := p.at("instruments", i)
		switch {
		case !slices.Contains(p.offers, id):
			p.errorf(at, "no instrument %q can be taken: %s", id, didYouMean(id, p.offers))
		case slices.Contains(p.file.Instruments[:i], id):
			p.errorf(at, "the instrument %q is named twice: delete one", id)
		}
	}
	if t := p.file.Topic; t != "" {
		p.checkTopic(t, p.at("topic"))
	}
	if l := p.file.Locale; l != "" && !slices.Contains(p.locales, l) {
		p.errorf(p.at("locale"), "there is no content in %q: %s", l, didYouMean(l, p.locales))
	}
}

func (p partnerCheck) checkTopic(id string, at place) {
	known := p.knownTopics()
	if !slices.Contains(known, id) {
		p.errorf(at, "no topic %q: %s", id, didYouMean(id, known))
	}
}

// knownTopics are those of the instruments that the partner offers.
func (p partnerCheck) knownTopics() []string {
	var known []string
	for id, topics := range p.topics {
		if len(p.file.Instruments) == 0 || slices.Contains(p.file.Instruments, id) {
			known = append(known, topics...)
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

func (p partnerCheck) checkReadings() {
	for _, topic := range names(p.file.Readings) {
		p.checkTopic(topic, p.key("readings", topic))
		for i, r := range p.file.Readings[topic] {
			p.checkURL(r.URL, "readings", topic, i, "url")
			for _, l := range names(r.Title) {
				if !slices.Contains(p.locales, l) {
					p.errorf(p.key("readings", topic, i, "title", l), "there is no content in %q: %s", l, didYouMean(l, p.locales))
				}
				if strings.TrimSpace(r.Title[l]) == "" {
					p.errorf(p.at("readings", topic, i, "title", l), "the title is empty: write it, or delete the line")
				}
			}
		}
	}
}

// readings are the articles, once for each language in which they have a title.
func (p partnerCheck) readings() map[quiz.TopicID][]quiz.Reading {
	out := map[quiz.TopicID][]quiz.Reading{}
	for topic, list := range p.file.Readings {
		for _, r := range list {
			for _, l := range names(r.Title) {
				out[quiz.TopicID(topic)] = append(out[quiz.TopicID(topic)], quiz.Reading{Locale: quiz.Locale(l), Title: r.Title[l], URL: r.URL})
			}
		}
	}
	return out
}

var keepPattern = regexp.MustCompile(`^([1-9][0-9]{0,2})([dw])$`)

const (
	day = 24 * time.Hour
	// longestKeep is what a visitor can choose at most, and planLasts how long
	// the plan takes.
	longestKeep = 366 * day
	planLasts   = 6 * 7 * day
)

// keep returns the longest retention; 0 where there is none or it is wrong.
func (p partnerCheck) keep() time.Duration {
	text := p.file.Keep
	if text == "" {
		return 0
	}
	m := keepPattern.FindStringSubmatch(text)
	if m == nil {
		p.errorf(p.at("keep"), "%q is no length of time: write days or weeks, such as 90d or 12w", text)
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	keep := time.Duration(n) * day
	if m[2] == "w" {
		keep *= 7
	}
	switch {
	case keep >= longestKeep:
		p.errorf(p.at("keep"), "visitors choose twelve months at most: write less, or delete the line")
	case keep < planLasts:
		p.warnf(p.at("keep"), "the plan takes six weeks: who began it will find it gone before its end; write 6w or more")
	}
	return keep
}

var hashPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

const keysAtOnce = 2

// keysBySide returns the keys of each side.
func (p partnerCheck) keysBySide(live quiz.PartnerID) map[quiz.PartnerID][]quiz.PartnerKey {
	out := map[quiz.PartnerID][]quiz.PartnerKey{}
	for i, k := range p.file.Keys {
		at := p.at("keys", i, "hash")
		hash, ok := p.hash(k.Hash, at)
		if !ok {
			continue
		}
		side := live
		if k.Side == "test" {
			side = live.TestSide()
		}
		if out[side] = append(out[side], quiz.PartnerKey{Hash: hash, Side: side}); len(out[side]) == keysAtOnce+1 {
			p.errorf(at, "a third key for the side %q: delete the one that is no longer used", k.Side)
		}
	}
	return out
}

func (p partnerCheck) hash(text string, at place) (h quiz.Hash, ok bool) {
	if _, err := quiz.ParseKey(text); err == nil {
		p.errorf(at, "this is a key itself, and it is no secret any more: make another with \"attune partner key\" and write its hash")
		return h, false
	}
	if !hashPattern.MatchString(text) {
		p.errorf(at, "this is not the hash of a key: write the 64 digits that \"attune partner key\" prints")
		return h, false
	}
	if line, known := p.keys[text]; known {
		p.errorf(at, "the same key stands on line %d: each opens one side of one partner; delete one", line)
		return h, false
	}
	p.keys[text] = at.line
	for i := range h {
		b, _ := strconv.ParseUint(text[2*i:2*i+2], 16, 8)
		h[i] = byte(b)
	}
	return h, true
}
