package content

// PlaybookFile is playbooks/ID/playbook.yaml: the structure of a playbook,
// without a word that visitors read.
type PlaybookFile struct {
	// Stages in the order of the plan, by id.
	Stages []StageFile `yaml:"stages" validate:"required,len=4,dive"`
	// Situations in the order in which phrases are printed.
	Situations []string        `yaml:"situations" validate:"required,min=1,dive,id"`
	Practices  []PracticeFile  `yaml:"practices" validate:"required,min=1,dive"`
	Phrases    []PhraseFile    `yaml:"phrases" validate:"required,min=1,dive"`
	Worksheets []WorksheetFile `yaml:"worksheets,omitempty" validate:"dive"`
	// Wishes are sentences about what helps, for a card that a visitor shows to others.
	Wishes []WishFile `yaml:"wishes,omitempty" validate:"dive"`
	// FAQ lists the questions in order, by id.
	FAQ []string `yaml:"faq,omitempty" validate:"dive,id"`
	// Sources are the claims of fact that texts rest on, by id.
	Sources []SourceFile `yaml:"sources,omitempty" validate:"dive"`
}

// StageFile is one of the four stages.
type StageFile struct {
	ID string `yaml:"id" validate:"required,oneof=awareness disclosure cocreation integration"`
	// From and To are its first and last week, counted from 1; a calendar ends with the last.
	From int `yaml:"from" validate:"gte=1,lte=52"`
	To   int `yaml:"to" validate:"gtefield=From,lte=52"`
}

// FitFile says for whom something is meant.
type FitFile struct {
	// Styles that it suits: secure, anxious, avoidant, fearful; empty: everyone.
	Styles []string `yaml:"styles,omitempty,flow" validate:"dive,oneof=secure anxious avoidant fearful"`
	// Mechanisms that it works on; empty: any.
	Mechanisms []string `yaml:"mechanisms,omitempty,flow"`
	// Audience is solo (can be done alone) or joint (needs both, never shown to the solo audience).
	Audience string `yaml:"audience" validate:"required,oneof=solo joint"`
	// Partner is any (the default), current (presumes a partner today) or none (for someone without).
	Partner string `yaml:"partner,omitempty" validate:"omitempty,oneof=any current none"`
}

// PracticeFile is one thing to do.
type PracticeFile struct {
	ID      string `yaml:"id" validate:"required,id"`
	Stage   string `yaml:"stage" validate:"required"`
	FitFile `yaml:",inline"`
	// Tonight makes it fit to be the one thing for tonight, five minutes at most and alone; it names the situation of the phrase that goes with it.
	Tonight string `yaml:"tonight,omitempty"`
	// Minutes of doing; waiting is not counted.
	Minutes int    `yaml:"minutes" validate:"gte=1,lte=15"`
	Often   string `yaml:"often" validate:"required,oneof=once daily weekly twice_a_week in_the_moment"`
	// Sources are the ids of claims that its texts make.
	Sources []string `yaml:"sources,omitempty,flow"`
}

// PhraseFile is a sentence to say or send.
type PhraseFile struct {
	ID        string `yaml:"id" validate:"required,id"`
	Situation string `yaml:"situation" validate:"required"`
	FitFile   `yaml:",inline"`
}

// WishFile is a sentence in the first person about what helps.
type WishFile struct {
	ID string `yaml:"id" validate:"required,id"`
	// Styles to which it is offered first: secure, anxious, avoidant, fearful; empty: everyone.
	Styles []string `yaml:"styles,omitempty,flow" validate:"dive,oneof=secure anxious avoidant fearful"`
}

// WorksheetFile is a sheet to fill in.
type WorksheetFile struct {
	ID      string `yaml:"id" validate:"required,id"`
	Stage   string `yaml:"stage" validate:"required"`
	FitFile `yaml:",inline"`
	// Kind is table (fields are columns), form or agreement (a form with two signatures).
	Kind string `yaml:"kind" validate:"required,oneof=table form agreement"`
	// Rows of a table.
	Rows   int         `yaml:"rows,omitempty" validate:"gte=0,lte=20"`
	Fields []FieldFile `yaml:"fields" validate:"required,min=1,dive"`
}

// FieldFile is one thing to fill in.
type FieldFile struct {
	ID string `yaml:"id" validate:"required,id"`
	// Lines is the room to write.
	Lines int `yaml:"lines" validate:"gte=1,lte=12"`
}

// SourceFile backs a claim of fact.
type SourceFile struct {
	ID string `yaml:"id" validate:"required,id"`
	// Standing is supported, contested or metaphor.
	Standing string `yaml:"standing" validate:"required,oneof=supported contested metaphor"`
	Cite     string `yaml:"cite" validate:"required"`
	URL      string `yaml:"url,omitempty" validate:"omitempty,url"`
}

// PlaybookTextFile is a file under playbooks/ID/text/LOCALE/. Every file of
// the folder may hold any of the sections; together they must be complete.
type PlaybookTextFile struct {
	Title string `yaml:"title,omitempty"`
	// Notice says what this is not; each entry a paragraph.
	Notice []string `yaml:"notice,omitempty"`
	// JointNotice stands where exercises for two begin.
	JointNotice string            `yaml:"joint_notice,omitempty"`
	Labels      map[string]string `yaml:"labels,omitempty"`
	// States are secure, anxious, avoidant, fearful, the four pairs such as secure_anxious, middle and none.
	States     map[string]StateTextFile     `yaml:"states,omitempty" validate:"dive"`
	Scales     map[string]ScaleTextFile     `yaml:"scales,omitempty" validate:"dive"`
	Notes      map[string]string            `yaml:"notes,omitempty"`
	Bands      map[string]string            `yaml:"bands,omitempty"`
	Body       *BodyTextFile                `yaml:"body,omitempty"`
	Pause      *PauseTextFile               `yaml:"pause,omitempty"`
	Stages     map[string]StageTextFile     `yaml:"stages,omitempty" validate:"dive"`
	Situations map[string]string            `yaml:"situations,omitempty"`
	Practices  map[string]PracticeTextFile  `yaml:"practices,omitempty" validate:"dive"`
	Phrases    map[string]PhraseTextFile    `yaml:"phrases,omitempty" validate:"dive"`
	Worksheets map[string]WorksheetTextFile `yaml:"worksheets,omitempty" validate:"dive"`
	Wishes     map[string]string            `yaml:"wishes,omitempty"`
	FAQ        map[string]QuestionTextFile  `yaml:"faq,omitempty" validate:"dive"`
	// Claims say in plain words what each source is cited for.
	Claims map[string]string `yaml:"claims,omitempty"`
}

// StateTextFile is what the result says to a person in one state.
type StateTextFile struct {
	// Headline says where the answers lean, in one line; never a label for the person.
	Headline string `yaml:"headline" validate:"required"`
	// Opening is a scene that they recognise, in short paragraphs.
	Opening []string `yaml:"opening" validate:"required,min=1"`
	// Scenes by id: settled, change, solver.
	Scenes    map[string]SceneTextFile `yaml:"scenes,omitempty" validate:"dive"`
	Body      []string                 `yaml:"body" validate:"required,min=1"`
	Thought   []string                 `yaml:"thought" validate:"required,min=1"`
	Behaviour []string                 `yaml:"behaviour" validate:"required,min=1"`
	Protects  string                   `yaml:"protects" validate:"required"`
	Costs     string                   `yaml:"costs" validate:"required"`
	Helps     string                   `yaml:"helps" validate:"required"`
}

// SceneTextFile is a small story under its heading.
type SceneTextFile struct {
	Title string `yaml:"title" validate:"required"`
	Text  string `yaml:"text" validate:"required"`
}

// ScaleTextFile explains a dimension or mechanism.
type ScaleTextFile struct {
	Title string `yaml:"title" validate:"required"`
	About string `yaml:"about" validate:"required"`
	// Bands: lower, lower_to_middle, middle, middle_to_upper, upper.
	Bands map[string]string `yaml:"bands" validate:"required"`
}

// BodyTextFile explains what happens in a body under alarm.
type BodyTextFile struct {
	Title string   `yaml:"title" validate:"required"`
	Text  []string `yaml:"text" validate:"required,min=1"`
	// States in order: engaged, fight or flight, shut down.
	States []BodyStateTextFile `yaml:"states" validate:"required,len=3,dive"`
}

// BodyStateTextFile is one of the three states of the body.
type BodyStateTextFile struct {
	ID    string `yaml:"id" validate:"required,oneof=engaged alarmed shut_down"`
	Title string `yaml:"title" validate:"required"`
	Text  string `yaml:"text" validate:"required"`
}

// PauseTextFile is the card for a structured pause.
type PauseTextFile struct {
	Title string `yaml:"title" validate:"required"`
	Intro string `yaml:"intro" validate:"required"`
	// Rows: who calls it, how long, what each does, when we come back.
	Rows []string `yaml:"rows" validate:"required,min=3"`
	// Say is what calls the pause; Back is what comes back.
	Say  string `yaml:"say" validate:"required"`
	Back string `yaml:"back" validate:"required"`
}

// StageTextFile names a stage.
type StageTextFile struct {
	Title string `yaml:"title" validate:"required"`
	Weeks string `yaml:"weeks" validate:"required"`
	Aim   string `yaml:"aim" validate:"required"`
}

// PracticeTextFile is a practice in words.
type PracticeTextFile struct {
	Title string `yaml:"title" validate:"required"`
	// For says for whom and when.
	For   string `yaml:"for" validate:"required"`
	Scene string `yaml:"scene" validate:"required"`
	// Why it works, in one line.
	Why   string   `yaml:"why" validate:"required"`
	Steps []string `yaml:"steps" validate:"required,min=2"`
	// Say holds the exact words.
	Say    []string `yaml:"say" validate:"required,min=1"`
	Worked string   `yaml:"worked" validate:"required"`
	IfNot  string   `yaml:"if_not" validate:"required"`
	// Opposite says what goes wrong if the opposite style does it.
	Opposite string `yaml:"opposite" validate:"required"`
}

// PhraseTextFile is a phrase in words.
type PhraseTextFile struct {
	Text    string `yaml:"text" validate:"required"`
	NotWhen string `yaml:"not_when" validate:"required"`
}

// WorksheetTextFile is a worksheet in words.
type WorksheetTextFile struct {
	Title  string                   `yaml:"title" validate:"required"`
	Intro  string                   `yaml:"intro" validate:"required"`
	Fields map[string]FieldTextFile `yaml:"fields" validate:"required,dive"`
}

// FieldTextFile is a field of a worksheet in words.
type FieldTextFile struct {
	Label string `yaml:"label" validate:"required"`
	Hint  string `yaml:"hint,omitempty"`
}

// QuestionTextFile is an entry of the FAQ.
type QuestionTextFile struct {
	Question string   `yaml:"question" validate:"required"`
	Answer   []string `yaml:"answer" validate:"required,min=1"`
}
