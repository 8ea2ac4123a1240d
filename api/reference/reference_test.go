package reference_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/attune-quiz/attune/api/reference"
)

func ours(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func render(t testing.TB, document []byte) string {
	t.Helper()
	page, err := reference.Render(document, "/docs/style.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(page.HTML)
}

// TestEverythingIsShown reads the contract on its own and looks for each call,
// parameter, schema and field on the page.
func TestEverythingIsShown(t *testing.T) {
	page := render(t, ours(t))
	var doc struct {
		Paths      map[string]map[string]yaml.Node
		Components struct {
			Schemas map[string]struct{ Properties map[string]yaml.Node }
		}
	}
	if err := yaml.Unmarshal(ours(t), &doc); err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths {
		for method, node := range item {
			if method == "parameters" {
				continue
			}
			var call struct {
				ID string `yaml:"operationId"`
			}
			if err := node.Decode(&call); err != nil {
				t.Fatal(err)
			}
			want := fmt.Sprintf("<code><b>%s</b> %s</code>", strings.ToUpper(method), path)
			if !strings.Contains(page, want) || !strings.Contains(page, `<article id="`+call.ID+`"`) {
				t.Errorf("%s %s is not shown", method, path)
			}
		}
	}
	for name, s := range doc.Components.Schemas {
		_, rest, ok := strings.Cut(page, `<article id="`+name+`"`)
		section, _, _ := strings.Cut(rest, "</article>")
		if !ok {
			t.Errorf("schema %s is not shown", name)
		}
		for field := range s.Properties {
			if !strings.Contains(section, "<code>"+field+"</code>") {
				t.Errorf("%s.%s is not shown", name, field)
			}
		}
	}
}

// TestLinksLead follows each link within the page, and finds no id twice.
func TestLinksLead(t *testing.T) {
	page := render(t, ours(t))
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("the id %q is there twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to %q, which is not there", m[1])
		}
	}
}

// TestNothingFromElsewhere: no script, no style within, nothing loaded but the
// stylesheet and the icon.
func TestNothingFromElsewhere(t *testing.T) {
	page := render(t, ours(t))
	for _, word := range []string{"<script", "<style", " style=", " onclick", "http://", "src="} {
		if strings.Contains(page, word) {
			t.Errorf("the page holds %q", word)
		}
	}
	sheet, err := reference.Render(ours(t), "/x.css")
	if err != nil || !bytes.Contains(sheet.HTML, []byte(`href="/x.css"`)) || bytes.Contains(sheet.Style, []byte("url(")) {
		t.Errorf("got %v, want the stylesheet at its address, which loads nothing", err)
	}
}

// TestPageIsWellFormed reads the page as XML, which void elements apart it is.
func TestPageIsWellFormed(t *testing.T) {
	d := xml.NewDecoder(strings.NewReader(render(t, ours(t))))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

const small = `
openapi: 3.1.0
info: { title: T, version: '1', summary: S, description: "Some <b>, ` + "`a<b`" + `\n\n- one\n  more\n- two ` + "`" + `" }
paths:
  /a:
    get:
      operationId: a
      tags: [x]
      summary: Sum
      x-example: curl "$BASE/a"
      security: [{ key: [] }]
      parameters: [{ name: q, in: query, required: true, schema: { type: [integer, 'null'], minimum: 2 } }]
      responses:
        '200': { description: Yes, headers: { H: {} }, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } }
components:
  securitySchemes: { key: { description: The key. } }
  schemas:
    S:
      type: object
      required: [in]
      properties:
        in: { type: array, items: { type: object, properties: { deep: { const: v } } } }
        or: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/S' }] }
      additionalProperties: { type: string, enum: [e, ''] }
`

func TestForms(t *testing.T) {
	page := render(t, []byte(small))
	for _, want := range []string{
		"<p>Some &lt;b&gt;, <code>a&lt;b</code></p>", "<li>one\n  more</li>", "<li>two `</li>",
		"<pre tabindex=\"0\" role=\"region\" aria-label=\"Example of a\"><code>curl &#34;$BASE/a&#34;</code></pre>",
		"The key.", "integer or null, <span class=\"limit\">from 2</span>", "<small>H</small>",
		"<code>in</code> <span class=\"must\">always</span>", "list of object", "<code>in[].deep</code>", ": <code>v</code>",
		"null or <a href=\"#S\">S</a>", "<code>*</code>", "<code>e</code>, <code>(empty)</code>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestBrokenDocuments(t *testing.T) {
	for _, broken := range []string{"a: [", strings.Replace(small, "schemas/S' } } }", "schemas/None' } } }", 1), "- a", ""} {
		if _, err := reference.Render([]byte(broken), ""); err == nil {
			t.Errorf("%.40q is rendered", broken)
		}
	}
	circle := "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}\npaths: {/a: {get: {requestBody: {$ref: '#/components/schemas/A'}}}}"
	if _, err := reference.Render([]byte(circle), ""); err != nil {
		t.Errorf("a circle: %v", err)
	}
}

// FuzzRender: no document makes it panic or hang.
//
// Holds: R14
func FuzzRender(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("a: &a {$ref: '#/a'}\npaths: *a"))
	f.Fuzz(func(t *testing.T, document []byte) {
		if len(document) > 1<<12 {
			return
		}
		_, _ = reference.Render(document, "/s.css")
	})
}
