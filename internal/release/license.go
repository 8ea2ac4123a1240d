package release

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// license reads the licence files in the folder of the part.
func (p *part) license(dir string) error {
	if dir == "" {
		return errors.New("its folder is not known")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var terms []string
	for _, e := range entries {
		if e.IsDir() || !isLicense(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		p.Files = append(p.Files, file{name: e.Name(), data: text})
		for _, id := range identify(string(text)) {
			if !slices.Contains(terms, id) {
				terms = append(terms, id)
			}
		}
	}
	if len(terms) == 0 {
		return fmt.Errorf("no licence that is known in %d files", len(p.Files))
	}
	slices.Sort(terms)
	p.License = strings.Join(terms, " AND ")
	return nil
}

func isLicense(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "OFL", "PATENTS"}, func(begin string) bool {
		return strings.HasPrefix(name, begin)
	})
}

// marks are sentences that stand in one licence only.
var marks = []struct{ id, sentence, without string }{
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy", "SIL OPEN FONT"},
	{"Apache-2.0", "Apache License, Version 2.0", ""},
	{"Apache-2.0", "Apache License Version 2.0, January 2004", ""},
	{"BSD-3-Clause", "Neither the name", ""},
	{"BSD-3-Clause", "names of its contributors may", ""},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms", "may be used to endorse"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software", ""},
	{"MPL-2.0", "Mozilla Public License Version 2.0", ""},
	{"OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1", ""},
}

// identify names the licences of which the text holds the mark.
func identify(text string) (ids []string) {
	text = strings.Join(strings.Fields(text), " ")
	for _, m := range marks {
		if strings.Contains(text, m.sentence) && (m.without == "" || !strings.Contains(text, m.without)) && !slices.Contains(ids, m.id) {
			ids = append(ids, m.id)
		}
	}
	return ids
}
