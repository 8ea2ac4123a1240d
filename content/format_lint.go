package content

// LintFile is lint.yaml: what the checker asks of prose. A language without
// an entry is not held to anything but Residue.
type LintFile struct {
	// Residue is what templates and drafts leave behind, in any language.
	Residue []string `yaml:"residue,omitempty"`
	// Languages by tag, such as en or zh-Hans.
	Languages map[string]LintLanguageFile `yaml:"languages" validate:"dive"`
	// Sources are what the limits rest on, by id.
	Sources map[string]string `yaml:"sources,omitempty"`
}

// LintLanguageFile is what is asked of one language. What is left out is not
// asked. Lengths count words; a Han character is a word.
type LintLanguageFile struct {
	// Grade is the highest Flesch-Kincaid grade of a text, for English alone.
	Grade *LimitFile `yaml:"grade,omitempty"`
	// Sentence is the length of a sentence.
	Sentence *LimitFile `yaml:"sentence,omitempty"`
	// Clause is the length of a stretch between two marks.
	Clause *LimitFile `yaml:"clause,omitempty"`
	// Phrase is the length of a starter phrase.
	Phrase *LimitFile `yaml:"phrase,omitempty"`
	// Name is how often a text of a topic says the topic's title.
	Name *LimitFile `yaml:"name,omitempty"`
	// Sentences of this many words or more stand nowhere twice.
	RepeatedSentence *LimitFile `yaml:"repeated_sentence,omitempty"`
	// Runs of this many words or more stand nowhere twice.
	RepeatedRun *LimitFile   `yaml:"repeated_run,omitempty"`
	Foreign     *ForeignFile `yaml:"foreign,omitempty"`
	Items       *ItemsFile   `yaml:"items,omitempty"`
	// Evidence are the words of a claim of fact: who writes one names a source.
	Evidence []string     `yaml:"evidence,omitempty"`
	Banned   []BannedFile `yaml:"banned,omitempty" validate:"dive"`
}

// LimitFile is a limit and what it rests on.
type LimitFile struct {
	Max float64 `yaml:"max" validate:"gt=0"`
	// From is the number of words under which a text is left alone.
	From   int    `yaml:"from,omitempty" validate:"gte=0"`
	Basis  string `yaml:"basis" validate:"required,oneof=cited assumed"`
	Source string `yaml:"source,omitempty"`
}

// ForeignFile names a script that texts of the language do not use.
type ForeignFile struct {
	Script string `yaml:"script" validate:"required,oneof=Han Latin"`
	// Allow lists words that may stand all the same.
	Allow []string `yaml:"allow,omitempty"`
}

// ItemsFile is what stems do not say.
type ItemsFile struct {
	// Joined are words that join two ideas in one item: a warning.
	Joined []string `yaml:"joined,omitempty"`
	// Negated are words that turn a reverse-keyed item into a denial.
	Negated []string `yaml:"negated,omitempty"`
	// Allow are words that hold one of these without its meaning.
	Allow []string `yaml:"allow,omitempty"`
}

// BannedFile is a group of words that texts do without.
type BannedFile struct {
	// Where is everywhere, spoken (phrases and the exact words of practices) or alone (what is done by one person).
	Where string `yaml:"where" validate:"required,oneof=everywhere spoken alone"`
	// Words, whole; … stands for up to twelve characters of the same clause.
	Words []string `yaml:"words" validate:"required,min=1"`
	// Why these are banned.
	Why string `yaml:"why" validate:"required"`
	// Instead is what to write.
	Instead string `yaml:"instead" validate:"required"`
}
