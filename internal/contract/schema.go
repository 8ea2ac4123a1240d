package contract

import (
	"fmt"
	"slices"
)

// way is who reads what a schema describes.
type way int

const (
	sent     way = iota // by the client, read by the server
	received            // by the client from the server
	told                // as received, in an error: its kinds may grow
)

// schema compares what may be at one place. On the way to the server the new
// schema must allow all that the old one did; on the way back the old one must
// have announced all that the new one allows, but for new fields.
func (c *comparison) schema(at string, old, next any, w way) {
	from, _ := tree(old)["$ref"].(string)
	to, _ := tree(next)["$ref"].(string)
	if from != "" && to != "" {
		p := pair{from, to, w}
		if c.met[p] {
			return
		}
		c.met[p] = true
	}
	_, wasRule := old.(bool)
	_, isRule := next.(bool)
	if wasRule || isRule {
		if old != next {
			c.report(at, "%v became %v", old, next)
		}
		return
	}
	was, is := c.old.resolve(old), c.next.resolve(next)
	if w == sent {
		c.holds(at, is, was, w)
	} else {
		c.holds(at, was, is, w)
	}
	c.fields(at, was, is, w)
	c.elements(at, was, is, w)
	c.alternatives(at, was, is, w)
}

// holds reports where the wide schema does not allow something that the narrow
// one does, by the keywords that speak of one value.
func (c *comparison) holds(at string, wide, narrow Tree, w way) {
	if !kinds(wide).hold(kinds(narrow)) {
		c.report(at, "type: %v does not hold %v", wide["type"], narrow["type"])
	}
	if w != told {
		c.values(at, wide, narrow)
		for _, word := range exact {
			if v, ok := wide[word]; ok && !equal(v, narrow[word]) {
				c.report(at, "%s: %v does not hold %v", word, v, narrow[word])
			}
		}
	}
	for word, looser := range bounds {
		limit, ok := number(wide[word])
		if !ok {
			continue
		}
		if other, ok := number(narrow[word]); !ok || looser(limit, other) {
			c.report(at, "%s: %v does not hold %v", word, wide[word], narrow[word])
		}
	}
	for _, name := range texts(wide["required"]) {
		if !slices.Contains(texts(narrow["required"]), name) {
			if w == sent {
				c.report(at, "%s is required now", name)
			} else {
				c.report(at, "%s may be missing now", name)
			}
		}
	}
}

// exact are words whose meaning is compared letter by letter.
var exact = []string{"pattern", "format", "multipleOf", "propertyNames", "uniqueItems", "contentMediaType",
	"contentEncoding", "default", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "contains",
	"prefixItems", "patternProperties", "unevaluatedProperties", "unevaluatedItems"}

// bounds tell whether a limit of the wide schema is tighter than that of the
// narrow one.
var bounds = map[string]func(wide, narrow float64) bool{
	"minimum": more, "exclusiveMinimum": more, "minLength": more, "minItems": more, "minProperties": more,
	"maximum": less, "exclusiveMaximum": less, "maxLength": less, "maxItems": less, "maxProperties": less,
}

func more(a, b float64) bool { return a > b }
func less(a, b float64) bool { return a < b }

// values compares lists of values, of which a constant is one.
func (c *comparison) values(at string, wide, narrow Tree) {
	allowed, limited := listed(wide)
	if !limited {
		return
	}
	used, ok := listed(narrow)
	if !ok {
		c.report(at, "only %v now", allowed)
		return
	}
	for _, v := range used {
		if !slices.ContainsFunc(allowed, func(a any) bool { return equal(a, v) }) {
			c.report(at, "%v is not among %v", v, allowed)
		}
	}
}

func listed(schema Tree) ([]any, bool) {
	if v, ok := schema["const"]; ok {
		return []any{v}, true
	}
	all, ok := schema["enum"].([]any)
	return all, ok
}

// fields compares objects: what was known stays known, with its meaning.
func (c *comparison) fields(at string, old, next Tree, w way) {
	now := tree(next["properties"])
	for name, was := range tree(old["properties"]) {
		is, ok := now[name]
		if !ok {
			c.report(at, "%s is gone", name)
			continue
		}
		c.schema(at+"."+name, was, is, w)
	}
	was, is := rest(old), rest(next)
	wide, narrow := was, is
	if w == sent {
		wide, narrow = is, was
	}
	switch {
	case wide == true || equal(was, is) && was == false:
	case narrow == false && w == sent:
	case wide == false || narrow == true:
		c.report(at, "other fields: %v became %v", was, is)
	case narrow != false:
		c.schema(at+".*", was, is, w)
	}
}

// rest is what fields may be that are not named.
func rest(schema Tree) any {
	if v, ok := schema["additionalProperties"]; ok {
		return v
	}
	return true
}

func (c *comparison) elements(at string, old, next Tree, w way) {
	was, had := old["items"]
	is, has := next["items"]
	switch {
	case had && has:
		c.schema(at+"[]", was, is, w)
	case has && w == sent, had && w != sent:
		c.report(at, "elements: %v became %v", was, is)
	}
}

// alternatives compares allOf, anyOf and oneOf: each alternative of the narrow
// schema is held by one of the wide; of allOf each of the wide holds one.
func (c *comparison) alternatives(at string, old, next Tree, w way) {
	for _, word := range []string{"allOf", "anyOf", "oneOf"} {
		was, _ := old[word].([]any)
		is, _ := next[word].([]any)
		wide, narrow := was, is
		if w == sent {
			wide, narrow = is, was
		}
		if len(wide) == 0 {
			continue
		}
		if len(narrow) == 0 {
			c.report(at, "%s is new", word)
			continue
		}
		each, among := narrow, wide
		if word == "allOf" {
			each, among = wide, narrow
		}
		for i, one := range each {
			if !slices.ContainsFunc(among, func(other any) bool { return c.fits(one, other, word == "allOf", w) }) {
				c.report(at, "%s: none holds number %d", word, i+1)
			}
		}
	}
}

// fits reports whether one of two alternatives holds the other.
func (c *comparison) fits(one, other any, oneIsWide bool, w way) bool {
	oneIsOld := oneIsWide == (w != sent)
	was, is := other, one
	if oneIsOld {
		was, is = one, other
	}
	probe := &comparison{old: c.old, next: c.next, met: map[pair]bool{}}
	probe.schema("", was, is, w)
	return len(probe.breaks) == 0
}

// kind is a set of types; nil: any.
type kind []string

func kinds(schema Tree) kind {
	if one, ok := schema["type"].(string); ok {
		return kind{one}
	}
	return texts(schema["type"])
}

func (k kind) hold(others kind) bool {
	if k == nil {
		return true
	}
	return others != nil && !slices.ContainsFunc(others, func(t string) bool {
		return !slices.Contains(k, t) && (t != "integer" || !slices.Contains(k, "number"))
	})
}

func texts(v any) []string {
	all, _ := v.([]any)
	var out []string
	for _, one := range all {
		out = append(out, fmt.Sprint(one))
	}
	return out
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
