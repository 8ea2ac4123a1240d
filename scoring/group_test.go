package scoring_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/scoring"
)

func group(n, from, to int, g scoring.Gender) scoring.GroupNorm {
	return scoring.GroupNorm{Norm: scoring.Norm{Source: "s", N: n, Mean: 3, SD: 1}, AgeFrom: from, AgeTo: to, Gender: g}
}

// Adults have a norm, by age and for the young by gender too. N tells the
// groups apart.
func adults() scoring.ScaleSpec {
	return scoring.ScaleSpec{Groups: []scoring.GroupNorm{
		group(1000, 18, 90, ""), group(300, 18, 24, ""), group(100, 18, 24, scoring.Male),
		group(150, 18, 24, scoring.Female), group(200, 25, 34, ""),
	}}
}

func TestNormForTheNarrowestGroup(t *testing.T) {
	spec := adults()
	for _, c := range []struct {
		age    int
		gender scoring.Gender
		want   int // N of the norm; 0: none
	}{
		{20, scoring.Male, 100}, {24, scoring.Female, 150}, {20, "", 300}, {20, scoring.OtherGender, 300},
		{25, scoring.Male, 200}, {40, scoring.Female, 1000}, {90, "", 1000},
		{17, scoring.Female, 0}, {1, "", 0}, {91, "", 0}, {0, scoring.Male, 0}, {0, "", 0},
	} {
		got := 0
		if n := spec.NormFor(scoring.Person{Age: c.age, Gender: c.gender}); n != nil {
			got = n.N
		}
		if got != c.want {
			t.Errorf("%d %s: got the norm of %d, want %d", c.age, c.gender, got, c.want)
		}
	}
}

func TestNormWithoutGroups(t *testing.T) {
	norm := &scoring.Norm{N: 7}
	spec := scoring.ScaleSpec{Norm: norm}
	if got := spec.NormFor(scoring.Person{Age: 12}); got != norm {
		t.Errorf("got %v, want the norm, which has no bounds", got)
	}
}

// Nobody outside every group's bounds ever gets a norm, whatever the groups.
func TestNormForCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spec scoring.ScaleSpec
		genders := []scoring.Gender{"", scoring.Male, scoring.Female, scoring.OtherGender}
		for i := range rapid.IntRange(1, 8).Draw(t, "groups") {
			from := rapid.IntRange(18, 60).Draw(t, "from")
			to := from + rapid.IntRange(0, 40).Draw(t, "years")
			spec.Groups = append(spec.Groups, group(2+i, from, to, rapid.SampledFrom(genders).Draw(t, "gender")))
		}
		p := scoring.Person{Age: rapid.IntRange(0, 110).Draw(t, "age"), Gender: rapid.SampledFrom(genders).Draw(t, "of")}
		inside := func(g scoring.GroupNorm) bool {
			return p.Age >= g.AgeFrom && p.Age <= g.AgeTo && (g.Gender == "" || g.Gender == p.Gender)
		}
		norm, covered := spec.NormFor(p), false
		for _, g := range spec.Groups {
			covered = covered || inside(g)
			if norm != nil && norm.N == g.N && !inside(g) {
				t.Fatalf("%+v got the norm of %+v", p, g)
			}
		}
		if covered != (norm != nil) {
			t.Fatalf("%+v: covered %v, norm %v", p, covered, norm)
		}
	})
}

func TestGroupsAreChecked(t *testing.T) {
	spec := ecr()
	bad := group(100, 30, 20, "none")
	bad.Mean = 6
	spec.Scales[1].Groups = []scoring.GroupNorm{group(100, 18, 0, ""), bad}
	_, err := scoring.Compile(spec)
	var paths []string
	for _, fault := range scoring.SpecErrors(err) {
		paths = append(paths, fault.Path)
	}
	want := "scales[1].groups[1].mean scales[1].groups[1].age_from scales[1].groups[1].gender"
	if got := strings.Join(paths, " "); got != want || !errors.As(err, new(scoring.SpecError)) {
		t.Errorf("got %s, want %s", got, want)
	}
}
