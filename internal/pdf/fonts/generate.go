//go:build ignore

// Command generate cuts the full fonts down to the charset of this package.
// NOTO_SANS names the folder of the npm package @expo-google-fonts/noto-sans.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/attune-quiz/attune/internal/pdf/fonts"
	"github.com/jung-kurt/gofpdf"
)

func main() {
	log.SetFlags(0)
	dir := os.Getenv("NOTO_SANS")
	for name, source := range map[string]string{
		"NotoSans-Regular.ttf":  "400Regular/NotoSans_400Regular.ttf",
		"NotoSans-SemiBold.ttf": "600SemiBold/NotoSans_600SemiBold.ttf",
	} {
		if err := cut(filepath.Join(dir, source), name); err != nil {
			log.Fatal(err)
		}
	}
}

// cut writes the subset. The test of this package says whether the source had
// every rune.
func cut(source, name string) error {
	full, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("read the full font: %w", err)
	}
	if err := os.WriteFile(name, gofpdf.UTF8CutFont(full, string(fonts.Latin())), 0o644); err != nil {
		return fmt.Errorf("write the subset: %w", err)
	}
	return nil
}
