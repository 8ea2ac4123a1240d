package pdf

import "testing"

func TestCounted(t *testing.T) {
	for _, c := range []struct{ label, want string }{
		{"Page", "Page 3"},
		{"", "3"},
		{"Page {page}", "Page 3"},
		{"{page} of {pages}", "3 of 12"},
		{"第{page}页", "第3页"},
		{"}{", "}{ 3"},
	} {
		b := booklet{labels: map[string]string{"page": c.label}}
		if got := b.counted("page", "3", "12"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.label, got, c.want)
		}
	}
}

func TestLinksLeadToTheWebOnly(t *testing.T) {
	for address, want := range map[string]string{
		"https://doi.org/10.1037/pspp0000027": "https://doi.org/10.1037/pspp0000027",
		"https://example.org/é":               "https://example.org/%C3%A9",
		"javascript:alert(1)":                 "",
		"mailto:someone@example.org":          "",
		"not an address":                      "",
		"https://\xff":                        "",
	} {
		if got := link(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}
