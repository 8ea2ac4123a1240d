package main

import (
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// copyContent copies the YAML that ships to a folder: copycontent DIR.
func copyContent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: copycontent DIR")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("SHIPPED"))))
}

// replace swaps a text that stands in a file, once or more, for another:
// replace FILE OLD NEW.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	file := ts.MkAbs(args[0])
	b, err := os.ReadFile(file)
	ts.Check(err)
	if !strings.Contains(string(b), args[1]) {
		ts.Fatalf("%s holds no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(string(b), args[1], args[2])), 0o644))
}

// toUTF16 writes a copy of a file in UTF-16 with a byte order mark: utf16 FROM
// TO.
func toUTF16(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: utf16 FROM TO")
	}
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(b))) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o644))
}

// cut prints columns of a CSV file, the only ones that a transcript shows: cut
// FILE COLUMN….
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: cut FILE COLUMN...")
	}
	f, err := os.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	ts.Check(err)
	for _, record := range records {
		cells := make([]string, 0, len(args)-1)
		for _, name := range args[1:] {
			at := slices.Index(records[0], name)
			if at < 0 {
				ts.Fatalf("%s has no column %s", args[0], name)
			}
			cells = append(cells, record[at])
		}
		fmt.Fprintln(ts.Stdout(), strings.Join(cells, ","))
	}
}

// isPDF checks that a file begins and ends as a PDF: pdf FILE.
func isPDF(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	whole := strings.HasPrefix(string(b), "%PDF-") && strings.HasSuffix(strings.TrimSpace(string(b)), "%%EOF")
	if whole == neg {
		ts.Fatalf("%s: a whole PDF: %v", args[0], whole)
	}
}

// freeAddress is a loopback address that nothing listens on now.
func freeAddress() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return ""
	}
	defer l.Close()
	return l.Addr().String()
}

// fetch waits until a page answers and holds a text: fetch URL TEXT.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fetch URL TEXT")
	}
	var last string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		answer, err := http.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if last = string(body); err == nil && strings.Contains(last, args[1]) {
			return
		}
	}
	ts.Fatalf("%s does not hold %q: %.500s", args[0], args[1], last)
}
