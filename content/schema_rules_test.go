package content_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/invopop/jsonschema"
)

// rules carries one validate tag into a schema. Rules after dive are about the
// entries of a list or map.
func rules(s *jsonschema.Schema, t reflect.Type, tag string) {
	for rule := range strings.SplitSeq(tag, ",") {
		name, param, _ := strings.Cut(rule, "=")
		if name == "dive" {
			_, rest, _ := strings.Cut(tag, "dive,")
			if entries := entriesOf(s); entries != nil {
				rules(entries, t.Elem(), rest)
			}
			return
		}
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			countRule(s, t, name, param)
			continue
		}
		valueRule(s, t, name, param)
	}
}

func entriesOf(s *jsonschema.Schema) *jsonschema.Schema {
	if s.Items != nil {
		return s.Items
	}
	return s.AdditionalProperties
}

func countRule(s *jsonschema.Schema, t reflect.Type, name, param string) {
	n, _ := strconv.ParseUint(param, 10, 64)
	switch {
	case name == "min" && t.Kind() == reflect.Map:
		s.MinProperties = &n
	case name == "min":
		s.MinItems = &n
	case name == "len":
		s.MinItems, s.MaxItems = &n, &n
	}
}

func valueRule(s *jsonschema.Schema, t reflect.Type, name, param string) {
	one := uint64(1)
	switch name {
	case "required":
		if t.Kind() == reflect.String && s.MinLength == nil {
			s.MinLength = &one
		}
	case "id":
		s.Pattern = `^[a-z][a-z0-9_-]*$`
	case "itemid":
		s.Pattern = `^[A-Za-z][A-Za-z0-9_-]*$`
	case "semver":
		s.Pattern = `^\d+\.\d+\.\d+$`
	case "oneof":
		for _, choice := range strings.Fields(param) {
			s.Enum = append(s.Enum, choice)
		}
	case "gte":
		s.Minimum = json.Number(param)
	case "gt":
		s.ExclusiveMinimum = json.Number(param)
	case "lte":
		s.Maximum = json.Number(param)
	case "lt":
		s.ExclusiveMaximum = json.Number(param)
	case "url":
		s.Format = "uri"
	case "datetime":
		s.Format = "date"
	}
}
