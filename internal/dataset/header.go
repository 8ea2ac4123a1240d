package dataset

import (
	"bytes"
	"strings"

	"github.com/attune-quiz/attune/scoring"
)

// header is the first record of a file and what its columns hold.
type header struct {
	body    []byte // the record with a byte order mark and blank lines before it, without its line end
	lineEnd []byte
	names   []string
	places  []int32 // for each column the place of its item in Spec.Items, or one below 0
}

// parseHeader reads the first record of data and returns what follows it.
func parseHeader(data []byte) (h header, rest []byte, err error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return h, nil, ErrEncoding
	}
	at := 0
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	for at < len(data) {
		n, blank := lineEnd(data[at:])
		if !blank {
			break
		}
		at += n
	}
	if at == len(data) {
		return h, nil, ErrNoHeader
	}
	for {
		f, err := fieldAt(data, at)
		if err != nil {
			return h, nil, err
		}
		h.names = append(h.names, strings.TrimSpace(string(f.value())))
		at = f.next
		if f.last {
			h.body = bytes.Clone(data[:f.end])
			h.lineEnd = bytes.Clone(data[f.end:f.next])
			return h, data[f.next:], nil
		}
	}
}

// assign finds the column of each item. added are the names of the columns
// that will be appended.
func (h *header) assign(items []scoring.ItemSpec, added []string) error {
	place := make(map[string]int32, len(items))
	for i, it := range items {
		place[it.ID] = int32(i)
	}
	fault := &HeaderError{}
	count := make([]int, len(items))
	h.places = make([]int32, len(h.names))
	for col, name := range h.names {
		h.places[col] = noPlace
		if p, ok := place[name]; ok {
			h.places[col] = p
			count[p]++
		}
	}
	for p, n := range count {
		switch {
		case n == 0:
			fault.Missing = append(fault.Missing, MissingColumn{items[p].ID, h.nearest(items[p].ID)})
		case n > 1:
			fault.Duplicate = append(fault.Duplicate, items[p].ID)
		}
	}
	fault.Taken = h.taken(added)
	if fault.Missing == nil && fault.Duplicate == nil && fault.Taken == nil {
		return nil
	}
	fault.Hint = h.separatorHint()
	return fault
}

func (h *header) taken(added []string) []string {
	var taken []string
	for _, name := range added {
		for _, n := range h.names {
			if n == name {
				taken = append(taken, name)
				break
			}
		}
	}
	return taken
}

func (h *header) separatorHint() string {
	if len(h.names) > 1 {
		return ""
	}
	for _, s := range []struct{ sign, name string }{{";", "semicolons"}, {"\t", "tabs"}, {"\r", "carriage returns"}} {
		if strings.Contains(h.names[0], s.sign) {
			return "there is one column only, with " + s.name + " in it; separate columns by commas and rows by line feeds"
		}
	}
	return ""
}
