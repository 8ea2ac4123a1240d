package release

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestIdentify(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Permission is hereby granted, free of charge,\nto any person obtaining a copy of", []string{"MIT"}},
		{"Redistribution and use in source and binary forms, with or", []string{"BSD-2-Clause"}},
		{"Redistribution and use in source and binary forms … Neither the name of X nor … may be used to endorse", []string{"BSD-3-Clause"}},
		{"Licensed under the Apache License, Version 2.0 (the", []string{"Apache-2.0"}},
		{"SIL OPEN FONT LICENSE Version 1.1 … Permission is hereby granted, free of charge, to any person obtaining a copy", []string{"OFL-1.1"}},
		{"All rights reserved.", nil},
	} {
		if got := identify(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%.40q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}

// TestNothingShipsWithoutALicence: neither an unknown folder, nor one without a
// licence, nor one with terms that nobody knows.
func TestNothingShipsWithoutALicence(t *testing.T) {
	dir := t.TempDir()
	for _, dir := range []string{"", dir, filepath.Join(dir, "none")} {
		if err := new(part).license(dir); err == nil {
			t.Errorf("%q passes", dir)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte("All rights reserved."), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := new(part).license(dir); err == nil {
		t.Error("unknown terms pass")
	}
}
