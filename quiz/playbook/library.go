package playbook

import (
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// Library is all that the playbook of one instrument can say in one language:
// structure and text joined. It is immutable once loaded.
type Library struct {
	Locale quiz.Locale
	Title  string
	// Notice says once and plainly what this is not: a clinical tool.
	Notice []string
	// JointNotice stands where exercises for two begin.
	JointNotice string
	// Labels are the words of the frame, by key: see LabelKeys.
	Labels     map[string]string
	States     map[StateID]StateText
	Scales     map[quiz.ScaleID]ScaleText
	Notes      map[NoteID]string
	Bands      map[scoring.Band]string // a band in words
	Body       BodyText
	Pause      PauseText
	Stages     []Stage
	Practices  []Practice
	Phrases    []Phrase
	Situations []Situation // in the order in which they are printed
	Worksheets []Worksheet
	Wishes     []Wish
	FAQ        []Question
	Topics     []Topic
	Help       Help
	Sources    []Source
	// Date writes a day, in UTC, as the language does; nil: as ISO 8601 does.
	Date func(time.Time) string
}

// day writes the day of a moment; nothing where there is none.
func (lib *Library) day(at time.Time) string {
	switch {
	case at.IsZero():
		return ""
	case lib.Date == nil:
		return at.UTC().Format(time.DateOnly)
	}
	return lib.Date(at.UTC())
}

// StateID names one of the nine states, or NoState.
type StateID string

const (
	StateSecure          StateID = "secure"
	StateAnxious         StateID = "anxious"
	StateAvoidant        StateID = "avoidant"
	StateFearful         StateID = "fearful"
	StateSecureAnxious   StateID = "secure_anxious"
	StateSecureAvoidant  StateID = "secure_avoidant"
	StateAnxiousFearful  StateID = "anxious_fearful"
	StateAvoidantFearful StateID = "avoidant_fearful"
	StateMiddle          StateID = "middle"
	// NoState is for a profile without a style: a dimension is unscored, or
	// all responses are alike.
	NoState StateID = "none"
)

// StateIDs lists the nine states and NoState in the order of the files.
func StateIDs() []StateID {
	return []StateID{StateSecure, StateAnxious, StateAvoidant, StateFearful,
		StateSecureAnxious, StateSecureAvoidant, StateAnxiousFearful, StateAvoidantFearful,
		StateMiddle, NoState}
}

// StateText is what the result says to a person in one state.
type StateText struct {
	Headline string   // where the answers lean, in one line; never a label for the person
	Opening  []string // a scene that they recognise, in short paragraphs
	Scenes   []Scene  // how the pattern shows in a settled time, a change, a bad day
	Body     []string
	Thought  []string
	Behave   []string
	Protects string
	Costs    string
	Helps    string
}

// Scene is a small story under its heading.
type Scene struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// ScaleText explains one dimension or mechanism.
type ScaleText struct {
	Title string
	About string
	Bands map[scoring.Band]string // what the band says about this scale
}

// NoteID names a remark that the result makes only where it applies.
type NoteID string

const (
	NoteTooFast      NoteID = "too_fast"
	NoteAllAlike     NoteID = "all_alike"
	NoteLongRun      NoteID = "long_run"
	NoteMuchMissing  NoteID = "much_missing"
	NoteUnscored     NoteID = "unscored"      // a dimension could not be scored
	NoteContradicted NoteID = "contradicted"  // the secure scale says otherwise
	NoteEven         NoteID = "even"          // all mechanisms are candidates
	NoteProvisional  NoteID = "provisional"   // errors have an assumed basis
	NoteNoMechanisms NoteID = "no_mechanisms" // the form measures none
	NoteSolo         NoteID = "solo"          // the plan asks nothing of a partner
	NoteNoPartner    NoteID = "no_partner"    // there is no partner today
	NoteTopicUnknown NoteID = "topic_unknown" // the asked topic does not exist
)

// NoteIDs lists every note that a library must have.
func NoteIDs() []NoteID {
	return []NoteID{NoteTooFast, NoteAllAlike, NoteLongRun, NoteMuchMissing, NoteUnscored,
		NoteContradicted, NoteEven, NoteProvisional, NoteNoMechanisms, NoteSolo, NoteNoPartner,
		NoteTopicUnknown}
}

// BodyText explains what happens in a body under alarm, and the three states
// of it.
type BodyText struct {
	Title  string   `json:"title"`
	Text   []string `json:"text"`
	States []Scene  `json:"states"`
}

// PauseText is the card for a structured pause.
type PauseText struct {
	Title string   `json:"title"`
	Intro string   `json:"intro"`
	Rows  []string `json:"rows"` // who calls it, how long, what each does, when we come back
	Say   string   `json:"say"`  // the words that call it
	Back  string   `json:"back"` // the words that come back
}

// Stage is one of the four parts of the plan.
type Stage struct {
	ID    string
	Title string
	Weeks string // such as "Weeks 1–2"
	// From and To are its first and last week, counted from 1.
	From, To int
	Aim      string
}

// Fit says for whom something is meant.
type Fit struct {
	Styles     []scoring.Region // empty: everyone
	Mechanisms []quiz.ScaleID   // empty: any focus
	Audience   quiz.Audience    // Joint: needs both; Solo: can be done alone
	Partner    PartnerNeed
}

// PartnerNeed says whether something presumes a partner.
type PartnerNeed string

const (
	AnyPartner  PartnerNeed = "any"
	WithPartner PartnerNeed = "current"
	NoPartner   PartnerNeed = "none"
)

// Practice is one thing to do.
type Practice struct {
	Fit
	ID    string
	Stage string
	// Tonight is the situation of the phrase that goes with the practice when
	// it is the one thing for tonight; empty where it cannot be that.
	Tonight  string
	Minutes  int // of doing; waiting is not counted
	Often    string
	Title    string
	For      string // for whom and when
	Scene    string
	Why      string
	Steps    []string
	Say      []string // exact words
	Worked   string
	IfNot    string
	Opposite string   // what goes wrong in the hands of the opposite style
	Sources  []string // ids
}

// Phrase is a sentence to say aloud or send.
type Phrase struct {
	Fit
	ID        string
	Situation string
	Text      string
	NotWhen   string
}

// Wish is a sentence about what helps, in the first person, for a card that a
// visitor shows to others.
type Wish struct {
	ID     string
	Styles []scoring.Region // to whom it is offered first; empty: everyone
	Text   string
}

// Situation groups phrases.
type Situation struct {
	ID    string
	Title string
}

// Worksheet is a sheet to fill in.
type Worksheet struct {
	Fit
	ID     string
	Stage  string
	Kind   SheetKind
	Rows   int // for SheetTable
	Title  string
	Intro  string
	Fields []Field
}

// SheetKind says how a worksheet is laid out.
type SheetKind string

const (
	SheetTable     SheetKind = "table"     // the fields are columns
	SheetForm      SheetKind = "form"      // a label above room to write
	SheetAgreement SheetKind = "agreement" // a form with two signatures
)

// Field is one thing to fill in on a worksheet.
type Field struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Hint  string `json:"hint,omitempty"`
	Lines int    `json:"lines"` // room to write, in lines
}

// Question is an entry of the FAQ.
type Question struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Answer   []string `json:"answer"`
}

// HasPractice reports whether there is such a practice, in the plan of anyone
// or in a topic.
func (lib *Library) HasPractice(id string) bool {
	named := func(p Practice) bool { return p.ID == id }
	return slices.ContainsFunc(lib.Practices, named) ||
		slices.ContainsFunc(lib.Topics, func(t Topic) bool { return slices.ContainsFunc(t.Practices, named) })
}

// Topic is a chapter that an article can ask for.
type Topic struct {
	ID         quiz.TopicID
	Title      string
	Intro      []string
	Practices  []Practice
	Phrases    []Phrase
	Worksheets []Worksheet
	Sources    []string
}

// Help says where to turn when someone is afraid or in danger. It is the same
// for everyone.
type Help struct {
	Title   string   `json:"title"`
	Text    []string `json:"text"`
	Regions []Region `json:"regions"`
	// Directory is the entry for a country without lines of its own.
	Directory Line `json:"directory"`
}

// Region holds the help lines of one country.
type Region struct {
	Code  string `json:"code"` // ISO 3166-1 alpha-2
	Name  string `json:"name"`
	Lines []Line `json:"lines"`
}

// Line is one service.
type Line struct {
	Name     string `json:"name"`
	Number   string `json:"number,omitempty"`
	URL      string `json:"url"`
	About    string `json:"about"`
	Standing string `json:"standing"`          // verified or unverified
	Checked  string `json:"checked,omitempty"` // date on which the service's own page was read
}

// Source backs a claim.
type Source struct {
	ID       string `json:"id"`
	Standing string `json:"standing"` // supported, contested or metaphor
	Claim    string `json:"claim"`
	Cite     string `json:"cite"`
	URL      string `json:"url,omitempty"`
	// OfTopic marks a source that only a topic's chapter rests on.
	OfTopic bool `json:"-"`
}
