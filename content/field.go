package content

import (
	"reflect"
	"strings"
)

// field is one field of a format, by its YAML name.
type field struct {
	name     string
	index    []int
	kind     reflect.Type
	required bool   // its tag does not say omitempty
	rules    string // its validate tag
}

// wanted says what to write for the field.
func (f field) wanted() string {
	for rule := range strings.SplitSeq(f.rules, ",") {
		if choice, ok := strings.CutPrefix(rule, "oneof="); ok {
			return "one of " + strings.Join(strings.Fields(choice), ", ")
		}
	}
	if f.name == "source" {
		return "the id of its citation in sources"
	}
	return wanted(f.kind)
}

type fields []field

func (fs fields) named(name string) (field, bool) {
	for _, f := range fs {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

func (fs fields) names() []string {
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = f.name
	}
	return names
}

// fieldsOf lists the fields of a format with those of inlined structs.
func fieldsOf(t reflect.Type) fields {
	var out fields
	for i := range t.NumField() {
		sf := t.Field(i)
		name, options, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
		if options == "inline" {
			for _, f := range fieldsOf(sf.Type) {
				f.index = append([]int{i}, f.index...)
				out = append(out, f)
			}
			continue
		}
		out = append(out, field{name, []int{i}, sf.Type, !strings.Contains(options, "omitempty"), sf.Tag.Get("validate")})
	}
	return out
}

// wantedValue says in words what to write where a name has no value.
func wantedValue(name string, t reflect.Type) string {
	switch name {
	case "accent", "accent_dark":
		return "a colour in quotes, such as \"#8a3b1d\" (# begins a comment)"
	}
	return wanted(t)
}

// wanted says in words what a value of the type looks like.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.Struct:
		return "its fields"
	case reflect.Map:
		return "entries by id"
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	}
	return "text"
}
