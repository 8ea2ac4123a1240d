package scoring

// Gender is what a file says of a person's gender; empty where it is not
// known.
type Gender string

const (
	Male        Gender = "male"
	Female      Gender = "female"
	OtherGender Gender = "other"
)

// Person is what a file says of someone beside the responses. Visitors are
// never asked.
type Person struct {
	Age    int // in years; 0: not known
	Gender Gender
}

// GroupNorm is the norm of the people of a sample within an age range and of
// one gender.
type GroupNorm struct {
	Norm
	AgeFrom, AgeTo int    // in years, both included; 0: no bound
	Gender         Gender // empty: any
}

// covers reports whether the person is known to belong to the group: where an
// age or gender is not known, only a group without that bound has it.
func (g *GroupNorm) covers(p Person) bool {
	if g.Gender != "" && g.Gender != p.Gender {
		return false
	}
	if p.Age == 0 {
		return g.AgeFrom == 0 && g.AgeTo == 0
	}
	return p.Age >= g.AgeFrom && (g.AgeTo == 0 || p.Age <= g.AgeTo)
}

// narrower reports whether a group says more of a person than another one that
// covers the same person: gender first, then the shorter range of ages.
func (g *GroupNorm) narrower(o *GroupNorm) bool {
	if (g.Gender != "") != (o.Gender != "") {
		return g.Gender != ""
	}
	return g.years() < o.years()
}

func (g *GroupNorm) years() int {
	if g.AgeTo == 0 {
		return 1000 - g.AgeFrom
	}
	return g.AgeTo - g.AgeFrom
}

// NormFor returns the norm of the narrowest group that covers the person, nil
// where none does: a minor has none among adults, nor has someone whose age is
// not known. Without Groups it is Norm.
func (s *ScaleSpec) NormFor(p Person) *Norm {
	if len(s.Groups) == 0 {
		return s.Norm
	}
	var best *GroupNorm
	for i := range s.Groups {
		if g := &s.Groups[i]; g.covers(p) && (best == nil || g.narrower(best)) {
			best = g
		}
	}
	if best == nil {
		return nil
	}
	return &best.Norm
}

func checkGroups(c checker, groups []GroupNorm, low, high float64) {
	for i := range groups {
		g, c := &groups[i], c.at("groups[%d]", i)
		g.check(c, low, high)
		if g.AgeFrom < 0 || g.AgeTo < 0 || g.AgeTo != 0 && g.AgeFrom > g.AgeTo {
			c.at("age_from").fail("is %d, should be from 0 to age_to, %d", g.AgeFrom, g.AgeTo)
		}
		switch g.Gender {
		case "", Male, Female, OtherGender:
		default:
			c.at("gender").fail("is %q, should be male, female, other or empty", g.Gender)
		}
	}
}
