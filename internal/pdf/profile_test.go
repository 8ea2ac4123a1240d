package pdf

import (
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// library is the shipped content, or that of the folder ATTUNE_CONTENT.
var library = sync.OnceValues(func() (*content.Library, error) {
	var files fs.FS = content.Shipped()
	if dir := os.Getenv("ATTUNE_CONTENT"); dir != "" {
		files = os.DirFS(dir)
	}
	lib, _ := content.Load(files)
	return lib, lib.Usable()
})

const relationship = "relationship"

// profileDocument composes the playbook of random responses from shipped
// content.
func profileDocument(t testing.TB, random *rand.Rand, locale quiz.Locale) playbook.Document {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lib.Playbook(relationship, locale)
	if err != nil {
		t.Fatal(err)
	}
	in, err := lib.Instrument(relationship)
	if err != nil {
		t.Fatal(err)
	}
	form := &in.Forms[0]
	if random.IntN(4) == 0 {
		form = &in.Forms[len(in.Forms)-1]
	}
	sheet, err := take.Fill(in, form, take.Answers{Responses: responses(random, form)})
	if err != nil {
		t.Fatal(err)
	}
	p := take.Score(in, form, sheet)
	p.FinishedAt = time.Date(2026, 5, 4, 18, 30, random.IntN(60), 0, time.UTC)
	return playbook.Compose(in, p, texts, choice(random, p))
}

// responses leans towards one end, so that all styles come up.
func responses(random *rand.Rand, form *quiz.Form) map[quiz.ItemID]scoring.Response {
	out := map[quiz.ItemID]scoring.Response{}
	steady := random.IntN(6) == 0
	for _, id := range form.Items {
		v := scoring.Response(1 + random.IntN(5))
		if steady {
			v = 3
		}
		if random.IntN(30) == 0 {
			v = quiz.Declined
		}
		out[id] = v
	}
	return out
}

func choice(random *rand.Rand, p quiz.Profile) playbook.Choice {
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	return playbook.Choice{
		Topic:    quiz.TopicID(pick("", "music", "music", "repair-after-conflict", "big-changes")),
		Audience: quiz.Audience(pick(string(quiz.Joint), string(quiz.Joint), string(quiz.Solo))),
		Relation: quiz.RelationCurrent, Focus: p.Focus.Chosen,
		Region: pick("", "GB", "CN", "US"),
	}
}

// fullDocument is the longest that content gives: for two, with a topic.
func fullDocument(t testing.TB, seed uint64, locale quiz.Locale) playbook.Document {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	for {
		doc := profileDocument(t, random, locale)
		if doc.Topic != nil && doc.Audience == quiz.Joint {
			doc.Finished = doc.Finished.Add(time.Duration(seed) * time.Minute)
			return doc
		}
	}
}

// BenchmarkPlaybook prints full playbooks of different people, as a server
// does after it has printed some. The metric median-ms is what a playbook
// takes; ns/op holds the work of the collector, too, and so does it.
func BenchmarkPlaybook(b *testing.B) {
	for _, locale := range []quiz.Locale{"en", "zh-Hans"} {
		b.Run(string(locale), func(b *testing.B) {
			r := newRenderer(b)
			docs := make([]playbook.Document, 200)
			size := 0
			for i := range docs {
				docs[i] = fullDocument(b, uint64(i), locale)
				size = max(size, len(render(b, r, docs[i], playbook.A4)))
			}
			b.ReportAllocs()
			b.ResetTimer()
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				doc := docs[i%len(docs)]
				doc.Finished = doc.Finished.Add(time.Duration(i+1) * time.Hour) // nobody's before
				start := time.Now()
				if err := r.Print(io.Discard, doc, playbook.A4); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2].Seconds()*1000, "median-ms")
			b.ReportMetric(float64(size)/1000, "largest-kB")
		})
	}
}

// BenchmarkRepeat prints the same playbook again and again.
func BenchmarkRepeat(b *testing.B) {
	r, doc := newRenderer(b), fullDocument(b, 3, "zh-Hans")
	for b.Loop() {
		if err := r.Print(io.Discard, doc, playbook.A4); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWriteSamples writes booklets and summaries to look at into the folder
// ATTUNE_PDF_OUT.
func TestWriteSamples(t *testing.T) {
	dir := os.Getenv("ATTUNE_PDF_OUT")
	if dir == "" {
		t.Skip("ATTUNE_PDF_OUT names no folder")
	}
	r := newRenderer(t)
	for _, locale := range []quiz.Locale{"en", "zh-Hans"} {
		for _, paper := range []playbook.Paper{playbook.A4, playbook.Letter} {
			doc := fullDocument(t, 3, locale)
			write(t, dir, string(locale)+"-"+string(paper), func(w io.Writer) error { return r.Print(w, doc, paper) })
			write(t, dir, string(locale)+"-"+string(paper)+"-summary", func(w io.Writer) error { return r.Summary(w, doc, paper) })
		}
	}
}

func write(t *testing.T, dir, name string, print func(io.Writer) error) {
	t.Helper()
	writeTo(t, filepath.Join(dir, name+".pdf"), print)
}
