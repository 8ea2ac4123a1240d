package api

import "testing"

// TestNoFormula: whatever a cell holds, a spreadsheet shows it and computes
// nothing.
//
// Holds: ASVS 1.2.1
func TestNoFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "att_x": "att_x", "2026-11-23T10:00:00Z": "2026-11-23T10:00:00Z", "a=b": "a=b",
		`=HYPERLINK("https://x.example")`: `'=HYPERLINK("https://x.example")`,
		"+1":                              "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
	} {
		if got := plain(cell); got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}
