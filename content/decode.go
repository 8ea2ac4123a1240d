package content

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

const (
	strTag   = "!!str"
	intTag   = "!!int"
	floatTag = "!!float"
	boolTag  = "!!bool"
	nullTag  = "!!null"
	timeTag  = "!!timestamp"
)

// decoder fills Go values from nodes and reports every misfit where it
// stands. It goes on after each, so that one run finds all. yaml.v3 itself
// stops early and knows only lines.
type decoder struct {
	*report
	doc    *document
	faulty map[*yaml.Node]bool // nodes already reported
}

// decode reads a whole document into a new T and validates it.
func decode[T any](d *document, v *validation, r *report) *T {
	out := new(T)
	if d.root == nil {
		return out
	}
	dec := &decoder{report: r, doc: d, faulty: map[*yaml.Node]bool{}}
	dec.value(d.root, reflect.ValueOf(out).Elem(), "the file")
	dec.check(v, out)
	return out
}

func (d *decoder) fault(n *yaml.Node, format string, args ...any) {
	d.faulty[n] = true
	d.errorf(d.doc.of(n), format, args...)
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == nullTag {
		d.fault(n, "%q has no value: write %s, or delete the line", name, wantedValue(name, v.Type()))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), name)
	case reflect.Struct:
		d.fields(n, v, name)
	case reflect.Map:
		d.entries(n, v, name)
	case reflect.Slice:
		d.list(n, v, name)
	case reflect.Interface:
		d.text(n, v, name)
	default:
		d.scalar(n, v, name)
	}
}

func (d *decoder) fields(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind != yaml.MappingNode {
		d.misfit(n, v, name)
		return
	}
	known := fieldsOf(v.Type())
	values := d.pairs(n)
	for _, pair := range values {
		f, ok := known.named(pair.name)
		if !ok {
			d.fault(pair.key, "unknown field %q: %s", pair.name, didYouMean(pair.name, known.names()))
			continue
		}
		d.value(pair.value, v.FieldByIndex(f.index), f.name)
	}
	for _, f := range known {
		if f.required && !values.has(f.name) {
			d.errorf(d.doc.of(n), "missing field %q: write \"%s: \" and %s", f.name, f.name, f.wanted())
		}
	}
}

func (d *decoder) entries(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind != yaml.MappingNode {
		d.misfit(n, v, name)
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), len(n.Content)/2)
	for _, pair := range d.pairs(n) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(pair.value, element, pair.name)
		out.SetMapIndex(reflect.ValueOf(pair.name), element)
	}
	v.Set(out)
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind != yaml.SequenceNode {
		d.misfit(n, v, name)
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, element := range n.Content {
		d.value(element, out.Index(i), name)
	}
	v.Set(out)
	for _, field := range idFields {
		d.duplicates(n, field)
	}
}

// idFields tell the entries of a list apart.
var idFields = [...]string{"id", "code", "region"}

// duplicates reports entries of a list that share the value of an id field.
func (d *decoder) duplicates(n *yaml.Node, field string) {
	first := map[string]int{}
	for _, element := range n.Content {
		_, id := child(element, field)
		if id == nil || id.Kind != yaml.ScalarNode {
			continue
		}
		if line, ok := first[id.Value]; ok {
			d.fault(id, "duplicate %s %q: line %d has it already; give each its own", field, id.Value, line)
			continue
		}
		first[id.Value] = id.Line
	}
}

// text reads a text of the interface: a string, or its plural forms.
func (d *decoder) text(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind == yaml.MappingNode {
		forms := map[string]string{}
		d.value(n, reflect.ValueOf(&forms).Elem(), name)
		v.Set(reflect.ValueOf(forms))
		return
	}
	var text string
	d.value(n, reflect.ValueOf(&text).Elem(), name)
	v.Set(reflect.ValueOf(text))
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind != yaml.ScalarNode || !setScalar(v, n.ShortTag(), n.Value) {
		d.misfit(n, v, name)
	}
}

// setScalar sets v where the text of a scalar fits it.
func setScalar(v reflect.Value, tag, text string) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return tag == strTag || tag == timeTag
	case reflect.Bool:
		v.SetBool(strings.EqualFold(text, "true"))
		return tag == boolTag
	case reflect.Int:
		i, err := strconv.ParseInt(text, 10, 32)
		v.SetInt(i)
		return tag == intTag && err == nil
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || tag != intTag && tag != floatTag {
			return false
		}
		v.SetFloat(f)
		return true
	}
	return false
}

func (d *decoder) misfit(n *yaml.Node, v reflect.Value, name string) {
	found := map[yaml.Kind]string{yaml.MappingNode: "fields", yaml.SequenceNode: "a list"}[n.Kind]
	if n.Kind == yaml.ScalarNode {
		found = strconv.Quote(n.Value)
		if v.Kind() == reflect.String {
			d.fault(n, "%q must be text: put %s in quotes", name, n.Value)
			return
		}
	}
	d.fault(n, "%q must be %s, not %s", name, wanted(v.Type()), found)
}

type pair struct {
	name       string
	key, value *yaml.Node
}

type pairs []pair

func (ps pairs) has(name string) bool {
	for _, p := range ps {
		if p.name == name {
			return true
		}
	}
	return false
}

// pairs returns the entries of a mapping, each name once, the first.
func (d *decoder) pairs(n *yaml.Node) pairs {
	out := make(pairs, 0, len(n.Content)/2)
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.ShortTag() == nullTag {
			d.fault(key, "a name must be plain text")
			continue
		}
		if line, ok := lines[key.Value]; ok {
			d.fault(key, "duplicate name %q: line %d has it already; delete one", key.Value, line)
			continue
		}
		lines[key.Value] = key.Line
		out = append(out, pair{key.Value, key, value})
	}
	return out
}
