package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// excusedText has a line for each known weakness that does not reach us: its
// id, then why.
//
//go:embed excused.txt
var excusedText string

// message is one of the stream that govulncheck writes with -format json.
type message struct {
	OSV     *struct{ ID, Summary string }
	Finding *struct {
		OSV          string
		FixedVersion string `json:"fixed_version"`
		Trace        []struct{ Module, Version, Package, Function string }
	}
}

// weakness is one that our code calls.
type weakness struct{ id, summary, found, fixed string }

// weaknesses lists the known weaknesses that our code calls, and fails if one
// is not excused or an excuse is needed no longer.
func weaknesses(in io.Reader, out io.Writer) error {
	called, err := readCalled(in)
	if err != nil {
		return fmt.Errorf("read what govulncheck wrote: %w", err)
	}
	excuses, err := readExcuses(excusedText)
	if err != nil {
		return err
	}
	var faults []error
	for _, id := range slices.Sorted(maps.Keys(called)) {
		w := called[id]
		why, excused := excuses[id]
		if !excused {
			why = "fixed in " + w.fixed
			faults = append(faults, fmt.Errorf("%s is called: %s", id, w.summary))
		}
		if _, err := fmt.Fprintf(out, "%s  %s\n  %s: %s\n", id, w.found, w.summary, why); err != nil {
			return err
		}
	}
	for id := range excuses {
		if _, found := called[id]; !found {
			faults = append(faults, fmt.Errorf("%s is excused and no longer found: take it out of excused.txt", id))
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	_, err = fmt.Fprintf(out, "known weaknesses that our code calls: none but %d that do not reach it\n", len(excuses))
	return err
}

// readCalled returns the findings whose trace ends in a function: those of
// modules and packages alone are not called.
func readCalled(in io.Reader) (map[string]weakness, error) {
	called, summaries := map[string]weakness{}, map[string]string{}
	asked := false
	for dec := json.NewDecoder(in); ; {
		var m message
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		asked = true
		if m.OSV != nil {
			summaries[m.OSV.ID] = m.OSV.Summary
		}
		f := m.Finding
		if f == nil || len(f.Trace) == 0 || f.Trace[0].Function == "" {
			continue
		}
		fixed := f.FixedVersion
		if fixed == "" {
			fixed = "no version"
		}
		called[f.OSV] = weakness{id: f.OSV, summary: summaries[f.OSV], found: f.Trace[0].Module + " " + f.Trace[0].Version, fixed: fixed}
	}
	if !asked {
		return nil, errors.New("it wrote nothing")
	}
	return called, nil
}

func readExcuses(text string) (map[string]string, error) {
	excuses := map[string]string{}
	for line := range strings.Lines(text) {
		id, why, _ := strings.Cut(strings.TrimSpace(line), " ")
		if id == "" || id == "#" {
			continue
		}
		if why == "" {
			return nil, fmt.Errorf("excused.txt: %s has no reason", id)
		}
		excuses[id] = why
	}
	return excuses, nil
}
