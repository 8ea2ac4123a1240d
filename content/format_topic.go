package content

// TopicFile is topics/ID/topic.yaml: a chapter that an article can ask for.
// Its practices name the stage that they belong to in time, but are printed
// in the topic's own chapter.
type TopicFile struct {
	// ID is the name of the folder and the value of ?topic=.
	ID         string          `yaml:"id" validate:"required,id"`
	Practices  []PracticeFile  `yaml:"practices" validate:"required,min=1,dive"`
	Phrases    []PhraseFile    `yaml:"phrases,omitempty" validate:"dive"`
	Worksheets []WorksheetFile `yaml:"worksheets,omitempty" validate:"dive"`
	Sources    []SourceFile    `yaml:"sources,omitempty" validate:"dive"`
}

// TopicTextFile is topics/ID/text/LOCALE.yaml.
type TopicTextFile struct {
	Title      string                       `yaml:"title" validate:"required"`
	Intro      []string                     `yaml:"intro" validate:"required,min=1"`
	Practices  map[string]PracticeTextFile  `yaml:"practices" validate:"required,dive"`
	Phrases    map[string]PhraseTextFile    `yaml:"phrases,omitempty" validate:"dive"`
	Worksheets map[string]WorksheetTextFile `yaml:"worksheets,omitempty" validate:"dive"`
	Claims     map[string]string            `yaml:"claims,omitempty"`
}

// HelpFile is help/help.yaml: where to turn, by country.
type HelpFile struct {
	Regions []RegionFile `yaml:"regions,omitempty" validate:"dive"`
	// Directory is the entry for a country without lines of its own.
	Directory LineFile `yaml:"directory" validate:"required"`
}

// RegionFile holds the lines of one country.
type RegionFile struct {
	// Code is ISO 3166-1 alpha-2.
	Code  string     `yaml:"code" validate:"required,iso3166_1_alpha2"`
	Lines []LineFile `yaml:"lines" validate:"required,min=1,dive"`
}

// LineFile is one service. A number needs the service's own page, a quote
// from it and the date on which it was read.
type LineFile struct {
	ID     string `yaml:"id" validate:"required,id"`
	Name   string `yaml:"name" validate:"required"`
	Number string `yaml:"number,omitempty"`
	URL    string `yaml:"url" validate:"required,url"`
	// Standing is verified or unverified.
	Standing string `yaml:"standing" validate:"required,oneof=verified unverified"`
	// Quote is the sentence of the service's own page that gives the number.
	Quote string `yaml:"quote,omitempty"`
	// Checked is the date on which that page was read: YYYY-MM-DD.
	Checked string `yaml:"checked,omitempty" validate:"omitempty,datetime=2006-01-02"`
}

// HelpTextFile is help/text/LOCALE.yaml.
type HelpTextFile struct {
	Title string   `yaml:"title" validate:"required"`
	Text  []string `yaml:"text" validate:"required,min=1"`
	// Regions are the names of the countries, by code.
	Regions map[string]string `yaml:"regions,omitempty"`
	// Lines say what each service offers, by id.
	Lines map[string]string `yaml:"lines" validate:"required"`
}

// LocaleFile is locales/LOCALE.yaml: the words of the interface by key, in
// groups. A text is a string, or a map of plural forms (one, other, …) chosen
// by its placeholder {count}.
type LocaleFile map[string]map[string]any
