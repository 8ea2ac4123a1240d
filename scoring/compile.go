package scoring

import "errors"

// Compile checks the whole spec and prepares it for scoring. It reports every
// fault at once: errors.Join of SpecError, see SpecErrors. It never panics, and
// the Scorer keeps no reference to the spec.
func Compile(spec Spec) (*Scorer, error) {
	var found []error
	c := checker{found: &found}
	items := compileItems(c, spec.Items)
	scales := compileScales(c, spec, items)
	s := &Scorer{
		scales:  scales.list,
		style:   compileStyle(c.at("style"), spec.Style, scales),
		focus:   compileFocus(c.at("focus"), spec.Focus, scales),
		quality: compileQuality(c.at("quality"), spec, items),
	}
	if len(found) > 0 {
		return nil, errors.Join(found...)
	}
	return s, nil
}

// itemTable finds items by id.
type itemTable struct {
	list  []ItemSpec
	place map[string]int
}

func compileItems(c checker, specs []ItemSpec) itemTable {
	t := itemTable{specs, make(map[string]int, len(specs))}
	if len(specs) == 0 {
		c.at("items").fail("is empty; a form needs at least one item")
	}
	for i, it := range specs {
		c := c.at("items[%d]", i)
		addID(c, t.place, it.ID, i)
		if it.Min == Missing {
			c.at("min").fail("is %d, which stands for a missing response", it.Min)
		}
		if it.Min >= it.Max {
			c.at("max").fail("is %d, should be above min %d", it.Max, it.Min)
		}
	}
	return t
}

// scaleTable finds compiled scales by id.
type scaleTable struct {
	list  []scale
	place map[string]int
}

// find returns the place of the scale, or -1 after failing.
func (t scaleTable) find(c checker, id string) int {
	if i, ok := t.place[id]; ok {
		return i
	}
	c.fail("names the scale %q, which there is not", id)
	return -1
}

func compileScales(c checker, spec Spec, items itemTable) scaleTable {
	t := scaleTable{make([]scale, len(spec.Scales)), make(map[string]int, len(spec.Scales))}
	if len(spec.Scales) == 0 {
		c.at("scales").fail("is empty; there is nothing to score")
	}
	for i, s := range spec.Scales {
		c := c.at("scales[%d]", i)
		addID(c, t.place, s.ID, i)
		t.list[i] = compileScale(c, s, items)
	}
	return t
}

func addID(c checker, place map[string]int, id string, i int) {
	if id == "" {
		c.at("id").fail("is empty")
		return
	}
	if first, twice := place[id]; twice {
		c.at("id").fail("%q stands already at place %d", id, first)
		return
	}
	place[id] = i
}
