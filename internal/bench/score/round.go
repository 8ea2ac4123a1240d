package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

const (
	few  = 1_000
	many = 1_000_000
)

// bench has what a round needs, made once.
type bench struct {
	attune, profile string // programs
	small, large    string // files of responses
	scored          string // file to write
	peers           string
}

func prepare(scratch, data, peers string) (*bench, error) {
	b := &bench{
		attune: filepath.Join(scratch, "attune"), profile: filepath.Join(scratch, "profile"),
		small: filepath.Join(scratch, "small.csv"), large: filepath.Join(scratch, "large.csv"),
		scored: filepath.Join(scratch, "scored.csv"), peers: filepath.Join(scratch, "peers"),
	}
	responses, err := os.ReadFile(filepath.Join(data, "responses.csv"))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(repeat(b.small, responses, few), repeat(b.large, responses, many), copyFiles(b.peers, peers)); err != nil {
		return nil, err
	}
	for _, c := range []struct {
		dir  string
		args []string
	}{
		{"", []string{"go", "build", "-o", b.attune, "./cmd/attune"}},
		{"", []string{"go", "test", "-c", "-o", b.profile, "./content"}},
		{b.peers, []string{"npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"}},
	} {
		if _, err := output(c.dir, c.args...); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// repeat writes the header of a file and so many of its rows, again from the
// first where they run out.
func repeat(path string, data []byte, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	header, body, _ := bytes.Cut(data, []byte{'\n'})
	if _, err := f.Write(append(header, '\n')); err != nil {
		return err
	}
	all := bytes.Count(body, []byte{'\n'})
	if all == 0 {
		return errors.New("responses.csv has no rows")
	}
	for rest := rows; rest > 0; rest -= all {
		part := body
		for n := all; n > rest; n-- {
			part = part[:bytes.LastIndexByte(part[:len(part)-1], '\n')+1]
		}
		if _, err := f.Write(part); err != nil {
			return err
		}
	}
	return f.Close()
}

// copyFiles copies the files of a folder, without those in folders below.
func copyFiles(to, from string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		b, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// round measures each side once.
func (b *bench) round(results map[string][]float64) error {
	add := func(key string, x float64) { results[key] = append(results[key], x) }
	_, memory, err := b.score(b.small)
	if err != nil {
		return err
	}
	add("small", memory)
	seconds, memory, err := b.score(b.large)
	if err != nil {
		return err
	}
	add("rows", many/seconds)
	add("large", memory)
	if seconds, _, err = b.score(b.large, "--percentiles"); err != nil {
		return err
	}
	add("percentiles", many/seconds)
	for _, m := range []struct {
		args   []string
		dir    string
		find   string
		keys   []string
		factor float64 // to nanoseconds
	}{
		{[]string{b.profile, "-test.run", "^$", "-test.bench", "ScoreShipped$"}, "content",
			`([\d.]+) ns/op\s+\d+ B/op\s+(\d+) allocs/op`, []string{"profile", "allocations"}, 1},
		{[]string{"node", "bench_bigfive.js", "100000"}, b.peers, `pre-keyed answers\).*?([\d.]+) us/op`, []string{"bigfive"}, 1e3},
		{[]string{"node", "bench_surveycore.js", "1000"}, b.peers,
			`(?s)reuse one Model.*?= ([\d.]+) ms each.*new Model per response.*?= ([\d.]+) ms each`, []string{"survey", "survey-new"}, 1e6},
	} {
		text, err := output(m.dir, m.args...)
		if err != nil {
			return err
		}
		found := regexp.MustCompile(m.find).FindSubmatch(text)
		if found == nil {
			return fmt.Errorf("%v printed no figure: %s", m.args, text)
		}
		for i, key := range m.keys {
			x, err := strconv.ParseFloat(string(found[i+1]), 64)
			if err != nil {
				return err
			}
			add(key, x*m.factor)
		}
	}
	return nil
}

// score runs attune as a whole process and returns its seconds and its peak
// memory in MB.
func (b *bench) score(file string, flags ...string) (seconds, memory float64, err error) {
	args := append([]string{"score", "--instrument", "ecr", "--missing", "0", "--in", file, "--out", b.scored}, flags...)
	cmd := exec.Command(b.attune, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, 0, fmt.Errorf("attune: %w: %s", err, errs.String())
	}
	seconds = time.Since(start).Seconds()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, 0, errors.New("this system does not tell the memory of a process")
	}
	return seconds, float64(usage.Maxrss) / 1024, nil // Linux counts in KB
}

func output(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%v: %w: %s", args, err, out)
	}
	return out, nil
}
