package figure

import "math"

// The measures of the mark.
const (
	waveHeight = .16
	waveSwing  = .055
	wavePeriod = .3
)

// Waves draws the mark: two lines that start apart and end together. Phase is
// how far they have been tuned, from 0 (they meet only at the end) to 1 (one
// line all along); other values are clamped.
func Waves(phase float64) Drawing {
	if math.IsNaN(phase) {
		phase = 0
	}
	phase = max(0, min(1, phase))
	d := Drawing{Width: 1, Height: waveHeight}
	d.path(WaveTwo, tuned(-1, phase))
	d.path(WaveOne, tuned(1, phase))
	return d
}

// tuned is one line: a sine whose lead over the other shrinks to nothing
// towards the end, and whose distance from the other does too.
func tuned(sign, phase float64) Path {
	const inset = .01
	k := 2 * math.Pi / wavePeriod
	return wave(inset, 1-inset, func(x float64) (y, slope float64) {
		apart := sign * (1 - phase)
		rest := 1 - x
		lead, dLead := apart*rest*rest*math.Pi/2, -apart*rest*math.Pi
		a := k*x + lead
		swing, dSwing := waveSwing*(1-.35*x), -.35*waveSwing
		return waveHeight/2 + swing*math.Sin(a), dSwing*math.Sin(a) + swing*math.Cos(a)*(k+dLead)
	}, 24)
}

// wave draws y = f(x) from x0 to x1 as n cubic pieces that share f's slope.
func wave(x0, x1 float64, f func(float64) (y, slope float64), n int) Path {
	step := (x1 - x0) / float64(n)
	y, m := f(x0)
	p := make(Path, 0, n+1)
	p.move(x0, y)
	for i := 1; i <= n; i++ {
		from, to := x0+step*float64(i-1), x0+step*float64(i)
		ny, nm := f(to)
		p.curve(from+step/3, y+m*step/3, to-step/3, ny-nm*step/3, to, ny)
		y, m = ny, nm
	}
	return p
}
