package reference

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

const schemas = "#/components/schemas/"

func (r *reader) schema(name string, node *yaml.Node) schema {
	return schema{
		Name: name, Description: r.text(node, "description"),
		Kind: r.kind(node), Fields: r.fields("", node),
	}
}

// fields lists the fields of an object and of the objects written within it.
func (r *reader) fields(prefix string, object *yaml.Node) []field {
	var required []string
	for _, name := range r.items(r.get(object, "required")) {
		required = append(required, name.Value)
	}
	var all []field
	for name, node := range r.pairs(r.get(object, "properties")) {
		all = append(all, r.field(prefix+name, slices.Contains(required, name), node)...)
	}
	if rest := r.get(object, "additionalProperties"); rest != nil && rest.Kind == yaml.MappingNode {
		all = append(all, r.field(prefix+"*", false, rest)...)
	}
	return all
}

func (r *reader) field(name string, required bool, node *yaml.Node) []field {
	all := []field{{Name: name, Description: r.text(node, "description"), Required: required, Kind: r.kind(node)}}
	for within, suffix := node, ""; within != nil; within, suffix = r.get(within, "items"), suffix+"[]" {
		all = append(all, r.fields(name+suffix+".", within)...)
	}
	return all
}

func (r *reader) kind(node *yaml.Node) kind {
	if ref := r.text(node, "$ref"); ref != "" {
		r.at(ref)
		return kind{Ref: strings.TrimPrefix(ref, schemas)}
	}
	k := kind{Word: r.typeWord(node), Values: r.values(node), Limits: r.limits(node)}
	if items := r.get(node, "items"); items != nil {
		k.Of = []kind{r.kind(items)}
	}
	for _, word := range []string{"oneOf", "anyOf"} {
		if k.Word != "" {
			break // alternatives only say more of the type
		}
		for _, alternative := range r.items(r.get(node, word)) {
			k.Of = append(k.Of, r.kind(alternative))
		}
	}
	return k
}

func (r *reader) typeWord(node *yaml.Node) string {
	types := r.get(node, "type")
	if types == nil {
		return ""
	}
	if types.Kind == yaml.ScalarNode {
		return types.Value
	}
	var words []string
	for _, t := range types.Content {
		words = append(words, t.Value)
	}
	return strings.Join(words, " or ")
}

func (r *reader) values(node *yaml.Node) (all []string) {
	if c := r.get(node, "const"); c != nil {
		return []string{c.Value}
	}
	for _, v := range r.items(r.get(node, "enum")) {
		all = append(all, v.Value)
	}
	return all
}

// limitWords are shown before the value that they limit by.
var limitWords = []struct{ key, word string }{
	{"minimum", "from"}, {"maximum", "to"}, {"minLength", "length from"}, {"maxLength", "length to"},
	{"minItems", "at least"}, {"maxItems", "at most"}, {"format", ""}, {"pattern", "matches"},
}

func (r *reader) limits(node *yaml.Node) (all []string) {
	for _, l := range limitWords {
		if v := r.text(node, l.key); v != "" {
			all = append(all, strings.TrimSpace(l.word+" "+v))
		}
	}
	return all
}
