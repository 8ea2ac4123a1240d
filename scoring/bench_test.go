package scoring_test

import (
	"math/rand/v2"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// people gives distinct rows of responses, so that no branch is learnt.
func people(n, items int) [][]scoring.Response {
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([][]scoring.Response, n)
	for i := range rows {
		rows[i] = make([]scoring.Response, items)
		for j := range rows[i] {
			rows[i][j] = scoring.Response(1 + random.IntN(5))
		}
	}
	return rows
}

func benchmarkScore(b *testing.B, spec scoring.Spec) {
	s := compile(b, spec)
	p := s.NewProfile()
	rows := people(1024, len(spec.Items))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Score(p, rows[i&1023])
		i++
	}
}

func BenchmarkScoreRelationship(b *testing.B) { benchmarkScore(b, relationship()) }

func BenchmarkScoreFisher(b *testing.B) { benchmarkScore(b, ecr()) }

func BenchmarkCompileRelationship(b *testing.B) {
	spec := relationship()
	for b.Loop() {
		if _, err := scoring.Compile(spec); err != nil {
			b.Fatal(err)
		}
	}
}
