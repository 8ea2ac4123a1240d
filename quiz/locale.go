package quiz

// Locale is a BCP 47 language tag of content that exists, such as "en" or
// "zh-Hans".
type Locale string

// Texts gives the words of the interface. It is safe for concurrent use.
type Texts interface {
	// Locales lists what there is, the default first.
	Locales() []Locale
	// Match picks the best locale for preferences in order of weight: an
	// explicit tag, then the value of an Accept-Language header. Malformed
	// and unknown preferences are passed over; the default is the last resort.
	Match(preferences ...string) Locale
	// Text returns the text of key in the locale with each {name} replaced
	// by its argument. An argument named "count" picks the plural form. A key
	// missing in the locale comes from the default locale; an unknown key
	// comes back as it is, so that a fault is seen and nothing breaks.
	Text(locale Locale, key string, args ...Arg) string
}

// Arg fills a named placeholder of a text.
type Arg struct {
	Name  string
	Value any // string, int, Locale, or time.Time for its date
}
