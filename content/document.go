package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

const (
	maxFileSize = 1 << 20 // bytes
	maxDepth    = 16      // of nested YAML; the formats need ten
)

// document is one YAML file as nodes, so that every finding has a position.
type document struct {
	name string
	root *yaml.Node // a mapping; nil where the file could not be parsed
}

// readDocument parses a file and reports what keeps it from being read as one
// plain mapping.
func readDocument(fsys fs.FS, name string, r *report) *document {
	d := &document{name: name}
	data, err := readBounded(fsys, name)
	if err != nil {
		r.errorf(d.top(), "%v", err)
		return d
	}
	if line, col, bad := firstBadRune(data); bad {
		r.errorf(place{name, line, col}, "not valid UTF-8: save the file as UTF-8")
		return d
	}
	root, err := parseYAML(bytes.NewReader(data))
	if err != nil {
		line, message := syntaxError(data, err)
		r.errorf(place{name, line, 1}, "not valid YAML: %s", message)
		return d
	}
	if root == nil {
		r.errorf(d.top(), "the file is empty: write its fields")
		return d
	}
	if d.refuse(root, 1, r) {
		return d
	}
	if root.Kind != yaml.MappingNode {
		r.errorf(d.of(root), "must be fields with values, such as \"id: …\"")
		return d
	}
	d.root = root
	return d
}

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be opened: %w", errors.Unwrap(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	if len(data) > maxFileSize {
		return nil, errors.New("larger than 1 MiB: split it or shorten it")
	}
	return data, nil
}

func firstBadRune(data []byte) (line, col int, bad bool) {
	line, col = 1, 1
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		if c == utf8.RuneError && size == 1 {
			return line, col, true
		}
		if col++; c == '\n' {
			line, col = line+1, 1
		}
		data = data[size:]
	}
	return 0, 0, false
}

// refuse reports what YAML allows and content does not: anchors, aliases,
// merges and needless depth.
func (d *document) refuse(n *yaml.Node, depth int, r *report) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.errorf(d.of(n), "anchors and aliases are not allowed: write the value out")
		return true
	case n.Tag == "!!merge":
		r.errorf(d.of(n), "merging with << is not allowed: write the fields out")
		return true
	case depth > maxDepth:
		r.errorf(d.of(n), "nested more than %d levels deep: no field needs that", maxDepth)
		return true
	}
	refused := false
	for _, child := range n.Content {
		refused = d.refuse(child, depth+1, r) || refused
	}
	return refused
}

func (d *document) top() place { return place{d.name, 1, 1} }

func (d *document) of(n *yaml.Node) place { return place{d.name, n.Line, n.Column} }

// at returns where the value at the path stands. Steps are field names and
// indices. Where the path ends early, its last existing part counts.
func (d *document) at(steps ...any) place {
	_, value, _ := d.find(steps)
	if value == nil {
		return d.top()
	}
	return d.of(value)
}

// key returns where the name of the field at the path stands, or that of its
// last existing part.
func (d *document) key(steps ...any) place {
	key, value, _ := d.find(steps)
	switch {
	case key != nil:
		return d.of(key)
	case value != nil:
		return d.of(value)
	}
	return d.top()
}

// find walks the path as far as it goes. key is nil for an entry of a list.
func (d *document) find(steps []any) (key, value *yaml.Node, found int) {
	value = d.root
	for _, step := range steps {
		k, v := child(value, step)
		if v == nil {
			return key, value, found
		}
		key, value, found = k, v, found+1
	}
	return key, value, found
}

func child(n *yaml.Node, step any) (key, value *yaml.Node) {
	if n == nil {
		return nil, nil
	}
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step >= 0 && step < len(n.Content) {
			return nil, n.Content[step]
		}
	case string:
		if n.Kind != yaml.MappingNode {
			return nil, nil
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	}
	return nil, nil
}
