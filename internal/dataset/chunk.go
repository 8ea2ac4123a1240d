package dataset

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// chunk is a stretch of whole records on its way through the workers.
type chunk struct {
	in, out []byte
	cut     bool // in ends within a record that is too long
	readErr error
	done    chan struct{} // receives once when the worker is through

	// What the worker found.
	rows, lines int64
	complete    int64   // rows without a missing response, where that is asked for
	bad         []int64 // bad cells by column
	tally       *tally  // nil unless rows are scored
	fault       *fault
}

// fault is what was wrong with the last row of a chunk.
type fault struct {
	err  error
	line int64 // lines of the chunk before the row
}

func (c *chunk) fail(err error, at int) {
	c.fault = &fault{err, int64(bytes.Count(c.in[:at], []byte{'\n'}))}
}

// pipeline reads a source, works on its chunks in parallel and hands them on
// in order.
type pipeline struct {
	source *source
	opt    Options
	// worker returns what one worker does with a chunk.
	worker func() func(*chunk)
	// emit takes the chunks in order, up to the row that was faulty.
	emit func(*chunk) error
	// tally makes room for what a worker counts; may be nil.
	tally func() *tally
}

// run returns the first fault in the order of the file. Chunks are used again
// and again: there are only so many as keep the workers busy.
func (p *pipeline) run(ctx context.Context) (Counts, error) {
	ctx, cancel := context.WithCancel(ctx)
	workers := p.opt.workers()
	room := 2*workers + 1
	free, work, order := make(chan *chunk, room), make(chan *chunk, room), make(chan *chunk, room)
	for range room {
		free <- p.newChunk()
	}
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	group.Go(func() { p.read(ctx, free, work, order) })
	for range workers {
		handle := p.worker()
		group.Go(func() {
			for c := range work {
				handle(c)
				c.done <- struct{}{}
			}
		})
	}
	return p.collect(ctx, order, free)
}

func (p *pipeline) newChunk() *chunk {
	c := &chunk{done: make(chan struct{}, 1), bad: make([]int64, len(p.source.header.names))}
	if p.tally != nil {
		c.tally = p.tally()
	}
	return c
}

// read ends with the file, its first error, or the context.
func (p *pipeline) read(ctx context.Context, free <-chan *chunk, work, order chan<- *chunk) {
	defer close(order)
	defer close(work)
	for {
		var c *chunk
		select {
		case c = <-free:
		case <-ctx.Done():
			return
		}
		err := p.source.next(ctx, c)
		if err == io.EOF {
			return
		}
		if c.readErr = err; err != nil {
			order <- c
			return
		}
		work <- c // there is room for every chunk: neither send waits
		order <- c
	}
}

func (p *pipeline) collect(ctx context.Context, order <-chan *chunk, free chan<- *chunk) (Counts, error) {
	counts := newCounts(p.source)
	for {
		select {
		case <-ctx.Done():
			return counts, ctx.Err()
		case c, more := <-order:
			if !more {
				return counts, ctx.Err()
			}
			if c.readErr != nil {
				return counts, c.readErr
			}
			<-c.done
			if err := p.take(&counts, c); err != nil {
				return counts, err
			}
			free <- c
		}
	}
}

func (p *pipeline) take(counts *Counts, c *chunk) error {
	if err := p.emit(c); err != nil {
		return err
	}
	counts.add(c)
	if p.opt.Progress != nil {
		p.opt.Progress(Progress{counts.Rows, counts.Bytes})
	}
	if c.fault == nil {
		return nil
	}
	return locate(c.fault.err, Place{Row: counts.Rows + 1, Line: counts.lines + c.fault.line + 1})
}
