package app

import (
	"io"
	"sync"
)

// LogWriter writes in the background, so that a request does not wait for its
// own record. What comes while a write is under way is written together after
// it. A crash loses what came within that moment.
type LogWriter struct {
	to      io.Writer
	mu      sync.Mutex
	waiting []byte
	room    sync.Cond // signalled when nothing waits
	wake    chan struct{}
	done    chan struct{}
}

// maxWaiting is how much may wait; then writers wait for the disk or terminal.
const maxWaiting = 1 << 20

// NewLogWriter returns a writer to the given one. Close it to write the rest.
func NewLogWriter(to io.Writer) *LogWriter {
	w := &LogWriter{to: to, wake: make(chan struct{}, 1), done: make(chan struct{})}
	w.room.L = &w.mu
	go w.loop()
	return w
}

// Write keeps a copy of p for writing. It reports no errors: there is no
// better place to log them.
func (w *LogWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.waiting) > maxWaiting {
		w.room.Wait()
	}
	w.waiting = append(w.waiting, p...)
	select {
	case w.wake <- struct{}{}:
	default:
	}
	return len(p), nil
}

// Close writes what waits. Nothing may be written afterwards.
func (w *LogWriter) Close() error {
	close(w.wake)
	<-w.done
	return nil
}

func (w *LogWriter) loop() {
	defer close(w.done)
	var batch []byte
	for range w.wake {
		batch = w.take(batch)
		w.flush(batch)
	}
	w.flush(w.take(batch))
}

// take swaps what waits for the emptied batch.
func (w *LogWriter) take(batch []byte) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	full := w.waiting
	w.waiting = batch[:0]
	w.room.Broadcast()
	return full
}

func (w *LogWriter) flush(p []byte) {
	if len(p) > 0 {
		_, _ = w.to.Write(p)
	}
}
