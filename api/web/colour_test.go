package web_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text keeps a contrast of 4.5 and lines one of 3 on every ground that it
// stands on, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11).
//
// Holds: A9
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("no dark colours")
	}
	for name, part := range map[string]string{"light": light, "dark": dark[:strings.Index(dark, "}")]} {
		c := colours(t, part)
		for _, tt := range []struct {
			front, back string
			want        float64
		}{
			{"ink", "ground", 7}, {"ink", "lift", 7}, {"ink", "wash", 7}, {"on", "ink", 7},
			{"soft", "ground", 4.5}, {"soft", "lift", 4.5}, {"soft", "wash", 4.5},
			{"clay", "ground", 4.5}, {"clay", "lift", 3}, {"clay", "wash", 3}, {"on", "clay", 4.5},
			{"edge", "ground", 3}, {"edge", "lift", 3},
		} {
			if got := contrast(c[tt.front], c[tt.back]); got < tt.want {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", name, tt.front, tt.back, got, tt.want)
			}
		}
	}
}

func colours(t *testing.T, css string) map[string][3]float64 {
	t.Helper()
	out := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--(\w+): #([0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		n, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = [3]float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
	}
	return out
}

func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(rgb [3]float64) float64 {
	linear := func(v float64) float64 {
		if v /= 255; v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(rgb[0]) + .7152*linear(rgb[1]) + .0722*linear(rgb[2])
}
