package store

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Row is an attempt as its table keeps it: text and milliseconds since 1970
// UTC, 0 for no time. Copying a Row copies all of it.
type Row struct {
	id, status                        string
	tokens                            string // hashes in base64url, tokenWidth characters each
	key                               string // hash in base64url; empty: none
	instrument, version, form, locale string
	topic, article                    string
	consentVersion, consentLocale     string
	consentAt                         int64
	relation, partner                 string
	responses, elapsed                string // quiz.Sheet, packed
	audience                          string
	focus                             string // JSON array of scale ids; empty: none
	region, keep                      string
	profile                           []byte // packProfile; empty: none
	created, finished, expires        int64
	unlocked                          int64
	done                              string // JSON array of practice ids; empty: none
}

// tokenWidth is the length of a hash in base64url without padding.
const tokenWidth = 43

// NewRow packs an attempt. Times lose what is below a millisecond. It fails
// where the profile holds a number that JSON cannot.
func NewRow(a quiz.Attempt) (Row, error) {
	profile, err := packProfile(a.Profile)
	if err != nil {
		return Row{}, fmt.Errorf("pack profile: %w", err)
	}
	focus, err := packJSON(a.Plan.Focus, len(a.Plan.Focus) == 0)
	if err != nil {
		return Row{}, fmt.Errorf("pack focus: %w", err)
	}
	done, err := packJSON(a.Plan.Done, len(a.Plan.Done) == 0)
	if err != nil {
		return Row{}, fmt.Errorf("pack done practices: %w", err)
	}
	return Row{
		id: string(a.ID), status: string(a.Status),
		tokens: packTokens(a.Tokens), key: PackHash(a.Key),
		instrument: string(a.Instrument), version: a.Version, form: string(a.Form), locale: string(a.Locale),
		topic: string(a.Topic), article: a.Article,
		consentVersion: a.Consent.Version, consentLocale: string(a.Consent.Locale), consentAt: Millis(a.Consent.At),
		relation:  string(a.Relation),
		partner:   string(a.Partner),
		responses: a.Sheet.Given(), elapsed: a.Sheet.Elapsed(),
		audience: string(a.Plan.Audience), focus: focus, region: a.Plan.Region, keep: string(a.Plan.Keep),
		profile: profile,
		created: Millis(a.Created), finished: Millis(a.Finished), expires: Millis(a.Expires),
		unlocked: Millis(a.Unlocked), done: done,
	}, nil
}

// Attempt unpacks the row into an attempt that the caller owns.
func (r Row) Attempt() (quiz.Attempt, error) {
	a, err := r.unpack()
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("unpack attempt %s: %w", r.id, err)
	}
	return a, nil
}

func (r Row) unpack() (quiz.Attempt, error) {
	tokens, errTokens := unpackTokens(r.tokens)
	key, errKey := unpackHash(r.key)
	sheet, errSheet := quiz.ParseSheet(r.responses, r.elapsed)
	var focus []quiz.ScaleID
	errFocus := unpackJSON(r.focus, &focus)
	var done []string
	errDone := unpackJSON(r.done, &done)
	profile, errProfile := unpackProfile(r.profile)
	return quiz.Attempt{
		ID: quiz.AttemptID(r.id), Status: quiz.Status(r.status),
		Tokens: tokens, Key: key,
		Instrument: quiz.InstrumentID(r.instrument), Version: r.version,
		Form: quiz.FormID(r.form), Locale: quiz.Locale(r.locale),
		Topic: quiz.TopicID(r.topic), Article: r.article,
		Consent:  quiz.Consent{Version: r.consentVersion, Locale: quiz.Locale(r.consentLocale), At: Moment(r.consentAt)},
		Relation: quiz.Relationship(r.relation),
		Partner:  quiz.PartnerID(r.partner),
		Sheet:    sheet,
		Plan: quiz.Plan{
			Audience: quiz.Audience(r.audience), Focus: focus, Region: r.region, Keep: quiz.Keep(r.keep), Done: done,
		},
		Profile: profile,
		Created: Moment(r.created), Finished: Moment(r.finished), Expires: Moment(r.expires),
		Unlocked: Moment(r.unlocked),
	}, errors.Join(errTokens, errKey, errSheet, errFocus, errDone, errProfile)
}

// Fields points at every column in the order of the statements: arguments
// for writing, destinations for reading.
func (r *Row) Fields() []any {
	return []any{
		&r.id, &r.status, &r.tokens, &r.key,
		&r.instrument, &r.version, &r.form, &r.locale,
		&r.topic, &r.article,
		&r.consentVersion, &r.consentLocale, &r.consentAt,
		&r.relation, &r.responses, &r.elapsed,
		&r.audience, &r.focus, &r.region, &r.keep, &r.profile,
		&r.created, &r.finished, &r.expires,
		&r.partner, &r.unlocked, &r.done,
	}
}

// Millis is a time as the tables keep it.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Moment is the time that Millis gave.
func Moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// PackHash is a hash as the tables keep it; empty for the zero hash.
func PackHash(h quiz.Hash) string {
	if h == (quiz.Hash{}) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(h[:])
}

func unpackHash(s string) (h quiz.Hash, err error) {
	if s == "" {
		return h, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, errors.New("not a hash")
	}
	return quiz.Hash(b), nil
}

func packTokens(tokens []quiz.Hash) string {
	packed := make([]byte, 0, len(tokens)*tokenWidth)
	for _, t := range tokens {
		packed = base64.RawURLEncoding.AppendEncode(packed, t[:])
	}
	return string(packed)
}

func unpackTokens(packed string) ([]quiz.Hash, error) {
	var tokens []quiz.Hash
	for ; packed != ""; packed = packed[tokenWidth:] {
		if len(packed) < tokenWidth {
			return nil, errors.New("tokens cut short")
		}
		t, err := unpackHash(packed[:tokenWidth])
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
	}
	return tokens, nil
}

func packJSON(v any, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func unpackJSON(s string, v any) error {
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), v)
}
