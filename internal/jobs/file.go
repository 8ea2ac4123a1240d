package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// File is a sink that appends one JSON object a line to a file. An event has
// arrived once its line is on the disk.
type File struct{ f *os.File }

// OpenFile opens the file at path for appending, and makes it, readable by
// its owner alone, where there is none.
func OpenFile(path string) (*File, error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the file of events: %w", err)
	}
	return &File{f}, nil
}

// line is an event as the file has it.
type line struct {
	ID        quiz.EventID   `json:"id"`
	Type      quiz.EventType `json:"type"`
	Timestamp time.Time      `json:"timestamp"`
	Data      struct {
		Attempt quiz.AttemptID `json:"attempt"`
	} `json:"data"`
}

// Deliver implements Sink.
func (f *File) Deliver(_ context.Context, events []quiz.Event) (int, error) {
	var out bytes.Buffer
	for _, e := range events {
		l := line{ID: e.ID, Type: e.Type, Timestamp: e.At.UTC()}
		l.Data.Attempt = e.Attempt
		b, err := json.Marshal(l)
		if err != nil {
			return 0, fmt.Errorf("write event %s: %w", e.ID, err)
		}
		out.Write(append(b, '\n'))
	}
	if _, err := f.f.Write(out.Bytes()); err != nil {
		return 0, fmt.Errorf("write events: %w", err)
	}
	if err := f.f.Sync(); err != nil {
		return 0, fmt.Errorf("write events: %w", err)
	}
	return len(events), nil
}

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }
