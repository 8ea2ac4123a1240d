package content

import (
	"slices"
	"strconv"

	"github.com/attune-quiz/attune/scoring"
)

// specFaults reports what scoring refuses, each fault at the field of the file
// that it came from. Forms share scales, so one fault may come up twice; the
// report keeps it once.
func (l *loader) specFaults(s *instrumentSource, spec scoring.Spec, err error) {
	for _, fault := range scoring.SpecErrors(err) {
		steps := pathSteps(fault.Path)
		name := steps[len(steps)-1]
		l.errorf(s.doc.at(fileSteps(s.file, spec, steps)...), "cannot be scored: %s %s", name, fault.Detail)
	}
}

// specNames are the fields of a spec that stand elsewhere in the file.
var specNames = map[string][]any{
	"anxious_cut": {"cuts", "anxious"}, "avoidant_cut": {"cuts", "avoidant"}, "secure_cut": {"cuts", "secure"},
	"seconds_per_item": {"too_fast", "value"}, "long_run": {"long_run", "value"}, "missing_share": {"much_missing", "value"},
}

// fileSteps turns a path in a spec into one in its file: a form has only some
// of the items, scales and keys.
func fileSteps(f *InstrumentFile, spec scoring.Spec, steps []string) []any {
	out := []any{}
	scale, form := -1, -1
	for i, step := range steps {
		n, err := strconv.Atoi(step)
		switch {
		case err != nil && specNames[step] != nil:
			out = append(out, specNames[step]...)
		case err != nil && step == "norm" && scale >= 0:
			out = append(out, "norms", slices.IndexFunc(f.Scales[scale].Norms, NormFile.whole))
		case err != nil && step == "groups" && scale >= 0:
		case err != nil:
			out = append(out, step)
		case steps[i-1] == "items":
			id := spec.Items[n].ID
			out = append(out, slices.IndexFunc(f.Items, func(it ItemFile) bool { return it.ID == id }))
		case steps[i-1] == "scales":
			form, scale = n, slices.IndexFunc(f.Scales, func(s ScaleFile) bool { return s.ID == spec.Scales[n].ID })
			out = append(out, scale)
		case steps[i-1] == "groups" && scale >= 0:
			out = append(out, groupSteps(f.Scales[scale].Norms, n)...)
		case steps[i-1] == "keys" && scale >= 0:
			item := spec.Scales[form].Keys[n].Item
			out = append(out, slices.IndexFunc(f.Scales[scale].Keys, func(text string) bool {
				key, err := parseKey(text)
				return err == nil && key.Item == item
			}))
		default:
			out = append(out, n)
		}
	}
	return out
}
