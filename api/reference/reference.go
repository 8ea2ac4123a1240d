package reference

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"gopkg.in/yaml.v3"
)

// Page is a rendered reference.
type Page struct {
	HTML  []byte // UTF-8
	Style []byte // the stylesheet, to be served at the address that was named
}

//go:embed page.html
var source string

//go:embed style.css
var style []byte

// Render returns the page of a document. The stylesheet is linked at the
// address. It fails where the document is no YAML or refers to what it lacks.
func Render(document []byte, stylesheet string) (Page, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return Page{}, fmt.Errorf("read the contract: %w", err)
	}
	r := &reader{root: &root}
	view := r.view()
	view.Stylesheet = stylesheet
	if r.missing != "" {
		return Page{}, fmt.Errorf("read the contract: nothing stands at %s", r.missing)
	}
	page, err := template.New("page").Funcs(template.FuncMap{"prose": prose}).Parse(source)
	if err != nil {
		return Page{}, fmt.Errorf("parse the page of the reference: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		return Page{}, fmt.Errorf("render the reference: %w", err)
	}
	return Page{HTML: out.Bytes(), Style: style}, nil
}
