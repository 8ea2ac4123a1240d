package quiz_test

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Holds: ASVS 11.4.1
func TestHashOf(t *testing.T) {
	// The one-block example of FIPS 180-4's test vectors.
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if h := quiz.HashOf("abc"); hex.EncodeToString(h[:]) != want {
		t.Errorf("got %x, want %s", h, want)
	}
}

// Holds: S8
func TestOpens(t *testing.T) {
	var a quiz.Attempt
	if a.Opens(quiz.HashOf("token")) || a.Opens(quiz.Hash{}) {
		t.Error("an attempt without tokens was opened")
	}
	for i := range quiz.MaxTokens {
		a.AddToken(quiz.HashOf(fmt.Sprint(i)))
	}
	for i := range quiz.MaxTokens {
		if !a.Opens(quiz.HashOf(fmt.Sprint(i))) {
			t.Errorf("token %d does not open", i)
		}
	}
	if a.Opens(quiz.HashOf("token")) || a.Opens(quiz.Hash{}) {
		t.Error("another token opens")
	}
	// The same token twice still opens.
	twice := quiz.Attempt{Tokens: []quiz.Hash{quiz.HashOf("a"), quiz.HashOf("a")}}
	if !twice.Opens(quiz.HashOf("a")) {
		t.Error("a token that was added twice does not open")
	}
}

func TestAddTokenDropsTheOldest(t *testing.T) {
	var a quiz.Attempt
	for i := range quiz.MaxTokens + 2 {
		a.AddToken(quiz.HashOf(fmt.Sprint(i)))
	}
	if len(a.Tokens) != quiz.MaxTokens {
		t.Fatalf("got %d tokens, want %d", len(a.Tokens), quiz.MaxTokens)
	}
	for i := range quiz.MaxTokens + 2 {
		if got, want := a.Opens(quiz.HashOf(fmt.Sprint(i))), i >= 2; got != want {
			t.Errorf("token %d opens: got %t, want %t", i, got, want)
		}
	}
}

// Holds: G2
func TestEraseLeavesTheBareID(t *testing.T) {
	created, expires := time.Unix(1, 0), time.Unix(2, 0)
	a := filled(t)
	a.Created, a.Expires = created, expires
	a.Erase()
	want := quiz.Attempt{ID: "att_1", Status: quiz.Erased, Created: created, Expires: expires}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got %+v, want %+v", a, want)
	}
}

// filled has something in every field, so that a field that is added later
// and outlives erasing is noticed.
func filled(t *testing.T) quiz.Attempt {
	t.Helper()
	a := quiz.Attempt{
		Status: quiz.Finished, Tokens: []quiz.Hash{quiz.HashOf("token")}, Key: quiz.HashOf("key"),
		Instrument: "relationship", Version: "0f3a", Form: "full", Locale: "en", Topic: "music", Article: "page",
		Consent:  quiz.Consent{Version: "1", Locale: "en", At: time.Unix(1, 0)},
		Relation: quiz.RelationCurrent, Sheet: quiz.NewSheet(3),
		Plan: quiz.Plan{Audience: quiz.Joint}, Profile: &quiz.Profile{},
		ID: "att_1", Created: time.Unix(1, 0), Finished: time.Unix(2, 0), Expires: time.Unix(3, 0),
		Partner: "acme", Unlocked: time.Unix(2, 0),
	}
	v := reflect.ValueOf(a)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Fatalf("the test leaves %s empty", v.Type().Field(i).Name)
		}
	}
	return a
}
