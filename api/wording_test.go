package api_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/content"
)

// A published instrument that only scores is not offered, and says why.
func TestInstrumentWithoutWording(t *testing.T) {
	w := bootShipped(t)
	for _, line := range w.get(t, call{method: "GET", path: "/v1/instruments"}, 200)["instruments"].([]any) {
		if id := line.(map[string]any)["id"]; strings.HasPrefix(id.(string), "ecr") || id == "raas" {
			t.Errorf("%v is offered", id)
		}
	}
	problem := w.get(t, call{method: "GET", path: "/v1/instruments/ecr"}, 404)
	if detail := problem["detail"].(string); !strings.Contains(detail, "wording") {
		t.Errorf("got the detail %q", detail)
	}
	body := `{"instrument":"ecr","form":"full","locale":"en","consent":"1","age_ok":true}`
	problem = w.get(t, call{method: "POST", path: "/v1/attempts", body: body}, 422)
	fault := problem["errors"].([]any)[0].(map[string]any)
	if fault["pointer"] != "#/instrument" || !strings.Contains(fault["detail"].(string), "no wording") {
		t.Errorf("got %v", fault)
	}
}

// With wording of the operator's own, as the field guide says, visitors take it
// to its profile.
func TestInstrumentWithTheOperatorsWording(t *testing.T) {
	tree := supplied(t)
	lib, findings := content.LoadAt(tree, start)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	w := boot(t, func(c *api.Config) { c.Take.Catalogue, c.Texts = lib, lib.Texts() })
	paper := w.get(t, call{method: "GET", path: "/v1/instruments/ecr-s"}, 200)
	if items := paper["items"].([]any); len(items) != 12 || items[0].(map[string]any)["stem"] != "The stem of item 1." {
		t.Fatalf("got %v", items)
	}
	body := `{"instrument":"ecr-s","form":"full","locale":"en","consent":"1","age_ok":true}`
	a := w.get(t, call{method: "POST", path: "/v1/attempts", body: body}, 201)
	k := ticket{a["id"].(string), a["token"].(string)}
	var responses []string
	for i := range 12 {
		responses = append(responses, fmt.Sprintf(`"Q%d":%d`, i+1, []int{1, 7}[i%2]))
	}
	w.get(t, k.call("PUT", "/responses", `{"responses":{`+strings.Join(responses, ",")+`}}`), 200)
	profile := w.get(t, k.call("POST", "/finish", ""), 200)
	// Even items 7, of which Q8 is reversed; odd items 1, of which three are.
	for scale, want := range map[string]float64{"anxiety": 6, "avoidance": 4} {
		if got := profile["scales"].(map[string]any)[scale].(map[string]any)["score"]; got != want {
			t.Errorf("%s: got %v, want %v", scale, got, want)
		}
	}
	if book := w.get(t, k.call("GET", "/playbook", ""), 200); book["tonight"] == nil {
		t.Errorf("got the playbook %v", book)
	}
}

// supplied is the tree that ships with wording for ecr-s, as an operator would
// add it to a copy.
func supplied(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	err := fs.WalkDir(content.Shipped(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.Shipped(), name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	edit := func(name, before, after string) {
		data := string(tree[name].Data)
		if !strings.Contains(data, before) {
			t.Fatalf("%s holds no %q", name, before)
		}
		tree[name] = &fstest.MapFile{Data: []byte(strings.Replace(data, before, after, 1))}
	}
	edit("instruments/ecr-s/instrument.yaml", "serves_stems: false", "serves_stems: true\nconsent: \"1\"\nplaybook: relationship")
	text := "title: A short test\nstanding: Published.\nconsent: \"{controller} keeps your answers. More: {notice}\"\n" +
		"labels:\n  agree7: [a, b, c, d, e, f, g]\nstems:\n"
	for i := range 12 {
		text += fmt.Sprintf("  Q%d: The stem of item %d.\n", i+1, i+1)
	}
	for name := range tree {
		if locale, ok := strings.CutPrefix(name, "locales/"); ok {
			tree["instruments/ecr-s/text/"+locale] = &fstest.MapFile{Data: []byte(text)}
			folder := "playbooks/relationship/text/" + strings.TrimSuffix(locale, ".yaml")
			tree[folder+"/ecr-s.yaml"] = &fstest.MapFile{Data: []byte(scaleTexts)}
		}
	}
	return tree
}

const scaleTexts = `scales:
  anxiety:
    title: Anxiety
    about: How loud it gets.
    bands: { lower: Low., lower_to_middle: Lowish., middle: Middle., middle_to_upper: Highish., upper: High. }
  avoidance:
    title: Avoidance
    about: How far you step back.
    bands: { lower: Low., lower_to_middle: Lowish., middle: Middle., middle_to_upper: Highish., upper: High. }
`
