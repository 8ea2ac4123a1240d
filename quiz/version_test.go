package quiz_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// TestVersionsOpenAsTheyWere holds every shipped instrument against itself
// after its encoding: texts, items and what scoring says of any sheet.
func TestVersionsOpenAsTheyWere(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	for _, in := range lib.Instruments() {
		v, err := quiz.NewVersion(in)
		if err != nil || v.Hash != in.Hash {
			t.Fatalf("%s: got hash %s, %v; want %s", in.ID, v.Hash, err, in.Hash)
		}
		got, err := v.Open()
		if err != nil {
			t.Fatal(err)
		}
		again, err := quiz.NewVersion(got)
		if err != nil || again.Hash != v.Hash || !bytes.Equal(again.Body, v.Body) {
			t.Errorf("%s: opened and encoded again it is another: %v", in.ID, err)
		}
		if !reflect.DeepEqual(got.Texts, in.Texts) || !reflect.DeepEqual(got.Items, in.Items) {
			t.Errorf("%s: texts or items are others", in.ID)
		}
		for i := range in.Forms {
			sameScores(t, in, &in.Forms[i], &got.Forms[i])
		}
	}
}

func sameScores(t *testing.T, in *quiz.Instrument, form, again *quiz.Form) {
	t.Helper()
	for first := range 5 {
		responses := make([]scoring.Response, len(form.Items))
		for i := range responses {
			o := form.Spec.Items[i]
			responses[i] = o.Min + scoring.Response((i*3+first)%int(o.Max-o.Min+1))
		}
		want, got := form.Scorer.NewProfile(), again.Scorer.NewProfile()
		form.Scorer.Score(want, responses)
		again.Scorer.Score(got, responses)
		if !reflect.DeepEqual(quiz.NewProfile(in, form, want), quiz.NewProfile(in, again, got)) {
			t.Errorf("%s, form %s: scores differ", in.ID, form.ID)
		}
	}
}

func TestAnAlteredVersionIsRefused(t *testing.T) {
	v, err := quiz.NewVersion(&quiz.Instrument{ID: "sample"})
	if err != nil {
		t.Fatal(err)
	}
	v.Body = bytes.Replace(v.Body, []byte("sample"), []byte("simple"), 1)
	if in, err := v.Open(); err == nil {
		t.Errorf("got %+v, want an error", in)
	}
}
