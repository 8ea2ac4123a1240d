package content

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
	"gopkg.in/yaml.v3"
)

// inlined stands in a validator's path for a struct whose fields are written
// in the mapping around it.
const inlined = "<inline>"

var (
	idPattern     = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	itemPattern   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	semverPattern = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$`)
)

// validation checks decoded formats against their validate tags.
type validation struct{ *validator.Validate }

func newValidation() *validation {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if options == "inline" {
			return inlined
		}
		return name
	})
	for tag, pattern := range map[string]*regexp.Regexp{"id": idPattern, "itemid": itemPattern, "semver": semverPattern} {
		matches := func(f validator.FieldLevel) bool { return pattern.MatchString(f.Field().String()) }
		// An empty tag or function is the only error, and neither is empty.
		_ = v.RegisterValidation(tag, matches)
	}
	return &validation{v}
}

// check reports the failed tags of a decoded file at their nodes. Nodes that
// were reported already, and fields that are missing and so were reported,
// are passed over.
func (d *decoder) check(v *validation, out any) {
	if reflect.TypeOf(out).Elem().Kind() != reflect.Struct {
		return
	}
	var failures validator.ValidationErrors
	if !errors.As(v.Struct(out), &failures) {
		return
	}
	for _, f := range failures {
		if n := d.nodeAt(f.Namespace()); n != nil && !d.faulty[n] {
			d.fault(n, "%s", explain(f))
		}
	}
}

// nodeAt follows a validator's path, such as "InstrumentFile.items[2].id" or
// "InstrumentFile.options[agree5].max". It returns nil where the path leads
// nowhere or through a node with a fault.
func (d *decoder) nodeAt(namespace string) *yaml.Node {
	n := d.doc.root
	_, path, _ := strings.Cut(namespace, ".")
	for _, step := range pathSteps(path) {
		if step == inlined {
			continue
		}
		if d.faulty[n] {
			return nil
		}
		var next *yaml.Node
		if i, err := strconv.Atoi(step); err == nil && n.Kind == yaml.SequenceNode {
			_, next = child(n, i)
		} else {
			_, next = child(n, step)
		}
		if next == nil {
			return nil
		}
		n = next
	}
	return n
}

// pathSteps splits "a.b[c.d].e" into a, b, c.d and e.
func pathSteps(path string) []string {
	var steps []string
	for path != "" {
		if path[0] == '[' {
			end := strings.Index(path, "]")
			if end < 0 {
				return append(steps, path)
			}
			steps = append(steps, path[1:end])
			path = strings.TrimPrefix(path[end+1:], ".")
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			return append(steps, path)
		}
		steps = append(steps, path[:end])
		path = strings.TrimPrefix(path[end:], ".")
	}
	return steps
}

// explain turns a failed tag into what is wrong and what to write instead.
func explain(f validator.FieldError) string {
	name, param := f.Field(), f.Param()
	isList := f.Kind() == reflect.Slice || f.Kind() == reflect.Map
	switch f.Tag() {
	case "required":
		return fmt.Sprintf("%q is empty: write %s", name, wanted(f.Type()))
	case "id":
		return fmt.Sprintf("%q cannot be an id: begin with a lower-case letter and go on with lower-case letters, digits, _ or -", f.Value())
	case "itemid":
		return fmt.Sprintf("%q cannot be an item's id: begin with a letter and go on with letters, digits, _ or -", f.Value())
	case "semver":
		return fmt.Sprintf("%q must be three numbers, such as 1.0.0", name)
	case "oneof":
		known := strings.Fields(param)
		return fmt.Sprintf("%v is not known here: %s", strconv.Quote(fmt.Sprint(f.Value())), didYouMean(fmt.Sprint(f.Value()), known))
	case "min", "gte":
		if isList {
			return fmt.Sprintf("%q has too few entries: write at least %s", name, param)
		}
		return fmt.Sprintf("%q must be %s or more", name, param)
	case "max", "lte":
		return fmt.Sprintf("%q must be %s or less", name, param)
	case "gt":
		return fmt.Sprintf("%q must be more than %s", name, param)
	case "lt":
		return fmt.Sprintf("%q must be less than %s", name, param)
	case "len":
		return fmt.Sprintf("%q must have exactly %s entries, not %d", name, param, reflect.ValueOf(f.Value()).Len())
	case "gtfield":
		return fmt.Sprintf("%q must be more than %q", name, strings.ToLower(param))
	case "gtefield":
		return fmt.Sprintf("%q must be %q or more", name, strings.ToLower(param))
	case "url":
		return fmt.Sprintf("%q must be a whole address, such as https://example.org/page", name)
	case "iso3166_1_alpha2":
		return fmt.Sprintf("%q is not a country: write its two letters of ISO 3166, such as GB", f.Value())
	case "datetime":
		return fmt.Sprintf("%q must be a date such as 2026-03-01", name)
	}
	return fmt.Sprintf("%q must satisfy %s %s", name, f.Tag(), param)
}
