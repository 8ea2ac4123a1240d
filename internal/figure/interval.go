package figure

// Span is a score's interval on its own metric.
type Span struct {
	Min, Max  float64
	Low, High float64
	// Scored is false where there is no score: only the track is drawn.
	Scored bool
}

// share returns where v lies on the scale, from 0 to 1.
func (s Span) share(v float64) float64 {
	return Dimension{Min: s.Min, Max: s.Max}.share(v)
}

// The measures of one bar.
const (
	barHeight   = .05
	trackHeight = .014
)

// Interval draws one bar: the whole scale as a thin track with its middle
// marked, and the interval on it as a soft band without a point.
func Interval(in Span) Drawing {
	d := Drawing{Width: 1, Height: barHeight}
	d.bar(in, 0, trackHeight, barHeight)
	return d
}

// Bar is a named interval.
type Bar struct {
	Label string
	Span
}

// Bars draws intervals below each other under their names, with type of the
// given height; 0 means .04.
func Bars(bars []Bar, size float64) Drawing {
	if size <= 0 {
		size = defaultType
	}
	step := 1.5*size + barHeight + .8*size
	d := Drawing{Width: 1, Height: step * float64(len(bars))}
	for i, b := range bars {
		top := step * float64(i)
		d.text(Label, b.Label, Point{0, top + size}, Start, size)
		d.bar(b.Span, top+1.5*size, trackHeight, barHeight)
	}
	return d
}

func (d *Drawing) bar(in Span, top, track, height float64) {
	middle := top + height/2
	d.path(Track, Box(0, middle-track/2, 1, track, track/2))
	var tick Path
	tick.move(.5, middle-track)
	tick.line(.5, middle+track)
	d.path(Tick, tick)
	if !in.Scored {
		return
	}
	low, high := in.share(in.Low), in.share(in.High)
	if high < low {
		low, high = high, low
	}
	// A band narrower than it is high would turn into a dot.
	if lack := .6*height - (high - low); lack > 0 {
		low, high = max(0, low-lack/2), min(1, high+lack/2)
	}
	soft := min(.03, (high-low)/5)
	for i, role := range [...]Role{BandEdge, BandEdge, BandEdge, Band} {
		in := float64(i) / 3
		thick := height * (1 - .3*in)
		d.path(role, Box(low+in*soft, middle-thick/2, high-low-2*in*soft, thick, thick/2))
	}
}
