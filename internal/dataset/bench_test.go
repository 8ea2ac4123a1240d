//go:build oracle

package dataset_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
)

// BenchmarkScoreECR scores the ECR file four times over: a hundred thousand
// rows, with Fisher's functions.
func BenchmarkScoreECR(b *testing.B) {
	file := ecrFile(b, "responses.csv")
	line := bytes.IndexByte(file, '\n') + 1
	input := append(bytes.Clone(file[:line]), bytes.Repeat(file[line:], 4)...)
	spec := ecrSpec()
	scorer := compile(b, spec)
	rows := int64(0)
	b.SetBytes(int64(len(input)))
	for b.Loop() {
		summary, err := dataset.Score(b.Context(), bytes.NewReader(input), io.Discard, scorer, spec,
			dataset.Options{Missing: []string{"0"}})
		if err != nil {
			b.Fatal(err)
		}
		rows += summary.Rows
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
