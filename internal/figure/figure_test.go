package figure

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/scoring"
	"pgregory.net/rapid"
)

func input() MapInput {
	return MapInput{
		Anxious:  Dimension{Title: "Anxious", Min: 1, Max: 5, Cut: 3, Score: 4, SEM: .3619},
		Avoidant: Dimension{Title: "Avoidant", Min: 1, Max: 5, Cut: 3, Score: 2, SEM: .3619},
		Corners:  [scoring.Regions]string{"At ease", "Reaching", "Stepping back", "Both at once"},
		Scored:   true,
	}
}

func shapes(d Drawing, role Role) []Shape {
	var out []Shape
	for _, s := range d.Shapes {
		if s.Role == role {
			out = append(out, s)
		}
	}
	return out
}

func TestMapArea(t *testing.T) {
	low, high := shapes(Map(input()), AreaEdge)[0].Path.Bounds()
	// By hand: 1.96 × .3619 = .7093; on a scale of 4 units wide, from
	// (4 − 1 ∓ .7093)/4. Avoidant runs upwards in a plane .83 high from .085.
	want := [4]float64{.5727, .9273, .085 + .83*(1-.4273), .085 + .83*(1-.0727)}
	got := [4]float64{low.X, high.X, low.Y, high.Y}
	for i := range want {
		if math.Abs(got[i]-want[i]) > .001 {
			t.Errorf("edge %d: got %.4f, want %.4f", i, got[i], want[i])
		}
	}
}

func TestMapCorners(t *testing.T) {
	places := map[string]Point{}
	for _, s := range shapes(Map(input()), Corner) {
		places[s.Text] = s.At
	}
	secure, fearful := places["At ease"], places["Both at once"]
	if !(secure.X < .5 && secure.Y > .5) {
		t.Errorf("secure is low on both axes, at the bottom left: got %v", secure)
	}
	if !(fearful.X > .5 && fearful.Y < .5) {
		t.Errorf("fearful is high on both axes, at the top right: got %v", fearful)
	}
	if p := places["Reaching"]; !(p.X > .5 && p.Y > .5) {
		t.Errorf("anxious is at the bottom right: got %v", p)
	}
}

func TestMapUnscoredHasNoArea(t *testing.T) {
	in := input()
	in.Scored = false
	d := Map(in)
	if got := len(shapes(d, Area)) + len(shapes(d, AreaEdge)); got != 0 {
		t.Errorf("shapes of the area: got %d, want 0", got)
	}
}

func TestEverythingStaysInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := input()
		in.Anxious.Score = rapid.Float64Range(-2, 9).Draw(t, "anxious")
		in.Avoidant.Score = rapid.Float64Range(-2, 9).Draw(t, "avoidant")
		in.Anxious.SEM = rapid.Float64Range(0, 5).Draw(t, "sem")
		low := rapid.Float64Range(-3, 9).Draw(t, "low")
		span := Span{Min: 1, Max: 5, Low: low, High: low + rapid.Float64Range(0, 4).Draw(t, "width"), Scored: true}
		for _, d := range []Drawing{Map(in), Interval(span), Waves(rapid.Float64().Draw(t, "phase"))} {
			for _, s := range d.Shapes {
				a, b := s.Path.Bounds()
				const slack = .02 // controls of a wave may stand a little outside it
				if a.X < -slack || a.Y < -slack || b.X > d.Width+slack || b.Y > d.Height+slack {
					t.Fatalf("%s reaches %v to %v in a drawing %v × %v", s.Role, a, b, d.Width, d.Height)
				}
			}
		}
	})
}

func TestWavesEndTogether(t *testing.T) {
	for _, phase := range []float64{0, .5, 1} {
		d := Waves(phase)
		one, two := d.Shapes[1].Path, d.Shapes[0].Path
		startGap := math.Abs(one[0].P[0].Y - two[0].P[0].Y)
		endGap := math.Abs(one[len(one)-1].P[2].Y - two[len(two)-1].P[2].Y)
		if endGap > .001 {
			t.Errorf("phase %v: the lines end %v apart", phase, endGap)
		}
		if apart := startGap > .01; apart != (phase < 1) {
			t.Errorf("phase %v: the lines start %v apart", phase, startGap)
		}
	}
}

func TestNarrowIntervalIsNoDot(t *testing.T) {
	d := Interval(Span{Min: 1, Max: 5, Low: 3, High: 3, Scored: true})
	low, high := shapes(d, BandEdge)[0].Path.Bounds()
	if high.X-low.X < .02 {
		t.Errorf("band is %v wide", high.X-low.X)
	}
}

func TestSVG(t *testing.T) {
	var b bytes.Buffer
	text := SVGText{Title: `Map & "area" <b>`, Desc: "bad \x00 byte \xff", TitleID: "map-title", DescID: "map-desc"}
	in := input()
	in.Anxious.Title = "</text><script>"
	if err := SVG(&b, Map(in), text); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{`role="img"`, `aria-labelledby="map-title"`, `<desc id="map-desc">`,
		`class="fig-area"`, `&lt;script&gt;`, `Map &amp; `} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in the SVG", want)
		}
	}
	for _, never := range []string{"style=", "<script", "NaN", "\x00"} {
		if strings.Contains(got, never) {
			t.Errorf("%q in the SVG", never)
		}
	}
	wellFormed(t, got)
}

func TestDecorationIsHidden(t *testing.T) {
	var b bytes.Buffer
	if err := SVG(&b, Waves(0), SVGText{}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `aria-hidden="true"`) || strings.Contains(got, "role=") {
		t.Errorf("decoration: got %.120s", got)
	}
}

func TestEveryRoleIsListed(t *testing.T) {
	listed := map[Role]bool{}
	for _, r := range Roles() {
		listed[r] = true
	}
	bars := Bars([]Bar{{"Repair", Span{Min: 1, Max: 5, Low: 2, High: 3, Scored: true}}}, 0)
	for _, d := range []Drawing{Map(input()), bars, Waves(0)} {
		for _, s := range d.Shapes {
			if !listed[s.Role] {
				t.Errorf("role %q is not in Roles", s.Role)
			}
		}
	}
}

func wellFormed(t *testing.T, s string) {
	t.Helper()
	for dec := xml.NewDecoder(strings.NewReader(s)); ; {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func FuzzSVGIsWellFormed(f *testing.F) {
	f.Add("a", "<&>'\"", "]]>")
	f.Fuzz(func(t *testing.T, title, corner, id string) {
		in := input()
		in.Corners[0], in.Avoidant.Title = corner, title
		var b bytes.Buffer
		if err := SVG(&b, Map(in), SVGText{Title: title, TitleID: id}); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.String())
	})
}
