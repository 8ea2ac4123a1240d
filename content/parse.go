package content

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// parseYAML returns the root node of the only document in a file, nil where
// there is none. A panic of the parser comes back as an error: operators'
// files are not to stop a server.
func parseYAML(in io.Reader) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, fmt.Errorf("the parser gave up: %v", p)
		}
	}()
	decoder := yaml.NewDecoder(in)
	var node, second yaml.Node
	if err := decoder.Decode(&node); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, fmt.Errorf("yaml: line %d: a second document begins: keep one in each file", second.Line)
	} else if err != io.EOF {
		return nil, err
	}
	if len(node.Content) == 0 || node.Content[0].Tag == nullTag {
		return nil, nil
	}
	return node.Content[0], nil
}

var errorLine = regexp.MustCompile(`^line (\d+): `)

// syntaxError returns the line of a fault and what the parser says about it.
// The parser itself names no column, and often the line where the surrounding
// block began.
func syntaxError(data []byte, err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := errorLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if found := faultLine(data); found > 0 {
		line = found
	}
	return max(line, 1), message
}

// faultTries bounds the search for a fault: the parser reads little further
// than it.
const faultTries = 8

// faultLine returns the first line without which what stands above it parses,
// looking back from where the parser stopped reading; 0 if none is near.
func faultLine(data []byte) int {
	all := lineReader{lines: bytes.SplitAfter(data, []byte("\n"))}
	if _, err := parseYAML(&all); err == nil {
		return 0
	}
	for above := all.read - 1; above >= max(0, all.read-faultTries); above-- {
		if _, err := parseYAML(&lineReader{lines: all.lines[:above]}); err == nil {
			return above + 1
		}
	}
	return 0
}

// lineReader hands out a line at a time, so that it is known how far a parser
// came. A long line takes several reads.
type lineReader struct {
	lines [][]byte
	read  int    // lines begun
	rest  []byte // of the line begun last
}

func (r *lineReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.read == len(r.lines) {
			return 0, io.EOF
		}
		r.rest = r.lines[r.read]
		r.read++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
