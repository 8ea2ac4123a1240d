package contract

import (
	"reflect"
	"strings"
)

// document resolves references within one OpenAPI document.
type document struct{ root Tree }

// resolve follows references to an object; what is none is an empty one.
func (d document) resolve(v any) Tree {
	for range 16 {
		t := tree(v)
		ref, ok := t["$ref"].(string)
		if !ok {
			return t
		}
		v = d.at(ref)
	}
	return nil
}

func (d document) at(ref string) any {
	var v any = d.root
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		v = tree(v)[step]
	}
	return v
}

// parameters are those of the path and of the call by place and name; names of
// headers mean the same in any case.
func (d document) parameters(path, call Tree) map[string]Tree {
	all := map[string]Tree{}
	for _, list := range []any{path["parameters"], call["parameters"]} {
		listed, _ := list.([]any)
		for _, v := range listed {
			p := d.resolve(v)
			name, _ := p["name"].(string)
			place, _ := p["in"].(string)
			if place == "header" {
				name = strings.ToLower(name)
			}
			all[place+" "+name] = p
		}
	}
	return all
}

// security is that of the call or, where it says nothing, of the document.
func (d document) security(call Tree) []any {
	if own, ok := call["security"].([]any); ok {
		return own
	}
	all, _ := d.root["security"].([]any)
	return all
}

func tree(v any) Tree {
	t, _ := v.(Tree)
	return t
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }
