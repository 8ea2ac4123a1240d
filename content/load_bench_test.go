package content_test

import (
	"testing"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
)

func BenchmarkLoadShipped(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		content.Load(content.Shipped())
	}
}

func BenchmarkText(b *testing.B) {
	lib, _ := content.LoadAt(minimal(b), now)
	texts := lib.Texts()
	b.ReportAllocs()
	for b.Loop() {
		texts.Text("en", "take.progress", quiz.Arg{Name: "n", Value: 3}, quiz.Arg{Name: "total", Value: 44})
	}
}

func BenchmarkTextPlain(b *testing.B) {
	lib, _ := content.LoadAt(minimal(b), now)
	texts := lib.Texts()
	b.ReportAllocs()
	for b.Loop() {
		texts.Text("en", "site.name")
	}
}

func BenchmarkMatch(b *testing.B) {
	lib, _ := content.LoadAt(minimal(b), now)
	texts := lib.Texts()
	b.ReportAllocs()
	for b.Loop() {
		texts.Match("", "de-DE,de;q=0.9,en;q=0.8")
	}
}
