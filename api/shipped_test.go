package api_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/content"
)

// bootShipped boots with the content that ships.
func bootShipped(t *testing.T) *world {
	t.Helper()
	lib, findings := content.LoadAt(content.Shipped(), start)
	if err := lib.Usable(); err != nil {
		t.Fatalf("the content that ships: %v\n%v", err, findings)
	}
	return boot(t, func(c *api.Config) {
		c.Take.Catalogue, c.Texts = lib, lib.Texts()
	})
}

// Every form in every language of every instrument can be taken to the
// playbook, and each answer on the way keeps the contract. The responses are
// picked so that the corners, the middle and no style at all come about.
func TestShippedJourneys(t *testing.T) {
	w := bootShipped(t)
	list := w.get(t, call{method: "GET", path: "/v1/instruments"}, 200)["instruments"].([]any)
	if len(list) == 0 {
		t.Fatal("nothing can be taken")
	}
	patterns := map[string]func(i int) any{
		"lowest":   func(int) any { return 1 },
		"declined": func(int) any { return nil },
		"rising":   func(i int) any { return 1 + i%5 },
		"falling":  func(i int) any { return 5 - i%5 },
		"ends":     func(i int) any { return 1 + 4*(i%2) },
		"mixed":    func(i int) any { return 1 + i*i*7%5 },
	}
	for _, line := range list {
		in := line.(map[string]any)
		for _, form := range in["forms"].([]any) {
			for _, locale := range in["locales"].([]any) {
				for name, respond := range patterns {
					t.Run(fmt.Sprintf("%v/%v/%v/%s", in["id"], form, locale, name), func(t *testing.T) {
						w.journey(t, fmt.Sprintf("/v1/instruments/%v?form=%v&locale=%v", in["id"], form, locale), respond)
					})
				}
			}
		}
	}
}

// journey takes the form at path to the playbook for one and for two.
func (w *world) journey(t *testing.T, path string, respond func(i int) any) {
	paper := w.get(t, call{method: "GET", path: path}, 200)
	begin, err := json.Marshal(map[string]any{
		"instrument": paper["id"], "form": paper["form"], "locale": paper["locale"],
		"consent": paper["consent"].(map[string]any)["version"], "age_ok": true, "topic": "music", "relationship": "current",
	})
	if err != nil {
		t.Fatal(err)
	}
	a := w.get(t, call{method: "POST", path: "/v1/attempts", body: string(begin)}, 201)
	k := ticket{a["id"].(string), a["token"].(string)}
	for i, item := range a["items"].([]any) {
		body, err := json.Marshal(map[string]any{"responses": map[string]any{item.(map[string]any)["id"].(string): respond(i)}})
		if err != nil {
			t.Fatal(err)
		}
		w.get(t, k.call("PUT", "/responses", string(body)), 200)
	}
	w.get(t, k.call("POST", "/finish", ""), 200)
	solo := w.get(t, k.call("GET", "/playbook", ""), 200)
	w.get(t, k.call("PUT", "/plan", `{"audience":"joint","focus":["repair","meaning"],"region":"GB"}`), 200)
	joint := w.get(t, k.call("GET", "/playbook", ""), 200)
	if solo["audience"] != "solo" || joint["audience"] != "joint" || joint["tonight"].(map[string]any)["id"] == "" {
		t.Errorf("got playbooks for %v and %v, tonight %v", solo["audience"], joint["audience"], joint["tonight"])
	}
	w.get(t, k.call("GET", "/export", ""), 200)
}
