package api

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// shapes checks the validate tags of requests: what can be told from the
// request alone. It is safe for concurrent use.
type shapes struct{ *validator.Validate }

// shape is a tag of our own with what it demands.
type shape struct {
	tag    string
	ok     func(string) bool
	detail string
}

// ownShapes are those of openapi.yaml.
func ownShapes() []shape {
	pattern := func(p string) func(string) bool { return regexp.MustCompile(p).MatchString }
	oneOf := func(list []string) (func(string) bool, string) {
		return func(s string) bool { return slices.Contains(list, s) }, "must be one of " + strings.Join(list, ", ")
	}
	card, cardDetail := oneOf([]string{string(quiz.CardHelps), string(quiz.CardPhrase), string(quiz.CardMap)})
	section, sectionDetail := oneOf(take.Sections())
	fits, fitsDetail := oneOf(take.Fits())
	relation, relationDetail := oneOf([]string{string(quiz.RelationCurrent), string(quiz.RelationNone)})
	audience, audienceDetail := oneOf([]string{string(quiz.Joint), string(quiz.Solo)})
	keep, keepDetail := oneOf([]string{string(quiz.Keep30Days), string(quiz.Keep12Weeks), string(quiz.Keep12Months)})
	return []shape{
		{"id", pattern(`^[a-z][a-z0-9_-]{0,63}$`), "must be a lower-case id of at most 64 characters that begins with a letter"},
		{"locale", localeShape.MatchString, "must be a language tag such as en or zh-Hans"},
		{"version", pattern(`^[A-Za-z0-9._-]{1,64}$`), "must be the version of a consent text: at most 64 letters, digits, dots and dashes"},
		{"line", pattern(`^[^\x00-\x1f\x7f]{0,200}$`), "must be text of at most 200 characters, none of them a control character"},
		{"region", pattern(`^([A-Z]{2})?$`), "must be an ISO 3166-1 alpha-2 country in capitals, such as GB, or empty for none"},
		{"relation", relation, relationDetail},
		{"audience", audience, audienceDetail},
		{"keep", keep, keepDetail},
		{"time", isTime, "must be a time such as 2026-12-31T23:59:59Z"},
		{"card", card, cardDetail},
		{"section", section, sectionDetail},
		{"fits", fits, fitsDetail},
	}
}

var localeShape = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$`)

var timeShape = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$`)

// isTime takes what RFC 3339 allows; the parser takes a little more.
func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && timeShape.MatchString(s)
}

func newShapes() *shapes {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("json") })
	for _, s := range ownShapes() {
		ok := func(f validator.FieldLevel) bool { return s.ok(f.Field().String()) }
		// An empty tag or function is the only error, and neither is empty.
		_ = v.RegisterValidation(s.tag, ok)
	}
	return &shapes{v}
}

// check appends what the tags of the struct find at fault in places where
// nothing was found before.
func (s *shapes) check(of any, found quiz.Invalid) quiz.Invalid {
	var broken validator.ValidationErrors
	if !errors.As(s.Struct(of), &broken) {
		return found
	}
	out := found
	for _, b := range broken {
		at := namespacePointer(b.Namespace())
		known := func(f quiz.FieldError) bool { return pointer(f.Pointer).within(at) || at.within(pointer(f.Pointer)) }
		if !slices.ContainsFunc(found, known) {
			out.Add(string(at), shapeDetail(b.Tag(), b.Param()))
		}
	}
	return out
}

// shapeDetail says what a broken tag demands.
func shapeDetail(tag, param string) string {
	for _, s := range ownShapes() {
		if s.tag == tag {
			return s.detail
		}
	}
	switch tag {
	case "required":
		return "is required"
	case "min":
		return "must have at least " + param
	case "max":
		return "must have at most " + param
	case "unique":
		return "must not name anything twice"
	}
	return "is not valid"
}

// namespacePointer turns the validator's "request.focus[0]" into "#/focus/0".
// Requests have no maps with tags, so that brackets hold indices only.
func namespacePointer(namespace string) pointer {
	_, path, _ := strings.Cut(namespace, ".")
	at := root
	for name := range strings.SplitSeq(strings.ReplaceAll(path, "[", "."), ".") {
		at = at.key(strings.TrimSuffix(name, "]"))
	}
	return at
}
