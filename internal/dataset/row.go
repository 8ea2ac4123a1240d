package dataset

import (
	"slices"
	"strings"

	"github.com/attune-quiz/attune/scoring"
)

// rowScorer appends the results to the rows of a chunk. A worker has its own.
type rowScorer struct {
	rows    *rowReader
	scorer  *scoring.Scorer
	profile *scoring.Profile
	rank    *ranker // nil: no percentiles
	numbers numbers
}

func newRowScorer(rows *rowReader, scorer *scoring.Scorer, rank *ranker) *rowScorer {
	return &rowScorer{rows: rows, scorer: scorer, profile: scorer.NewProfile(), rank: rank}
}

func (s *rowScorer) chunk(c *chunk) {
	c.out = slices.Grow(c.out[:0], 3*len(c.in))
	c.tally.clear()
	s.rows.each(c, func(start, end, next int, blank bool) {
		c.out = append(c.out, c.in[start:end]...)
		if !blank {
			s.scorer.Score(s.profile, s.rows.responses)
			c.out = s.append(c.out)
			c.tally.count(s.profile)
		}
		c.out = append(c.out, c.in[end:next]...)
	})
}

func (s *rowScorer) append(out []byte) []byte {
	for i := range s.profile.Scales {
		score := &s.profile.Scales[i]
		if score.Reason != "" {
			out = append(out, ',', ',')
			continue
		}
		out = s.numbers.append(append(out, ','), score.Value)
		out = s.numbers.append(append(out, ','), score.SE)
	}
	style := &s.profile.Style
	out = appendState(append(out, ','), style)
	out = append(out, ',')
	if style.State != scoring.NoStyle {
		out = s.numbers.append(out, slices.Max(style.Probabilities[:]))
	}
	if s.rank != nil {
		out = s.percentiles(out)
	}
	return out
}

func (s *rowScorer) percentiles(out []byte) []byte {
	for i := range s.profile.Scales {
		out = append(out, ',')
		if score := &s.profile.Scales[i]; score.Scored() {
			if rank, ok := s.rank.percentile(i, score.Value, s.rows.person); ok {
				out = s.numbers.append(out, rank)
			}
		}
	}
	return out
}

func appendState(out []byte, s *scoring.Style) []byte {
	switch s.State {
	case scoring.Settled:
		return append(out, s.Regions[0].String()...)
	case scoring.Between:
		out = append(out, "between:"...)
		out = append(out, s.Regions[0].String()...)
		out = append(out, ':')
		return append(out, s.Regions[1].String()...)
	case scoring.NearMiddle:
		return append(out, "middle"...)
	}
	return out
}

// appendCell quotes a text where CSV needs it.
func appendCell(out []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n") {
		return append(out, text...)
	}
	out = append(out, '"')
	out = append(out, strings.ReplaceAll(text, `"`, `""`)...)
	return append(out, '"')
}
