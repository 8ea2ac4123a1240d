//go:build ignore

// Command generate cuts the full fonts down to the charsets of this package.
// NOTO_SANS and NOTO_SANS_SC name the folders of the npm packages
// @expo-google-fonts/noto-sans and @expo-google-fonts/noto-sans-sc.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/attune-quiz/attune/internal/fonts"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	log.SetFlags(0)
	latin, han := os.Getenv("NOTO_SANS"), os.Getenv("NOTO_SANS_SC")
	for name, from := range map[string]struct {
		source string
		runes  []rune
	}{
		"NotoSans-Regular.ttf":    {filepath.Join(latin, "400Regular/NotoSans_400Regular.ttf"), fonts.Latin()},
		"NotoSans-SemiBold.ttf":   {filepath.Join(latin, "600SemiBold/NotoSans_600SemiBold.ttf"), fonts.Latin()},
		"NotoSansSC-Regular.ttf":  {filepath.Join(han, "400Regular/NotoSansSC_400Regular.ttf"), chinese()},
		"NotoSansSC-SemiBold.ttf": {filepath.Join(han, "600SemiBold/NotoSansSC_600SemiBold.ttf"), chinese()},
	} {
		if err := cut(from.source, name, from.runes); err != nil {
			log.Fatal(err)
		}
	}
}

// chinese lists the characters of GB 2312 that Noto Sans does not draw better:
// its Chinese punctuation, full-width forms and 6,763 characters; and a few
// more.
func chinese() []rune {
	var out []rune
	decoder := simplifiedchinese.GBK.NewDecoder()
	for high := 0xA1; high <= 0xF7; high++ {
		if high > 0xA3 && high < 0xB0 {
			continue // kana, Greek, Cyrillic, box drawing
		}
		for low := 0xA1; low <= 0xFE; low++ {
			s, err := decoder.String(string([]byte{byte(high), byte(low)}))
			if err != nil {
				continue
			}
			if r := []rune(s)[0]; r != fonts.Missing && (r < 0xE000 || r > 0xF8FF) {
				out = append(out, r)
			}
		}
	}
	return append(out, []rune(beyond)...)
}

// beyond is what the shipped content and names of today need beside GB 2312.
const beyond = "拃啰囧嘚瘆褃镕喆堃玥璟祎翀芃昇珺垚晞甯頔燚琇瑄彧翊赟"

// cut writes the subset. The test of this package says whether the source had
// every rune.
func cut(source, name string, runes []rune) error {
	if filepath.Dir(filepath.Dir(source)) == "." {
		return nil // its folder is not named: the file stays as it is
	}
	full, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("read the full font: %w", err)
	}
	if err := os.WriteFile(name, gofpdf.UTF8CutFont(full, string(runes)), 0o644); err != nil {
		return fmt.Errorf("write the subset: %w", err)
	}
	return nil
}
