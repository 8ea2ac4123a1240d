package dataset

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/attune-quiz/attune/scoring"
)

const (
	chunkSize = 256 << 10
	// maxRecord is the longest record that is read, which keeps memory bounded
	// where a quote is never closed.
	maxRecord = 1 << 20
)

// source reads a file in chunks that begin and end with a record.
type source struct {
	r      io.Reader
	header header
	rest   []byte // read, but not yet given out
	ended  bool   // r has no more
}

// open reads the header and finds the columns.
func open(ctx context.Context, r io.Reader, items []scoring.ItemSpec, added []string) (*source, error) {
	s := &source{r: r}
	first := &chunk{}
	if err := s.next(ctx, first); err != nil && err != io.EOF {
		return nil, err
	}
	h, rest, err := parseHeader(first.in)
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	if len(rest) == 0 && first.cut {
		return nil, fmt.Errorf("read the header: %w", errTooLong)
	}
	if err := h.assign(items, added); err != nil {
		return nil, err
	}
	s.header = h
	s.rest = append(bytes.Clone(rest), s.rest...)
	return s, nil
}

// next fills the chunk with whole records, or returns io.EOF after the last.
// A record of more than maxRecord bytes ends the file: the chunk is then cut.
func (s *source) next(ctx context.Context, c *chunk) error {
	c.in = append(c.in[:0], s.rest...)
	s.rest = s.rest[:0]
	for want := chunkSize; ; want *= 2 {
		if err := s.fill(ctx, c, want); err != nil {
			return err
		}
		switch end := boundary(c.in); {
		case s.ended && len(c.in) == 0:
			return io.EOF
		case s.ended:
			return nil
		case end > 0:
			s.rest = append(s.rest, c.in[end:]...)
			c.in = c.in[:end]
			return nil
		case len(c.in) >= maxRecord:
			s.ended, c.cut = true, true
			return nil
		}
	}
}

// fill reads until the chunk has the wanted size or the file has ended.
func (s *source) fill(ctx context.Context, c *chunk, want int) error {
	if cap(c.in) < want {
		c.in = append(make([]byte, 0, want), c.in...)
	}
	for idle := 0; len(c.in) < want && !s.ended; {
		n, err := readWithin(ctx, s.r, c.in[len(c.in):want])
		c.in = c.in[:len(c.in)+n]
		if err == io.EOF {
			s.ended = true
			return nil
		}
		if err != nil {
			return fmt.Errorf("read responses: %w", err)
		}
		if idle++; n > 0 {
			idle = 0
		}
		if idle > 100 {
			return fmt.Errorf("read responses: %w", io.ErrNoProgress)
		}
	}
	return nil
}

// readWithin reads like r.Read, but does not outlast the context: where a
// terminal or a pipe has nothing to read, that call is left behind.
func readWithin(ctx context.Context, r io.Reader, into []byte) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := r.Read(into)
		done <- result{n, err}
	}()
	select {
	case got := <-done:
		return got.n, got.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// boundary is the length of the longest part of the data that ends where a
// record ends, 0 where none does. The data begin with a record. Outside of
// quoted fields the number of quotes before is even; a file in which that is
// wrong is refused at the quote that makes it so, before any later boundary
// matters.
func boundary(data []byte) int {
	quotes := bytes.Count(data, []byte{'"'})
	for end := len(data); ; {
		line := bytes.LastIndexByte(data[:end], '\n')
		if line < 0 {
			return 0
		}
		quotes -= bytes.Count(data[line:end], []byte{'"'})
		if quotes%2 == 0 {
			return line + 1
		}
		end = line
	}
}
