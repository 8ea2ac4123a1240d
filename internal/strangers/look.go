package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// look is one stranger's program with what it is shown.
type look struct {
	name string // such as check/en/result
	args []string
	env  []string
	// excused are lines of findings that contradict what is wanted of the
	// product, each with its reason.
	excused map[string]string
}

// take runs the stranger, keeps its report, prints a line, and returns whether
// it found nothing.
func (h *house) take(ctx context.Context, l look, out string, to io.Writer) bool {
	cmd := exec.CommandContext(ctx, l.args[0], l.args[1:]...)
	cmd.Dir = h.checks()
	cmd.Env = append(os.Environ(), l.env...)
	began := time.Now()
	said, err := cmd.CombinedOutput()
	report := filepath.Join(out, strings.ReplaceAll(l.name, "/", "-")+".txt")
	if werr := os.MkdirAll(out, 0o755); werr == nil {
		_ = os.WriteFile(report, said, 0o644)
	}
	verdict, left := "nothing", found(said)
	left = slices.DeleteFunc(left, func(line string) bool { return l.reason(line) != "" })
	if err != nil {
		verdict = "excused"
		if len(left) > 0 || len(found(said)) == 0 {
			verdict = "FOUND " + err.Error()
		}
	}
	fmt.Fprintf(to, "%-28s %5.1f s  %s\n", l.name, time.Since(began).Seconds(), verdict)
	for _, line := range found(said) {
		if reason := l.reason(line); reason != "" {
			fmt.Fprintf(to, "    %s\n      excused: %s\n", line, reason)
		} else if err != nil {
			fmt.Fprintf(to, "    %s\n", line)
		}
	}
	for _, line := range figures(said) {
		fmt.Fprintf(to, "    %s\n", line)
	}
	return !strings.HasPrefix(verdict, "FOUND")
}

func (l look) reason(line string) string {
	for part, why := range l.excused {
		if strings.Contains(line, part) {
			return why
		}
	}
	return ""
}

// found returns the lines of a report that name a finding.
func found(said []byte) []string {
	return lines(said, func(line string) bool {
		return strings.HasPrefix(line, "FAIL ") && strings.Contains(line[5:], " ") ||
			strings.HasPrefix(line, "GATE ") || strings.Contains(line, "NO FOCUS RING") ||
			strings.HasPrefix(line, "serious ") || strings.HasPrefix(line, "critical ") ||
			strings.HasPrefix(line, "moderate ") || strings.HasPrefix(line, "minor ") ||
			strings.HasPrefix(line, "• Error") || strings.HasPrefix(line, "! ")
	})
}

// figures returns the lines of a report with numbers worth keeping.
func figures(said []byte) []string {
	return lines(said, func(line string) bool { return strings.HasPrefix(line, "LH ") || strings.Contains(line, "host CLS") })
}

func lines(said []byte, keep func(string) bool) []string {
	var kept []string
	for line := range bytes.Lines(said) {
		if s := strings.TrimSpace(string(line)); keep(s) {
			kept = append(kept, s)
		}
	}
	return kept
}
