package store

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
)

func TestTriesComeBack(t *testing.T) {
	faults := []quiz.TryFault{"", quiz.TryRefused, quiz.TryGone, quiz.TryTimeout, quiz.TryUnreached, quiz.TryForbidden,
		quiz.TryUnresolved, quiz.TryUntrusted, quiz.TryDisabled, quiz.TryUnset, quiz.TryLost}
	rapid.Check(t, func(t *rapid.T) {
		var want []quiz.Try
		var packed string
		for range rapid.IntRange(0, quiz.MaxTries).Draw(t, "tries") {
			try := quiz.Try{
				At:     Moment(rapid.Int64Range(1, 9_999_999_999_999).Draw(t, "at")),
				Took:   time.Duration(rapid.IntRange(0, mostTook).Draw(t, "took")) * time.Millisecond,
				Status: rapid.IntRange(0, 999).Draw(t, "status"),
				Fault:  rapid.SampledFrom(faults).Draw(t, "fault"),
			}
			if one := PackTry(try); len(one) != tryWidth {
				t.Fatalf("%q has %d characters, want %d", one, len(one), tryWidth)
			} else {
				packed += one
			}
			want = append(want, try)
		}
		if got, err := unpackTries(packed); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, %v; want %v", got, err, want)
		}
	})
}

func FuzzUnpackTries(f *testing.F) {
	f.Add(PackTry(quiz.Try{At: time.Unix(1, 0), Status: 503, Fault: quiz.TryRefused}))
	f.Add("x")
	f.Fuzz(func(t *testing.T, packed string) {
		tries, err := unpackTries(packed)
		if err == nil && len(tries)*tryWidth != len(packed) {
			t.Errorf("%d tries in %d characters", len(tries), len(packed))
		}
	})
}
