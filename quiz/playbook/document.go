package playbook

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// Document is one person's playbook, ready to render: every string is in
// Locale and complete. Its order is the reading order.
type Document struct {
	Locale   quiz.Locale   `json:"locale"`
	Title    string        `json:"title"`
	Audience quiz.Audience `json:"audience"`
	Notice   []string      `json:"notice"`   // what this is not
	Standing string        `json:"standing"` // how much is known of the instrument
	// Notes are remarks on this result: quality flags, an even profile and
	// so on, in kind words.
	Notes []string `json:"notes"`

	Opening    []string   `json:"opening"`
	Tonight    Tonight    `json:"tonight"`
	Pattern    Pattern    `json:"pattern"`
	Map        Map        `json:"map"`
	Dimensions []Measure  `json:"dimensions"`
	Mechanisms []Measure  `json:"mechanisms"` // weakest first
	Body       BodyText   `json:"body"`
	Pause      PauseText  `json:"pause"`
	Stages     []Chapter  `json:"stages"`
	Topic      *TopicPart `json:"topic,omitempty"`
	Phrases    []Starter  `json:"phrases"`
	Worksheets []Sheet    `json:"worksheets"`
	Wishes     []Sentence `json:"wishes"` // to pick from for a card
	FAQ        []Question `json:"faq"`
	Help       HelpPart   `json:"help"`
	Sources    []Source   `json:"sources"`
	// Locked is nil where the document is whole; see Free.
	Locked *Locked `json:"locked,omitempty"`

	Finished time.Time `json:"finished_at"`
	// Date is the day of Finished as the locale writes it; empty where Finished
	// is zero.
	Date string `json:"-"`
	// Labels are the words of the frame for renderers: see LabelKeys.
	Labels map[string]string `json:"-"`
	// Branding is that of the partner whose site the attempt came from; zero:
	// none.
	Branding Branding `json:"-"`
}

// Branding is how a partner shows on a print. It changes no word of the
// playbook.
type Branding struct {
	Name   string
	Colour [3]uint8 // red, green, blue; zero: the booklet's own
}

// Pattern explains the person's own pattern at three levels.
type Pattern struct {
	State     StateID  `json:"state"`
	Headline  string   `json:"headline"`
	Body      []string `json:"body"`
	Thought   []string `json:"thought"`
	Behaviour []string `json:"behaviour"`
	Protects  string   `json:"protects"`
	Costs     string   `json:"costs"`
	Helps     string   `json:"helps"`
	Scenes    []Scene  `json:"scenes"`
}

// Map is the plane of anxious × avoidant with the area in which the person
// lies. Scored is false where there is nothing to draw.
type Map struct {
	Scored     bool              `json:"scored"`
	Anxious    Axis              `json:"anxious"`
	Avoidant   Axis              `json:"avoidant"`
	Corners    map[string]string `json:"corners"`    // region id → its name in words
	Equivalent string            `json:"equivalent"` // the map in words
}

// Axis is one dimension of the map on its own metric.
type Axis struct {
	Title    string  `json:"title"`
	Min, Max float64 `json:"-"`
	Score    float64 `json:"-"`
	SE       float64 `json:"-"`
	Cut      float64 `json:"-"`
}

// Measure is a dimension or mechanism with its uncertainty.
type Measure struct {
	ID     quiz.ScaleID `json:"id"`
	Title  string       `json:"title"`
	About  string       `json:"about"`
	Text   string       `json:"text"` // what the band says
	Band   string       `json:"band"` // the band in words
	Scored bool         `json:"scored"`
	Focus  bool         `json:"focus,omitempty"` // the plan works on it

	Score    float64      `json:"-"`
	Low      float64      `json:"-"`
	High     float64      `json:"-"`
	Min, Max float64      `json:"-"`
	BandID   scoring.Band `json:"-"`
}

// Tonight is the one thing to do today, with one phrase to copy.
type Tonight struct {
	Exercise
	Phrase Starter `json:"phrase"`
}

// Chapter is one stage of the plan.
type Chapter struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Weeks string `json:"weeks"`
	Aim   string `json:"aim"`
	// Notice is said before the first exercise for two; empty elsewhere.
	Notice    string     `json:"notice,omitempty"`
	Practices []Exercise `json:"practices"`
	// From and To are its first and last week, counted from 1.
	From, To int `json:"-"`
}

// Exercise is a practice as it is shown to one person.
type Exercise struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	For      string        `json:"for"`
	Audience quiz.Audience `json:"audience"`
	Scene    string        `json:"scene"`
	Why      string        `json:"why"`
	Steps    []string      `json:"steps"`
	Minutes  int           `json:"minutes"`
	Often    string        `json:"often"` // in words
	OftenID  string        `json:"-"`     // once, daily, weekly, twice_a_week or in_the_moment
	Say      []string      `json:"say"`
	Worked   string        `json:"worked"`
	IfNot    string        `json:"if_not"`
	Opposite string        `json:"opposite"`
}

// Exercises lists all that the document asks one to do, in its order.
func (d *Document) Exercises() []Exercise {
	var out []Exercise
	if d.Tonight.ID != "" {
		out = append(out, d.Tonight.Exercise)
	}
	for _, s := range d.Stages {
		out = append(out, s.Practices...)
	}
	if d.Topic != nil {
		out = append(out, d.Topic.Practices...)
	}
	return out
}

// Starter is a phrase to copy.
type Starter struct {
	ID        string `json:"id"`
	Situation string `json:"situation"` // in words
	Text      string `json:"text"`
	NotWhen   string `json:"not_when"`
}

// Sentence is one to pick, by its id.
type Sentence struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Sheet is a worksheet as it is printed.
type Sheet struct {
	ID     string    `json:"id"`
	Kind   SheetKind `json:"kind"`
	Rows   int       `json:"rows,omitempty"`
	Title  string    `json:"title"`
	Intro  string    `json:"intro"`
	Fields []Field   `json:"fields"`
}

// TopicPart is the chapter of the article that sent the visitor.
type TopicPart struct {
	ID        quiz.TopicID `json:"id"`
	Title     string       `json:"title"`
	Intro     []string     `json:"intro"`
	Notice    string       `json:"notice,omitempty"` // as in Chapter
	Practices []Exercise   `json:"practices"`
	Phrases   []Starter    `json:"phrases"`
}

// HelpPart is help with the lines of the region that the visitor chose, or
// the directory.
type HelpPart struct {
	Title  string   `json:"title"`
	Text   []string `json:"text"`
	Region string   `json:"region,omitempty"`
	Lines  []Line   `json:"lines"`
}

// LabelKeys lists the labels that a library must have, for every renderer.
func LabelKeys() []string {
	return []string{
		"tonight", "this_week", "pattern", "map", "mechanisms", "plan", "dimensions",
		"phrases", "worksheets", "faq", "help", "sources", "notes", "contents",
		"why", "steps", "say", "worked", "if_not", "opposite", "minutes", "often", "for", "scene",
		"not_when", "body", "thought", "behaviour", "protects", "costs", "helps", "focus",
		"stage", "topic", "solo", "joint", "standing", "area", "unscored",
		"signature_one", "signature_two", "date", "page", "tear_off",
		"often_once", "often_daily", "often_weekly", "often_in_the_moment", "often_twice_a_week",
		"standing_supported", "standing_contested", "standing_metaphor",
		"corner_secure", "corner_anxious", "corner_avoidant", "corner_fearful",
		"axis_anxious", "axis_avoidant",
		"map_settled", "map_between", "map_middle", "map_none",
		"summary", "question", "figures",
	}
}
