package harness

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Plot draws the outcomes of one load at rising rates as an SVG: what was
// offered to the right, p50, p90, p99 and the longest upwards on a logarithmic
// scale, from 0.1 ms to 10 s.
func Plot(title string, outcomes []*Outcome) string {
	const width, height, left, bottom = 640.0, 360.0, 60.0, 320.0
	most := 1.0
	for _, o := range outcomes {
		most = max(most, o.Offered)
	}
	x := func(rate float64) float64 { return left + (width-left-90)*rate/most }
	y := func(d time.Duration) float64 {
		decades := math.Log10(max(float64(d)/float64(100*time.Microsecond), 1))
		return bottom - 270*min(decades, 5)/5
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %v %v" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="white"/><text x="%v" y="20" font-size="14">%s</text>`+"\n", left, title)
	for i, label := range []string{"0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s"} {
		at := bottom - 270*float64(i)/5
		fmt.Fprintf(&b, `<path d="M%v %vH%v" stroke="#ddd"/><text x="%v" y="%v" text-anchor="end">%s</text>`+"\n",
			left, at, width-90, left-6, at+4, label)
	}
	for _, o := range outcomes {
		fmt.Fprintf(&b, `<text x="%.0f" y="%v" text-anchor="middle">%.0f/s</text>`+"\n", x(o.Offered), bottom+18, o.Offered)
	}
	for i, line := range []struct {
		name, colour string
		of           func(*Histogram) time.Duration
	}{
		{"p50", "#2a6", func(h *Histogram) time.Duration { return h.Quantile(.5) }},
		{"p90", "#26a", func(h *Histogram) time.Duration { return h.Quantile(.9) }},
		{"p99", "#a62", func(h *Histogram) time.Duration { return h.Quantile(.99) }},
		{"longest", "#a22", (*Histogram).Max},
	} {
		var points []string
		for _, o := range outcomes {
			points = append(points, fmt.Sprintf("%.0f,%.0f", x(o.Offered), y(line.of(&o.Latency))))
		}
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%v" y="%v" fill="%s">%s</text>`+"\n",
			strings.Join(points, " "), line.colour, width-80, 60+18*float64(i), line.colour, line.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
