package content

import (
	"maps"
	"slices"

	"github.com/attune-quiz/attune/scoring"
)

type instrumentSource = source[InstrumentFile, InstrumentTextFile]

// instrumentCheck holds an instrument against itself.
type instrumentCheck struct {
	*report
	*instrumentSource
	items   map[string]ItemFile
	sources sourceCheck
	// keys are the parsed keys of each scale; one that cannot be read is nil.
	keys [][]*scoring.Key
}

func checkInstrument(s *instrumentSource, r *report) {
	c := &instrumentCheck{report: r, instrumentSource: s, items: map[string]ItemFile{}}
	c.sources = sourceCheck{r, s.doc, slices.Sorted(maps.Keys(s.file.Sources))}
	for _, item := range s.file.Items {
		c.items[item.ID] = item
	}
	c.checkHead()
	c.checkItems()
	c.checkForms()
	c.checkKeys()
	c.checkBalance()
	c.checkScales()
	c.checkStyle()
	c.checkFocus()
	c.checkQuality()
}

func (c *instrumentCheck) checkHead() {
	checkFolder(c.report, c.doc, c.id, c.file.ID)
	c.sources.known(c.file.Citation, "citation")
	if c.file.ServesStems && c.file.Consent == "" {
		c.errorf(c.doc.key("serves_stems"), "missing field %q: an instrument that is served needs the version of its consent text", "consent")
	}
	if _, v, _ := c.doc.find([]any{"serves_stems"}); v.Value == "false" && len(c.texts) > 0 {
		c.errorf(c.doc.at("serves_stems"), "there are texts for this instrument: write true, or delete them")
	}
}

// checkFolder holds an id against the name of its folder.
func checkFolder(r *report, d *document, folder, id string) {
	if id != "" && id != folder {
		r.errorf(d.at("id"), "the id %q differs from its folder %q: make them equal", id, folder)
	}
}

func (c *instrumentCheck) checkItems() {
	for i, item := range c.file.Items {
		if _, ok := c.file.Options[item.Options]; !ok && item.Options != "" && len(c.file.Options) > 0 {
			c.errorf(c.doc.at("items", i, "options"), "unknown options %q: %s", item.Options, didYouMean(item.Options, names(c.file.Options)))
		}
	}
}

func (c *instrumentCheck) checkForms() {
	for i, form := range c.file.Forms {
		line := map[string]int{}
		for j, id := range form.Items {
			at := c.doc.at("forms", i, "items", j)
			if _, ok := c.items[id]; !ok {
				c.errorf(at, "form %q asks an unknown item %q: %s", form.ID, id, didYouMean(id, names(c.items)))
			} else if first, ok := line[id]; ok {
				c.errorf(at, "form %q asks the item %q twice, first on line %d: delete one", form.ID, id, first)
			} else {
				line[id] = at.line
			}
		}
	}
}

// checkKeys parses the keys and sees that every item is in exactly one scale.
func (c *instrumentCheck) checkKeys() {
	first := map[string]keyed{}
	for i, scale := range c.file.Scales {
		parsed := make([]*scoring.Key, len(scale.Keys))
		for j, text := range scale.Keys {
			parsed[j] = c.checkKey(scale, text, c.doc.at("scales", i, "keys", j), first)
		}
		c.keys = append(c.keys, parsed)
	}
	for i, item := range c.file.Items {
		if _, ok := first[item.ID]; !ok && item.ID != "" {
			c.errorf(c.doc.at("items", i, "id"), "the item %q is in no scale: add +%s or -%s to the keys of one", item.ID, item.ID, item.ID)
		}
	}
}

// keyed is where an item was met first.
type keyed struct {
	scale string
	at    place
}

// checkKey returns the key, or nil after reporting. first has the items that
// were met before.
func (c *instrumentCheck) checkKey(scale ScaleFile, text string, at place, first map[string]keyed) *scoring.Key {
	key, err := parseKey(text)
	if err != nil {
		c.errorf(at, "%q: %v", text, err)
		if _, ok := c.items[text]; ok {
			first[text] = keyed{scale.ID, at}
		}
		return nil
	}
	if _, ok := c.items[key.Item]; !ok {
		c.errorf(at, "scale %q keys an unknown item %q: %s", scale.ID, key.Item, didYouMean(key.Item, names(c.items)))
		return nil
	}
	if key.Weight != 0 && scale.Method != string(scoring.WeightedMean) {
		c.errorf(at, "only the method weighted_mean uses weights: delete %q, or set the method", text[len(key.Item)+1:])
	}
	other, met := first[key.Item]
	switch {
	case met && other.scale == scale.ID:
		c.errorf(at, "the scale %q keys the item %q twice: keep one key", scale.ID, key.Item)
		return nil
	case met:
		c.errorf(other.at, "the item %q is in two scales, here and in %q on line %d: keep one key", key.Item, scale.ID, at.line)
		c.errorf(at, "the item %q is in two scales, here and in %q on line %d: keep one key", key.Item, other.scale, other.at.line)
		return nil
	}
	first[key.Item] = keyed{scale.ID, at}
	return &key
}

// checkBalance sees that as many keys point each way in every form, so that
// answering everything alike gives the middle.
func (c *instrumentCheck) checkBalance() {
	if !c.file.ServesStems {
		return
	}
	for i, scale := range c.file.Scales {
		if scale.Balanced != nil && !*scale.Balanced {
			continue
		}
		for _, form := range c.file.Forms {
			plus, minus, faulty := countKeys(c.keys[i], form.Items)
			if plus-minus > faulty || minus-plus > faulty {
				c.errorf(c.doc.key("scales", i, "keys"), "unbalanced keys: in form %q the scale %q has %d keys + and %d keys -; make them equal, or write \"balanced: false\"", form.ID, scale.ID, plus, minus)
			}
		}
	}
}

// countKeys counts the keys each way among the items of a form, and those that
// could not be read: they may be what is lacking.
func countKeys(keys []*scoring.Key, items []string) (plus, minus, faulty int) {
	for _, key := range keys {
		switch {
		case key == nil:
			faulty++
		case !slices.Contains(items, key.Item):
		case key.Reverse:
			minus++
		default:
			plus++
		}
	}
	return plus, minus, faulty
}
