package content_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/attune-quiz/attune/content"
)

// schemas are the formats by the name of their schema.
var schemas = map[string]any{
	"instrument": content.InstrumentFile{}, "instrument-text": content.InstrumentTextFile{},
	"playbook": content.PlaybookFile{}, "playbook-text": content.PlaybookTextFile{},
	"topic": content.TopicFile{}, "topic-text": content.TopicTextFile{},
	"help": content.HelpFile{}, "help-text": content.HelpTextFile{},
	"locale": content.LocaleFile{}, "lint": content.LintFile{},
	"partners": content.PartnersFile{},
}

// TestSchemas holds the committed schemas to the Go types.
func TestSchemas(t *testing.T) {
	for name, format := range schemas {
		t.Run(name, func(t *testing.T) {
			want := generate(t, name, format)
			file := filepath.Join("schema", name+".json")
			if *update {
				if err := os.WriteFile(file, want, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is stale: run go test ./content -update", file)
			}
		})
	}
}

func generate(t *testing.T, name string, format any) []byte {
	t.Helper()
	r := jsonschema.Reflector{FieldNameTag: "yaml", ExpandedStruct: true, Anonymous: true}
	if err := r.AddGoComments("github.com/attune-quiz/attune/content", "."); err != nil {
		t.Fatal(err)
	}
	s := r.Reflect(format)
	s.Title = name
	seen := map[reflect.Type]bool{}
	for _, root := range reachable(reflect.TypeOf(format)) {
		if seen[root] {
			continue
		}
		seen[root] = true
		definition := s.Definitions[root.Name()]
		if root == reflect.TypeOf(format) {
			definition = s
		}
		if definition == nil {
			continue // inlined into others
		}
		constrain(definition, root)
	}
	if name == "locale" {
		s.AdditionalProperties = &jsonschema.Schema{Type: "object", AdditionalProperties: message()}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// message is the schema of a text of the interface.
func message() *jsonschema.Schema {
	forms := jsonschema.NewProperties()
	for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
		forms.Set(form, &jsonschema.Schema{Type: "string"})
	}
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{
		{Type: "string"},
		{Type: "object", Properties: forms, Required: []string{"other"}, AdditionalProperties: jsonschema.FalseSchema},
	}}
}

// reachable lists the structs that a format is made of.
func reachable(t reflect.Type) []reflect.Type {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return reachable(t.Elem())
	case reflect.Struct:
		all := []reflect.Type{t}
		for i := range t.NumField() {
			all = append(all, reachable(t.Field(i).Type)...)
		}
		return all
	}
	return nil
}

// constrain carries the validate tags of a struct into its schema.
func constrain(s *jsonschema.Schema, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if options == "inline" {
			constrain(s, f.Type)
			continue
		}
		if property, ok := s.Properties.Get(name); ok {
			rules(property, f.Type, f.Tag.Get("validate"))
		}
	}
}
