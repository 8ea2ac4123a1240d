package figure

// Role says what a shape is, so that painters can choose its colour.
type Role string

const (
	Ground   Role = "ground"    // the field behind everything
	Grid     Role = "grid"      // the faint lines of the field
	Cut      Role = "cut"       // where low ends and high begins
	Corner   Role = "corner"    // the name of a corner
	Axis     Role = "axis"      // the name of an axis, with its arrow
	AreaEdge Role = "area-edge" // the outer, faint rings of the area
	Area     Role = "area"      // the area in which the person lies
	Earlier  Role = "earlier"   // the outline of the area at an earlier time
	Track    Role = "track"     // the whole length of a scale
	Tick     Role = "tick"      // a mark on the track
	BandEdge Role = "band-edge" // the faint ends of an interval
	Band     Role = "band"      // an interval
	Label    Role = "label"     // the name of a bar
	WaveOne  Role = "wave-one"  // the first line of the mark
	WaveTwo  Role = "wave-two"  // the second line of the mark
)

// Roles lists every role, for style sheets and palettes to be checked against.
func Roles() []Role {
	return []Role{Ground, Grid, Cut, Corner, Axis, AreaEdge, Area, Earlier, Track, Tick,
		BandEdge, Band, Label, WaveOne, WaveTwo}
}

// Personal reports whether shapes of the role depend on someone's scores.
func (r Role) Personal() bool {
	return r == AreaEdge || r == Area || r == Earlier || r == BandEdge || r == Band
}

// Paint says how a path of a role is painted, colour apart. Opacities run
// from 0 (not at all) to 1; lengths are shares of the drawing's width.
type Paint struct {
	Fill, Stroke float64 // opacities
	Width        float64 // of the stroke
	Dash         float64 // length of dashes and gaps; 0: a full line
}

// Paint returns how the role's paths are painted.
func (r Role) Paint() Paint {
	switch r {
	case Ground:
		return Paint{Fill: .07}
	case Grid:
		return Paint{Stroke: .14, Width: .0025}
	case Cut:
		return Paint{Stroke: .35, Width: .0025, Dash: .01}
	case Axis:
		return Paint{Stroke: .7, Width: .004}
	case AreaEdge:
		return Paint{Fill: .06}
	case Area:
		return Paint{Fill: .09}
	case Earlier:
		return Paint{Stroke: .9, Width: .006, Dash: .018}
	case Track:
		return Paint{Fill: .14}
	case Tick:
		return Paint{Stroke: .35, Width: .003}
	case BandEdge:
		return Paint{Fill: .2}
	case Band:
		return Paint{Fill: .4}
	case WaveOne, WaveTwo:
		return Paint{Stroke: 1, Width: .012}
	default:
		return Paint{}
	}
}
