package content

// PartnersFile lists the sites that embed the test.
type PartnersFile struct {
	Partners []PartnerFile `yaml:"partners" validate:"required,dive"`
}

// PartnerFile is one site.
type PartnerFile struct {
	// ID names the site in the snippet, in addresses and in the API. It never changes, for attempts keep it.
	ID   string `yaml:"id" validate:"required,id"`
	Name string `yaml:"name" validate:"required"`
	// Controller answers for the data and is named before the first question.
	Controller string `yaml:"controller" validate:"required"`
	// Privacy is the address of the controller's notice.
	Privacy string `yaml:"privacy" validate:"required"`
	// Origins may show the frame: scheme, host and, where it is not the usual one, port.
	Origins []string   `yaml:"origins" validate:"required,min=1"`
	Theme   *ThemeFile `yaml:"theme,omitempty"`
	// Instruments that visitors can come to; empty: all that can be taken.
	Instruments []string `yaml:"instruments,omitempty,flow"`
	// Topic is the chapter where a snippet names none; empty: the general plan.
	Topic string `yaml:"topic,omitempty"`
	// Locale is the language where a snippet names none; empty: the visitor's.
	Locale string `yaml:"locale,omitempty"`
	// Readings are articles to read after the result, by topic.
	Readings map[string][]ReadingFile `yaml:"readings,omitempty" validate:"dive,dive"`
	// Gate is what opens the parts of the playbook that are not free: none (the default), email or code.
	Gate string `yaml:"gate,omitempty" validate:"omitempty,oneof=none email code"`
	// Keep is the longest that a finished attempt stays, in days or weeks, such as 90d; empty: as the visitor chooses.
	Keep    string       `yaml:"keep,omitempty"`
	Webhook *WebhookFile `yaml:"webhook,omitempty"`
	// Keys open the partner API, at most two for each side: one in use and one to change to.
	Keys []KeyFile `yaml:"keys,omitempty" validate:"dive"`
	// Test is what the test side has of its own; all else it shares with the live one.
	Test *TestSideFile `yaml:"test,omitempty"`
}

// ThemeFile is how the frame looks. Colours are "#rrggbb", in quotes.
type ThemeFile struct {
	// Accent is for buttons and links on light ground.
	Accent string `yaml:"accent,omitempty"`
	// AccentDark is the same on dark ground.
	AccentDark string `yaml:"accent_dark,omitempty"`
	// Logo is the address of a picture on one of the origins.
	Logo string `yaml:"logo,omitempty"`
	// Radius of corners, in pixels; absent: as round as ours are, 0: square.
	Radius *int `yaml:"radius,omitempty" validate:"omitempty,gte=0,lte=24"`
	// Scheme is auto (as the visitor's device, the default), light or dark.
	Scheme string `yaml:"scheme,omitempty" validate:"omitempty,oneof=auto light dark"`
}

// ReadingFile is an article of the site.
type ReadingFile struct {
	URL string `yaml:"url" validate:"required"`
	// Title by language; where one is missing the article is not shown in it.
	Title map[string]string `yaml:"title" validate:"required,min=1"`
}

// WebhookFile is where events are sent.
type WebhookFile struct {
	URL string `yaml:"url" validate:"required"`
	// Secrets sign every delivery, all of them: two while one is being changed.
	Secrets []SecretFile `yaml:"secrets" validate:"required,min=1,max=2,dive"`
}

// SecretFile says where a secret is: exactly one of its fields.
type SecretFile struct {
	// Env is the name of an environment variable that holds it.
	Env string `yaml:"env,omitempty"`
	// File holds it and nothing else; its path is that from this file's folder.
	File string `yaml:"file,omitempty"`
	// Value is the secret itself, for a file that nobody else can read.
	Value string `yaml:"value,omitempty"`
}

// KeyFile is a key of the partner API, of which only the hash is kept.
type KeyFile struct {
	// Hash is the SHA-256 of the key in hex, as "attune partner key" prints it.
	Hash string `yaml:"hash" validate:"required"`
	// Side is live or test.
	Side string `yaml:"side" validate:"required,oneof=live test"`
}

// TestSideFile is what the test side has of its own.
type TestSideFile struct {
	// Origins that may show the test side's frame beside the others, such as http://localhost:3000.
	Origins []string `yaml:"origins,omitempty"`
	// Webhook is told of the test side's events; without one nobody is.
	Webhook *WebhookFile `yaml:"webhook,omitempty"`
}
