package dataset

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
)

// table aligns columns; errors of writing come out at Flush.
func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// WriteText writes the report as aligned tables for people. The JSON of the
// report has more digits.
func (r Report) WriteText(w io.Writer) error {
	t := table(w)
	fmt.Fprintf(t, "%d rows, %d complete over all items\n\n", r.Rows, r.Complete)
	fmt.Fprintln(t, "scale\tn\titems\tmean\tSD\talpha\tomega total\tsplit-half\titem variance\tinter-item\t")
	for _, s := range r.Scales {
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", s.ID, s.N, s.K, short(s.Mean, ""), short(s.SD, ""),
			short(s.Alpha, s.AlphaWhy), short(s.OmegaTotal, s.OmegaWhy), short(s.SplitHalf, s.SplitWhy),
			short(s.ItemVariance, ""), short(s.InterItem, ""))
	}
	for _, s := range r.Scales {
		fmt.Fprintf(t, "\n%s\tkey\tmean\tSD\titem-rest\talpha without\t\n", s.ID)
		for _, it := range s.Items {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t\n", it.ID, sign(it.Reverse),
				short(it.Mean, ""), short(it.SD, ""), short(it.ItemRest, ""), short(it.AlphaWithout, ""))
		}
	}
	fmt.Fprintf(t, "\nomega total: %d minres factors; split-half: odd and even items, Spearman–Brown\n", OmegaFactors)
	writeBad(t, r.BadCells)
	return t.Flush()
}

func writeBad(w io.Writer, columns []ColumnCount) {
	for _, b := range columns {
		fmt.Fprintf(w, "%s: %s made missing\n", b.Column, count(int(b.Cells), "bad cell"))
	}
}

func sign(reverse bool) string {
	if reverse {
		return "-"
	}
	return "+"
}

// short rounds to four decimals; a nil gives the reason.
func short(x *float64, why Reason) string {
	switch {
	case x != nil:
		return strconv.FormatFloat(*x, 'f', 4, 64)
	case why != "":
		return string(why)
	}
	return "-"
}
