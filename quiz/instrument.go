package quiz

import "github.com/attune-quiz/attune/scoring"

// Ids of the nouns. They are lower-case, begin with a letter and are stable
// for ever.
type (
	InstrumentID string
	FormID       string
	ItemID       string
	ScaleID      string
	OptionSetID  string
	TopicID      string
)

// Instrument is a versioned questionnaire with its scoring rules and, where
// it may be served to visitors, its texts.
type Instrument struct {
	ID      InstrumentID
	Version string // as its authors number it
	// Hash identifies the content exactly: SHA-256 of its canonical
	// encoding in hex. An attempt keeps the hash that it began with.
	Hash       string
	Standing   string // such as "pilot": how much is known of its quality
	OptionSets map[OptionSetID]OptionSet
	Items      []Item
	Scales     []Scale
	Forms      []Form
	Consent    string // version of the consent text
	MinimumAge int
	Texts      map[Locale]InstrumentText // empty: scoring only
	Sources    map[string]string         // citation by id
}

// Item is one question. Its stem stands in InstrumentText.
type Item struct {
	ID      ItemID
	Options OptionSetID
}

// OptionSet is a row of labelled responses from Min to Max.
type OptionSet struct {
	ID       OptionSetID
	Min, Max scoring.Response
}

// Role says what part a scale plays.
type Role string

const (
	Dimension Role = "dimension"
	Mechanism Role = "mechanism"
)

// Scale is a named set of keys; how it is scored stands in Form.Spec.
type Scale struct {
	ID   ScaleID
	Role Role
}

// Form is a selection of items in the order in which they are asked.
type Form struct {
	ID      FormID
	Minutes int // a usual time for the whole form
	Items   []ItemID
	Spec    scoring.Spec // over exactly these items in this order
	Scorer  *scoring.Scorer
}

// Place returns the index of the item in the form, or -1.
func (f *Form) Place(id ItemID) int {
	for i, it := range f.Items {
		if it == id {
			return i
		}
	}
	return -1
}

// InstrumentText holds an instrument's words in one language. A translation
// is a form of its own: it has a standing too.
type InstrumentText struct {
	Title    string
	Standing string // said to the reader, such as what "pilot" means
	Consent  string
	Stems    map[ItemID]string
	Labels   map[OptionSetID][]string // from Min to Max
}

// Form returns the form with the given id, or nil.
func (in *Instrument) Form(id FormID) *Form {
	for i := range in.Forms {
		if in.Forms[i].ID == id {
			return &in.Forms[i]
		}
	}
	return nil
}

// Item returns the item with the given id and whether there is one.
func (in *Instrument) Item(id ItemID) (Item, bool) {
	for _, it := range in.Items {
		if it.ID == id {
			return it, true
		}
	}
	return Item{}, false
}

// Servable reports whether the instrument carries wording, so that visitors
// can take it.
func (in *Instrument) Servable() bool { return len(in.Texts) > 0 }

// ScalesOf lists the instrument's scales with the role, in its order.
func (in *Instrument) ScalesOf(role Role) []ScaleID {
	var ids []ScaleID
	for _, s := range in.Scales {
		if s.Role == role {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
