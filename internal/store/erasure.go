package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// ErasureLog is a file outside the database that names every attempt that was
// erased, so that a restore of an older copy can erase it again. A line is a
// time and a bare id. It is only ever appended to.
type ErasureLog struct {
	mu sync.Mutex
	f  *os.File
}

// OpenErasureLog opens the log at path, and makes it, readable by its owner
// alone, where there is none.
func OpenErasureLog(path string) (*ErasureLog, error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the erasure log: %w", err)
	}
	l := &ErasureLog{f: f}
	if err := l.mend(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the erasure log %s: %w", path, err), f.Close())
	}
	return l, nil
}

// mend ends a last line that was cut off, so that the next one stands alone.
func (l *ErasureLog) mend() error {
	size, err := l.f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return err
	}
	var last [1]byte
	if _, err := l.f.ReadAt(last[:], size-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = l.f.WriteString("\n")
	return err
}

// Append returns when the ids are on the disk. A nil log keeps nothing.
func (l *ErasureLog) Append(at time.Time, ids ...quiz.AttemptID) error {
	if l == nil || len(ids) == 0 {
		return nil
	}
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "%s %s\n", at.UTC().Format(time.RFC3339), id)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.f.WriteString(b.String())
	if err == nil {
		err = l.f.Sync()
	}
	if err != nil {
		return errors.Join(quiz.ErrUnavailable, fmt.Errorf("write the erasure log: %w", err))
	}
	return nil
}

// Close closes the file.
func (l *ErasureLog) Close() error {
	if l == nil {
		return nil
	}
	return l.f.Close()
}

var erasureLine = regexp.MustCompile(`^(\S+) (att_[A-Za-z0-9_-]{1,64})$`)

// ReadErasures reads what Append wrote. Lines that were cut off are passed
// over and counted: an erasure whose line is not whole was not acknowledged.
func ReadErasures(r io.Reader) (ids []quiz.AttemptID, cut int, err error) {
	scan := bufio.NewScanner(r)
	for scan.Scan() {
		found := erasureLine.FindStringSubmatch(scan.Text())
		if found == nil {
			cut++
			continue
		}
		if _, err := time.Parse(time.RFC3339, found[1]); err != nil {
			cut++
			continue
		}
		ids = append(ids, quiz.AttemptID(found[2]))
	}
	return ids, cut, scan.Err()
}
