package dataset

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteYAML writes the blocks `error` and `norms` of each scale as they stand
// in an instrument file. What only the author knows is left empty with a
// comment; the content checker refuses it until it is filled in.
func (t NormTable) WriteYAML(w io.Writer) error {
	out := &bytes.Buffer{}
	fmt.Fprintf(out, "# Norms and errors of measurement from %d complete of %s", t.Complete, count(int(t.Rows), "row"))
	if t.Date != "" {
		fmt.Fprintf(out, ", computed on %s", t.Date)
	}
	out.WriteString(".\n# Copy each scale's blocks to it, and name the source, with the date, under sources.\nscales:\n")
	for _, s := range t.Scales {
		t.writeScale(out, s)
	}
	_, err := out.WriteTo(w)
	return err
}

func (t NormTable) writeScale(out *bytes.Buffer, s ScaleNorms) {
	fmt.Fprintf(out, "  - id: %s\n", quoted(s.ID))
	out.WriteString("    error:\n      basis: cited\n")
	fmt.Fprintf(out, "      item_variance: %s\n", exact(s.ItemVariance))
	writeInterItem(out, s.InterItem)
	fmt.Fprintf(out, "      source: %s\n", fill(t.Source, "id of an entry under sources"))
	out.WriteString("    norms:\n")
	fmt.Fprintf(out, "      - source: %s\n", fill(t.Source, "id of an entry under sources"))
	fmt.Fprintf(out, "        sample: %s\n", fill(t.Sample, "who they were, where and when"))
	fmt.Fprintf(out, "        caveat: %s\n", fill(t.Caveat, "what this sample cannot stand for"))
	fmt.Fprintf(out, "        metric: { min: %s, max: %s }\n", exact(s.Low), exact(s.High))
	fmt.Fprintf(out, "        n: %d\n        mean: %s\n        sd: %s\n", s.N, exact(s.Mean), exact(s.SD))
	writePercentiles(out, s.Percentiles)
}

func writeInterItem(out *bytes.Buffer, r *float64) {
	out.WriteString("      inter_item:")
	switch {
	case r == nil:
		out.WriteString(" # not to be had: the scale has one item, or its items do not vary\n")
	case *r < 0:
		fmt.Fprintf(out, " %s # below 0: these items do not make a scale in this sample\n", exact(*r))
	default:
		fmt.Fprintf(out, " %s\n", exact(*r))
	}
}

// writePercentiles breaks the list into lines of five.
func writePercentiles(out *bytes.Buffer, scores []float64) {
	out.WriteString("        percentiles: [")
	for i, score := range scores {
		if i > 0 {
			out.WriteString(",")
		}
		if i%5 == 0 {
			out.WriteString("\n         ")
		}
		out.WriteString(" " + exact(score))
	}
	out.WriteString(",\n        ]\n")
}

// exact reads back as the same double: a score that a person can have must
// equal its percentile.
func exact(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

func fill(text, what string) string {
	if text == "" {
		return `"" # fill in: ` + what
	}
	return quoted(text)
}

// quoted is a double-quoted YAML scalar: each escape that Go writes means the
// same there.
func quoted(text string) string { return strconv.Quote(strings.ToValidUTF8(text, "\uFFFD")) }
