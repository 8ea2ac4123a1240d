package pdf

import (
	"fmt"
	"testing"
)

func TestLarderForgetsWhatNobodyAsksFor(t *testing.T) {
	l := newLarder[int](200)
	l.put([]byte("asked"), 7, 10)
	l.put([]byte("forgotten"), 8, 10)
	for i := range 100 {
		l.put(fmt.Appendf(nil, "other %d", i), i, 10)
		if v, ok := l.get([]byte("asked")); !ok || v != 7 {
			t.Fatalf("after %d others: got %d, %v, want 7", i+1, v, ok)
		}
		if n := len(l.young) + len(l.old); n > 20 {
			t.Fatalf("after %d others: %d values of 10 bytes in room for 200", i+1, n)
		}
	}
	if _, ok := l.get([]byte("forgotten")); ok {
		t.Error("what nobody asked for is still kept")
	}
	l.put([]byte("huge"), 9, 101)
	if _, ok := l.get([]byte("huge")); ok {
		t.Error("a value of more than half the room was kept")
	}
}
