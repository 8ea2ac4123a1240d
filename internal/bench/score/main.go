// Command score times scoring against what a user would pick instead, all in
// one run, alternately, and prints the medians of three as a Markdown table.
//
// It builds attune, makes a file of a million rows from a folder with
// responses.csv, and times whole processes; the profile of the instrument that
// ships is timed by its benchmark. The peers are node programs in a folder of
// their own, which is copied and installed. Nothing but timing is here: the
// programs are run, not imported.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

const rounds = 3

func main() {
	data := flag.String("data", "", "folder with responses.csv of the ECR, 0 for missing")
	peers := flag.String("peers", "", "folder with the node programs, a package.json and its lock file")
	flag.Parse()
	if *data == "" || *peers == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*data, *peers, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(data, peers string, out io.Writer) error {
	scratch, err := os.MkdirTemp("", "attune-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	b, err := prepare(scratch, data, peers)
	if err != nil {
		return err
	}
	results := map[string][]float64{}
	for range rounds {
		if err := b.round(results); err != nil {
			return err
		}
	}
	return report(out, results)
}

// line is a row of the table: what was measured, and in which unit.
type line struct{ key, what, unit string }

func lines() []line {
	return []line{
		{"rows", "`attune score --instrument ecr`, 1,000,000 rows, whole process", "rows/s"},
		{"small", "its peak memory at 1,000 rows", "MB"},
		{"large", "its peak memory at 1,000,000 rows", "MB"},
		{"percentiles", "the same with `--percentiles`", "rows/s"},
		{"profile", "one profile of `relationship`, 44 items, 8 scales, style and focus", "ns"},
		{"allocations", "its allocations", "an operation"},
		{"bigfive", "`@bigfive-org/score`, one test of 120 items", "ns"},
		{"survey", "SurveyJS, one response of 36 items to two means, Model kept", "ns"},
		{"survey-new", "SurveyJS, the same with a new Model, validated and completed", "ns"},
	}
}

func report(out io.Writer, results map[string][]float64) error {
	fmt.Fprintf(out, "%s, %d processors, %s, node %s; median of %d.\n\n",
		processor(), runtime.NumCPU(), runtime.Version(), nodeVersion(), rounds)
	fmt.Fprintln(out, "| what | median | unit | runs |\n|---|---:|---|---|")
	for _, l := range lines() {
		runs := make([]string, 0, rounds)
		for _, x := range results[l.key] {
			runs = append(runs, number(x))
		}
		if _, err := fmt.Fprintf(out, "| %s | %s | %s | %s |\n", l.what, number(median(results[l.key])), l.unit, strings.Join(runs, ", ")); err != nil {
			return err
		}
	}
	profile := median(results["profile"])
	fmt.Fprintf(out, "\nOf one profile, `@bigfive-org/score` takes %.1f times as long, SurveyJS %.0f times. "+
		"Memory at a million rows is %+.1f MB against a thousand.\n",
		median(results["bigfive"])/profile, median(results["survey"])/profile,
		median(results["large"])-median(results["small"]))
	return nil
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	if len(s) == 0 {
		return 0
	}
	return s[len(s)/2]
}

// number rounds to what can be meant, with commas between thousands.
func number(x float64) string {
	if x < 1000 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0")
	}
	digits := fmt.Sprintf("%.0f", x)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func nodeVersion() string {
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		return "missing"
	}
	return strings.TrimSpace(string(out))
}

// processor is the model as Linux names it.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for l := range strings.Lines(string(info)) {
			if name, model, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(model)
			}
		}
	}
	return runtime.GOARCH
}
