package reference

import (
	"iter"
	"strings"

	"gopkg.in/yaml.v3"
)

func (r *reader) document() *yaml.Node {
	if len(r.root.Content) == 0 {
		return nil
	}
	return r.root.Content[0]
}

// get returns the value of a key, or nil.
func (r *reader) get(n *yaml.Node, key string) *yaml.Node {
	for k, v := range r.pairs(n) {
		if k == key {
			return v
		}
	}
	return nil
}

func (r *reader) text(n *yaml.Node, key string) string {
	if v := r.get(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// pairs walks a mapping in its order; anything else has none.
func (r *reader) pairs(n *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

func (r *reader) items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// resolve follows references. A circle of them leads nowhere.
func (r *reader) resolve(n *yaml.Node) *yaml.Node {
	for range 16 {
		ref := r.text(n, "$ref")
		if ref == "" {
			return n
		}
		n = r.at(ref)
	}
	return nil
}

func (r *reader) at(ref string) *yaml.Node {
	n := r.document()
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		n = r.get(n, step)
	}
	if n == nil && r.missing == "" {
		r.missing = ref
	}
	return n
}
