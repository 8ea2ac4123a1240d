package content_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

// TestStylesGetDifferentPlaybooks holds every two settled styles with the same
// focus, for each audience, with and without a partner, to less than half in
// common: |A∩B| / min(|A|,|B|) < 1/2, for practices, for phrases and for both
// together, the topic's chapter left out.
func TestStylesGetDifferentPlaybooks(t *testing.T) {
	worst := map[string]float64{}
	for locale, s := range shelves(t) {
		for _, focus := range orderedPairs(s.in.ScalesOf(quiz.Mechanism)) {
			for _, who := range []playbook.Choice{
				{Audience: quiz.Solo, Relation: quiz.RelationCurrent}, {Audience: quiz.Joint, Relation: quiz.RelationCurrent},
				{Audience: quiz.Solo, Relation: quiz.RelationNone}, {Audience: quiz.Joint, Relation: quiz.RelationNone},
			} {
				who.Focus = focus
				var books [scoring.Regions][]string
				for r := range scoring.Regions {
					p := quiz.Profile{Form: "full", Style: &quiz.Style{State: r.String()}}
					books[r] = chosen(playbook.Compose(s.in, p, s.book, who), false)
				}
				for a := range books {
					for b := range a {
						for _, kind := range []string{"", "practice", "phrase"} {
							share := overlap(of(kind, books[a]), of(kind, books[b]))
							worst[kind] = max(worst[kind], share)
							if share >= 0.5 {
								t.Errorf("%s: %v and %v share %.2f of %q with focus %v, %s, partner %s",
									locale, scoring.Region(a), scoring.Region(b), share, kind, focus, who.Audience, who.Relation)
							}
						}
					}
				}
			}
		}
	}
	t.Logf("most in common: %.2v", worst)
}

func orderedPairs(ids []quiz.ScaleID) [][]quiz.ScaleID {
	var out [][]quiz.ScaleID
	for _, a := range ids {
		for _, b := range ids {
			if a != b {
				out = append(out, []quiz.ScaleID{a, b})
			}
		}
	}
	return out
}

func of(kind string, ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		if strings.HasPrefix(id, kind) {
			out[id] = true
		}
	}
	return out
}

func overlap(a, b map[string]bool) float64 {
	both := 0
	for id := range a {
		if b[id] {
			both++
		}
	}
	return float64(both) / float64(min(len(a), len(b)))
}

// TestAnsweringAlikeGivesTheMiddle answers everything with each of the five
// points, in both forms and every language.
func TestAnsweringAlikeGivesTheMiddle(t *testing.T) {
	for locale, s := range shelves(t) {
		for i := range s.in.Forms {
			form := &s.in.Forms[i]
			for v := scoring.Response(1); v <= 5; v++ {
				values := map[quiz.ItemID]scoring.Response{}
				for _, id := range form.Items {
					values[id] = v
				}
				p := scored(t, s.in, form, values)
				doc := playbook.Compose(s.in, p, s.book, playbook.Choice{})
				if p.Style != nil || doc.Pattern.State != playbook.NoState {
					t.Errorf("%s %s all %d: state %s, want none", locale, form.ID, v, doc.Pattern.State)
				}
				if want := len(form.Spec.Scales); len(p.Scales) != want {
					t.Errorf("%s %s: %d scales, want %d", locale, form.ID, len(p.Scales), want)
				}
				for id, score := range p.Scales {
					if score.Value == nil || *score.Value != 3 {
						t.Errorf("%s %s all %d: scale %s is not exactly 3: %+v", locale, form.ID, v, id, score)
					}
				}
			}
		}
	}
}

// TestOneTranslationLessFailsByName takes one text out of each kind of file of
// each language that ships.
func TestOneTranslationLessFailsByName(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	locales := lib.Texts().Locales()
	if len(locales) < 2 {
		t.Skip("one language ships")
	}
	for _, locale := range locales {
		for _, tc := range []struct{ file, line, name string }{
			{"instruments/relationship/text/%s.yaml", `(?m)^  pr01: .*\n`, "stems.pr01"},
			{"playbooks/relationship/text/%s/phrases.yaml", `(?m)^  talk_any:\n(    .*\n)+`, "phrases.talk_any"},
			{"playbooks/relationship/text/%s/frame.yaml", `(?m)^  fraley2019: (>-\n(    .*\n)+|.*\n)`, "claims.fraley2019"},
			{"topics/music/text/%s.yaml", `(?m)^  mu_list:\n((    .*)?\n)+?  mu_`, "practices.mu_list"},
			{"locales/%s.yaml", `(?m)^  back_to_check: .*\n`, "item.back_to_check"},
		} {
			file := fmt.Sprintf(tc.file, locale)
			tree := copyTree(t, content.Shipped())
			cut := regexp.MustCompile(tc.line).ReplaceAllStringFunc(string(tree[file].Data), func(s string) string {
				if strings.HasSuffix(s, "  mu_") {
					return "  mu_"
				}
				return ""
			})
			if cut == string(tree[file].Data) {
				t.Errorf("%s does not hold %s", file, tc.line)
				continue
			}
			tree[file] = &fstest.MapFile{Data: []byte(cut)}
			_, findings := content.CheckAt(tree, now)
			want := fmt.Sprintf("error: missing text %q in %s", tc.name, locale)
			if !found(findings, file+":", want) {
				t.Errorf("no finding with %s in\n%s", want, lines(findings))
			}
		}
	}
}
