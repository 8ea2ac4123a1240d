package content

import (
	"io/fs"
	"slices"

	"gopkg.in/yaml.v3"
)

// Setting is what a file of settings says for one name: a text, or a list of
// them.
type Setting struct {
	Texts     []string
	List      bool
	Line, Col int // of the value
}

// LoadSettings reads an operator's file of settings as strictly as content: one
// mapping from known names to a value or a list of values. Whatever else is in
// it is a finding; then it holds no settings. What the values mean is the
// caller's to say.
func LoadSettings(fsys fs.FS, name string, known []string) (map[string]Setting, Findings) {
	r := newReport()
	doc := readDocument(fsys, name, r)
	out := map[string]Setting{}
	if doc.root != nil {
		d := &decoder{report: r, doc: doc, faulty: map[*yaml.Node]bool{}}
		for _, p := range d.pairs(doc.root) {
			if !slices.Contains(known, p.name) {
				d.fault(p.key, "unknown setting %q: %s", p.name, didYouMean(p.name, known))
				continue
			}
			out[p.name] = d.setting(p.value, p.name)
		}
	}
	if findings := r.done(); len(findings) > 0 {
		return nil, findings
	}
	return out, nil
}

func (d *decoder) setting(n *yaml.Node, name string) Setting {
	s := Setting{List: n.Kind == yaml.SequenceNode, Line: n.Line, Col: n.Column}
	values := []*yaml.Node{n}
	if s.List {
		values = n.Content
	}
	for _, v := range values {
		if v.Kind != yaml.ScalarNode || v.ShortTag() == nullTag {
			d.fault(v, "%q must be a value or a list of values: write it, or \"\" for none", name)
			continue
		}
		s.Texts = append(s.Texts, v.Value)
	}
	return s
}
